import { baseUrlFault, trimBaseUrl } from '../protocol/base-url.ts';
import { parseLifetime } from '../protocol/lifetime.ts';
import { isPermission, PERMISSIONS } from '../protocol/permissions.ts';
import { isProjectPath, type ProjectPath } from '../protocol/projects.ts';
import { parseRegistries } from './docker/registry-hosts.ts';
import { isToken, MIN_TOKEN_LENGTH } from './exchange/answer.ts';
import type { ExchangeTerms, Protocol } from './exchange/exchange.ts';
import { Failure } from './failure/failure.ts';
import type { Runner } from './system/port.ts';

/** The inputs of action.yml, read and judged once. */
export interface Inputs extends ExchangeTerms {
  /** Undefined: outputs only. */
  exportEnv: string | undefined;
  onUnavailable: 'fail' | 'skip' | 'fallback';
  fallbackToken: string | undefined;
  revoke: boolean;
  /** Hosts that Docker is made ready for. */
  registries: string[];
  /** The project whose builder this step needs; undefined: none. */
  builder: ProjectPath | undefined;
}

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
  return runner.env('INPUT_EXCHANGE-URL') === undefined;
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

function readRegistries(read: InputReader): string[] {
  const { hosts, faults } = parseRegistries(read.items('registry'));
  for (const fault of faults) read.fault('registry', fault);
  return hosts;
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

/**
 * Names of environment variables that decide how later programs run, not what they know. A token
 * in one of them would break the job, or be read by a program as a path or an option.
 */
// biome-ignore format: one subject a line
const REFUSED = [
  'PATH', 'PATHEXT', 'CDPATH', 'PWD', 'OLDPWD',
  'HOME', 'HOMEDRIVE', 'HOMEPATH', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'XDG_*',
  'SHELL', 'IFS', 'ENV', 'ZDOTDIR', 'BASH_*', 'SHELLOPTS', 'BASHOPTS', 'PROMPT_COMMAND', 'PS4',
  'EDITOR', 'VISUAL', 'PAGER', 'BROWSER',
  'TMPDIR', 'TEMP', 'TMP', 'COMSPEC', 'SYSTEMROOT', 'WINDIR', 'PSMODULEPATH', 'CI',
  'LD_*', 'DYLD_*', 'GLIBC_TUNABLES', 'GCONV_PATH', 'MALLOC_*',
  'NODE_*', 'NPM_CONFIG_*', 'PYTHON*', 'PERL5OPT', 'PERL5LIB', 'PERL5DB', 'RUBYOPT', 'RUBYLIB',
  'JAVA_HOME', 'JAVA_OPTS', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS', 'CLASSPATH', 'GRADLE_OPTS', 'MAVEN_OPTS',
  'DOTNET_*', 'COMPLUS_*', 'CORECLR_*', 'COR_*',
  'GOENV', 'GOFLAGS', 'GOPATH', 'GOPROXY', 'GOROOT', 'GOTOOLCHAIN', 'CARGO_HOME', 'RUSTC_*', 'RUSTFLAGS', 'MAKEFLAGS',
  'GIT_*', 'SSH_*', 'DOCKER_*', 'BUILDX_*', 'BUILDKIT_*', 'KUBECONFIG',
  'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY',
  'OPENSSL_*', 'SSL_CERT_*', 'SSLKEYLOGFILE', 'CURL_CA_BUNDLE', 'CURL_HOME', 'REQUESTS_CA_BUNDLE',
  'DOCKPASS_URL', 'GITHUB_*', 'RUNNER_*', 'ACTIONS_*', 'INPUT_*', 'STATE_*',
] as const;

/** Why `name` cannot be the exported variable, as the end of a sentence; undefined if it can. */
export function variableNameFault(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'must be a variable name: letters, digits and underscores, no digit first';
  const refused = REFUSED.find((pattern) => matches(name.toUpperCase(), pattern));
  return refused && `must not be ${refused}: such a variable changes how later programs run`;
}

/** Names are compared in upper case, as Windows does and as proxies' variables need. */
function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Reads one input after the other and notes what is wrong instead of stopping there. */
class InputReader {
  /** Sentences for people. */
  readonly faults: string[] = [];
  readonly #runner: Pick<Runner, 'input'>;

  constructor(runner: Pick<Runner, 'input'>) {
    this.#runner = runner;
  }

  /** `fault` ends the sentence that the input's name begins. */
  fault(input: string, fault: string): void {
    this.faults.push(`\`${input}\` ${fault}.`);
  }

  text(input: string): string {
    return this.#runner.input(input);
  }

  /** Undefined if the input is empty. */
  optional(input: string, faultOf: (text: string) => string | undefined): string | undefined {
    const text = this.text(input);
    if (!text) return undefined;
    const fault = faultOf(text);
    if (fault) this.fault(input, fault);
    return text;
  }

  /** One of `choices`; the first of them if the input is empty. */
  choice<const Choice extends string>(input: string, choices: readonly [Choice, ...Choice[]]) {
    const text = this.text(input).toLowerCase();
    const choice = choices.find((candidate) => candidate === text);
    if (text && !choice) this.fault(input, `must be one of ${choices.join(', ')}`);
    return choice ?? choices[0];
  }

  /** Whatever stands between commas, spaces or lines. */
  items(input: string): string[] {
    return this.text(input)
      .split(/[\s,]+/)
      .filter((item) => item !== '');
  }

  /** Items of one kind, each once. */
  list<Item extends string>(input: string, is: (text: string) => text is Item, form: string) {
    const items = this.items(input);
    for (const item of items) if (!is(item)) this.fault(input, `holds '${item}', not ${form}`);
    return [...new Set(items.filter(is))];
  }

  /** Seconds. */
  duration(input: string): number | undefined {
    const text = this.text(input);
    if (!text) return undefined;
    const seconds = parseLifetime(text);
    if (seconds === undefined)
      this.fault(input, `is '${text}', not a time such as 45m, 2h or 3600`);
    return seconds;
  }
}
