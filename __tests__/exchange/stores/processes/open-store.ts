/** Child of sqlite-processes.test.ts: opens the store at argv[2] when told to, and closes it. */

import { once } from 'node:events';
import { openSqliteStore } from '../../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';

process.send?.('ready');
await once(process, 'message');
const store = await openSqliteStore({ path: process.argv[2] ?? '', random: systemRandom });
await store.ping();
await store.close();
process.disconnect();
