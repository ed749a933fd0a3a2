import { copyFile } from 'node:fs/promises';
import type { RelationshipEntry } from '../../src/exchange/policy/document.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { seed } from './seed.ts';

/** A database in which one relationship admits the job of the ID tokens. */
export async function createDatabase(path: string, issuer: string): Promise<void> {
  const store = await openSqliteStore({ path, random: systemRandom });
  const project = { organization: 'acme', project: 'web' };
  const relationship = { ...project, before: null, after: admitting(issuer) };
  await store.applyPolicy(
    () => ({
      changes: [
        { kind: 'issuer', action: 'create', entry: { url: issuer, provider: 'github' } },
        { kind: 'organization', action: 'create', organization: 'acme' },
        { kind: 'project', action: 'create', ...project },
        { kind: 'trust_relationship', action: 'create', ...relationship },
      ],
      kept: [],
    }),
    { actor: 'bench', at: 0, events: () => [] },
  );
  await store.close();
}

/** A copy with other people's rows in it. */
export async function copyDatabase(
  from: string,
  to: string,
  amounts: { relationships?: number; tokens?: number } = {},
): Promise<string> {
  await copyFile(from, to);
  seed(to, amounts);
  return to;
}

function admitting(issuer: string): RelationshipEntry {
  return {
    issuer,
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
    conditions: {
      refs: ['refs/heads/main', 'refs/tags/v*'],
      environments: null,
      events: null,
      workflows: null,
      reusableWorkflows: null,
    },
    permissions: ['build', 'push', 'pull'],
    maxLifetime: 7200,
    mode: 'enforce',
    description: null,
    expiresAt: null,
  };
}
