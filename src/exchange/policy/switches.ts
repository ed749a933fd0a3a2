import type { PolicyChange } from './plan.ts';

/** The switches that a change mentions, under their names in the YAML. */
export function switchesOf(change: PolicyChange): Record<string, boolean> {
  const named = allSwitches(change);
  return Object.fromEntries(
    Object.entries(named).filter((entry): entry is [string, boolean] => entry[1] !== undefined),
  );
}

function allSwitches(change: PolicyChange): Record<string, boolean | undefined> {
  switch (change.kind) {
    case 'issuer':
      return { enabled: change.entry.enabled };
    case 'user':
      return { operator: change.entry.operator, disabled: change.entry.disabled };
    case 'project':
      return { oidc_only: change.oidcOnly };
    case 'registry':
    case 'organization':
    case 'member':
    case 'builder':
    case 'trust_relationship':
      return {};
  }
}
