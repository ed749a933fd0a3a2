import { quote } from '../identity/quote.ts';
import { memberOf, type Path } from './paths.ts';
import type { Finding } from './yaml-source.ts';

/**
 * What no single field shows: names that occur twice, and issuers that are not listed. Takes any
 * value, so that these faults are reported together with those of the shape.
 */
export function referenceFindings(policy: unknown): Finding[] {
  const issuers = list(policy, 'issuers');
  const organizations = list(policy, 'organizations', []);
  const projects = organizations.flatMap(({ value, path }) => list(value, 'projects', path));
  const relationships = projects.flatMap(({ value, path }) =>
    list(value, 'trust_relationships', path),
  );
  const duplicates = [
    ...repeated(issuers, 'url'),
    ...repeated(list(policy, 'users'), 'user'),
    ...repeated(organizations, 'name'),
    ...repeated(list(policy, 'registries'), 'name', (name) => name),
    ...list(policy, 'registries').flatMap(repeatedHosts),
    ...organizations.flatMap(({ value, path }) => repeated(list(value, 'members', path), 'user')),
    ...organizations.flatMap(({ value, path }) => repeated(list(value, 'projects', path), 'name')),
  ];
  const urls = issuers.map(({ value }) => memberOf(value, 'url'));
  const unlisted = relationships.flatMap((entry) => unlistedIssuer(entry, urls));
  return [...duplicates, ...unlisted];
}

interface Entry {
  value: unknown;
  path: Path;
}

function repeatedHosts({ value, path }: Entry): Finding[] {
  const hosts = list(value, 'hosts', path);
  const seen = hosts.map((host) => host.value);
  return hosts
    .filter((host, index) => seen.indexOf(host.value) < index)
    .map((host) => ({ path: host.path, message: 'is named twice; drop one' }));
}

function repeated(
  entries: readonly Entry[],
  key: string,
  fold = (name: string) => name.toLowerCase(),
): Finding[] {
  const seen = new Set<string>();
  return entries.flatMap(({ value, path }) => {
    const name = memberOf(value, key);
    if (typeof name !== 'string') return [];
    const folded = fold(name);
    if (seen.has(folded))
      return [{ path: [...path, key], message: `${quote(name)} occurs twice; merge the two` }];
    seen.add(folded);
    return [];
  });
}

function unlistedIssuer({ value, path }: Entry, urls: readonly unknown[]): Finding[] {
  const issuer = memberOf(value, 'issuer');
  if (typeof issuer === 'string' && !urls.includes(issuer))
    return [
      {
        path: [...path, 'issuer'],
        message: `${quote(issuer)} is not listed; add it under issuers, or write it exactly as there`,
      },
    ];
  if (issuer === undefined && urls.length !== 1)
    return [
      {
        path: [...path, 'issuer'],
        message: `missing; name one of the issuers, as the document lists ${urls.length === 0 ? 'none' : 'several'}`,
      },
    ];
  return [];
}

function list(parent: unknown, key: string, path: Path = []): Entry[] {
  const entries = memberOf(parent, key);
  if (!Array.isArray(entries)) return [];
  return entries.map((value: unknown, index) => ({ value, path: [...path, key, index] }));
}
