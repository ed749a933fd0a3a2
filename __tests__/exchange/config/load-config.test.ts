import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, DEFAULTS, loadConfig } from '../../../src/exchange/config/load-config.ts';

const POSTGRES = 'postgres://dockpass@db.example.com/dockpass';

type Environment = Parameters<typeof loadConfig>[0];

function problemsOf(env: Environment): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment is a working exchange on this machine', () => {
  expect(loadConfig({})).toEqual({
    url: 'http://127.0.0.1:8080',
    database: { kind: 'sqlite', path: 'data/dockpass.db' },
    listen: { host: '127.0.0.1', port: 8080 },
    logLevel: 'info',
    lifetimes: { min: 60, default: 3600, max: 21_600 },
    requirePins: false,
    requireProject: false,
    rateLimits: { perAddress: 1200, perRepository: 600 },
    auditRetention: null,
    trustedProxies: [],
    secretScanningKeysUrl: 'https://api.github.com/meta/public_keys/secret_scanning',
    signIn: null,
    repositoryLookup: { api: null },
    proxy: null,
    drain: 0,
    shutdownGrace: 25,
  });
});

test('every setting is read', () => {
  const config = loadConfig({
    DOCKPASS_URL: 'https://dockpass.example.com/ci/',
    DOCKPASS_DATABASE: 'sqlite:/var/lib/dockpass/db',
    HOST: '0.0.0.0',
    PORT: '9000',
    DOCKPASS_LOG_LEVEL: 'debug',
    DOCKPASS_DEFAULT_LIFETIME: '30m',
    DOCKPASS_MAX_LIFETIME: '7200',
    DOCKPASS_REQUIRE_PINS: 'true',
    DOCKPASS_REQUIRE_PROJECT: 'true',
    DOCKPASS_RATE_LIMIT_ADDRESS: '0',
    DOCKPASS_RATE_LIMIT_REPOSITORY: '5',
    DOCKPASS_AUDIT_RETENTION: '400d',
    DOCKPASS_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    DOCKPASS_SECRET_SCANNING_KEYS_URL: 'off',
    DOCKPASS_SIGN_IN_ISSUER: 'https://id.example.com/',
    DOCKPASS_SIGN_IN_CLIENT_ID: 'dockpass',
    DOCKPASS_SIGN_IN_NAME: 'Example',
    DOCKPASS_SIGN_IN_GROUPS_CLAIM: 'roles',
    DOCKPASS_SIGN_IN_GROUPS: 'cn=devs=acme:member, /ops = acme:admin',
    DOCKPASS_REPOSITORY_LOOKUP: 'https://ghes.example.com/api/v3',
    HTTPS_PROXY: 'proxy.example.com:3128',
    NO_PROXY: '.example.com',
    DOCKPASS_DRAIN: '15s',
    DOCKPASS_SHUTDOWN_GRACE: '2m',
    HOME: '/root',
  });
  expect(config).toEqual({
    url: 'https://dockpass.example.com/ci',
    database: { kind: 'sqlite', path: '/var/lib/dockpass/db' },
    listen: { host: '0.0.0.0', port: 9000 },
    logLevel: 'debug',
    lifetimes: { min: 60, default: 1800, max: 7200 },
    requirePins: true,
    requireProject: true,
    rateLimits: { perAddress: 0, perRepository: 5 },
    auditRetention: 34_560_000,
    trustedProxies: ['10.0.0.0/8', '::1'],
    secretScanningKeysUrl: null,
    signIn: {
      issuer: 'https://id.example.com/',
      clientId: 'dockpass',
      clientSecret: null,
      name: 'Example',
      groupsClaim: 'roles',
      groups: [
        { group: 'cn=devs', organization: 'acme', role: 'member' },
        { group: '/ops', organization: 'acme', role: 'admin' },
      ],
    },
    repositoryLookup: { api: 'https://ghes.example.com/api/v3' },
    proxy: { url: 'http://proxy.example.com:3128/', except: '.example.com' },
    drain: 15,
    shutdownGrace: 120,
  });
});

test('a setting that is set to nothing counts as not set', () => {
  const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, ' ']));
  expect(loadConfig(empty)).toEqual(loadConfig({}));
});

describe('the URL', () => {
  test('follows the loopback address and port', () => {
    expect(loadConfig({ HOST: '::1', PORT: '81' }).url).toBe('http://[::1]:81');
    expect(loadConfig({ HOST: 'localhost' }).url).toBe('http://localhost:8080');
  });

  test('is required if others can reach the exchange', () => {
    const [problem, ...others] = problemsOf({ HOST: '0.0.0.0' });
    expect(problem).toMatch(/^DOCKPASS_URL is required .* such as https:\/\//);
    expect(others).toEqual([]);
  });

  test.each([
    ['http://dockpass.example.com', 'must use https'],
    ['dockpass.example.com', 'has no scheme; write https://dockpass.example.com'],
    ['https://user:secret@dockpass.example.com', 'must not contain a user name'],
    ['https://dockpass.example.com/?a=b', 'must not contain a query'],
  ])('cannot be %s', (url, complaint) => {
    expect(problemsOf({ DOCKPASS_URL: url })).toEqual([expect.stringContaining(complaint)]);
    expect(problemsOf({ DOCKPASS_URL: url }).join()).not.toContain('secret');
  });
});

test.each(['postgres', 'postgresql'])('a %s URL names a PostgreSQL database', (scheme) => {
  const url = `${scheme}://dockpass:secret@db.example.com:6432/dockpass?sslmode=verify-full`;
  expect(loadConfig({ DOCKPASS_DATABASE: url }).database).toEqual({ kind: 'postgres', url });
});

test('a database URL that cannot be used is not repeated: there is a password in it', () => {
  const url = 'postgres://dockpass:pass/word@db/dockpass';
  expect(() => loadConfig({ DOCKPASS_DATABASE: url })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('word@') }),
  );
});

test.each(['sslmode=disable', 'sslmode=require&sslrootcert=/etc/ca.pem', 'options=-c%20x=y'])(
  'a PostgreSQL URL may have %s',
  (parameters) => {
    const url = `${POSTGRES}?${parameters}`;
    expect(loadConfig({ DOCKPASS_DATABASE: url }).database).toEqual({ kind: 'postgres', url });
  },
);

test.each([
  [{ HTTPS_PROXY: 'localhost:3128' }, 'http://localhost:3128/', ''],
  [{ HTTPS_PROXY: 'proxy' }, 'http://proxy/', ''],
  [
    { https_proxy: 'https://me:pw@proxy:8443', HTTPS_PROXY: 'x:1' },
    'https://me:pw@proxy:8443/',
    '',
  ],
  [{ all_proxy: 'a:1', HTTPS_PROXY: 'b:2' }, 'http://b:2/', ''],
  [
    { HTTPS_PROXY: 'b:2', NO_PROXY: 'x.example, .y,*.z' },
    'http://b:2/',
    'x.example,.x.example,.y,*.z',
  ],
])('a proxy is read as curl reads it: %j', (env, url, except) => {
  expect(loadConfig(env).proxy).toEqual({ url, except });
});

test('a fault of a proxy does not repeat its password', () => {
  const [problem] = problemsOf({ HTTPS_PROXY: 'http://me:canary@proxy:port' });
  expect(problem).toMatch(/^HTTPS_PROXY must be/);
  expect(problem).not.toContain('canary');
});

test('a fault of parameters repeats nothing that may be a password', () => {
  const problems = ['postgres://u:1/x?secret@db/d', `${POSTGRES}?sslmode=secret`].flatMap((url) =>
    problemsOf({ DOCKPASS_DATABASE: url }),
  );
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toContain('secret');
});

test.each(['PGSSLMODE', 'PGSSLROOTCERT', 'PGCHANNELBINDING', 'PGREQUIREAUTH'])(
  '%s does not pass for what secures the connection to PostgreSQL',
  (name) => {
    const env = { [name]: 'x' };
    expect(problemsOf({ ...env, DOCKPASS_DATABASE: POSTGRES })).toEqual([
      expect.stringMatching(new RegExp(`^${name} does not secure`)),
    ]);
    expect(problemsOf(env)).toEqual([]);
  },
);

describe('a bad value is named with its remedy', () => {
  test.each([
    ['DOCKPASS_DATABASE', 'postgres://db', 'must name host and database'],
    ['DOCKPASS_DATABASE', 'postgres://user:pa%ss/word@db/dockpass', 'must name host and database'],
    ['DOCKPASS_DATABASE', 'postgresql:dockpass', 'must name host and database'],
    ['DOCKPASS_DATABASE', 'data/dockpass.db', 'must be sqlite:'],
    ['DOCKPASS_DATABASE', 'sqlite::memory:', 'must be sqlite:'],
    ['DOCKPASS_DATABASE', 'sqlite:file:/var/lib/dockpass.db', 'leave file: out'],
    ['DOCKPASS_DATABASE', 'sqlite:data/dockpass.db?mode=ro', 'no parameters behind ?'],
    ['DOCKPASS_DATABASE', `${POSTGRES}#fragment`, 'must name host and database'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmod=require`, 'sslmod; write sslmode'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?SSLMODE=require`, 'SSLMODE; write sslmode'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode=requires`, 'value of sslmode that is not honoured'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode=prefer`, 'value of sslmode that is not honoured'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode=allow`, 'value of sslmode that is not honoured'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode=`, 'sslmode without a value'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode`, 'sslmode without a value'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslmode=require&sslmode=disable`, 'sslmode more than once'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslrootcert=system`, 'sslrootcert=system; leave it out'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?sslnegotiation=no`, 'value of sslnegotiation'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?channel_binding=require`, 'channel_binding, which is not'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?target_session_attrs=read-write`, 'which is not honoured'],
    [
      'DOCKPASS_DATABASE',
      `${POSTGRES}?connect_timeout=10`,
      'connect_timeout, which is not honoured',
    ],
    ['DOCKPASS_DATABASE', `${POSTGRES}?host=/run/postgresql`, 'host behind ?'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?ssl=true`, 'unknown parameter ssl'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?uselibpqcompat=true`, 'unknown parameter uselibpqcompat'],
    ['DOCKPASS_DATABASE', `${POSTGRES}?query_timeout=0`, 'unknown parameter query_timeout'],
    ['DOCKPASS_DATABASE', 'postgres://u:1/x?secret@db/dockpass', 'something behind ?'],
    ['HOST', 'localhost:8080', 'without a port'],
    ['PORT', '65536', 'from 0 to 65535'],
    ['PORT', '80a', 'from 0 to 65535'],
    ['DOCKPASS_LOG_LEVEL', 'verbose', 'one of debug, info'],
    ['DOCKPASS_DEFAULT_LIFETIME', '1 hour', 'such as 45m, 2h'],
    ['DOCKPASS_MAX_LIFETIME', '59', 'at least 60s'],
    ['DOCKPASS_REQUIRE_PINS', 'yes', 'true or false'],
    ['DOCKPASS_RATE_LIMIT_ADDRESS', '-1', '0 means no limit'],
    ['DOCKPASS_RATE_LIMIT_REPOSITORY', '1.5', '0 means no limit'],
    ['DOCKPASS_AUDIT_RETENTION', '30', 'must be at least 86400s'],
    ['DOCKPASS_AUDIT_RETENTION', 'forever', 'must be a duration'],
    ['DOCKPASS_TRUSTED_PROXIES', '10.0.0.0/33', '10.0.0.0/33 is none'],
    ['DOCKPASS_TRUSTED_PROXIES', '10.0.0.1 proxy', 'proxy is none'],
    ['DOCKPASS_TRUSTED_PROXIES', '0.0.0.0/0', 'must not trust every address'],
    ['DOCKPASS_TRUSTED_PROXIES', '10.0.0.1, ::/0', 'must not trust every address'],
    ['DOCKPASS_SECRET_SCANNING_KEYS_URL', 'http://keys.example.com', 'must use https'],
    ['DOCKPASS_SECRET_SCANNING_KEYS_URL', 'no', 'or write off'],
    ['DOCKPASS_REPOSITORY_LOOKUP', 'http://api.example.com', 'must use https'],
    ['DOCKPASS_REPOSITORY_LOOKUP', 'no', 'or write on or off'],
    ['HTTPS_PROXY', 'socks5://proxy:1080', 'speaks socks5; only http and https'],
    ['https_proxy', 'http://', 'must be host:port'],
    ['ALL_PROXY', 'proxy:port', 'must be host:port'],
    ['HTTPS_PROXY', 'http://proxy:3128/path', 'must be host:port'],
    ['HTTPS_PROXY', 'http://me:50%@proxy:3128', 'write %25'],
    ['HTTPS_PROXY', 'm%zz:pw@proxy:3128', 'write %25'],
    ['DOCKPASS_DRAIN', '-1s', 'must be a duration'],
    ['DOCKPASS_DRAIN', '30d', 'at most 1d'],
    ['DOCKPASS_SHUTDOWN_GRACE', '25d', 'at most 1d'],
    ['DOCKPASS_SHUTDOWN_GRACE', 'never', 'must be a duration'],
  ])('%s=%s', (name, value, complaint) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(complaint)]);
    expect(problemsOf({ [name]: value })[0]).toMatch(new RegExp(`^${name} .*\\.$`));
  });

  test('a default lifetime beyond the maximum', () => {
    const [problem] = problemsOf({ DOCKPASS_MAX_LIFETIME: '30m' });
    expect(problem).toContain('DOCKPASS_DEFAULT_LIFETIME must not be longer');
  });
});

describe('a name that is not known', () => {
  test.each([
    ['DOCKPASS_LOGLEVEL', 'DOCKPASS_LOG_LEVEL'],
    ['DOCKPASS_REQUIRE_PIN', 'DOCKPASS_REQUIRE_PINS'],
    ['DOCKPASS_DATABSE', 'DOCKPASS_DATABASE'],
    ['DOCKPASS_URI', 'DOCKPASS_URL'],
    ['DOCKPASS_PORT', 'PORT'],
  ])('%s stops the start and gets a hint', (name, meant) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([
      `${name} is not a setting of Dockpass; did you mean ${meant}?`,
    ]);
  });

  test.each(['DOCKPASS_FOO', 'DOCKPASS_HOME', 'DOCKPASS_LOG_FILE'])(
    '%s resembles none and gets no hint',
    (name) => {
      expect(problemsOf({ [name]: 'x' })).toEqual([`${name} is not a setting of Dockpass.`]);
    },
  );

  test('of another program is left alone', () => {
    expect(problemsOf({ DOCKER_HOST: 'x', dockpass_url: 'x' })).toEqual([]);
  });
});

test('everything that is wrong is reported in one go', () => {
  const problems = problemsOf({
    DOCKPASS_URL: 'nonsense',
    DOCKPASS_DATABASE: 'mysql:x',
    HOST: 'a b',
    PORT: 'x',
    DOCKPASS_MAX_LIFETIME: 'x',
    DOCKPASS_PORT: '80',
  });
  expect(problems).toHaveLength(6);
  expect(new ConfigError(problems).message.split('\n')).toHaveLength(7);
});

test('docs/configuration.md names every setting with its default', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`|–) \|/gm)];
  const documented = Object.fromEntries(rows.map(([, name, value]) => [name, value ?? '']));
  expect(documented).toEqual(DEFAULTS);
});
