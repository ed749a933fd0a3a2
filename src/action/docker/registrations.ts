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
 * Which steps have put our helper into Docker's configuration, and what stood there before the first.
 * It is kept beside the configuration: a job that dies takes its own folder along, and several jobs
 * on one machine may share one configuration.
 */
export interface Registrations {
  /** There was no configuration before. */
  madeFile: boolean;
  /** The first folder on the way to it that had to be made. */
  madeFolder?: string;
  previous: Previous;
  /** By the step's folder, which its post removes. */
  steps: Readonly<Record<string, RegisteredStep>>;
}

export interface RegisteredStep {
  registries: readonly string[];
  /** Milliseconds since the epoch. */
  since: number;
}

export const NO_REGISTRATIONS: Registrations = { madeFile: false, previous: {}, steps: {} };

/** Docker's configuration, and what is registered in it. */
export interface ConfigState {
  members: Members;
  helpers: CredHelpers;
  registrations: Registrations;
}

/** Our helper serves the registries of one more step. */
export function addStep(
  { members, helpers, registrations }: ConfigState,
  folder: string,
  step: RegisteredStep,
) {
  const previous = previousHelpers(helpers, step.registries, registrations.previous);
  return stateWith(withHelper(members, helpers, step.registries), {
    ...registrations,
    previous: { ...registrations.previous, ...previous },
    steps: { ...registrations.steps, [folder]: step },
  });
}

/** What stood there before comes back as soon as no running step needs the entry. */
export function removeEndedSteps(
  { members, helpers, registrations }: ConfigState,
  isRunning: StepFilter,
): ConfigState {
  const running = Object.entries(registrations.steps).filter(([folder, step]) =>
    isRunning(folder, step),
  );
  const inUse = new Set(running.flatMap(([, { registries }]) => registries));
  const select = (needed: boolean) =>
    Object.fromEntries(
      Object.entries(registrations.previous).filter(([registry]) => inUse.has(registry) === needed),
    );
  return stateWith(withoutHelper(members, helpers, select(false)), {
    ...registrations,
    previous: select(true),
    steps: Object.fromEntries(running),
  });
}

export type StepFilter = (folder: string, step: RegisteredStep) => boolean;

export function isEmpty({ previous, steps }: Registrations): boolean {
  return Object.keys(previous).length + Object.keys(steps).length === 0;
}

function stateWith(members: Members, registrations: Registrations): ConfigState {
  return { members, helpers: credHelpersOf(members) ?? new Map(), registrations };
}
