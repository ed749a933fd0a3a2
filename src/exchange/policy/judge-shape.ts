import type { z } from 'zod';
import { quote, quoteIfNeeded } from '../identity/quote.ts';
import { nearestName } from '../nearest-name.ts';
import type { PolicyFault } from './fault.ts';
import { policyJsonSchema } from './json-schema.ts';
import { LONGEST_KEY, type Path, pathText, valueAt } from './paths.ts';
import { type PolicyYaml, policySchema } from './schema.ts';
import type { YamlSource } from './yaml-source.ts';

type Judgement = { yaml: PolicyYaml; faults: [] } | { yaml: null; faults: PolicyFault[] };

/** Whether the document has the shape of the schema; otherwise all that is wrong with it. */
export function judgeShape(source: YamlSource): Judgement {
  const { data, error } = policySchema.safeParse(source.value);
  if (!error) return { yaml: data, faults: [] };
  return { yaml: null, faults: error.issues.flatMap((issue) => faultsOf(issue, source)) };
}

function faultsOf(issue: z.core.$ZodIssue, source: YamlSource): PolicyFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...issue.path, key], source));
  const message = messageOf(issue, source);
  return [{ ...source.position(issue.path), path: pathText(issue.path), message }];
}

function unknownKey(path: Path, source: YamlSource): PolicyFault {
  const known = knownKeys(path.slice(0, -1));
  const meant = nearest(String(path.at(-1)).replaceAll('-', '_'), known);
  return {
    ...source.keyPosition(path),
    path: pathText(path),
    message: `unknown key; ${meant ? `did you mean ${meant}?` : `known here: ${known.join(', ')}`}`,
  };
}

function messageOf(issue: z.core.$ZodIssue, source: YamlSource): string {
  const value = valueAt(source.value, issue.path);
  if (value === undefined) return 'missing; add it';
  if (value === null && issue.path.length === 0)
    return 'the document is empty; it needs issuers and organizations';
  if (value === null) return 'empty; give it a value, or remove the key';
  if (issue.code === 'invalid_type') return typeMessage(issue.expected, value, issue.path, source);
  if (issue.code === 'invalid_value') return optionMessage(value, issue.values.map(String));
  if (issue.code === 'too_small') return 'empty list; list at least one, or remove the key';
  return `${shown(value)} ${issue.message}`;
}

function typeMessage(expected: string, value: unknown, path: Path, source: YamlSource): string {
  if (expected === 'array') return 'not a list; write it as [one, two]';
  if (expected === 'object') return 'not a mapping; write it as key: value';
  if (expected === 'boolean')
    return `${shown(value)} is neither true nor false; write one of the two`;
  if (typeof value === 'object') return `not a single value; write one ${expected}`;
  const written = quoteIfNeeded(source.written(path) ?? JSON.stringify(value), LONGEST_SHOWN);
  return `${written} is a ${typeof value} in YAML; put it in quotes: "${written}"`;
}

function optionMessage(value: unknown, options: readonly string[]): string {
  const meant = nearest(String(value), options);
  return `${shown(value)} is unknown; ${meant ? `did you mean ${meant}?` : `write ${options.join(', ')}`}`;
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  return typeof value === 'string'
    ? quote(value, LONGEST_SHOWN)
    : quoteIfNeeded(JSON.stringify(value), LONGEST_SHOWN);
}

/** A long text takes long to compare, and is near to no name. */
function nearest(text: string, names: readonly string[]): string | undefined {
  return text.length > LONGEST_KEY ? undefined : nearestName(text, names);
}

function knownKeys(path: Path): string[] {
  let schema: unknown = policyJsonSchema();
  for (const key of path)
    schema = valueAt(schema, typeof key === 'number' ? ['items'] : ['properties', key]);
  return Object.keys(valueAt(schema, ['properties']) ?? {});
}
