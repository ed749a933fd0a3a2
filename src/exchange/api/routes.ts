import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { BUILDER_CREDENTIALS_PATH } from '../../protocol/builder-credentials.ts';
import { REGISTRY_TOKEN_PATH } from '../../protocol/registry-token.ts';
import { ADMIN_BASE, OPEN_API_PATH, PATHS } from '../../protocol/token-exchange.ts';
import type { IssueBuilderCredentials } from '../flows/builder-credentials.ts';
import type { ExchangeToken } from '../flows/exchange-token.ts';
import type { IntrospectToken } from '../flows/introspect-token.ts';
import type { IssueRegistryToken } from '../flows/registry-token.ts';
import type { ReportLeakedTokens } from '../flows/report-leaked-tokens.ts';
import type { RevokeToken } from '../flows/revoke-token.ts';
import type { DeviceLogin } from '../flows/sign-in/device-login.ts';
import type { Handler } from '../http/answer.ts';
import type { Readiness } from '../http/readiness.ts';
import type { ScannerKeys } from '../leaked-tokens/scanner-keys.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { KeyRing } from '../signing/key-ring.ts';
import type { Clock } from '../system/clock.ts';

import { type AdminDeps, adminEndpoint } from './admin/endpoint.ts';
import { ADMIN_ROUTES, type AdminMethod } from './admin/routes.ts';
import { builderCredentialsEndpoint } from './builder-credentials.ts';
import { depotExchangeEndpoint } from './depot-exchange.ts';
import { deviceAuthorizationEndpoint } from './device-authorization.ts';
import { introspectEndpoint } from './introspect.ts';
import { type LeakedTokensDeps, leakedTokensEndpoint } from './leaked-tokens.ts';
import { jwksEndpoint, metadataEndpoint, metadataPaths } from './metadata.ts';
import { healthEndpoint, metricsEndpoint, readyEndpoint } from './monitoring.ts';
import { openApiEndpoint } from './openapi/endpoint.ts';
import { registryTokenEndpoint, registryTokenPostEndpoint } from './registry-token.ts';
import { revokeEndpoint } from './revoke.ts';
import { tokenEndpoint } from './token.ts';
import { notRouted, unforeseen } from './unrouted.ts';

export interface ApiDeps extends AdminDeps {
  exchangeToken: ExchangeToken;
  revokeToken: RevokeToken;
  introspectToken: IntrospectToken;
  deviceLogin: DeviceLogin;
  issueRegistryToken: IssueRegistryToken;
  issueBuilderCredentials: IssueBuilderCredentials;
  reportLeakedTokens: ReportLeakedTokens;
  /** Null: reports of leaked tokens are not taken. */
  scannerKeys: ScannerKeys | null;
  keyRing: KeyRing;
  metrics: Metrics;
  register: Registry;
  /** DOCKPASS_URL. */
  url: string;
  /** Seconds. */
  minLifetime: number;
  clock: Clock;
  readiness: Readiness;
  pages: Pages;
}

type Route = readonly [method: AdminMethod, path: string, handler: Handler];

/** What people look at with a browser, beside what programs ask. */
export interface Pages {
  routes: readonly Route[];
  /** For a browser at a path that there is not. */
  notFound: Handler;
}

/** Every path that the exchange answers. HEAD works wherever GET does. */
function routes(deps: ApiDeps): Route[] {
  const { url, keyRing, minLifetime, scannerKeys } = deps;
  return [
    ['POST', PATHS.token, tokenEndpoint({ ...deps, rules: { installation: url, minLifetime } })],
    ['POST', PATHS.deviceAuthorization, deviceAuthorizationEndpoint(deps, url)],
    ['POST', PATHS.depotExchange, depotExchangeEndpoint(deps)],
    ['POST', PATHS.revoke, revokeEndpoint(deps)],
    ['POST', PATHS.introspect, introspectEndpoint({ ...deps, issuer: url })],
    ...metadataPaths(url).map((path): Route => ['GET', path, metadataEndpoint(url)]),
    ['GET', PATHS.jwks, jwksEndpoint(keyRing)],
    ['GET', REGISTRY_TOKEN_PATH, registryTokenEndpoint(deps)],
    ['POST', REGISTRY_TOKEN_PATH, registryTokenPostEndpoint(deps)],
    ['POST', BUILDER_CREDENTIALS_PATH, builderCredentialsEndpoint(deps)],
    ['GET', OPEN_API_PATH, openApiEndpoint(url)],
    ...(scannerKeys ? [leakedTokensRoute({ ...deps, scannerKeys })] : []),
    ['GET', '/healthz', healthEndpoint],
    ['GET', '/readyz', readyEndpoint(deps.readiness)],
    ['GET', '/metrics', metricsEndpoint(deps.register)],
    ...ADMIN_ROUTES.map(
      (route): Route => [route[0], ADMIN_BASE + route[1], adminEndpoint(deps, route)],
    ),
    ...deps.pages.routes,
  ];
}

function leakedTokensRoute(deps: LeakedTokensDeps): Route {
  return ['POST', PATHS.leakedTokens, leakedTokensEndpoint(deps)];
}

/**
 * The path of a request target (RFC 9112 section 3.2), not decoded and with its dots: a proxy that
 * keeps `/metrics` inside must not be passed with `/%6detrics` or `/x/../metrics`.
 */
function pathAsSent(_: Request, options?: { env?: HttpBindings }): string {
  const target = options?.env?.incoming.url ?? '';
  return /^(?:https?:\/\/[^/?]*)?([^?]*)/i.exec(target)?.[1] ?? '';
}

/**
 * The exchange over HTTP. There is no middleware: a route with a single handler is answered without
 * a chain of promises, and the exchange is a hot path.
 */
export function createApi(deps: ApiDeps): Hono<{ Bindings: HttpBindings }> {
  const api = new Hono<{ Bindings: HttpBindings }>({ getPath: pathAsSent });
  const allowed = new Map<string, string>();
  for (const [method, path, handler] of routes(deps)) {
    api.on(method, path, handler);
    const methods = method === 'GET' ? 'GET, HEAD' : method;
    allowed.set(path, allowed.has(path) ? `${allowed.get(path)}, ${methods}` : methods);
  }
  api.notFound(notRouted(allowed, deps.pages.notFound));
  api.onError(unforeseen(deps.log));
  return api;
}
