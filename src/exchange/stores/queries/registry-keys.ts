import type { Kysely, Transaction } from 'kysely';
import type { RegistryKey } from '../../registry/registry-store.ts';
import type { Database } from '../schema.ts';

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

/** Forgets every other root, and what those vouch for. */
export async function keepOnlyRegistryRoot(trx: Transaction<Database>, id: string): Promise<void> {
  await trx
    .deleteFrom('registry_keys')
    .where('id', '<>', id)
    .where((key) => key.or([key('issuer_id', 'is', null), key('issuer_id', '<>', id)]))
    .execute();
}

/** Whether it was added: not if another of its kind and issuer ends later than `until`. */
export async function addRegistryKey(
  trx: Transaction<Database>,
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
