/**
 * Child of sqlite-processes.test.ts: commits exchanges to the store at argv[2] without end, many at
 * a time, and prints the jti and the token's hash of each once it is answered.
 */

import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { furnish } from '../furnished-store.ts';
import { exchangeRecord, grantOf } from '../records.ts';

const STDOUT = 1;

const store = await openSqliteStore({ path: process.argv[2] ?? '', random: systemRandom });
const { web } = await furnish(store);

async function commitForever(): Promise<never> {
  for (;;) {
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    const hash = Buffer.from(record.token.hash).toString('hex');
    writeSync(STDOUT, `${record.replay.jti} ${hash}\n`);
  }
}

await Promise.all(Array.from({ length: 32 }, commitForever));
