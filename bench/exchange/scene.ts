import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGitHubIssuer } from '../../__tests__/support/github-issuer.ts';
import { createSigningKey, publicJwk } from '../../__tests__/support/jws.ts';
import { refusedUrl } from '../../__tests__/support/loopback.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS, TOKEN_EXCHANGE_GRANT_TYPE, TOKEN_TYPE } from '../../src/protocol/token-exchange.ts';
import { furnish, seededCopies } from './database.ts';
import { sendEvenly } from './even-load.ts';
import { type Load, sendLoad, WARM_UP_SHARE } from './load.ts';
import type { LoadResult } from './load-result.ts';
import type { Amounts } from './seed.ts';
import { type ServerProcess, type ServerSettings, startServer } from './server-process.ts';
import { signAssertions, signIdTokens } from './tokens.ts';

export const CONNECTIONS = 64;

const CLIENT = 'bench-client';

/** Everything that the servers under measurement have in common: one job, one set of ID tokens. */
export interface Scene {
  /**
   * Durable exchanges, in a fresh database with `amounts` of rows: at `rate` a second, or as fast as
   * answers come. If there are relationships among them, the jobs are of as many repositories: what
   * the exchange remembers of one says nothing about the next.
   */
  durable(amounts?: Amounts, rate?: number): Promise<LoadResult>;
  /** The same server, but its store forgets everything. */
  storeless(): Promise<LoadResult>;
  oidcProvider(): Promise<LoadResult>;
  /** RS256 signatures verified per second by a process that does nothing else. */
  signatureCeiling(): Promise<number>;
  /** One request of each ID token. */
  bodies: readonly string[];
  /** Requests of ID tokens that were not sent before. */
  moreBodies(count: number): Promise<string[]>;
  /** A fresh SQLite database with `amounts` of other people's rows, as DOCKPASS_DATABASE has it. */
  newDatabase(amounts?: Amounts): Promise<string>;
  /** The exchange on a database; `port`: on another one than the installation's URL says. */
  serve(database: string, settings?: ServerSettings): Promise<ServerProcess>;
  /** URL of the issuer that signed the ID tokens. */
  issuer: string;
  close(): Promise<void>;
}

export async function setScene(requests: number): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-bench-'));
  const key = createSigningKey();
  const issuer = await startGitHubIssuer({ keys: [key] });
  const url = await refusedUrl();
  const jwk = JSON.stringify(publicJwk(key));
  const sign = (count: number, repositories?: number) =>
    signIdTokens(count, { issuer: issuer.url, audience: url, key, repositories });
  const idTokens = await sign(requests);
  const assertions = await signAssertions(requests, { client: CLIENT, audience: url, key });
  const template = join(folder, 'template.db');
  await furnish(await openSqliteStore({ path: template, random: systemRandom }), issuer.url);

  const bodies = idTokens.map(exchangeForm);
  const serve: Scene['serve'] = (database, settings = {}) =>
    startServer('exchange-server.ts', { url, database, ...settings });
  const copyDatabase = seededCopies(template, folder);
  const newDatabase: Scene['newDatabase'] = async (amounts) =>
    `sqlite:${await copyDatabase(amounts)}`;

  const signed = new Map([[0, bodies]]);
  /** One of each job, of so many repositories with a seeded relationship; 0: of acme/web. */
  async function bodiesOf(repositories: number): Promise<string[]> {
    const forms =
      signed.get(repositories) ?? (await sign(requests, repositories)).map(exchangeForm);
    signed.set(repositories, forms);
    return forms;
  }

  async function exchange(
    database: string,
    settings: ServerSettings,
    { sent = bodies, rate }: { sent?: string[]; rate?: number | undefined } = {},
  ): Promise<LoadResult> {
    const server = await serve(database, settings);
    const load = { url: server.url + PATHS.token, bodies: sent, connections: CONNECTIONS };
    try {
      return rate === undefined ? await sendLoad(load) : await warmUpAndSendEvenly(load, rate);
    } finally {
      await server.stop();
    }
  }

  return {
    bodies,
    moreBodies: async (count) => (await sign(count)).map(exchangeForm),
    issuer: issuer.url,
    newDatabase,
    serve,
    durable: async (amounts = {}, rate) => {
      const sent = await bodiesOf(amounts.relationships ?? 0);
      return await exchange(await newDatabase(amounts), {}, { sent, rate });
    },
    storeless: () => exchange(`sqlite:${join(folder, 'unused.db')}`, { issuer: issuer.url }),
    async oidcProvider() {
      const server = await startServer('oidc-provider-server.ts', { url, jwk, client: CLIENT });
      const load = {
        url: `${url}/token`,
        bodies: assertions.map(assertionForm),
        connections: CONNECTIONS,
      };
      try {
        return await sendLoad(load);
      } finally {
        await server.stop();
      }
    },
    async signatureCeiling() {
      const file = join(folder, 'tokens');
      await writeFile(file, idTokens.join('\n'));
      const program = join(import.meta.dirname, 'signature-ceiling.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [program, file, jwk]);
      return Number(stdout);
    },
    async close() {
      await issuer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A cold server falls behind even half of its load, and what piles up then is measured for long. */
async function warmUpAndSendEvenly(load: Load, rate: number): Promise<LoadResult> {
  const cold = Math.floor(load.bodies.length * WARM_UP_SHARE);
  await sendLoad({ ...load, bodies: load.bodies.slice(0, cold) });
  return await sendEvenly({ ...load, bodies: load.bodies.slice(cold) }, rate);
}

function exchangeForm(subjectToken: string): string {
  return new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: subjectToken,
    subject_token_type: TOKEN_TYPE.idToken,
  }).toString();
}

function assertionForm(assertion: string): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: CLIENT,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: 'build push pull',
  }).toString();
}
