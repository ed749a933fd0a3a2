import { afterEach, beforeAll } from '@jest/globals';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { type GitHubIssuer, startGitHubIssuer } from '../support/github-issuer.ts';
import { Installation } from '../support/installation.ts';
import { createSigningKey, type SigningKey } from '../support/jws.ts';
import { type Answer, exchangeForm, send } from './service.ts';
import { applyTrust } from './trusted.ts';

/** `dockpass serve` as a process of its own, whose database trusts acme/web. */
export interface Served {
  installation: Installation;
  issuer: GitHubIssuer;
  exchange(subjectToken: string): Promise<Answer>;
}

/** To be called once in a test file. */
export function servedExchanges(): (settings?: Record<string, string>) => Promise<Served> {
  const closing: (() => Promise<void>)[] = [];
  let keys: SigningKey[] = [];
  beforeAll(() => {
    keys = [createSigningKey()];
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  return async (settings = {}) => {
    const issuer = await startGitHubIssuer({ keys });
    closing.push(() => issuer.close());
    const installation = await Installation.prepare({
      DOCKPASS_RATE_LIMIT_ADDRESS: '0',
      DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
      ...settings,
    });
    closing.push(() => installation.remove());
    const path = `${installation.folder}/dockpass.db`;
    const store = await openSqliteStore({ path, random: systemRandom });
    await applyTrust(store, issuer.url, [{}]);
    await store.close();
    await installation.start();
    const exchange = (subject_token: string) =>
      send(installation.url + PATHS.token, exchangeForm({ subject_token }));
    return { installation, issuer, exchange };
  };
}
