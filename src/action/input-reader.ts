import { parseLifetime } from '../protocol/lifetime.ts';
import type { Runner } from './runner.ts';

/** Reads one input after the other and notes what is wrong instead of stopping there. */
export class InputReader {
  /** Sentences for people. */
  readonly faults: string[] = [];
  readonly #runner: Pick<Runner, 'input'>;

  constructor(runner: Pick<Runner, 'input'>) {
    this.#runner = runner;
  }

  /** `fault` ends the sentence that the input's name begins. */
  fault(input: string, fault: string): void {
    this.faults.push(`\`${input}\` ${fault}.`);
  }

  text(input: string): string {
    return this.#runner.input(input);
  }

  /** Undefined if the input is empty. */
  optional(input: string, faultOf: (text: string) => string | undefined): string | undefined {
    const text = this.text(input);
    if (!text) return undefined;
    const fault = faultOf(text);
    if (fault) this.fault(input, fault);
    return text;
  }

  /** One of `choices`; the first of them if the input is empty. */
  choice<const Choice extends string>(input: string, choices: readonly [Choice, ...Choice[]]) {
    const text = this.text(input).toLowerCase();
    const choice = choices.find((candidate) => candidate === text);
    if (text && !choice) this.fault(input, `must be one of ${choices.join(', ')}`);
    return choice ?? choices[0];
  }

  /** Whatever stands between commas, spaces or lines. */
  items(input: string): string[] {
    return this.text(input)
      .split(/[\s,]+/)
      .filter((item) => item !== '');
  }

  /** Items of one kind, each once. */
  list<Item extends string>(input: string, is: (text: string) => text is Item, form: string) {
    const items = this.items(input);
    for (const item of items) if (!is(item)) this.fault(input, `holds '${item}', not ${form}`);
    return [...new Set(items.filter(is))];
  }

  /** Seconds. */
  duration(input: string): number | undefined {
    const text = this.text(input);
    if (!text) return undefined;
    const seconds = parseLifetime(text);
    if (seconds === undefined)
      this.fault(input, `is '${text}', not a time such as 45m, 2h or 3600`);
    return seconds;
  }
}
