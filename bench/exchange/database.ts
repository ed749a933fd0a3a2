import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { carryOut } from '../../__tests__/exchange/stored-policy.ts';
import type { PostgresServer } from '../../__tests__/support/postgres/server.ts';
import type { RelationshipEntry } from '../../src/exchange/policy/document.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import { type Amounts, seed } from './seed.ts';

/** Lets one relationship admit the job of the ID tokens, and closes the store of the new database. */
export async function furnish(store: Store, issuer: string): Promise<void> {
  const project = { organization: 'acme', project: 'web' };
  const relationship = { ...project, before: null, after: admitting(issuer) };
  await carryOut(store, [
    { kind: 'issuer', action: 'create', entry: { url: issuer, provider: 'github' } },
    { kind: 'organization', action: 'create', organization: 'acme' },
    { kind: 'project', action: 'create', ...project },
    { kind: 'trust_relationship', action: 'create', ...relationship },
  ]);
  await store.close();
}

/** An empty one; returns its URL. */
export async function createDatabase(postgres: PostgresServer, name: string): Promise<string> {
  const client = new pg.Client(postgres.url('postgres'));
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return postgres.url(name);
}

/** Makes copies of a database with other people's rows in them, which are written once for each amount. */
export function seededCopies(template: string, folder: string) {
  const seeded = new Map<string, string>();
  let copies = 0;
  return async (amounts: Amounts = {}): Promise<string> => {
    const key = JSON.stringify(amounts);
    const from =
      seeded.get(key) ?? (await copy(template, join(folder, `seeded-${seeded.size}.db`)));
    if (!seeded.has(key)) seed(from, amounts);
    seeded.set(key, from);
    const to = await copy(from, join(folder, `${++copies}.db`));
    await settle(to);
    return to;
  };
}

async function copy(from: string, to: string): Promise<string> {
  await copyFile(from, to);
  return to;
}

/** On the disk before anything is measured: the first checkpoint would wait for all of it. */
async function settle(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

function admitting(issuer: string): RelationshipEntry {
  return {
    issuer,
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
    conditions: {
      refs: ['refs/heads/main', 'refs/tags/v*'],
      baseRefs: null,
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
