import { formatLifetime } from '../../protocol/lifetime.ts';
import { PERMISSIONS } from '../../protocol/permissions.ts';
import { DEFAULT_EVENTS } from './conditions.ts';
import { hasBaseRef, KNOWN_EVENTS, refsOfEvent, showingOne } from './github-events.ts';
import { hasWildcard, looksLikeRegExp, matchesGlob } from './glob.ts';
import { isUnpinned } from './match.ts';
import type { RelationshipTerms } from './relationship.ts';

export const DANGER_CODES = [
  'unpinned_repository',
  'any_ref_can_push',
  'open_ended_branch_can_push',
  'pull_request_can_push',
  'push_without_pull',
  'privileged_event',
  'wildcard_reusable_workflow',
  'everything_forever',
  'regular_expression',
  'event_never_admitted',
  'unknown_event',
  'lifetime_beyond_maximum',
] as const;

export type DangerCode = (typeof DANGER_CODES)[number];

/** A choice that is allowed, and that its author should have made on purpose. */
export interface Danger {
  code: DangerCode;
  /** What can happen: one sentence. */
  text: string;
  /** What to write instead: one sentence. */
  remedy: string;
}

/** Settings of the exchange that a relationship is used by, as far as they are known. */
export interface Installation {
  requirePins?: boolean;
  /** Seconds. */
  maxLifetime?: number;
}

/** A ref that no pattern can spell out: what matches it matches any branch. */
const ANY_BRANCH = 'refs/heads/\u0001';

const PULL_REQUEST = 'refs/pull/1/merge';

/** Events that people without write access can start, and that run with the repository's identity. */
const STRANGERS_EVENTS: readonly string[] = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'pull_request_review',
  'pull_request_review_comment',
];

export function dangersOf(
  relationship: RelationshipTerms,
  installation: Installation = {},
): Danger[] {
  const checks = [
    unpinnedRepository,
    anyRefCanPush,
    openEndedBranchCanPush,
    pullRequestCanPush,
    pushWithoutPull,
    privilegedEvent,
    wildcardReusableWorkflow,
    everythingForever,
    regularExpression,
    eventNeverAdmitted,
    unknownEvent,
    lifetimeBeyondMaximum,
  ];
  return checks
    .map((check) => check(relationship, installation))
    .filter((danger) => danger !== null);
}

function unpinnedRepository(
  relationship: RelationshipTerms,
  { requirePins }: Installation,
): Danger | null {
  if (!isUnpinned(relationship)) return null;
  return {
    code: 'unpinned_repository',
    text: requirePins
      ? 'This installation refuses relationships without numeric ids (DOCKPASS_REQUIRE_PINS), so that this one never grants anything.'
      : 'Whoever holds this repository name at the first exchange is trusted, even if the name was given up and registered by someone else.',
    remedy:
      'Add repository_id and repository_owner_id; `gh api repos/OWNER/NAME --jq "[.id, .owner.id]"` prints both.',
  };
}

function anyRefCanPush(relationship: RelationshipTerms): Danger | null {
  if (!canPush(relationship) || !admitsRef(relationship, ANY_BRANCH)) return null;
  // An environment may have protection rules of its own, which stand in for the ref.
  if (relationship.conditions.environments) return null;
  return {
    code: 'any_ref_can_push',
    text: 'Anyone who can create a branch in the repository can push images.',
    remedy:
      'Limit refs to protected branches and tags, such as refs/heads/main, or name an environment with protection rules.',
  };
}

/** A star right behind a word: `main*`, but neither `release-*` nor `v*`. */
const OPEN_ENDED = /^refs\/heads\/(?:.*[^A-Za-z0-9])?[A-Za-z0-9]{2,}\*/;

function openEndedBranchCanPush(relationship: RelationshipTerms): Danger | null {
  const { refs, environments } = relationship.conditions;
  const [open] = refs?.filter((ref) => OPEN_ENDED.test(ref)) ?? [];
  if (!canPush(relationship) || open === undefined || environments) return null;
  const branch = open.slice(0, open.indexOf('*'));
  const unwanted = open.replace('*', '-evil').replaceAll(/\*+/g, 'x');
  return {
    code: 'open_ended_branch_can_push',
    text: `The pattern ${open} also matches ${unwanted}, so that anyone who can create a branch can push images.`,
    remedy: `Write ${branch} for the branch itself, ${branch}/** for what is below it.`,
  };
}

function pullRequestCanPush(relationship: RelationshipTerms): Danger | null {
  const events = relationship.conditions.events ?? DEFAULT_EVENTS;
  if (!canPush(relationship) || !events.includes('pull_request')) return null;
  if (!admitsRef(relationship, PULL_REQUEST)) return null;
  return {
    code: 'pull_request_can_push',
    text: 'Code that nobody has reviewed can push images from a pull request.',
    remedy:
      'Leave pull_request out of events, or give pull requests a trust relationship of their own that grants build and pull only.',
  };
}

/** Distribution wants both to begin an upload, and its clients look first whether a layer is there already. */
function pushWithoutPull(relationship: RelationshipTerms): Danger | null {
  if (!canPush(relationship) || relationship.permissions.includes('pull')) return null;
  return {
    code: 'push_without_pull',
    text: 'Registries ask for pull with every push, so docker, skopeo and buildah can push nothing.',
    remedy: 'Grant pull, too.',
  };
}

function privilegedEvent({ conditions }: RelationshipTerms): Danger | null {
  const named = conditions.events?.filter((event) => STRANGERS_EVENTS.includes(event)) ?? [];
  if (named.length === 0) return null;
  return {
    code: 'privileged_event',
    text: `Strangers can start jobs by ${named.join(', ')}, and such jobs run with the identity of the repository.`,
    remedy:
      'Remove the event, or make sure with workflows that only a workflow is admitted which never runs code of a pull request.',
  };
}

function wildcardReusableWorkflow({ conditions }: RelationshipTerms): Danger | null {
  const wild = conditions.reusableWorkflows?.filter(hasWildcard) ?? [];
  if (wild.length === 0) return null;
  return {
    code: 'wildcard_reusable_workflow',
    text: `Every workflow file and version that ${wild.join(', ')} matches is trusted, also those that are written later.`,
    remedy: 'Name the file in full, and the version by a protected tag or a commit.',
  };
}

function everythingForever({
  conditions,
  permissions,
  expiresAt,
}: RelationshipTerms): Danger | null {
  const conditional = Object.values(conditions).some((patterns) => patterns !== null);
  if (conditional || expiresAt !== null || new Set(permissions).size < PERMISSIONS.length)
    return null;
  return {
    code: 'everything_forever',
    text: 'Every workflow of the repository gets every permission, and nothing ever ends that.',
    remedy: 'Add a condition, grant fewer permissions, or set expires_at.',
  };
}

function regularExpression({ conditions }: RelationshipTerms): Danger | null {
  const { refs, baseRefs, workflows, reusableWorkflows } = conditions;
  const literal = [refs, baseRefs, workflows, reusableWorkflows].flatMap(
    (patterns) => patterns?.filter(looksLikeRegExp) ?? [],
  );
  if (literal.length === 0) return null;
  return {
    code: 'regular_expression',
    text: `Globs know nothing but * and **, so that ${literal.join(', ')} matches only what is spelt with these very characters.`,
    remedy:
      'List alternatives one by one, and write * for any characters within a segment, ** for any segments.',
  };
}

function eventNeverAdmitted({
  conditions: { refs, events, baseRefs },
}: RelationshipTerms): Danger | null {
  const showsRef = refs ? showingOne(refs) : () => true;
  const isAdmitted = (event: string) => showsRef(event) && (baseRefs === null || hasBaseRef(event));
  const never = events?.filter((event) => !isAdmitted(event)) ?? [];
  if (never.length === 0) return null;
  return {
    code: 'event_never_admitted',
    text: `Jobs of ${never.join(', ')} never meet the other conditions: the ref of ${never[0]} is ${refsOfEvent(never[0] ?? '').join(' or ')}.`,
    remedy: 'Give the event a trust relationship of its own, or remove it.',
  };
}

function unknownEvent({ conditions: { events } }: RelationshipTerms): Danger | null {
  const unknown = events?.filter((event) => !KNOWN_EVENTS.includes(event)) ?? [];
  if (unknown.length === 0) return null;
  return {
    code: 'unknown_event',
    text: `GitHub had no event ${unknown.join(', ')} when this version of Dockpass was made.`,
    remedy: 'Compare it with the list of events in the documentation of GitHub Actions.',
  };
}

function lifetimeBeyondMaximum(
  relationship: RelationshipTerms,
  { maxLifetime = Number.POSITIVE_INFINITY }: Installation,
): Danger | null {
  if ((relationship.maxLifetime ?? 0) <= maxLifetime) return null;
  return {
    code: 'lifetime_beyond_maximum',
    text: `Build tokens of this installation live ${formatLifetime(maxLifetime)} at most (DOCKPASS_MAX_LIFETIME), whatever max_lifetime says.`,
    remedy: 'Lower max_lifetime, or have DOCKPASS_MAX_LIFETIME raised.',
  };
}

function canPush({ permissions }: RelationshipTerms): boolean {
  return permissions.includes('push');
}

function admitsRef({ conditions }: RelationshipTerms, ref: string): boolean {
  return conditions.refs?.some((pattern) => matchesGlob(pattern, ref)) ?? true;
}
