import type { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { knownMembers } from './known-members.ts';
import { LONGEST_KEY, type Path, valueAt } from './paths.ts';

/** What the words depend on: how a document is written, and how much of it may be repeated. */
export interface Notation {
  /** The value with a space behind it where a fault may repeat it, as in `"mian" is unknown`. */
  subject(value: unknown): string;
  unknownMember: string;
  notAList: string;
  notAnObject: string;
  nothing(path: Path): string;
  /** A number or a boolean where a text must be. */
  unquoted(value: unknown, path: Path): string;
}

export interface ShapeFault {
  path: Path;
  /** The member itself is wrong, not its value. */
  isUnknown: boolean;
  /** What is wrong; what to do. */
  message: string;
}

/** A document, the schema that refused it, and with what issues. */
export interface Refused {
  schema: z.core.$ZodType;
  value: unknown;
  issues: readonly z.core.$ZodIssue[];
}

/** Of one object: more of them tell nothing more, and to compare thousands would hold up everybody. */
const MOST_UNKNOWN = 20;

/** What is wrong with a document, in our words: a schema's own say nothing of what to do. */
export function shapeFaults({ schema, value, issues }: Refused, notation: Notation): ShapeFault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys
        .slice(0, MOST_UNKNOWN)
        .map((key) => unknownMember(schema, [...issue.path, key], notation));
    const message = messageOf(issue, valueAt(value, issue.path), notation);
    return [{ path: issue.path, isUnknown: false, message }];
  });
}

function unknownMember(schema: z.core.$ZodType, path: Path, notation: Notation): ShapeFault {
  const known = knownMembers(schema, path.slice(0, -1));
  const meant = nearest(snakeCase(String(path.at(-1))), known);
  const remedy = meant ? `did you mean ${meant}?` : `known here: ${known.join(', ')}`;
  return { path, isUnknown: true, message: `${notation.unknownMember}; ${remedy}` };
}

function snakeCase(name: string): string {
  return name
    .replaceAll('-', '_')
    .replace(/(?<=[a-z])[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

function messageOf(issue: z.core.$ZodIssue, value: unknown, notation: Notation): string {
  if (value === undefined) return 'missing; add it';
  if (value === null) return notation.nothing(issue.path);
  if (issue.code === 'invalid_type') return typeMessage(issue, value, notation);
  if (issue.code === 'too_small' && issue.origin === 'array')
    return 'empty list; list at least one, or leave it out';
  if (issue.code === 'too_big' && issue.origin === 'array')
    return `too many; list at most ${issue.maximum}`;
  const isUnrepeated = issue.code === 'custom' && issue.params?.unrepeated === true;
  return `${isUnrepeated ? '' : notation.subject(value)}${predicate(issue, value)}`;
}

/** What the schema says by itself unless it is here. */
function predicate(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_value')
    return `is unknown; ${optionRemedy(value, issue.values.map(String), issue.path)}`;
  if (issue.code === 'too_small') return `is too small; write ${issue.minimum} or more`;
  if (issue.code === 'too_big') return `is too large; write ${issue.maximum} or less`;
  return issue.message;
}

function typeMessage(
  { expected, path, message }: z.core.$ZodIssueInvalidType,
  value: unknown,
  notation: Notation,
): string {
  if (expected === 'array') return notation.notAList;
  if (expected === 'object' || expected === 'record') return notation.notAnObject;
  if (expected === 'boolean')
    return `${notation.subject(value)}is neither true nor false; write one of the two`;
  if (expected === 'int')
    return `${notation.subject(value)}is not a whole number; write it without a fraction`;
  if (expected !== 'string') return `${notation.subject(value)}${message}`;
  return typeof value === 'object'
    ? 'not a single value; write one string'
    : notation.unquoted(value, path);
}

function optionRemedy(value: unknown, options: readonly string[], path: Path): string {
  const meant = typeof value === 'string' && nearest(value, options);
  if (meant) return `did you mean ${meant}?`;
  const several = typeof path.at(-1) === 'number';
  return `write ${several ? 'one or more' : 'one'} of ${options.join(', ')}`;
}

/** A long text takes long to compare, and is near to no name. */
function nearest(text: string, names: readonly string[]): string | undefined {
  return text.length > LONGEST_KEY ? undefined : nearestName(text, names);
}
