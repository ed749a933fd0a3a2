/**
 * What may stand in the fields of a policy document. Each function says why its text may not, as
 * `is wrong; do this instead`, to be put behind the name of the field; undefined if it may.
 */

import { baseUrlFault } from '../../protocol/base-url.ts';
import { parseLifetime } from '../../protocol/lifetime.ts';
import { isName, MAX_NAME_LENGTH } from '../../protocol/projects.ts';
import { MIN_LIFETIME } from '../config/config.ts';
import { GITHUB_ISSUER } from '../identity/identity.ts';
import { nearestName } from '../nearest-name.ts';
import { idLikeFault } from '../system/ids.ts';
import { splitWorkflowRef } from '../trust/conditions.ts';
import { KNOWN_EVENTS, REF_SHAPES } from '../trust/github-events.ts';
import { globFault, looksLikeRegExp, matchesGlob } from '../trust/glob.ts';
import { globsMeet } from '../trust/glob-meeting.ts';

type FieldFault = string | undefined;

export function nameFault(text: string): FieldFault {
  if (isName(text)) return idLikeFault(text);
  return `is not a valid name; use lower-case letters and digits with single hyphens between them, at most ${MAX_NAME_LENGTH} characters`;
}

export function issuerFault(text: string): FieldFault {
  const fault = baseUrlFault(text);
  if (fault) return fault;
  if (/\s/.test(text)) return 'contains white space; remove it';
  // Compared byte for byte with `iss`, which none of GitHub's issuers ends with a slash.
  if (text.endsWith('/')) return 'ends with a slash; ID tokens name it without, so drop it';
  const meant = meantIssuer(new URL(text));
  return meant === text ? undefined : `is not an issuer of ID tokens; did you mean ${meant}?`;
}

/** What ID tokens name as `iss` where an operator writes `url`. */
function meantIssuer({ origin, hostname, pathname }: URL): string {
  // Below it are discovery and the key set.
  const path = pathname.replace(/\/(?:\.well-known\/.*)?$/, '');
  const { hostname: github } = new URL(GITHUB_ISSUER);
  if (hostname === github) return `https://${github}${path}`;
  if (/(?:^|\.)(?:github\.com|githubusercontent\.com)$/.test(hostname)) return GITHUB_ISSUER;
  if (nearestName(hostname, [github])) return `https://${github}${path}`;
  const [, subdomain] = /^([^.]+)\.ghe\.com$/.exec(hostname) ?? [];
  return subdomain ? `https://token.actions.${subdomain}.ghe.com` : origin + path;
}

export function userFault(text: string): FieldFault {
  if (text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text)) return undefined;
  return 'is not a valid e-mail address; write it like ada@example.com';
}

/** An owner has 39 characters at most, and those of managed users a suffix behind an underscore. */
const OWNER_AND_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** As browsers and `git clone` show a repository. */
const REPOSITORY_URL =
  /^(?:https?:\/\/[^/]+\/|(?:ssh:\/\/)?git@[^:/]+[:/])([^/]+\/[^/]+?)(?:\.git)?(?:\/.*)?$/;

export function repositoryFault(text: string): FieldFault {
  const pasted = REPOSITORY_URL.exec(text)?.[1];
  if (pasted) return `is a URL; write it as owner/name: ${pasted}`;
  if (OWNER_AND_NAME.test(text) && !/\/\.{1,2}$|\.git$/.test(text)) return undefined;
  return 'is not valid; write it as owner/name, without wildcards';
}

export function idFault(text: string): FieldFault {
  if (/^[1-9][0-9]{0,19}$/.test(text)) return undefined;
  return 'is not a valid numeric id; `gh api repos/OWNER/NAME --jq "[.id, .owner.id]"` prints both ids of a repository';
}

/**
 * Looks like nothing, or like a plain space, without being one. Variation selectors are fine: they choose how an
 * emoji looks.
 */
const UNSEEN = /(?! )[\p{Zs}\u2800]|(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}/u;

/** Of names that ID tokens show. */
function unseenFault(text: string): FieldFault {
  if (UNSEEN.test(text))
    return 'contains a character that looks like a space or like nothing; write it anew';
  return text.trim() === text ? undefined : 'begins or ends with white space; remove it';
}

/** What git refuses in a ref (git-check-ref-format), so that no job could ever match. */
const NEVER_IN_A_REF = /[ ~^:?[\\]|\/\.|\.\.|@\{|\.lock(?=\/|$)|\.$/;

export function refFault(text: string): FieldFault {
  const fault = gitNameFault(text, meantByRegExp);
  if (fault) return fault;
  if (!beginsAsRef(text)) {
    const [, rest] = NEARLY_A_REF.exec(text) ?? [];
    const meant = rest
      ? meantRef(`refs/${rest}`)
      : `write refs/heads/${text} for a branch, refs/tags/${text} for a tag`;
    return `can match no git ref; ${meant}`;
  }
  if (!isLongAsRef(text))
    return 'is shorter than any git ref; write it in full, as refs/heads/main or refs/heads/*';
  return REF_SHAPES.some((shape) => globsMeet(shape, text))
    ? undefined
    : `can match no ref of a job; ${meantRef(text)}`;
}

/** A name or glob of a branch, which `base_ref` has without `refs/heads/`. */
export function baseRefFault(text: string): FieldFault {
  const fault = gitNameFault(text, () => '');
  if (fault) return fault;
  const [, branch] = /^refs\/heads\/(.+)$/.exec(text) ?? [];
  return branch ? `is a ref, and base_ref is the name of a branch; write ${branch}` : undefined;
}

/** `meant`: the end of the sentence about characters that have a meaning elsewhere. */
function gitNameFault(text: string, meant: (text: string) => string): FieldFault {
  const fault = globFault(text);
  if (fault) return `${fault}; see the globs in docs/trust-relationships.md`;
  const never = NEVER_IN_A_REF.exec(text);
  if (never)
    return `contains "${never[0]}", which no git ref can; only * and ** are special${meant(text)}`;
  return unseenFault(text);
}

/** As `heads/main`, `ref/heads/main` and `Refs/heads/main`. */
const NEARLY_A_REF = /^(?:refs?\/)?((?:head|tag|pull)s?\/.+)$/i;

const NAMESPACES = ['heads', 'tags', 'pull'];

/** For `refs/head/main` that it is `refs/heads/main`. */
function meantRef(text: string): string {
  const [refs, namespace = '', ...rest] = text.split('/');
  const meant = nearestName(namespace.toLowerCase(), NAMESPACES);
  if (meant === 'pull') return 'write refs/pull/*/merge for pull requests';
  return meant
    ? `did you mean ${[refs, meant, ...rest].join('/')}?`
    : 'write refs/heads/BRANCH, refs/tags/TAG, or refs/pull/*/merge for pull requests';
}

function beginsAsRef(glob: string): boolean {
  return matchesGlob(glob.split('/')[0] ?? '', 'refs');
}

function isLongAsRef(glob: string): boolean {
  const segments = glob.split('/');
  return segments.length > 2 || segments.includes('**');
}

/** For `^refs/heads/v.*$` the end of a sentence with `refs/heads/v*`; nothing if it is not so simple. */
function meantByRegExp(text: string): string {
  const glob = text
    .replaceAll(/^\^|\$$/g, '')
    .replace(/(?<=^|\/)\.[*+]$/, '**')
    .replaceAll(/\.[*+]/g, '*');
  const ref = glob.startsWith('refs/') ? glob : `refs/heads/${glob}`;
  const possible =
    !globFault(ref) && !NEVER_IN_A_REF.test(ref) && !looksLikeRegExp(ref) && isLongAsRef(ref);
  return possible ? `: write ${ref}` : '';
}

export function environmentFault(text: string): FieldFault {
  if (text.trim() === '' || text.length > 255)
    return 'is not a valid name of an environment; it has 1 to 255 characters';
  const unseen = unseenFault(text);
  if (unseen) return unseen;
  if (text.includes('*'))
    return 'contains a *; environments are compared as plain names, so list each';
  return undefined;
}

export function eventFault(text: string): FieldFault {
  if (text === 'workflow_call')
    return 'is the event of no job; a called workflow shows the event of its caller, so name that, and the called workflow under reusable_workflows';
  const meant = nearestName(text.toLowerCase(), KNOWN_EVENTS);
  if (meant && meant !== text) return `is not an event of GitHub Actions; did you mean ${meant}?`;
  if (/^[a-z][a-z_]*$/.test(text)) return undefined;
  return 'is not an event of GitHub Actions; list each by its name, such as push or workflow_dispatch';
}

export function workflowFault(text: string): FieldFault {
  const fault = globFault(text);
  if (fault) return `${fault}; see the globs in docs/trust-relationships.md`;
  if (text.includes('@')) return 'names a version; write the path only, and the version under refs';
  if (!text.startsWith('.github/workflows/') && !text.split('/')[0]?.includes('*'))
    return `can match no workflow; write .github/workflows/${text.split('/').at(-1)}`;
  return unseenFault(text) ?? workflowFileFault(text);
}

const WORKFLOW_FILES = ['.github/workflows/*.yml', '.github/workflows/*.yaml'];

function workflowFileFault(path: string): FieldFault {
  return WORKFLOW_FILES.some((files) => globsMeet(files, path))
    ? undefined
    : 'can match no workflow; workflows are files directly in .github/workflows that end with .yml or .yaml';
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function reusableWorkflowFault(text: string): FieldFault {
  const parts = splitWorkflowRef(text);
  if (!parts)
    return 'is not a reusable workflow; write owner/repository/.github/workflows/FILE.yml@refs/tags/TAG';
  const fault = [parts.repository, parts.path, parts.ref].map(globFault).find(Boolean);
  if (fault) return `${fault}; see the globs in docs/trust-relationships.md`;
  if (parts.repository.includes('**'))
    return 'begins with **; write owner and repository as two segments';
  // `*` is any commit: a hash is one segment.
  if (COMMIT.test(parts.ref) || parts.ref === '*')
    return unseenFault(text) ?? workflowFileFault(parts.path);
  if (beginsAsRef(parts.ref) || NEVER_IN_A_REF.test(parts.ref))
    return refFault(parts.ref) ?? unseenFault(text) ?? workflowFileFault(parts.path);
  return `has a version that ID tokens never show; write refs/tags/${parts.ref}, refs/heads/${parts.ref} or a whole commit behind the @`;
}

export function lifetimeFault(value: string | number): FieldFault {
  const seconds = parseLifetime(String(value));
  if (seconds === undefined)
    return 'is not a valid duration; write it like 45m, 2h or, in seconds, 3600';
  if (seconds < MIN_LIFETIME)
    return `is too short; build tokens live ${MIN_LIFETIME} seconds or longer`;
  return undefined;
}

// biome-ignore format: one part a line
const TIME = new RegExp(
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}' +
  '(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?$',
);

export function timeFault(text: string): FieldFault {
  if (TIME.test(text) && isRealDate(text)) return undefined;
  return 'is not a valid time in ISO 8601 with its zone; write it like 2027-01-31 or 2027-01-31T18:00:00Z';
}

/** Date.parse takes 30 February for 2 March, and ISO 8601 has four digits for the year in UTC, too. */
function isRealDate(text: string): boolean {
  const day = text.slice(0, 10);
  const midnight = Date.parse(day);
  const moment = Date.parse(text);
  return (
    !Number.isNaN(moment) &&
    !Number.isNaN(midnight) &&
    new Date(midnight).toISOString().startsWith(day) &&
    /^[0-9]/.test(new Date(moment).toISOString())
  );
}

export function descriptionFault(text: string): FieldFault {
  if (text.trim() === '') return 'is empty; write something, or remove the key';
  return text.length > 200 ? 'is longer than 200 characters; shorten it' : undefined;
}
