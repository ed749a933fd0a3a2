import { isMembers, type Members } from '../members.ts';
import { HELPER_NAME } from './helper-program.ts';

/** Which helper a registry had before; null: none. */
export type Previous = Readonly<Record<string, string | null>>;

/** `credHelpers` of Docker's configuration; undefined if it is something that Docker cannot read. */
export function credHelpersOf({ credHelpers = {} }: Members): Members | undefined {
  if (credHelpers === null) return {};
  return isMembers(credHelpers) ? credHelpers : undefined;
}

export function withHelper(
  config: Members,
  helpers: Members,
  registries: readonly string[],
): Members {
  const ours = Object.fromEntries(registries.map((registry) => [registry, HELPER_NAME]));
  return { ...config, credHelpers: { ...helpers, ...ours } };
}

/** Our own name is nobody's: an earlier step's own record has what stood there before it. */
export function previousHelpers(helpers: Members, registries: readonly string[]): Previous {
  return Object.fromEntries(
    registries.map((registry) => {
      const helper = Object.hasOwn(helpers, registry) ? helpers[registry] : null;
      return [registry, typeof helper === 'string' && helper !== HELPER_NAME ? helper : null];
    }),
  );
}

/** Puts back what stood there, unless somebody else has changed it meanwhile. */
export function withoutHelper(config: Members, previous: Previous): Members {
  const helpers = new Map(Object.entries(credHelpersOf(config) ?? {}));
  const ours = Object.entries(previous).filter(
    ([registry]) => helpers.get(registry) === HELPER_NAME,
  );
  if (ours.length === 0) return config;
  for (const [registry, helper] of ours)
    if (helper === null) helpers.delete(registry);
    else helpers.set(registry, helper);
  const { credHelpers: _, ...rest } = config;
  return helpers.size > 0 ? { ...config, credHelpers: Object.fromEntries(helpers) } : rest;
}

/** `docker logout` leaves `"auths": {}` behind, which says as little as an absent file. */
export function saysNothing(config: Members): boolean {
  return Object.values(config).every(
    (value) => isMembers(value) && Object.keys(value).length === 0,
  );
}
