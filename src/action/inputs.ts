import { baseUrlFault, trimBaseUrl } from '../protocol/base-url.ts';
import { isPermission, PERMISSIONS, type Permission } from '../protocol/permissions.ts';
import { isProjectPath, type ProjectPath } from '../protocol/projects.ts';
import { readRegistries } from './docker/registry-hosts.ts';
import { isToken, MIN_TOKEN_LENGTH } from './exchange/answer.ts';
import { Failure } from './failure/failure.ts';
import { inputVariable } from './input-defaults.ts';
import { InputReader } from './input-reader.ts';
import type { Runner } from './runner.ts';
import { variableNameFault } from './variable-name.ts';

export type Protocol = 'token-exchange' | 'depot';
export type OnUnavailable = 'fail' | 'skip' | 'fallback';

/** The inputs of action.yml, read and judged once. */
export interface Inputs {
  exchangeUrl: string;
  /** Empty: every project that trusts this job. */
  projects: ProjectPath[];
  /** Empty: all that are granted. */
  permissions: Permission[];
  /** Seconds; undefined: the exchange's default. */
  lifetime: number | undefined;
  audience: string;
  protocol: Protocol;
  /** Undefined: outputs only. */
  exportEnv: string | undefined;
  onUnavailable: OnUnavailable;
  fallbackToken: string | undefined;
  revoke: boolean;
  /** Seconds. */
  timeout: number;
  /** Hosts that Docker is made ready for. */
  registries: string[];
  /** The project whose builder this step needs; undefined: none. */
  builder: ProjectPath | undefined;
}

/** What is asked for, and of whom: enough to ask again. */
export type ExchangeTerms = Pick<
  Inputs,
  'protocol' | 'exchangeUrl' | 'audience' | 'projects' | 'permissions' | 'lifetime' | 'timeout'
>;

const DEPOT = { exchangeUrl: 'https://github.depot.dev', audience: 'https://depot.dev' } as const;

const DEFAULT_TIMEOUT = 60;
const MAX_TIMEOUT = 3600;

/** Every input, or one Failure that lists everything that is wrong with them. */
export function readInputs(runner: Runner): Inputs {
  const read = new InputReader(runner);
  const protocol = read.choice('protocol', ['token-exchange', 'depot']);
  const exchangeUrl = readExchangeUrl(runner, read, protocol);
  const projects = read.list('project', isProjectPath, 'organization/project in lower case');
  const needsBuilder = read.choice('builder', ['false', 'true']) === 'true';
  const inputs: Inputs = {
    protocol,
    exchangeUrl,
    audience: readAudience(read, exchangeUrl),
    projects,
    permissions: read.list('permissions', isPermission, PERMISSIONS.join(', ')),
    lifetime: read.duration('lifetime'),
    exportEnv: read.optional('export-env', variableNameFault),
    onUnavailable: read.choice('on-unavailable', ['fail', 'skip', 'fallback']),
    fallbackToken: readFallbackToken(runner, read),
    revoke: read.choice('revoke', ['true', 'false']) === 'true',
    timeout: readTimeout(read),
    registries: readRegistries(read),
    builder: needsBuilder ? projects[0] : undefined,
  };
  if (protocol === 'depot') refuseWhatDepotCannotCarry(inputs, read);
  if (needsBuilder) refuseWhatNoBuilderServes(inputs, read);
  if (read.faults.length > 0) throw new Failure('inputs_invalid', read.faults.join('\n'));
  if (haveLostHyphens(runner))
    runner.warn('Dockpass: inputs did not reach the action', DEFAULTS_HOLD);
  return inputs;
}

/** The runner sets every input, be it empty. */
function haveLostHyphens(runner: Pick<Runner, 'env'>): boolean {
  return runner.env(inputVariable('exchange-url')) === undefined;
}

const DEFAULTS_HOLD =
  'Something between the runner and Node drops variables with a hyphen in their names, as the shell dash does. The inputs `exchange-url`, `export-env`, `on-unavailable` and `fallback-token` have their defaults, whatever the workflow says. Start Node without that shell.';

function readExchangeUrl(runner: Runner, read: InputReader, protocol: Protocol): string {
  const given = read.text('exchange-url');
  const preset = protocol === 'depot' ? DEPOT.exchangeUrl : runner.env('DOCKPASS_URL')?.trim();
  const text = given || preset;
  if (!text) {
    read.fault('exchange-url', haveLostHyphens(runner) ? LOST : REQUIRED);
    return '';
  }
  const fault = baseUrlFault(text);
  if (fault) read.fault('exchange-url', given ? fault : `(from DOCKPASS_URL) ${fault}`);
  return trimBaseUrl(text);
}

const REQUIRED = 'is required unless the environment variable DOCKPASS_URL is set';
const LOST =
  'did not reach the action, nor did any other input with a hyphen: something between the runner and Node drops such variables, as the shell dash does. Set the environment variable DOCKPASS_URL instead, or start Node without that shell';

/**
 * An ID token is good at whoever its audience names, so Depot's audience goes to Depot only: any
 * other server that speaks its protocol gets tokens made out to itself.
 */
function readAudience(read: InputReader, exchangeUrl: string): string {
  const text = read.text('audience');
  if (/[\r\n]/.test(text)) read.fault('audience', 'must be one line');
  return text || (exchangeUrl === DEPOT.exchangeUrl ? DEPOT.audience : exchangeUrl);
}

function readFallbackToken(runner: Runner, read: InputReader): string | undefined {
  const token = read.optional('fallback-token', tokenFault);
  if (token && isToken(token)) runner.mask(token);
  return token;
}

/** What is refused is neither used nor shown; masking it would blacken words of the log. */
function tokenFault(text: string): string | undefined {
  if (isToken(text)) return undefined;
  return `must be one token: at least ${MIN_TOKEN_LENGTH} characters, without spaces and line breaks`;
}

function readTimeout(read: InputReader): number {
  const seconds = read.duration('timeout') ?? DEFAULT_TIMEOUT;
  if (seconds > MAX_TIMEOUT) read.fault('timeout', 'must be at most 1h');
  return seconds;
}

function refuseWhatDepotCannotCarry(inputs: Inputs, read: InputReader): void {
  const fault = 'cannot be asked for with `protocol: depot`, which sends the ID token only';
  if (inputs.projects.length > 0) read.fault('project', fault);
  if (inputs.permissions.length > 0) read.fault('permissions', fault);
  if (inputs.lifetime !== undefined) read.fault('lifetime', fault);
}

function refuseWhatNoBuilderServes(inputs: Inputs, read: InputReader): void {
  const { protocol, projects, permissions } = inputs;
  if (protocol === 'depot') read.fault('builder', 'needs `protocol: token-exchange`');
  else if (projects.length === 0)
    read.fault('builder', 'needs `project`: set it to the project whose builder this step needs');
  if (projects.length > 1)
    read.fault('builder', 'needs one project, and `project` names several; take a step for each');
  if (permissions.length > 0 && !permissions.includes('build'))
    read.fault('builder', 'needs `build` among `permissions`');
}
