import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describePostgres } from '../../support/postgres/databases.ts';
import { describeStore } from './conformance.ts';

describePostgres('PostgreSQL', (postgres) => {
  describeStore('PostgreSQL', async () => {
    const { url, drop } = await postgres().createDatabase();
    return { open: () => openPostgresStore({ url, random: systemRandom }), drop };
  });
});
