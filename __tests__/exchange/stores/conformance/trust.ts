import { expect, test } from '@jest/globals';
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

  test('a letter that only Unicode holds for another is another letter', async () => {
    const { store } = await start();
    await applyChanges(store, [trust('web', relationshipEntry({ repository: 'acme/kit' }))]);
    expect(await store.findRelationships(GITHUB, 'ACME/KIT')).toHaveLength(1);
    // U+212A, the Kelvin sign, becomes an ordinary k in lower case.
    expect(await store.findRelationships(GITHUB, 'acme/\u212Ait')).toEqual([]);
  });

  test('an update replaces the rules and leaves pins that the entry does not name', async () => {
    const { store, api } = await start();
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    const before = relationshipEntry({ id: api.id, ...PINS });
    const after = relationshipEntry({
      permissions: ['pull'],
      mode: 'audit',
      maxLifetime: null,
      description: null,
      expiresAt: NOW + 1,
      repositoryId: null,
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
