import type { Members } from '../exchange/answer.ts';
import {
  type CredHelpers,
  credHelpersOf,
  type Previous,
  previousHelpers,
  withHelper,
  withoutHelper,
} from './cred-helpers.ts';

/**
 * What steps have borrowed of Docker's configuration, and what stood there before the first of them.
 * It is kept beside the configuration: a job that dies takes its own folder along, and several jobs
 * on one machine may share one configuration.
 */
export interface Loan {
  /** There was no configuration before. */
  madeFile: boolean;
  /** The first folder on the way to it that had to be made. */
  madeFolder?: string;
  previous: Previous;
  /** By the step's folder, which its post removes. */
  steps: Readonly<Record<string, BorrowingStep>>;
}

export interface BorrowingStep {
  registries: readonly string[];
  /** Milliseconds since the epoch. */
  since: number;
}

export const NO_LOAN: Loan = { madeFile: false, previous: {}, steps: {} };

/** Docker's configuration, and what is on loan from it. */
export interface Lending {
  members: Members;
  helpers: CredHelpers;
  loan: Loan;
}

/** One more step borrows the entries of its registries. */
export function borrow({ members, helpers, loan }: Lending, folder: string, step: BorrowingStep) {
  const previous = previousHelpers(helpers, step.registries, loan.previous);
  return lending(withHelper(members, helpers, step.registries), {
    ...loan,
    previous: { ...loan.previous, ...previous },
    steps: { ...loan.steps, [folder]: step },
  });
}

/** Entries go back as soon as no step that is still running has borrowed them. */
export function giveBack({ members, helpers, loan }: Lending, isRunning: StepFilter): Lending {
  const running = Object.entries(loan.steps).filter(([folder, step]) => isRunning(folder, step));
  const inUse = new Set(running.flatMap(([, { registries }]) => registries));
  const select = (needed: boolean) =>
    Object.fromEntries(
      Object.entries(loan.previous).filter(([registry]) => inUse.has(registry) === needed),
    );
  return lending(withoutHelper(members, helpers, select(false)), {
    ...loan,
    previous: select(true),
    steps: Object.fromEntries(running),
  });
}

export type StepFilter = (folder: string, step: BorrowingStep) => boolean;

export function isRepaid({ previous, steps }: Loan): boolean {
  return Object.keys(previous).length + Object.keys(steps).length === 0;
}

function lending(members: Members, loan: Loan): Lending {
  return { members, helpers: credHelpersOf(members) ?? new Map(), loan };
}
