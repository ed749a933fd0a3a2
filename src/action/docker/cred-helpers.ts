import type { Members } from '../exchange/answer.ts';
import { HELPER_NAME } from './helper-program.ts';
import { isObject } from './json-text.ts';

/** `credHelpers` of Docker's configuration: registry → helper. */
export type CredHelpers = ReadonlyMap<string, string | null>;

/** Which helper a registry had before; null: none. */
export type Previous = Readonly<Record<string, string | null>>;

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

export function withHelper(
  config: Members,
  helpers: CredHelpers,
  registries: readonly string[],
): Members {
  const ours = registries.map((registry) => [registry, HELPER_NAME] as const);
  return { ...config, credHelpers: Object.fromEntries([...helpers, ...ours]) };
}

/** What stands there now, or, where that is our own name already, what `earlier` has kept. */
export function previousHelpers(
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
export function withoutHelper(config: Members, helpers: CredHelpers, previous: Previous): Members {
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
