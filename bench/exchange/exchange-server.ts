/** The exchange as it is, or with a store that forgets everything: `{ url, port?, database, issuer?, purgeInterval? }`. */

import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { startExchange } from '../../src/exchange/main.ts';
import { forgetfulStore } from './forgetful-store.ts';
import { announce, serverSettings } from './server-process.ts';

const {
  url = '',
  port = new URL(url).port,
  database = '',
  issuer,
  purgeInterval = '3600000',
} = serverSettings();
const config = loadConfig({
  DOCKPASS_URL: url,
  DOCKPASS_DATABASE: database,
  PORT: port,
  DOCKPASS_RATE_LIMIT_ADDRESS: '0',
  DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
  DOCKPASS_LOG_LEVEL: 'error',
});
const exchange = await startExchange(config, {
  purgeInterval: Number(purgeInterval),
  ...(issuer && { openStore: async () => forgetfulStore(issuer) }),
});
announce(exchange.url, () => exchange.close());
