import type { Permission } from '../../protocol/permissions.ts';
import { refsOfEvent } from './github-events.ts';
import { hasWildcard } from './glob.ts';
import type { Conditions, RelationshipTerms } from './relationship.ts';

/** A sentence in pieces: what somebody has written stands apart, to be shown as such. */
export type Sentence = readonly (string | { written: string })[];

/** Terms that are still being written may lack a repository and permissions. */
export type UnfinishedTerms = Omit<RelationshipTerms, 'repository'> & { repository: string | null };

/** Of each condition; a sentence with a hundred branches is read by nobody. */
const MOST_NAMED = 3;

/**
 * Who is admitted, and to what: "Jobs of acme/web on branch main, started by push or by hand, may build and push
 * for up to 2 hours." `longest`: seconds that the installation lets build tokens live; null: it is not known
 * here.
 */
export function describeTerms(terms: UnfinishedTerms, longest: number | null = null): Sentence {
  const { repository, conditions } = terms;
  const asides = [startedBy(conditions), fromWorkflow(conditions), within(conditions)].filter(
    (aside) => aside.length > 0,
  );
  return joined([
    'Jobs of ',
    repository === null ? 'a repository' : { written: repository },
    ...onRef(conditions),
    ...into(conditions),
    ...inEnvironment(conditions),
    ...asides.flatMap((aside) => [', ', ...aside]),
    ', ',
    ...may(terms, longest),
  ]);
}

/** The same as one text. */
export function sentenceText(sentence: Sentence): string {
  return sentence.map((piece) => (typeof piece === 'string' ? piece : piece.written)).join('');
}

function joined(pieces: Sentence): Sentence {
  const all: (string | { written: string })[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all.splice(-1, 1, last + piece);
    else all.push(piece);
  }
  return all;
}

function onRef({ refs, baseRefs, events }: Conditions): Sentence {
  if (refs) return [' on ', ...oneOf(refs.map(refPieces))];
  // Nothing else has a base branch.
  if (baseRefs) return [' on any pull request'];
  const shapes = events
    ? new Set(events.flatMap(refsOfEvent).map(kindOfRef))
    : new Set(KINDS.map(([, kind]) => kind));
  const kinds = KINDS.map(([, kind]) => kind).filter((kind) => shapes.has(kind));
  return [' on any ', ...oneOf(kinds.map((kind) => [kind]))];
}

const KINDS = [
  ['refs/heads/', 'branch'],
  ['refs/tags/', 'tag'],
  ['refs/pull/', 'pull request'],
] as const;

function kindOfRef(ref: string): string {
  return KINDS.find(([prefix]) => ref.startsWith(prefix))?.[1] ?? 'ref';
}

function refPieces(ref: string): Sentence {
  const [, number] = /^refs\/pull\/([^/]+)\/merge$/.exec(ref) ?? [];
  if (number) return number === '*' ? ['any pull request'] : named('pull request', '', number);
  const [prefix, kind] = KINDS.find(([prefix]) => ref.startsWith(prefix)) ?? ['', 'ref'];
  if (ref === '**' || ref === 'refs/**') return ['any branch, tag or pull request'];
  if (ref === `${prefix}**`) return [`any ${kind}`];
  const plural = kind === 'branch' ? 'branches' : `${kind}s`;
  return named(kind, plural, ref.slice(prefix.length));
}

/** `branch main`, `branches like release/*`. */
function named(singular: string, plural: string, name: string): Sentence {
  return [hasWildcard(name) ? `${plural} like ` : `${singular} `, { written: name }];
}

function into({ baseRefs }: Conditions): Sentence {
  if (!baseRefs) return [];
  return [' that is to be merged into ', ...oneOf(baseRefs.map(branchPieces))];
}

function branchPieces(branch: string): Sentence {
  return branch === '**' ? ['any branch'] : named('branch', 'branches', branch);
}

function inEnvironment({ environments }: Conditions): Sentence {
  if (!environments) return [];
  return [' in environment ', ...oneOf(environments.map((name) => [{ written: name }]))];
}

/** How people say it; any other event goes by its name. */
const STARTS: Readonly<Record<string, string>> = {
  merge_group: 'by the merge queue',
  pull_request: 'by a pull request',
  push: 'by push',
  release: 'by a release',
  repository_dispatch: 'through the API',
  schedule: 'on a schedule',
  workflow_dispatch: 'by hand',
};

function startedBy({ events }: Conditions): Sentence {
  if (!events) return ['started by any default event'];
  return ['started ', ...oneOf(events.map(startPieces))];
}

function startPieces(event: string): Sentence {
  const phrase = Object.hasOwn(STARTS, event) ? STARTS[event] : undefined;
  return phrase === undefined ? ['by ', { written: event }] : [phrase];
}

function fromWorkflow({ workflows }: Conditions): Sentence {
  if (!workflows) return [];
  const file = (path: string): Sentence => [{ written: path.replace('.github/workflows/', '') }];
  return ['from workflow ', ...oneOf(workflows.map(file))];
}

function within({ reusableWorkflows }: Conditions): Sentence {
  if (!reusableWorkflows) return [];
  const workflow = (written: string): Sentence => [{ written }];
  return ['inside the reusable workflow ', ...oneOf(reusableWorkflows.map(workflow))];
}

function may(terms: UnfinishedTerms, longest: number | null): Sentence {
  const { permissions, mode } = terms;
  const what = [...list(permissions, 'and'), lasting(terms, longest), ending(terms)].join('');
  if (permissions.length === 0) return ['may do nothing yet.'];
  return mode === 'audit'
    ? [`would be allowed to ${what}. Audit mode: nothing is granted.`]
    : [`may ${what}.`];
}

function lasting({ maxLifetime }: UnfinishedTerms, longest: number | null): string {
  const seconds = Math.min(maxLifetime ?? Number.POSITIVE_INFINITY, longest ?? maxLifetime ?? 0);
  return seconds > 0 ? ` for up to ${durationText(seconds)}` : '';
}

function ending({ expiresAt }: UnfinishedTerms): string {
  if (expiresAt === null) return '';
  const time = new Date(expiresAt * 1000).toISOString();
  const [day = '', clock = ''] = time.split('T');
  return `, until ${day}${clock.startsWith('00:00:00') ? '' : ` ${clock.slice(0, 5)} UTC`}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest unit that leaves nothing over. */
function durationText(seconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => seconds % length === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function oneOf(all: readonly Sentence[]): Sentence {
  const named = all.slice(0, MOST_NAMED);
  const others = all.length - named.length;
  const items = others > 0 ? [...named, [`${others} more`]] : named;
  return items.flatMap((item, index) => [separator(index, items.length, 'or'), ...item]);
}

function list(words: readonly Permission[], conjunction: string): string[] {
  return words.flatMap((word, index) => [separator(index, words.length, conjunction), word]);
}

function separator(index: number, length: number, conjunction: string): string {
  if (index === 0) return '';
  return index === length - 1 ? ` ${conjunction} ` : ', ';
}
