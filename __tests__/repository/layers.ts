/** Which part of the program may import which: DESIGN of the repository, as a table. */

export interface Layer {
  name: string;
  /** Files, or folders with a trailing slash. */
  at: readonly string[];
  /** Names of other layers; a layer may always import itself. */
  mayImport: readonly string[];
  /** What to do instead when the import is refused. */
  instead: string;
}

const SUBJECTS = [
  'audit',
  'builders',
  'certificates',
  'identity',
  'leaked-tokens',
  'limits',
  'metrics',
  'policy',
  'registry',
  'signing',
  'tokens',
  'trust',
];
const BELOW_SUBJECTS = ['protocol', 'contracts', 'system'];
const BELOW_FLOWS = [...BELOW_SUBJECTS, 'subjects', 'store port'];
const BELOW_ENDPOINTS = [...BELOW_FLOWS, 'flows'];
const EXCHANGE = [...BELOW_ENDPOINTS, 'api', 'console', 'stores', 'configuration'];

/** From the bottom to the top. */
export const LAYERS: readonly Layer[] = [
  {
    name: 'manifest',
    at: ['package.json'],
    mayImport: [],
    instead: 'It is data.',
  },
  {
    name: 'protocol',
    at: ['src/protocol/'],
    mayImport: [],
    instead: 'The wire contract stands alone; move what it needs into src/protocol.',
  },
  {
    name: 'action',
    at: ['src/action/'],
    mayImport: ['protocol'],
    instead: 'The action and the exchange meet on the wire only; what both must know is protocol.',
  },
  {
    name: 'contracts',
    at: ['refusal.ts', 'nearest-name.ts', 'invisible.ts', 'config/config.ts'].map(
      (file) => `src/exchange/${file}`,
    ),
    mayImport: ['protocol'],
    instead: 'Everything in the exchange imports these, so they can import nothing of it.',
  },
  {
    name: 'system',
    at: ['src/exchange/system/'],
    mayImport: ['protocol'],
    instead: 'Clock, randomness and network know nothing of tokens or trust.',
  },
  {
    name: 'subjects',
    at: SUBJECTS.map((name) => `src/exchange/${name}/`),
    mayImport: BELOW_SUBJECTS,
    instead: 'A subject says what it needs of a store; the flow that calls it passes one in.',
  },
  {
    name: 'store port',
    at: ['src/exchange/stores/port.ts', 'src/exchange/stores/ports/'],
    mayImport: [...BELOW_SUBJECTS, 'subjects'],
    instead: 'The port says what is stored in the words of the subjects, without any driver.',
  },
  {
    name: 'stores',
    at: ['src/exchange/stores/'],
    mayImport: [...BELOW_SUBJECTS, 'subjects', 'store port'],
    instead: 'A driver carries out the port; decisions belong to the subjects and the flows.',
  },
  {
    name: 'flows',
    at: ['src/exchange/flows/'],
    mayImport: BELOW_FLOWS,
    instead: 'A flow works through stores/port.ts and what main.ts passes in.',
  },
  {
    name: 'api',
    at: ['src/exchange/api/'],
    mayImport: BELOW_ENDPOINTS,
    instead: 'An endpoint reads the request, calls a flow and writes the answer.',
  },
  {
    name: 'console',
    at: ['src/exchange/console/'],
    mayImport: BELOW_ENDPOINTS,
    instead: 'A page calls a flow and renders the answer.',
  },
  {
    name: 'configuration',
    at: ['src/exchange/config/'],
    mayImport: ['protocol', 'contracts'],
    instead: 'It turns the environment into the Config of config.ts and nothing else.',
  },
  {
    name: 'main',
    at: ['src/exchange/main.ts'],
    mayImport: EXCHANGE,
    instead: 'main.ts builds the exchange; how it was started is not its concern.',
  },
  {
    name: 'cli',
    at: ['src/cli/'],
    mayImport: [...EXCHANGE, 'main', 'manifest'],
    instead: 'The command works on the exchange; the action is another program.',
  },
];

/** The most specific entry wins, so that stores/port.ts is not one of the drivers. */
export function layerOf(path: string): Layer | undefined {
  return (
    LAYERS.find(({ at }) => at.includes(path)) ??
    LAYERS.find(({ at }) => at.some((place) => place.endsWith('/') && path.startsWith(place)))
  );
}
