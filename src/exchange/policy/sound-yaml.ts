import {
  type Alias,
  type Document,
  isAlias,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { type PolicyFault, PolicyFaults, START } from './fault.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** Aliases may repeat what is written once; more of them only serve to blow a document up. */
const MAX_ALIASES = 100;

/** What is repeated of the text: with a wrong path it may be any file. */
const LONGEST_ALIAS = 40;
const LONGEST_MESSAGE = 100;

const TOO_MANY_ALIASES = `more than ${MAX_ALIASES} aliases; write the aliased parts out`;

const TOO_DEEP = 'nested too deeply; see the example in docs/trust-relationships.md';

/** What is said instead of the parser's own words, by its codes. */
const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the key occurs twice; keep one of the two',
  TAB_AS_INDENT: 'a tab indents; use spaces',
  MULTIPLE_DOCS: 'there are several documents; keep everything in one, without ---',
  RESOURCE_EXHAUSTION: TOO_DEEP,
};

export interface SoundYaml {
  document: Document;
  lines: LineCounter;
  value: unknown;
  /** What each alias stands for. */
  aliases: Aliases;
}

/** One YAML document without syntax errors, unknown tags or bombs. Otherwise throws PolicyFaults. */
export function soundYaml(text: string): SoundYaml {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw faultAtStart(`larger than ${MAX_BYTES} bytes; split it into several documents`);
  const lines = new LineCounter();
  const document = guarded(() =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true }),
  );
  const aliases = guarded(() => aliasesIn(document));
  if (aliases.size > MAX_ALIASES) throw faultAtStart(TOO_MANY_ALIASES);
  const faults = [
    ...syntaxFaults([...document.errors, ...document.warnings], lines),
    ...danglingAliases(aliases, lines),
  ];
  if (faults.length > 0) throw new PolicyFaults(faults);
  const value: unknown = guarded(() => document.toJS({ maxAliasCount: MAX_ALIASES }));
  return { document, lines, value, aliases };
}

/** The parser recurses, so that a document of brackets overflows the stack. */
function guarded<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw faultAtStart(TOO_DEEP);
    if (error instanceof ReferenceError) throw faultAtStart(TOO_MANY_ALIASES);
    throw error;
  }
}

function faultAtStart(message: string): PolicyFaults {
  return new PolicyFaults([{ ...START, path: '', message }]);
}

/** The first of each line: one misplaced bracket makes the parser complain many times. */
function syntaxFaults(problems: readonly YAMLError[], lines: LineCounter): PolicyFault[] {
  const faults = problems.map((problem) => syntaxFault(problem, lines));
  return faults.filter(
    ({ line }, index) => faults.findIndex((earlier) => earlier.line === line) === index,
  );
}

function syntaxFault({ code, message, pos }: YAMLError, lines: LineCounter): PolicyFault {
  const { line, col } = lines.linePos(pos[0]);
  const known = MESSAGES[code];
  const parser = `not sound YAML (${shortened(message, LONGEST_MESSAGE)}); check indentation, brackets and quotes around here`;
  return { line, column: col, path: '', message: known ?? parser };
}

export type Aliases = ReadonlyMap<Alias, Node | undefined>;

/** In one pass: to resolve each alias by itself takes quadratic time, which is a bomb, too. */
function aliasesIn(document: Document): Aliases {
  const aliases = new Map<Alias, Node | undefined>();
  const anchored = new Map<string, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) aliases.set(node, anchored.get(node.source));
      else if (node.anchor) anchored.set(node.anchor, node);
    },
  });
  return aliases;
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** `refs: [**]` is an alias to YAML, and one of the easiest mistakes to make here. */
function danglingAliases(aliases: Aliases, lines: LineCounter): PolicyFault[] {
  return [...aliases].flatMap(([alias, target]) => {
    if (target) return [];
    const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
    const text = shortened(`*${alias.source}`, LONGEST_ALIAS);
    const message = `${text} is an alias to YAML; put it in quotes: "${text}"`;
    return [{ line, column: col, path: '', message }];
  });
}
