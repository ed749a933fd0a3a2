import type { PolicyChange } from './plan.ts';

/** Of a change that ends tokens which work until then: which. */
export function consequenceOf(change: PolicyChange): string | undefined {
  return change.action === 'remove' ? ofRemoval(change) : ofSwitch(change);
}

function ofRemoval(change: PolicyChange): string | undefined {
  switch (change.kind) {
    case 'trust_relationship':
      return 'Build tokens that were issued under it end at once.';
    case 'project':
      return 'Every token for it ends at once.';
    case 'member':
      return `Their access tokens open nothing of ${change.organization} any more.`;
    case 'issuer':
      return 'Build tokens that were issued to its jobs end at once.';
    case 'registry':
      return 'Nobody logs in to it any more; registry tokens end within five minutes.';
    case 'organization':
    case 'user':
    case 'builder':
      return undefined;
  }
}

function ofSwitch(change: PolicyChange): string | undefined {
  if (change.kind === 'issuer' && change.entry.enabled === false && change.action === 'update')
    return 'Build tokens that were issued to its jobs end at once.';
  if (change.kind === 'user' && change.entry.disabled && change.action === 'update')
    return 'Their access tokens work no more until they are enabled again.';
  if (change.kind === 'project' && change.oidcOnly && change.action === 'update')
    return 'Project tokens and user access tokens are refused from then on.';
  return undefined;
}
