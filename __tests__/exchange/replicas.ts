import { afterEach, beforeAll } from '@jest/globals';
import { openPostgresStore } from '../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { type GitHubIssuer, startGitHubIssuer } from '../support/github-issuer.ts';
import { Installation } from '../support/installation.ts';
import { createSigningKey, type SigningKey } from '../support/jws.ts';
import type { TestPostgres } from '../support/postgres/test-postgres.ts';
import { type Answer, exchangeForm, send } from './service.ts';
import { applyTrust } from './trusted.ts';

/** One `dockpass serve` process of several on the same database. */
export interface Replica {
  installation: Installation;
  exchange(idToken: string): Promise<Answer>;
}

export interface Replicas {
  issuer: GitHubIssuer;
  databaseUrl: string;
  /** An ID token for the installation, which all replicas are. */
  idToken(): string;
  replicas: readonly [Replica, Replica];
}

/** As jobs know the installation; its load balancer is the test. */
const PUBLIC_URL = 'https://dockpass.example.com';

/** To be called once in a `describe`: two replicas that trust acme/web. */
export function replicatedExchanges(postgres: () => TestPostgres): () => Promise<Replicas> {
  const closing: (() => Promise<void>)[] = [];
  let keys: SigningKey[] = [];
  beforeAll(() => {
    keys = [createSigningKey()];
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function startReplica(url: string): Promise<Replica> {
    const installation = await Installation.prepare({
      DOCKPASS_DATABASE: url,
      DOCKPASS_URL: PUBLIC_URL,
      DOCKPASS_RATE_LIMIT_ADDRESS: '0',
      DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
    });
    closing.push(() => installation.remove());
    await installation.start();
    const exchange = (subject_token: string) =>
      send(installation.url + PATHS.token, exchangeForm({ subject_token }));
    return { installation, exchange };
  }

  return async () => {
    const issuer = await startGitHubIssuer({ keys });
    closing.push(() => issuer.close());
    const { url, drop } = await postgres().createDatabase();
    closing.push(drop);
    const store = await openPostgresStore({ url, random: systemRandom });
    await applyTrust(store, issuer.url, [{}]);
    await store.close();
    const [one, other] = await Promise.all([startReplica(url), startReplica(url)]);
    return {
      issuer,
      databaseUrl: url,
      idToken: () => issuer.sign(PUBLIC_URL),
      replicas: [one, other],
    };
  };
}
