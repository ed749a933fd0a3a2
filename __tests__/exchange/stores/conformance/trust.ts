import { expect, test } from '@jest/globals';
import type { ProjectPath } from '../../../../src/protocol/projects.ts';
import {
  applyChanges,
  ENTERPRISE,
  GITHUB,
  relationshipEntry,
  relationshipOf,
  trust,
} from '../furnished-store.ts';
import { exchangeRecord, grantOf, NOW, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

/** Trust relationships and the issuers that they trust. */
export function describeTrust(start: Start): void {
  test('a relationship carries who made it and when, and is found in any case', async () => {
    const { store, githubId } = await start();
    const found = await store.findRelationships(GITHUB, 'ACME/web');
    expect(found.map(({ project }) => project)).toEqual(['acme/web', 'acme/api']);
    expect(found[0]).toEqual({
      id: found[0]?.id,
      projectId: found[0]?.projectId,
      organizationId: found[0]?.organizationId,
      project: 'acme/web',
      issuerId: githubId,
      repository: 'Acme/Web',
      ...PINS,
      conditions: relationshipEntry().conditions,
      permissions: ['build', 'push'],
      maxLifetime: 7200,
      mode: 'enforce',
      description: 'releases',
      expiresAt: null,
      createdBy: 'operator',
      createdAt: NOW,
      lastUsedAt: null,
      revision: 1,
      generation: 0,
    });
    expect(await store.findRelationships(ENTERPRISE, 'acme/web')).toEqual([]);
    expect(await store.findRelationships(GITHUB, 'acme/we')).toEqual([]);
  });

  test('of named projects, only their own relationships are found, in the same order', async () => {
    const { store, web, api } = await start();
    const find = async (...projects: ProjectPath[]) =>
      (await store.findRelationships(GITHUB, 'ACME/web', projects)).map(({ id }) => id);
    expect(await find('acme/web')).toEqual([web.id]);
    expect(await find('acme/api')).toEqual([api.id]);
    expect(await find('acme/api', 'acme/nope', 'acme/web', 'acme/web')).toEqual([web.id, api.id]);
    expect(await find('acme/nope', 'web/acme', 'other/web')).toEqual([]);
    expect(await store.findRelationships(GITHUB, 'acme/web', ['acme/web'])).toEqual([web]);
    expect(await store.findRelationships(ENTERPRISE, 'acme/web', ['acme/web'])).toEqual([]);
    expect(await store.findRelationships(GITHUB, 'acme/api', ['acme/api'])).toEqual([]);
    const many = Array.from({ length: 99 }, (_, index): ProjectPath => `acme/p${index}`);
    expect(await find(...many, 'acme/api')).toEqual([api.id]);
    await store.change(({ issuers }) => issuers.setEnabled(web.issuerId, false));
    expect(await find('acme/web')).toEqual([]);
  });

  test('a repository is trusted by its name and whichever ids are pinned', async () => {
    const { store, web } = await start();
    const pins = (repositoryId: string | null, repositoryOwnerId: string | null, name: string) =>
      trust('web', relationshipEntry({ repository: name, repositoryId, repositoryOwnerId }));
    await applyChanges(store, [
      pins('1', '2', 'acme/both'),
      pins('1', null, 'acme/repository'),
      pins(null, '2', 'acme/owner'),
      pins(null, null, 'acme/neither'),
      ...Array.from({ length: 5 }, (_, index) => pins(`${index + 10}`, '3', 'acme/both')),
    ]);
    const isTrusted = (repository: string, repositoryId: string, repositoryOwnerId: string) =>
      store.isTrusted(GITHUB, { repository, repositoryId, repositoryOwnerId });
    const cases: [name: string, id: string, ownerId: string, isTrusted: boolean][] = [
      ['Acme/Both', '1', '2', true],
      ['acme/both', '1', '3', false],
      ['acme/both', '9', '2', false],
      ['acme/repository', '1', '9', true],
      ['acme/repository', '9', '2', false],
      ['acme/owner', '9', '2', true],
      ['acme/owner', '1', '9', false],
      ['acme/neither', '9', '9', true],
      ['acme/other', '1', '2', false],
    ];
    for (const [name, id, ownerId, expected] of cases)
      expect([name, id, ownerId, await isTrusted(name, id, ownerId)]).toEqual([
        name,
        id,
        ownerId,
        expected,
      ]);
    await store.change(({ issuers }) => issuers.setEnabled(web.issuerId, false));
    expect(await isTrusted('acme/both', '1', '2')).toBe(false);
  });

  test('a letter that only Unicode holds for another is another letter', async () => {
    const { store } = await start();
    await applyChanges(store, [trust('web', relationshipEntry({ repository: 'acme/kit' }))]);
    expect(await store.findRelationships(GITHUB, 'ACME/KIT')).toHaveLength(1);
    // U+212A, the Kelvin sign, becomes an ordinary k in lower case.
    expect(await store.findRelationships(GITHUB, 'acme/\u212Ait')).toEqual([]);
  });

  test('an update replaces the rules and the ids that it names', async () => {
    const { store, api } = await start();
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    const before = relationshipEntry({ id: api.id, ...PINS });
    const after = relationshipEntry({
      permissions: ['pull'],
      mode: 'audit',
      maxLifetime: null,
      description: null,
      expiresAt: NOW + 1,
      repositoryId: PINS.repositoryId,
      repositoryOwnerId: '7',
    });
    await applyChanges(store, [
      {
        kind: 'trust_relationship',
        action: 'update',
        organization: 'acme',
        project: 'api',
        before,
        after,
      },
    ]);
    expect(await relationshipOf(store, 'acme/api')).toMatchObject({
      id: api.id,
      repositoryId: PINS.repositoryId,
      repositoryOwnerId: '7',
      permissions: ['pull'],
      mode: 'audit',
      maxLifetime: null,
      description: null,
      expiresAt: NOW + 1,
      createdAt: NOW,
      lastUsedAt: NOW,
    });
  });

  test('an issuer takes its relationships with it', async () => {
    const { store } = await start();
    await applyChanges(store, [
      { kind: 'issuer', action: 'remove', entry: { url: GITHUB, provider: 'github' } },
    ]);
    expect(await store.findIssuer(GITHUB)).toBeUndefined();
    expect(await store.findRelationships(GITHUB, 'acme/web')).toEqual([]);
    expect(await store.findIssuer(ENTERPRISE)).toMatchObject({ url: ENTERPRISE });
  });

  test('an issuer whose URL could not even be stored is unknown, not an error', async () => {
    const { store } = await start();
    expect(await store.findIssuer(`${GITHUB}\0`)).toBeUndefined();
    expect(await store.findIssuer('\ud800')).toBeUndefined();
  });

  test('an issuer is found by its exact URL only', async () => {
    const { store } = await start();
    for (const url of [`${GITHUB}/`, GITHUB.toUpperCase(), GITHUB.slice(0, -1), ''])
      expect([url, await store.findIssuer(url)]).toEqual([url, undefined]);
  });
}
