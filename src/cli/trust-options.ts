import { type Command, Option } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import { MODES } from '../exchange/trust/relationship.ts';
import { EXIT } from './exit-code.ts';
import { CommandFailure } from './failure.ts';
import { readPermissions } from './read-arguments.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

/** A trust relationship as options and a file say it. */
export interface TermsOptions {
  file?: string;
  repository?: string;
  repositoryId?: string;
  ownerId?: string;
  issuer?: string;
  permissions?: readonly string[];
  ref?: readonly string[];
  baseRef?: readonly string[];
  environment?: readonly string[];
  event?: readonly string[];
  workflow?: readonly string[];
  reusableWorkflow?: readonly string[];
  maxLifetime?: string;
  mode?: string;
  expires?: string;
  description?: string;
}

/** The members of the policy file that they are. */
const MEMBERS = {
  repository: 'repository',
  repositoryId: 'repository_id',
  ownerId: 'repository_owner_id',
  issuer: 'issuer',
  permissions: 'permissions',
  ref: 'refs',
  baseRef: 'base_refs',
  environment: 'environments',
  event: 'events',
  workflow: 'workflows',
  reusableWorkflow: 'reusable_workflows',
  maxLifetime: 'max_lifetime',
  mode: 'mode',
  expires: 'expires_at',
  description: 'description',
} as const satisfies Record<Exclude<keyof TermsOptions, 'file'>, string>;

export function withTermsOptions(command: Command): Command {
  return command
    .option('--repository <REPOSITORY>', 'whose jobs: owner/name')
    .option('--repository-id <ID>', 'its id; left out: the first job that is admitted pins it')
    .option('--owner-id <ID>', 'the id of its owner')
    .option('--permissions <LIST>', 'such as build,push', readPermissions)
    .option('--ref <PATTERN>', 'such as refs/heads/main; may be repeated', oneMore)
    .option('--environment <NAME>', 'deployment environment; may be repeated', oneMore)
    .option('--event <EVENT>', 'such as push; may be repeated', oneMore)
    .option('--workflow <PATTERN>', 'the workflow that runs; may be repeated', oneMore)
    .option('--reusable-workflow <PATTERN>', 'the one that it calls; may be repeated', oneMore)
    .option('--base-ref <PATTERN>', 'target of a pull request; may be repeated', oneMore)
    .option('--issuer <URL>', 'left out: the only one')
    .option('--max-lifetime <DURATION>', 'of build tokens, such as 30m')
    .addOption(new Option('--mode <MODE>', 'audit: grant nothing, only record').choices(MODES))
    .option('--expires <WHEN>', 'a date or a time with zone')
    .option('--description <TEXT>', 'for people')
    .option('--file <FILE>', 'read the entry from a YAML or JSON file, or - for standard input');
}

function oneMore(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** As the API takes it: what the file says, and over that what the options say. */
export async function readTerms(
  options: TermsOptions,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  const { file } = options;
  const written = file === undefined ? {} : parseEntry(await readInput(file, terminal), file);
  const named = Object.entries(MEMBERS).flatMap(([option, member]) => {
    const value = options[option as keyof typeof MEMBERS];
    return value === undefined ? [] : [[member, value] as const];
  });
  const terms = { ...written, ...Object.fromEntries(named) };
  if (Object.keys(terms).length === 0)
    throw new CommandFailure(
      ['nothing to set; use options such as --repository, or --file'],
      EXIT.usage,
    );
  return terms;
}

function parseEntry(text: string, file: string): object {
  const name = file === '-' ? 'standard input' : file;
  let entry: unknown;
  try {
    entry = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [place] = error.linePos ?? [];
    throw new CommandFailure([`${name}:${place?.line ?? 1}: is not valid YAML or JSON`]);
  }
  if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) return entry;
  throw new CommandFailure([
    `${name} does not hold one trust relationship; write its members, such as repository: acme/web`,
  ]);
}
