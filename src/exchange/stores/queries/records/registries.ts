import type { Kysely } from 'kysely';
import { fromJson, toJson } from '../../columns.ts';
import type { RegistryRecord, RegistryRecords } from '../../ports/registries.ts';
import type { Database } from '../../schema.ts';
import { paged } from './page.ts';

export function registryRecords(db: Kysely<Database>): RegistryRecords {
  const select = () =>
    db.selectFrom('registries').select(['id', 'name', 'hosts', 'created_at as createdAt']);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): RegistryRecord => ({ ...row, hosts: fromJson(row.hosts) });
  return {
    list: async (page) => (await paged(select(), 'id', page).execute()).map(record),
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
