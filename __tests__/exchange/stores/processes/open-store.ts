/** Child of tests: opens the store that argv[2] names as DOCKPASS_DATABASE does when told to, and closes it. */

import { once } from 'node:events';
import { loadConfig } from '../../../../src/exchange/config/load-config.ts';
import { openStore } from '../../../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';

const { database } = loadConfig({ DOCKPASS_DATABASE: process.argv[2] });

process.send?.('ready');
await once(process, 'message');
const store = await openStore(database, { random: systemRandom });
await store.ping();
await store.close();
process.disconnect();
