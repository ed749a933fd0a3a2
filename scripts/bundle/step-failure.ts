/** A program that the build runs has said what is wrong; where in the build matters to nobody. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  /** What the program printed. */
  readonly output: string;

  constructor(program: string, output: string) {
    super(`Nothing was built: ${program} found the faults above.`);
    this.output = output;
  }
}
