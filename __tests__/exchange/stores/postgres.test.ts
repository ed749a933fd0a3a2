import { afterAll, beforeAll } from '@jest/globals';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describePostgres } from '../../support/postgres/databases.ts';
import { createTemplate, type PostgresDatabase } from '../../support/postgres/test-postgres.ts';
import { describeStore } from './conformance.ts';

describePostgres('PostgreSQL', (postgres) => {
  let template: PostgresDatabase;
  beforeAll(async () => {
    template = await createTemplate(postgres());
  });
  afterAll(() => template.drop());

  describeStore('PostgreSQL', async () => {
    const { url, drop } = await postgres().copyDatabase(template.name);
    return { open: () => openPostgresStore({ url, random: systemRandom }), drop };
  });
});
