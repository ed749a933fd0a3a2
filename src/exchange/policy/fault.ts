/** From 1. */
export interface Position {
  line: number;
  column: number;
}

export const START: Position = { line: 1, column: 1 };

/** One thing that is wrong with a policy document, and where. */
export interface PolicyFault extends Position {
  /** `organizations[0].projects[1].name`; empty if the text is no YAML at all. */
  path: string;
  /** What is wrong; what to do. */
  message: string;
}

/** Everything that is wrong with a policy document, in the order of its lines. */
export class PolicyFaults extends Error {
  override readonly name = 'PolicyFaults';
  readonly faults: readonly PolicyFault[];

  constructor(faults: readonly PolicyFault[]) {
    const sorted = faults.toSorted(
      (one, other) => one.line - other.line || one.column - other.column,
    );
    super(sorted.map(faultText).join('\n'));
    this.faults = sorted;
  }
}

/** `12:9: organizations[0].name: …`, to be put behind the name of the file. */
export function faultText({ line, column, path, message }: PolicyFault): string {
  return [`${line}:${column}`, path, message].filter(Boolean).join(': ');
}
