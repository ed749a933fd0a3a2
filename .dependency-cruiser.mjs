// Which folder may import which, types included: `npm run check` holds ARCHITECTURE.md to this table.
// docs/decisions/0021-import-checker.md says why it is checked this way.

const CONTRACTS = ['refusal', 'nearest-name', 'invisible', 'config/config'].map(
  (name) => `src/exchange/${name}.ts`,
);
/** From the bottom to the top; of one row none imports another. */
const SUBJECT_ROWS = [
  ['certificates', 'identity'],
  ['leaked-tokens', 'trust'],
  ['audit'],
  ['builders', 'limits', 'metrics', 'sessions', 'sign-in-provider', 'signing', 'tokens'],
  ['registry'],
  ['policy'],
].map((row) => row.map((name) => `src/exchange/${name}/`));
const SUBJECTS = SUBJECT_ROWS.flat();

const BELOW_SUBJECTS = ['src/protocol/', 'src/exchange/system/', ...CONTRACTS];
const PORTS = ['src/exchange/stores/port.ts', 'src/exchange/stores/ports/'];
const BELOW_DOORS = [...BELOW_SUBJECTS, ...SUBJECTS, ...PORTS, 'src/exchange/flows/'];
const HTTP = 'src/exchange/http/';
const EXCHANGE = [
  ...BELOW_DOORS,
  HTTP,
  'src/exchange/stores/',
  'src/exchange/config/',
  'src/exchange/api/',
  'src/exchange/console/',
];

/**
 * From the bottom to the top: a file belongs to the first row that names it or its folder, and may import
 * its own row and what the row lists.
 *
 * @type {{ of: string[], mayImport: string[], instead: string }[]}
 */
const LAYERS = [
  {
    of: ['src/protocol/'],
    mayImport: [],
    instead: 'The wire contract stands alone. Move what it needs into src/protocol.',
  },
  {
    of: ['src/action/system/'],
    mayImport: ['src/protocol/'],
    instead: 'What a program touches outside itself knows nothing of failures or tokens.',
  },
  {
    of: ['src/action/failure/'],
    mayImport: ['src/protocol/', 'src/action/system/'],
    instead:
      'Everything in the action fails, so failures know none of it. Put details into Failure.',
  },
  {
    of: ['src/action/exchange/'],
    mayImport: ['src/protocol/', 'src/action/system/', 'src/action/failure/'],
    instead:
      'Main, post and the credential helper all exchange tokens. Take what is needed as a parameter.',
  },
  ...['docker', 'builder'].map((name) => ({
    of: [`src/action/${name}/`],
    mayImport: [
      'src/protocol/',
      'src/action/system/',
      'src/action/failure/',
      'src/action/exchange/',
    ],
    instead:
      'acquire.ts and revoke.ts put Docker and the builder together. Take what is needed from them.',
  })),
  {
    of: ['src/action/'],
    mayImport: ['src/protocol/'],
    instead:
      'The action and the exchange meet on the wire only. Move what both need into src/protocol.',
  },
  {
    of: CONTRACTS,
    mayImport: ['src/protocol/'],
    instead: 'Everything in the exchange imports these files, so they import nothing of it.',
  },
  {
    of: ['src/exchange/system/'],
    mayImport: ['src/protocol/'],
    instead: 'Clock, randomness and network know nothing of tokens or trust.',
  },
  ...SUBJECT_ROWS.flatMap((row, index) =>
    row.map((subject) => ({
      of: [subject],
      mayImport: [...BELOW_SUBJECTS, ...SUBJECT_ROWS.slice(0, index).flat()],
      instead: 'A subject says what it needs of a store. The flow that calls it passes one in.',
    })),
  ),
  {
    of: PORTS,
    mayImport: [...BELOW_SUBJECTS, ...SUBJECTS],
    instead: 'A port says what is stored, in the words of the subjects and without a driver.',
  },
  {
    of: ['src/exchange/stores/'],
    mayImport: [...BELOW_SUBJECTS, ...SUBJECTS, ...PORTS],
    instead: 'A driver implements the ports. Decisions belong to subjects and flows.',
  },
  {
    of: ['src/exchange/flows/'],
    mayImport: [...BELOW_SUBJECTS, ...SUBJECTS, ...PORTS],
    instead: 'A flow works through the ports and what main.ts passes in.',
  },
  {
    of: [HTTP],
    mayImport: BELOW_DOORS,
    instead: 'What API and console have in common knows neither.',
  },
  {
    of: ['src/exchange/api/'],
    mayImport: [...BELOW_DOORS, HTTP],
    instead: 'An endpoint reads the request, calls a flow and writes the answer.',
  },
  {
    of: ['src/exchange/console/'],
    mayImport: [...BELOW_DOORS, HTTP],
    instead: 'A page calls a flow and renders the answer.',
  },
  {
    of: ['src/exchange/config/'],
    mayImport: ['src/protocol/', ...CONTRACTS],
    instead: 'It turns the environment into the Config of config.ts and does nothing else.',
  },
  {
    of: ['src/exchange/main.ts'],
    mayImport: [...EXCHANGE, 'package.json'],
    instead: 'main.ts builds the exchange, whoever starts it.',
  },
  {
    of: ['src/cli/'],
    mayImport: [...EXCHANGE, 'src/exchange/main.ts', 'package.json'],
    instead: 'The command line works on the exchange. The action is another program.',
  },
];

/** A folder ends with a slash and stands for all that is below it. */
const patternsOf = (places) =>
  places.map((place) => `^${place.replaceAll('.', '[.]')}${place.endsWith('/') ? '' : '$'}`);

const downward = LAYERS.map(({ of, mayImport, instead }, index) => ({
  name: `what ${of[0]} may import`,
  comment: instead,
  severity: 'error',
  from: {
    path: patternsOf(of),
    pathNot: patternsOf(LAYERS.slice(0, index).flatMap((layer) => layer.of)),
  },
  to: { dependencyTypes: ['local'], pathNot: patternsOf([...of, ...mayImport]) },
}));

const VAGUE_NAME = '(?:^|/)(?:utils?|helpers?|commons?|misc)[./]';

export default {
  forbidden: [
    ...downward,
    {
      name: 'every folder has a layer',
      comment: 'Move the file, or give its folder a row in .dependency-cruiser.mjs.',
      severity: 'error',
      from: { path: '^src/', pathNot: patternsOf(LAYERS.flatMap(({ of }) => of)) },
      to: {},
    },
    {
      name: 'no file imports itself through others',
      comment: 'Move what both need into a file of its own. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no two folders import each other',
      comment: 'Move what both need below them. Types count.',
      scope: 'folder',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'programs import declared dependencies only',
      comment: 'Add the package to `dependencies` of package.json: others may not be installed.',
      severity: 'error',
      from: {},
      to: { dependencyTypesNot: ['local', 'core', 'npm', 'npm-optional'] },
    },
    {
      name: 'names say what a file is about',
      comment: 'Name the file and its folder after what they hold.',
      severity: 'error',
      from: { path: VAGUE_NAME },
      to: {},
    },
    {
      name: 'names say what an imported file is about',
      comment: 'Name the file and its folder after what they hold.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['local'], path: VAGUE_NAME },
    },
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser knows; swc parses the same syntax.
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
