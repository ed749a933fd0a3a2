import { baseUrlFault, isLoopback, trimBaseUrl } from '../../protocol/base-url.ts';
import { nearestName } from '../nearest-name.ts';
import { type Config, MIN_LIFETIME } from './config.ts';
import { readPasswordFor } from './database-password.ts';
import { securingVariables } from './postgres-parameters.ts';
import {
  exceptionsVariable,
  proxyVariable,
  readExceptions,
  readProxyUrl,
} from './proxy-settings.ts';
import { readSignIn, SIGN_IN_DEFAULTS } from './sign-in.ts';
import {
  type ReadSetting,
  readCount,
  readDatabase,
  readDrain,
  readDuration,
  readGrace,
  readHost,
  readKeysUrl,
  readLogLevel,
  readPort,
  readRepositoryLookup,
  readRetention,
  readSwitch,
  readTrustedProxies,
} from './values.ts';

/** Every name that is looked at, and what stands in for it if it is not set. */
export const DEFAULTS = {
  DOCKPASS_URL: '',
  DOCKPASS_DATABASE: 'sqlite:data/dockpass.db',
  DOCKPASS_DATABASE_PASSWORD_FILE: '',
  HOST: '127.0.0.1',
  PORT: '8080',
  DOCKPASS_DEFAULT_LIFETIME: '1h',
  DOCKPASS_MAX_LIFETIME: '6h',
  DOCKPASS_REQUIRE_PINS: 'false',
  DOCKPASS_REQUIRE_PROJECT: 'false',
  DOCKPASS_RATE_LIMIT_ADDRESS: '1200',
  DOCKPASS_RATE_LIMIT_REPOSITORY: '600',
  DOCKPASS_AUDIT_RETENTION: '',
  DOCKPASS_TRUSTED_PROXIES: '',
  DOCKPASS_SECRET_SCANNING_KEYS_URL: 'https://api.github.com/meta/public_keys/secret_scanning',
  ...SIGN_IN_DEFAULTS,
  DOCKPASS_REPOSITORY_LOOKUP: 'on',
  HTTPS_PROXY: '',
  NO_PROXY: '',
  DOCKPASS_LOG_LEVEL: 'info',
  DOCKPASS_DRAIN: '0s',
  DOCKPASS_SHUTDOWN_GRACE: '25s',
} as const;

type Name = keyof typeof DEFAULTS;

/** Everything that is wrong with an environment, in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One sentence each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration is not usable:', ...problems.map((it) => `- ${it}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * The configuration that an environment describes. A variable that is set to nothing counts as not
 * set. Throws a ConfigError that names every unknown variable and every bad value.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems = unknownNames(env);
  const read = <Value>(
    name: Name,
    readSetting: ReadSetting<Value>,
    spelled: string = name,
  ): Value => {
    const setting = readSetting(env[spelled]?.trim() || DEFAULTS[name]);
    if ('fault' in setting) problems.push(`${spelled} ${setting.fault}.`);
    return 'fault' in setting ? setting.instead : setting.value;
  };
  const host = read('HOST', readHost);
  const port = read('PORT', readPort);
  const database = read('DOCKPASS_DATABASE', readDatabase);
  const proxy = read('HTTPS_PROXY', readProxyUrl, proxyVariable(env));
  const except = read('NO_PROXY', readExceptions, exceptionsVariable(env));
  const signIn = readSignIn(read, (name) => Boolean(env[name]?.trim()));
  if (signIn === 'incomplete')
    problems.push(
      'DOCKPASS_SIGN_IN_ISSUER and DOCKPASS_SIGN_IN_CLIENT_ID go together, and the other DOCKPASS_SIGN_IN_ settings need both.',
    );
  const config: Config = {
    url: publicUrl(env.DOCKPASS_URL?.trim(), host, port, problems),
    database: read('DOCKPASS_DATABASE_PASSWORD_FILE', readPasswordFor(database)),
    listen: { host, port },
    logLevel: read('DOCKPASS_LOG_LEVEL', readLogLevel),
    lifetimes: {
      min: MIN_LIFETIME,
      default: read('DOCKPASS_DEFAULT_LIFETIME', readDuration(MIN_LIFETIME)),
      max: read('DOCKPASS_MAX_LIFETIME', readDuration(MIN_LIFETIME)),
    },
    requirePins: read('DOCKPASS_REQUIRE_PINS', readSwitch),
    requireProject: read('DOCKPASS_REQUIRE_PROJECT', readSwitch),
    rateLimits: {
      perAddress: read('DOCKPASS_RATE_LIMIT_ADDRESS', readCount),
      perRepository: read('DOCKPASS_RATE_LIMIT_REPOSITORY', readCount),
    },
    auditRetention: read('DOCKPASS_AUDIT_RETENTION', readRetention),
    trustedProxies: read('DOCKPASS_TRUSTED_PROXIES', readTrustedProxies),
    secretScanningKeysUrl: read('DOCKPASS_SECRET_SCANNING_KEYS_URL', readKeysUrl),
    repositoryLookup: read('DOCKPASS_REPOSITORY_LOOKUP', readRepositoryLookup),
    proxy: proxy === null ? null : { url: proxy, except },
    signIn: signIn === 'incomplete' ? null : signIn,
    drain: read('DOCKPASS_DRAIN', readDrain),
    shutdownGrace: read('DOCKPASS_SHUTDOWN_GRACE', readGrace),
  };
  if (config.database.kind === 'postgres')
    for (const name of securingVariables(env))
      problems.push(
        `${name} does not secure the connection to the database; take it away, and write sslmode and the like in DOCKPASS_DATABASE.`,
      );
  if (config.lifetimes.default > config.lifetimes.max)
    problems.push('DOCKPASS_DEFAULT_LIFETIME must not be longer than DOCKPASS_MAX_LIFETIME.');
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function publicUrl(text: string | undefined, host: string, port: number, problems: string[]) {
  if (!text) {
    if (host === '') return '';
    const local = localUrl(host, port);
    if (isLoopback(new URL(local))) return local;
    problems.push(
      'DOCKPASS_URL is required when HOST is not a loopback address; set it to the address under which jobs reach this exchange, such as https://dockpass.example.com.',
    );
    return '';
  }
  const fault = baseUrlFault(text);
  if (fault) problems.push(`DOCKPASS_URL ${fault}.`);
  return trimBaseUrl(text);
}

/** Under which a server that listens there is reached on this machine. */
export function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const PREFIX = 'DOCKPASS_';

/** Settings of the command line, which may run in the same environment. */
const COMMAND_LINE_SETTINGS = ['DOCKPASS_SERVER', 'DOCKPASS_TOKEN'];

/** A misspelt name would otherwise be a setting that silently does not apply. */
function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = [...Object.keys(DEFAULTS), ...COMMAND_LINE_SETTINGS];
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => {
      const meant = nearestSetting(name, known);
      return `${name} is not a setting of Dockpass${meant ? `; did you mean ${meant}?` : '.'}`;
    });
}

/** Compared without the prefix, which would make any two names look alike. */
function nearestSetting(name: string, known: readonly string[]): string | undefined {
  const bare = (setting: string) => setting.replace(PREFIX, '');
  const nearest = nearestName(bare(name), known.map(bare));
  return known.find((setting) => bare(setting) === nearest);
}
