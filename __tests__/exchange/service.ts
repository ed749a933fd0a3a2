import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type afterAll, afterEach, beforeAll } from '@jest/globals';
import type { AuditEvent } from '../../src/exchange/audit/event.ts';
import type { Config } from '../../src/exchange/config/config.ts';
import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { type Overrides, type RunningExchange, startExchange } from '../../src/exchange/main.ts';
import { openStore } from '../../src/exchange/stores/open-store.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS, TOKEN_EXCHANGE_GRANT_TYPE, TOKEN_TYPE } from '../../src/protocol/token-exchange.ts';
import type { Claims } from '../support/github-claims.ts';
import { type GitHubIssuer, startGitHubIssuer } from '../support/github-issuer.ts';
import { createSigningKey, type SigningKey } from '../support/jws.ts';
import { quietPort } from '../support/loopback.ts';
import { quickFolder } from '../support/quick-folder.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { applyTrust, type Trust } from './trusted.ts';

/** As jobs know the installation, unless browsers do, too; it really listens on a loopback port. */
export const PUBLIC_URL = 'https://dockpass.example.com';

export interface ServiceOptions {
  /** One trust relationship each; by default one for acme/web, pinned, with every permission. */
  trust?: Trust[];
  config?: Partial<Config>;
  /** For its database, if that is SQLite; by default one of its own. */
  folder?: string;
  overrides?: Partial<Overrides>;
  /** Its address is the one that it listens on, as browsers demand of cookies and passkeys. */
  forBrowsers?: boolean;
  /** `store` is the exchange's own: where no test needs another process's, two threads less to start. */
  oneStore?: boolean;
}

type Body = NonNullable<RequestInit['body']>;

export type Parameters = Record<string, string | string[] | undefined>;

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  body: any;
}

/** An exchange that listens, an issuer that signs for it, a database, and one clock. */
export interface Service {
  /** Where it listens. */
  url: string;
  /** DOCKPASS_URL. */
  publicUrl: string;
  issuer: GitHubIssuer;
  /** Where its database is, if that is SQLite. */
  folder: string;
  database: TestDatabase;
  /** Another process's view of the same database, unless `oneStore`. */
  store: Store;
  /** Lines of the log so far. */
  log: string[];
  /** Moves the clock of issuer and exchange. */
  pass(seconds: number): void;
  /** An ID token for this installation. */
  idToken(claims?: Claims, header?: Claims): string;
  /**
   * `POST /oauth/token`, with what is not given filled in; undefined leaves a parameter out. Where there
   * are several organizations, a job names every project that trusts its repository.
   */
  exchange(parameters?: Parameters): Promise<Answer>;
  /** The build token of an exchange that must succeed. */
  buildToken(parameters?: Parameters): Promise<string>;
  /** The same with a token of ours as the subject token. */
  narrow(token: string, parameters?: Parameters): Promise<Answer>;
  post(path: string, body: Body, headers?: Record<string, string>): Promise<Answer>;
  introspect(token: string, caller?: string, parameters?: Parameters): Promise<Answer>;
  revoke(token: string): Promise<Answer>;
  events(): Promise<AuditEvent[]>;
  /** The event that an answer's `reference` names. */
  eventOf(answer: Answer): Promise<AuditEvent | undefined>;
  /** Every ID token that was signed and every build token that was answered. */
  secrets: string[];
  /** The exchange alone; the rest is closed after the test. */
  exchangeProcess: RunningExchange;
}

/** To be called once in a test file: starts services, and takes them down after each test or all. */
export function services(closeAfter: typeof afterAll = afterEach, defaults: ServiceOptions = {}) {
  const closing: (() => Promise<unknown>)[] = [];
  let keys: SigningKey[] = [];
  beforeAll(() => {
    keys = [createSigningKey(), createSigningKey()];
  });
  closeAfter(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  return async (options: ServiceOptions = {}): Promise<Service> => {
    const {
      trust = [{}],
      config,
      folder = mkdtempSync(join(quickFolder(), 'dockpass-')),
      overrides,
      forBrowsers = false,
      oneStore = false,
    } = { ...defaults, ...options };
    let elapsed = 0;
    const clock = () => Date.now() + elapsed;
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const database = await createTestDatabase(folder);
    closing.push(() => database.drop());
    const issuer = await startGitHubIssuer({ keys, clock });
    closing.push(() => issuer.close());
    const view = openedWhenUsed(() => openStore(database.config, { random: systemRandom }));
    closing.push(view.close);
    let own: Store | undefined;
    const log: string[] = [];
    const configured = {
      ...baseConfig(database.config),
      ...(forBrowsers && (await whereItListens())),
      ...config,
    };
    const exchangeProcess = await startExchange(configured, {
      clock,
      logTo: { write: (line) => void log.push(line) },
      async openStore(...options) {
        own = await openStore(...options);
        return own;
      },
      ...overrides,
    });
    closing.push(() => exchangeProcess.close());
    const ours = own ?? view.store;
    const store = oneStore ? ours : view.store;
    await applyTrust(ours, issuer.url, trust);
    const { url } = exchangeProcess;
    const { url: publicUrl } = configured;
    const secrets: string[] = [];
    const idToken: Service['idToken'] = (claims, header) => {
      const token = issuer.sign(publicUrl, claims, header);
      secrets.push(token);
      return token;
    };
    const post: Service['post'] = async (target, body, headers) => {
      const answer = await send(url + target, body, headers);
      secrets.push(...[answer.body.access_token ?? answer.body.token ?? []].flat());
      return answer;
    };
    const exchange: Service['exchange'] = (parameters) =>
      post(
        PATHS.token,
        exchangeForm(withProjects({ subject_token: idToken(), ...parameters }, trust, publicUrl)),
      );
    const events = () => ours.listEvents({ limit: 10_000 });
    return {
      url,
      publicUrl,
      issuer,
      folder,
      database,
      store,
      log,
      pass: (seconds) => {
        elapsed += seconds * 1000;
      },
      idToken,
      exchange,
      async buildToken(parameters) {
        const { status, body } = await exchange(parameters);
        if (status !== 200) throw new Error(`exchange refused: ${JSON.stringify(body)}`);
        return body.access_token;
      },
      narrow: (subject_token, parameters) =>
        exchange({ subject_token, subject_token_type: TOKEN_TYPE.accessToken, ...parameters }),
      post,
      introspect: (token, caller = token, parameters = {}) =>
        post(PATHS.introspect, form({ token, ...parameters }), {
          authorization: `Bearer ${caller}`,
        }),
      revoke: (token) => post(PATHS.revoke, new URLSearchParams({ token })),
      events,
      eventOf: async ({ body }) => (await events()).find(({ id }) => id === body.reference),
      secrets,
      exchangeProcess,
    };
  };
}

/** Another process's view of a database costs a thread or two, and many tests have no use for one. */
function openedWhenUsed(open: () => Promise<Store>): { store: Store; close(): Promise<void> } {
  let opened: Promise<Store> | undefined;
  const store: Store = new Proxy(Object.create(null), {
    get:
      (_, name) =>
      async (...parameters: unknown[]) => {
        opened ??= open();
        return await Reflect.get(await opened, name)(...parameters);
      },
  });
  return { store, close: async () => (await opened)?.close() };
}

/** Services of which no other process knows: tests look into the exchange's own store. */
export function servicesOfOneProcess(): ReturnType<typeof services> {
  return services(afterEach, { oneStore: true });
}

/** The environment's defaults, on any free port. */
export function baseConfig(database: Config['database']): Config {
  return {
    ...loadConfig({ DOCKPASS_URL: PUBLIC_URL, PORT: '0', DOCKPASS_REPOSITORY_LOOKUP: 'off' }),
    database,
  };
}

/** Cookies and passkeys belong to a name, not to an address. */
async function whereItListens(): Promise<Pick<Config, 'url' | 'listen'>> {
  const port = await quietPort();
  return { url: `http://localhost:${port}`, listen: { host: '127.0.0.1', port } };
}

/** As `resource`, unless it is there, or a token of ours is narrowed, or jobs need to name none. */
function withProjects(
  parameters: Parameters,
  trust: readonly Trust[],
  publicUrl: string,
): Parameters {
  const projects = trust.map(({ project = 'acme/web' }) => project);
  const organizations = new Set(projects.map((project) => project.split('/')[0]));
  if (organizations.size < 2 || 'resource' in parameters || 'subject_token_type' in parameters)
    return parameters;
  const { repository } = claimsOf(parameters.subject_token);
  const trusting = projects.filter((_, index) => {
    const { repository: named = 'acme/web', mode } = trust[index] ?? {};
    return named === repository && mode !== 'audit';
  });
  const named = trusting.length > 0 ? trusting : projects;
  return { ...parameters, resource: named.map((project) => `${publicUrl}/${project}`) };
}

function claimsOf(idToken: Parameters[string]): Claims {
  const [, payload = ''] = String(idToken).split('.');
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return {};
  }
}

export function exchangeForm(parameters: Parameters): URLSearchParams {
  return form({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token_type: TOKEN_TYPE.idToken,
    ...parameters,
  });
}

function form(parameters: Parameters): URLSearchParams {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value ?? []].flat().map((single): [string, string] => [name, single]),
  );
  return new URLSearchParams(pairs);
}

export async function send(
  url: string,
  body: Body,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  const isJson = /^application\/(?:problem\+)?json$/.test(
    response.headers.get('content-type') ?? '',
  );
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}
