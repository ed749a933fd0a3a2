import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type PolicyFault, PolicyFaults, START } from './fault.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** Aliases may repeat what is written once; more of them only serve to blow a document up. */
const MAX_ALIASES = 100;

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
}

/** One YAML document without syntax errors, unknown tags or bombs. Otherwise throws PolicyFaults. */
export function soundYaml(text: string): SoundYaml {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw faultAtStart(`larger than ${MAX_BYTES} bytes; split it into several documents`);
  const lines = new LineCounter();
  const document = guarded(() =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true }),
  );
  const faults = [
    ...syntaxFaults([...document.errors, ...document.warnings], lines),
    ...danglingAliases(document, lines),
  ];
  if (faults.length > 0) throw new PolicyFaults(faults);
  const value: unknown = guarded(() => document.toJS({ maxAliasCount: MAX_ALIASES }));
  return { document, lines, value };
}

/** The parser recurses, so that a document of brackets overflows the stack. */
function guarded<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw faultAtStart(TOO_DEEP);
    if (error instanceof ReferenceError)
      throw faultAtStart(`more than ${MAX_ALIASES} aliases; write the aliased parts out`);
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
  const parser = `not sound YAML (${message}); check indentation, brackets and quotes around here`;
  return { line, column: col, path: '', message: known ?? parser };
}

/** `refs: [**]` is an alias to YAML, and one of the easiest mistakes to make here. */
function danglingAliases(document: Document, lines: LineCounter): PolicyFault[] {
  const faults: PolicyFault[] = [];
  visit(document, {
    Alias(_, node) {
      if (node.resolve(document)) return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      const text = `*${node.source}`;
      const message = `${text} is an alias to YAML; put it in quotes: "${text}"`;
      faults.push({ line, column: col, path: '', message });
    },
  });
  return faults;
}
