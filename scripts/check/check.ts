/** One named step of `npm run check`. */
export interface Check {
  name: string;
  run(): Promise<Verdict>;
}

export interface Verdict {
  passed: boolean;
  /** What a person needs to see in order to repair it; shown when the check failed. */
  output: string;
}

/** For checks that look at files: one line for each thing that is wrong. */
export function verdictOn(problems: readonly string[]): Verdict {
  return { passed: problems.length === 0, output: problems.join('\n') };
}
