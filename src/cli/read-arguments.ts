/** What stands on the command line, as Commander's argument parsers: bad values are wrong usage. */

import { InvalidArgumentError } from 'commander';
import { builderEndpointFault, serverNameFault } from '../exchange/builders/settings.ts';
import {
  descriptionFault,
  issuerFault,
  repositoryFault,
  timeFault,
  userFault,
} from '../exchange/policy/fields.ts';
import { MAX_HOSTS, registryHostFault, registryNameFault } from '../exchange/registry/names.ts';
import { parseLifetime } from '../protocol/lifetime.ts';
import {
  isPermission,
  PERMISSIONS,
  type Permission,
  sortPermissions,
} from '../protocol/permissions.ts';
import { isProjectPath, type ProjectPath } from '../protocol/projects.ts';
import { visible } from './visible.ts';

/** In lower case, as users are stored. */
export function readEmail(text: string): string {
  requireNoFault(userFault(text));
  return text.toLowerCase();
}

export function readIssuerUrl(text: string): string {
  requireNoFault(issuerFault(text));
  return text;
}

export function readRepository(text: string): string {
  requireNoFault(repositoryFault(text));
  return text;
}

/** GitHub numbers runs; other providers may not. */
export function readRunId(text: string): string {
  if (!/^[\w-]{1,64}$/.test(text))
    throw new InvalidArgumentError('Write run_id as the ID token has it: a number, for GitHub.');
  return text;
}

export function readDescription(text: string): string {
  requireNoFault(
    visible(text) !== text
      ? 'contains an invisible character; write it anew'
      : descriptionFault(text),
  );
  return text;
}

export function readRegistryName(text: string): string {
  requireNoFault(registryNameFault(text));
  return text;
}

/** One more for an option that may be repeated. */
export function readHosts(text: string, before: readonly string[] = []): string[] {
  requireNoFault(registryHostFault(text));
  if (before.includes(text)) throw new InvalidArgumentError('It is named twice.');
  if (before.length === MAX_HOSTS)
    throw new InvalidArgumentError(`A registry has at most ${MAX_HOSTS} hosts.`);
  return [...before, text];
}

export function readEndpoint(text: string): string {
  requireNoFault(builderEndpointFault(text));
  return text;
}

export function readServerName(text: string): string {
  requireNoFault(serverNameFault(text));
  return text;
}

function requireNoFault(fault: string | undefined): void {
  if (fault !== undefined) throw new InvalidArgumentError(`It ${fault}.`);
}

export function readProject(text: string): ProjectPath {
  if (!isProjectPath(text)) throw new InvalidArgumentError('Write it as organization/project.');
  return text;
}

export function readPermissions(text: string): Permission[] {
  const names = text.split(/[\s,]+/).filter(Boolean);
  if (names.length === 0 || !names.every(isPermission))
    throw new InvalidArgumentError(`Permissions are ${PERMISSIONS.join(', ')}.`);
  return sortPermissions(names);
}

/** A moment since the epoch, or a distance from the present, in milliseconds. */
export type Moment = { at: number } | { distance: number };

/** A duration needs its unit here: a bare `2027` is more likely a year than seconds. */
export function readMoment(text: string): Moment {
  const distance = /^[0-9]+$/.test(text) ? undefined : parseLifetime(text);
  if (distance !== undefined) return { distance: distance * 1000 };
  if (timeFault(text) === undefined) return { at: Date.parse(text) };
  throw new InvalidArgumentError('Write it like 90d, 12h, 2027-01-31 or 2027-01-31T18:00:00Z.');
}
