/** The only place that builds real things. Importing it starts nothing. */

import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { collectDefaultMetrics, Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import { isLoopback } from '../protocol/base-url.ts';
import { type ApiDeps, createApi } from './api/routes.ts';
import { type ChargeEvent, createEventBudget } from './audit/event-budget.ts';
import type { Config } from './config/config.ts';
import { localUrl } from './config/load-config.ts';
import { loadAssets } from './console/assets.ts';
import { createCookies } from './console/cookies.ts';
import { createConsole } from './console/routes.ts';
import { createAdminister } from './flows/admin/administer.ts';
import { runningOn } from './flows/admin/running.ts';
import { createIssueBuilderCredentials } from './flows/builder-credentials.ts';
import { createExchangeToken, rulesInTurn } from './flows/exchange-token.ts';
import { createIntrospectToken } from './flows/introspect-token.ts';
import { purgeAuditEvents, purgeExpired } from './flows/purge.ts';
import { createIssueRegistryToken } from './flows/registry-token.ts';
import { createReportLeakedTokens } from './flows/report-leaked-tokens.ts';
import { createRevokeToken } from './flows/revoke-token.ts';
import { createInvitationLinks } from './flows/sign-in/accept-invitation.ts';
import { createDeviceLogin } from './flows/sign-in/device-login.ts';
import { createFirstOperator, offerFirstOperator } from './flows/sign-in/first-operator.ts';
import { createRegisterPasskey } from './flows/sign-in/register-passkey.ts';
import { relyingPartyOf } from './flows/sign-in/relying-party.ts';
import { createSessions } from './flows/sign-in/sessions.ts';
import { createSignInWithOidc, type SignInWithOidc } from './flows/sign-in/with-oidc.ts';
import { createSignInWithPasskey } from './flows/sign-in/with-passkey.ts';
import { createSignInWithToken } from './flows/sign-in/with-token.ts';
import { createClientAddress } from './http/client-address.ts';
import { type HttpServer, listen } from './http/http-server.ts';
import { createReadiness } from './http/readiness.ts';
import { createKeySets, ISSUER_FETCH_LIMITS } from './identity/key-sets.ts';
import { createLookUpRepository, LOOK_UP_LIMITS } from './identity/look-up-repository.ts';
import { createVerifier } from './identity/verify.ts';
import {
  createScannerKeys,
  SCANNER_FETCH_LIMITS,
  type ScannerKeys,
} from './leaked-tokens/scanner-keys.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { createSignInLimits, type SignInLimits } from './limits/sign-in-limits.ts';
import {
  createMetrics,
  type Metrics,
  measuredExchange,
  measuredKeyFetches,
} from './metrics/metrics.ts';
import { createTokenSigner } from './registry/token-signer.ts';
import { createSignInProvider, PROVIDER_FETCH_LIMITS } from './sign-in-provider/provider.ts';
import { createKeyRing } from './signing/key-ring.ts';
import { ensureSigningKey } from './signing/keys.ts';
import { nameOf, type OpenStore, openStore as openStoreOf } from './stores/open-store.ts';
import type { Store } from './stores/port.ts';
import { cleaningUpIfFailed } from './system/cleaning-up.ts';
import { type Clock, systemClock } from './system/clock.ts';
import { createBoundedFetch, createFetchJson } from './system/fetch.ts';
import type { Log } from './system/log.ts';
import { createLog, type LogDestination, standardOutput } from './system/log-lines.ts';
import { useProxy } from './system/proxy.ts';
import { type Random, systemRandom } from './system/random.ts';
import { repeatEvery } from './system/repeat.ts';
import { askedToEnd } from './system/signals.ts';
import { systemStopwatch } from './system/stopwatch.ts';
import { createAcceptToken } from './tokens/accept-token.ts';

const PURGE_INTERVAL_MS = 60_000;

/** What a test or a measurement may replace. */
export interface Overrides {
  clock: Clock;
  random: Random;
  logTo: LogDestination;
  /** Milliseconds between two looks for rows whose time is over. */
  purgeInterval: number;
  openStore: OpenStore;
}

export interface RunningExchange {
  /** Under which it listens on this machine; jobs use the configured URL. */
  url: string;
  /**
   * Is not ready any more, waits for the configured drain until load balancers have seen that, and
   * finishes what is in flight within the configured grace; every commit is durable afterwards.
   */
  close(): Promise<void>;
}

/** Runs the exchange until SIGTERM or SIGINT; a second signal ends the process at once. */
export async function serve(
  config: Config,
  overrides: Pick<Partial<Overrides>, 'openStore'> = {},
): Promise<void> {
  // From the first moment on: to process 1 of a container, a signal that it does not wait for is none.
  const asked = askedToEnd();
  const exchange = await startExchange(config, overrides);
  await asked;
  await exchange.close();
}

/** Resolves once it listens, with a signing key in its database and its schema up to date. */
export async function startExchange(
  config: Config,
  {
    clock = systemClock,
    random = systemRandom,
    logTo = standardOutput(),
    purgeInterval = PURGE_INTERVAL_MS,
    openStore = openStoreOf,
  }: Partial<Overrides> = {},
): Promise<RunningExchange> {
  const log = createLog(config.logLevel, logTo);
  const register = new Registry();
  const metrics = createMetrics(register);
  const stopProxying = config.proxy ? useProxy(config.proxy) : () => {};
  const store = await cleaningUpIfFailed(
    openStore(config.database, { random, onCommit: metrics.committed }),
    async () => stopProxying(),
  );
  const ending = new AbortController();
  const parts = {
    store,
    clock,
    random,
    log,
    register,
    metrics,
    chargeEvent: createEventBudget(clock),
    ending: ending.signal,
  };
  const server = await cleaningUpIfFailed(listenWithApi(config, parts), async () => {
    stopProxying();
    await store.close();
  });
  const { port } = server.address;
  const { auditRetention } = config;
  const stopPurging = repeatEvery(purgeInterval, async (ending) => {
    await purgeExpired({ store, clock, log }, ending);
    await purgeAuditEvents({ store, clock, log }, auditRetention, ending);
  });
  return {
    url: localUrl(config.listen.host, port),
    async close() {
      const { drain, shutdownGrace: grace } = config;
      log.info({ drain, grace }, 'shutting down');
      ending.abort();
      const finished = await server.close(grace, drain > 0 ? delay(drain * 1000) : undefined);
      if (!finished) log.warn({}, 'requests were cut off, because the grace is over');
      await stopPurging();
      await store.close();
      stopProxying();
      log.info({}, 'shut down');
      logTo.flushSync?.();
    },
  };
}

const ONLY_HERE =
  'only this machine can use the exchange under this URL; set DOCKPASS_URL to the address that jobs use, such as https://dockpass.example.com';

/** Whatever fails once it listens must not leave a socket that takes connections for nobody. */
async function listenWithApi(config: Config, parts: Parts): Promise<HttpServer> {
  await ensureSigningKey(parts);
  const server = await listen(config.listen);
  const { port } = server.address;
  // Port 0 is known only now; a default URL has it in it.
  const url = config.url.replace(/:0$/, `:${port}`);
  try {
    await offerFirstOperator({ ...parts, url });
    server.answerWith(getRequestListener(createApi(apiDeps({ ...config, url }, parts)).fetch));
    parts.log.info({ url, port, database: nameOf(config.database) }, 'exchange started');
    if (isLoopback(new URL(url))) parts.log.warn({ url }, ONLY_HERE);
    return server;
  } catch (error) {
    await server.close(0).catch(() => {});
    throw error;
  }
}

interface Parts {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  register: Registry;
  metrics: Metrics;
  chargeEvent: ChargeEvent;
  ending: AbortSignal;
}

function apiDeps(config: Config, parts: Parts): ApiDeps {
  const { store, clock, log, register, metrics } = parts;
  collectDefaultMetrics({ register });
  const keySets = createKeySets({
    fetchJson: measuredKeyFetches(
      createFetchJson(ISSUER_FETCH_LIMITS, config.proxy),
      register,
      clock,
    ),
    clock,
    log,
  });
  const verifier = createVerifier({
    issuers: () => rulesInTurn(store),
    keySets,
    audience: config.url,
    clock,
  });
  const acceptToken = createAcceptToken(parts);
  const rateLimits = createRateLimits(config.rateLimits, clock);
  const { lifetimes, requirePins, requireProject } = config;
  const administer = createAdminister({
    ...parts,
    settings: { requirePins, maxLifetime: lifetimes.max, url: config.url },
    others: {
      lookUpRepository: createLookUpRepository({
        fetchJson: createFetchJson(LOOK_UP_LIMITS, config.proxy),
        log,
        setting: config.repositoryLookup,
      }),
    },
    running: runningOn(config, packageJson.version, keySets.heldOf),
  });
  const clientAddress = createClientAddress(config.trustedProxies, log);
  const signInLimits = createSignInLimits(clock);
  const deviceLogin = createDeviceLogin({ ...parts, limits: signInLimits });
  const relyingParty = relyingPartyOf(config.url);
  const keyRing = createKeyRing(store, clock);
  const readiness = createReadiness({ ...parts, keyRing, elapsed: systemStopwatch });
  return {
    exchangeToken: measuredExchange(
      createExchangeToken({
        ...parts,
        verifier,
        acceptToken,
        rateLimits,
        lifetimes,
        requirePins,
        requireProject,
      }),
      metrics,
      systemStopwatch,
    ),
    issueRegistryToken: createIssueRegistryToken({
      ...parts,
      acceptToken,
      rateLimits,
      signRegistryToken: createTokenSigner(parts),
      issuer: config.url,
    }),
    issueBuilderCredentials: createIssueBuilderCredentials({
      ...parts,
      acceptToken,
      rateLimits,
      issuer: config.url,
    }),
    reportLeakedTokens: createReportLeakedTokens({ ...parts, rateLimits }),
    scannerKeys: scannerKeys(config, parts),
    revokeToken: createRevokeToken({ ...parts, rateLimits }),
    introspectToken: createIntrospectToken({ acceptToken, rateLimits, issuer: config.url }),
    acceptToken,
    administer,
    rateLimits,
    keyRing,
    clientAddress,
    deviceLogin,
    pages: createConsole({
      ...parts,
      administer,
      sessions: createSessions(parts),
      signInWithToken: createSignInWithToken({ ...parts, acceptToken, limits: signInLimits }),
      passkeys: relyingParty && {
        signIn: createSignInWithPasskey({ ...parts, limits: signInLimits, relyingParty }),
        register: createRegisterPasskey({ ...parts, limits: signInLimits, relyingParty }),
      },
      firstOperator: createFirstOperator({ ...parts, url: config.url }),
      invitationLinks: createInvitationLinks({ ...parts, limits: signInLimits }),
      signInWithOidc: signInWithOidc(config, { ...parts, limits: signInLimits }),
      deviceLogin,
      signInLimits,
      // Of their own: what is clicked in an office must not use up what its runners have.
      rateLimits: createRateLimits(config.rateLimits, clock),
      clientAddress,
      cookies: createCookies(config.url),
      readiness,
      assets: loadAssets(),
      url: config.url,
    }),
    url: config.url,
    minLifetime: lifetimes.min,
    readiness,
    ...parts,
  };
}

function signInWithOidc(
  { signIn: settings, url, proxy }: Config,
  parts: Parts & { limits: SignInLimits },
): SignInWithOidc | null {
  if (settings === null) return null;
  const provider = createSignInProvider({
    settings,
    redirectUri: `${url}/sign-in/oidc/callback`,
    fetch: createBoundedFetch(PROVIDER_FETCH_LIMITS, proxy),
    clock: parts.clock,
  });
  return createSignInWithOidc({ ...parts, provider, settings });
}

function scannerKeys(
  { secretScanningKeysUrl: url, proxy }: Config,
  { clock, log }: Parts,
): ScannerKeys | null {
  if (url === null) return null;
  const fetchJson = createFetchJson(SCANNER_FETCH_LIMITS, proxy);
  return createScannerKeys({ url, fetchJson, clock, log });
}
