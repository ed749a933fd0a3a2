/** The exchange as it is, or with a store that forgets everything: `{ url, database, store }`. */

import { loadConfig } from '../../src/exchange/load-config.ts';
import { startExchange } from '../../src/exchange/main.ts';
import { forgetfulStore } from './forgetful-store.ts';
import { announce, serverSettings } from './server-process.ts';

const { url = '', database = '', issuer } = serverSettings();
const config = loadConfig({
  DOCKPASS_URL: url,
  DOCKPASS_DATABASE: `sqlite:${database}`,
  PORT: new URL(url).port,
  DOCKPASS_RATE_LIMIT_ADDRESS: '0',
  DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
  DOCKPASS_LOG_LEVEL: 'error',
});
const exchange = await startExchange(
  config,
  issuer ? { openStore: async () => forgetfulStore(issuer) } : {},
);
announce(exchange.url, () => exchange.close());
