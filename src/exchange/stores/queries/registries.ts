import type { Kysely } from 'kysely';
import type { Registry, RegistryKey, RegistryKeyRecords } from '../../registry/registry-store.ts';
import { fromJson, toJson } from '../columns.ts';
import type { RegistryRecord, RegistryRecords } from '../ports/registries.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { paged } from './lists.ts';

export function prepareFindRegistry(
  db: Kysely<Database>,
): (name: string) => Promise<Registry | undefined> {
  const select = prepareQuery(db, ({ name }: { name: string }) =>
    db.selectFrom('registries').select(['id', 'name']).where('name', '=', name),
  );
  // Whoever asks sends it. PostgreSQL stores no NUL and takes none.
  return async (name) => (name.includes('\0') ? undefined : (await select({ name }))[0]);
}

export function registryRecords(db: Kysely<Database>): RegistryRecords {
  const select = () =>
    db.selectFrom('registries').select(['id', 'name', 'hosts', 'created_at as createdAt']);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): RegistryRecord => ({ ...row, hosts: fromJson(row.hosts) });
  return {
    list: async (page) => (await paged(select(), 'id', page).execute()).map(record),
    all: async () => (await select().orderBy('id').execute()).map(record),
    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByName(name) {
      const row = await select().where('name', '=', name).executeTakeFirst();
      return row && record(row);
    },
    async insert({ id, name, hosts, createdAt }) {
      await db
        .insertInto('registries')
        .values({ id, name, hosts: toJson(hosts), created_at: createdAt })
        .execute();
    },
    async setHosts(id, hosts) {
      await db
        .updateTable('registries')
        .set({ hosts: toJson(hosts) })
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('registries').where('id', '=', id).execute();
    },
  };
}

/** Those that have not expired, the latest end first. */
export async function listRegistryKeys(db: Kysely<Database>, now: number): Promise<RegistryKey[]> {
  return await db
    .selectFrom('registry_keys')
    .select([
      'id',
      'kind',
      'issuer_id as issuerId',
      'jwk',
      'certificate',
      'created_at as createdAt',
      'expires_at as expiresAt',
    ])
    .where('expires_at', '>', now)
    .orderBy('expires_at', 'desc')
    .orderBy('id')
    .execute();
}

export function registryKeyRecords(db: Kysely<Database>): RegistryKeyRecords {
  return {
    list: (now) => listRegistryKeys(db, now),
    add: (key, until) => addRegistryKey(db, key, until),
    keepOnlyRoot: (id) => keepOnlyRegistryRoot(db, id),
  };
}

/** Forgets every other root, and what those vouch for. */
async function keepOnlyRegistryRoot(trx: Kysely<Database>, id: string): Promise<void> {
  await trx
    .deleteFrom('registry_keys')
    .where('id', '<>', id)
    .where((key) => key.or([key('issuer_id', 'is', null), key('issuer_id', '<>', id)]))
    .execute();
}

/** Whether it was added: not if another of its kind and issuer ends later than `until`. */
export async function addRegistryKey(
  trx: Kysely<Database>,
  key: RegistryKey,
  until: number,
): Promise<boolean> {
  const others = await listRegistryKeys(trx, until);
  if (others.some(({ kind, issuerId }) => kind === key.kind && issuerId === key.issuerId))
    return false;
  await trx.deleteFrom('registry_keys').where('expires_at', '<=', key.createdAt).execute();
  await trx
    .insertInto('registry_keys')
    .values({
      id: key.id,
      kind: key.kind,
      issuer_id: key.issuerId,
      jwk: key.jwk,
      certificate: key.certificate,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
    })
    .execute();
  return true;
}
