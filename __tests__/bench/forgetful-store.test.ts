import { expect, test } from '@jest/globals';
import { forgetfulStore } from '../../bench/exchange/forgetful-store.ts';
import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { startExchange } from '../../src/exchange/main.ts';

test('the exchange starts on the store that forgets everything', async () => {
  const exchange = await startExchange(loadConfig({ PORT: '0', DOCKPASS_LOG_LEVEL: 'silent' }), {
    openStore: async () => forgetfulStore('https://issuer.example.com'),
  });
  const { status } = await fetch(`${exchange.url}/readyz`);
  await exchange.close();
  expect(status).toBe(200);
});
