import type { Members } from '../exchange/answer.ts';
import { HELPER_NAME } from './helper-program.ts';
import { isObject } from './json-text.ts';

/** `credHelpers` of Docker's configuration: registry → helper. */
type CredHelpers = ReadonlyMap<string, string | null>;

/** Which helper a registry had before; null: none. */
type Previous = Readonly<Record<string, string | null>>;

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

/** Undefined if they are something that Docker cannot read; null counts as absent there. */
export function credHelpersOf({ credHelpers }: Members): CredHelpers | undefined {
  if (credHelpers === null || credHelpers === undefined) return new Map();
  if (!isObject(credHelpers)) return undefined;
  const entries = Object.entries(credHelpers);
  return entries.every(isEntry) ? new Map(entries) : undefined;
}

function isEntry(entry: [string, unknown]): entry is [string, string | null] {
  return typeof entry[1] === 'string' || entry[1] === null;
}

function withHelper(config: Members, helpers: CredHelpers, registries: readonly string[]): Members {
  const ours = registries.map((registry) => [registry, HELPER_NAME] as const);
  return { ...config, credHelpers: Object.fromEntries([...helpers, ...ours]) };
}

/** What stands there now, or, where that is our own name already, what `earlier` has kept. */
function previousHelpers(
  helpers: CredHelpers,
  registries: readonly string[],
  earlier: Previous,
): Previous {
  const kept = new Map(Object.entries(earlier));
  return Object.fromEntries(
    registries.map((registry) => {
      const helper = helpers.get(registry);
      return [registry, (helper === HELPER_NAME ? kept.get(registry) : helper) ?? null];
    }),
  );
}

/** Puts back what stood there, unless somebody else has changed it meanwhile. */
function withoutHelper(config: Members, helpers: CredHelpers, previous: Previous): Members {
  const ours = Object.entries(previous).filter(
    ([registry]) => helpers.get(registry) === HELPER_NAME,
  );
  if (ours.length === 0) return config;
  const restored = new Map([...helpers, ...ours]);
  for (const [registry, helper] of ours) if (helper === null) restored.delete(registry);
  const { credHelpers: _, ...rest } = config;
  return restored.size > 0 ? { ...config, credHelpers: Object.fromEntries(restored) } : rest;
}

/** `docker logout` leaves `"auths": {}` behind, which says as little as an absent file. */
export function isEmptyConfig(config: Members): boolean {
  return Object.values(config).every((value) => isObject(value) && Object.keys(value).length === 0);
}
