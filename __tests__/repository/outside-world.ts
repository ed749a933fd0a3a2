import type { Source } from './source/parse.ts';

interface Door {
  to: string;
  /** Names of `GlobalUse`; a name ends at a dot, so `process.env` covers `process.env.HOME`. */
  globals: readonly string[];
  /** Module → names that lead outside; `*`, a default or namespace import, always counts. */
  modules: Readonly<Record<string, readonly string[] | 'all'>>;
  instead: string;
}

const CLIENT = ['request', 'get', 'Agent', 'globalAgent', 'connect', 'createConnection', 'Socket'];

/** Every way from the program to the world that a test could not control. */
const DOORS: readonly Door[] = [
  {
    to: 'the environment',
    globals: ['process.env', 'process', 'globalThis'],
    // @actions/core is made of the runner's variables and files.
    modules: { 'node:process': 'all', process: 'all', '@actions/core': 'all' },
    instead: 'Take the value as a parameter; main.ts or the action’s runner.ts reads it once.',
  },
  {
    to: 'the clock',
    globals: ['Date.now', 'new Date()', 'performance', 'performance.now', 'process.hrtime'],
    modules: { 'node:perf_hooks': 'all' },
    instead: 'Take a Clock as a parameter, so that a test can move time.',
  },
  {
    to: 'randomness',
    globals: ['Math', 'Math.random', 'crypto', 'crypto.getRandomValues', 'crypto.randomUUID'],
    modules: {
      'node:crypto': [
        'getRandomValues',
        'randomBytes',
        'randomFill',
        'randomFillSync',
        'randomInt',
        'randomUUID',
        'randomUUIDv7',
        'webcrypto',
      ],
      uuid: 'all',
    },
    instead: 'Take a Random as a parameter; exchange/system/random.ts is the real one.',
  },
  {
    to: 'the network',
    globals: ['fetch', 'new WebSocket(…)', 'new EventSource(…)'],
    modules: {
      'node:http': CLIENT,
      'node:https': CLIENT,
      'node:http2': CLIENT,
      'node:net': CLIENT,
      'node:tls': CLIENT,
      'node:dns': 'all',
      'node:dns/promises': 'all',
      undici: 'all',
      jose: ['createRemoteJWKSet'],
      '@actions/http-client': 'all',
      '@actions/http-client/lib/proxy': 'all',
    },
    instead:
      'Take a function that sends as a parameter; exchange/system or exchange-client.ts has it.',
  },
];

/** Where the real world may be touched: the places that build or start something. */
const ALLOWED = [
  'src/exchange/main.ts',
  'src/exchange/config/load-config.ts',
  'src/exchange/system/',
  'src/cli/main.ts',
  'src/action/main.ts',
  'src/action/post.ts',
  'src/action/docker-credential-dockpass.ts',
  'src/action/docker/helper-process.ts',
  'src/action/runner.ts',
  'src/action/exchange/exchange-client.ts',
  'src/action/builder/probe.ts',
];

export function touchesOutsideWorld({ path, globals, imports }: Source): string[] {
  if (ALLOWED.some((place) => path === place || (place.endsWith('/') && path.startsWith(place))))
    return [];
  return DOORS.flatMap((door) => [
    ...globals
      .filter(({ name }) => door.globals.some((global) => covers(global, name)))
      .map(({ name, line }) => complaint(`${path}:${line} uses ${name}`, door)),
    ...imports.flatMap(({ target, names, line }) =>
      names
        .filter((name) => leadsOutside(door.modules[target] ?? [], name))
        .map((name) => complaint(`${path}:${line} imports ${name} of ${target}`, door)),
    ),
  ]);
}

function leadsOutside(names: readonly string[] | 'all', name: string): boolean {
  return names === 'all' || names.includes(name) || (names.length > 0 && name === '*');
}

/** `Math` alone is the whole object handed on or taken apart; `Math.floor` is harmless. */
function covers(global: string, name: string): boolean {
  return name === global || (global.includes('.') && name.startsWith(`${global}.`));
}

function complaint(what: string, { to, instead }: Door): string {
  return `${what}, a door to ${to}. ${instead}`;
}
