import { expect, test } from '@jest/globals';
import type { PolicyDocument } from '../../../../src/exchange/policy/document.ts';
import type { PolicyChange } from '../../../../src/exchange/policy/plan.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import {
  applyChanges,
  ENTERPRISE,
  GITHUB,
  relationshipEntry,
  relationshipOf,
  trust,
} from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

const member = (
  action: 'create' | 'update' | 'remove',
  user: string,
  role: 'admin' | 'member' = 'member',
  organization = 'acme',
): PolicyChange => ({ kind: 'member', action, organization, entry: { user, role } });

export function describePolicy(start: Start): void {
  test('what was applied is read back as one document', async () => {
    const { store, web, api } = await start();
    await applyChanges(store, [
      member('create', 'zoe@example.com'),
      member('create', 'ada@example.com', 'admin'),
    ]);
    const unpinned = { repositoryId: null, repositoryOwnerId: null };
    expect(await store.readPolicy()).toEqual({
      issuers: [
        { url: ENTERPRISE, provider: 'github', enabled: true },
        { url: GITHUB, provider: 'github', enabled: true },
      ],
      users: [
        { user: 'ada@example.com', operator: false, disabled: false },
        { user: 'zoe@example.com', operator: false, disabled: false },
      ],
      organizations: [
        {
          name: 'acme',
          members: [
            { user: 'ada@example.com', role: 'admin' },
            { user: 'zoe@example.com', role: 'member' },
          ],
          projects: [
            {
              name: 'api',
              oidcOnly: false,
              trustRelationships: [relationshipEntry({ id: api.id, ...unpinned })],
            },
            {
              name: 'web',
              oidcOnly: false,
              trustRelationships: [relationshipEntry({ id: web.id })],
            },
          ],
        },
      ],
    });
  });

  test('a relationship carries who made it and when, and is found in any case', async () => {
    const { store, githubId, enterpriseId } = await start();
    const found = await store.findRelationships(githubId, 'ACME/web');
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
    expect(await store.findRelationships(enterpriseId, 'acme/web')).toEqual([]);
    expect(await store.findRelationships(githubId, 'acme/we')).toEqual([]);
  });

  test('a letter that only Unicode holds for another is another letter', async () => {
    const { store, githubId } = await start();
    await applyChanges(store, [trust('web', relationshipEntry({ repository: 'acme/kit' }))]);
    expect(await store.findRelationships(githubId, 'ACME/KIT')).toHaveLength(1);
    // U+212A, the Kelvin sign, becomes an ordinary k in lower case.
    expect(await store.findRelationships(githubId, 'acme/\u212Ait')).toEqual([]);
  });

  test('the plan is made against what is stored, and recorded in the same transaction', async () => {
    const { store } = await start();
    const before = await store.readPolicy();
    const seen: PolicyDocument[] = [];
    const event = auditEvent({ action: 'organization.create', decision: 'changed' });
    const plan = await store.applyPolicy(
      (current) => {
        seen.push(current);
        return {
          changes: [{ kind: 'organization', action: 'create', organization: 'globex' }],
          kept: [],
        };
      },
      { actor: 'operator', at: NOW, events: ({ changes }) => changes.map(() => event) },
    );
    expect(seen).toEqual([before]);
    expect(plan.changes).toHaveLength(1);
    expect(await store.listEvents({ limit: 10 })).toEqual([event]);
  });

  test('a change that fails undoes those before it, and their events', async () => {
    const { store } = await start();
    const before = await store.readPolicy();
    const taken: PolicyChange[] = [
      { kind: 'organization', action: 'create', organization: 'globex' },
      { kind: 'organization', action: 'create', organization: 'acme' },
    ];
    const applying = store.applyPolicy(() => ({ changes: taken, kept: [] }), {
      actor: 'operator',
      at: NOW,
      events: () => [auditEvent()],
    });
    await expect(applying).rejects.toThrow();
    expect(await store.readPolicy()).toEqual(before);
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
  });

  test('a change to a project that does not exist says which', async () => {
    const { store } = await start();
    const applying = applyChanges(store, [trust('nowhere', relationshipEntry())]);
    await expect(applying).rejects.toThrow('There is no project acme/nowhere');
  });

  test('a plan that throws leaves everything as it was', async () => {
    const { store } = await start();
    const applying = store.applyPolicy(
      () => {
        throw new Error('the document is wrong');
      },
      { actor: 'operator', at: NOW, events: () => [] },
    );
    await expect(applying).rejects.toThrow('the document is wrong');
    await applyChanges(store, [member('create', 'ada@example.com')]);
  });

  test('an update replaces the rules and leaves pins that the entry does not name', async () => {
    const { store, githubId, api } = await start();
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
    expect(await relationshipOf(store, githubId, 'acme/api')).toMatchObject({
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

  test('members come, change role and go; the user stays for other organizations', async () => {
    const { store } = await start();
    const members = async () =>
      (await store.readPolicy()).organizations.map((it) => [
        it.name,
        it.members.map(({ user, role }) => `${user} ${role}`),
      ]);
    await applyChanges(store, [
      { kind: 'organization', action: 'create', organization: 'globex' },
      member('create', 'ada@example.com'),
      member('create', 'ada@example.com', 'admin', 'globex'),
    ]);
    await applyChanges(store, [member('update', 'ada@example.com', 'admin')]);
    expect(await members()).toEqual([
      ['acme', ['ada@example.com admin']],
      ['globex', ['ada@example.com admin']],
    ]);
    await applyChanges(store, [member('remove', 'ada@example.com')]);
    expect(await members()).toEqual([
      ['acme', []],
      ['globex', ['ada@example.com admin']],
    ]);
  });

  test('an issuer takes its relationships with it', async () => {
    const { store, githubId } = await start();
    await applyChanges(store, [
      { kind: 'issuer', action: 'remove', entry: { url: GITHUB, provider: 'github' } },
    ]);
    expect(await store.findIssuer(GITHUB)).toBeUndefined();
    expect(await store.findRelationships(githubId, 'acme/web')).toEqual([]);
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

  test('changes applied at the same time happen one after the other', async () => {
    const { store, open } = await start();
    const other = await open();
    const counts: number[] = [];
    const addOrganization = (to: Store, organization: string) =>
      to.applyPolicy(
        (current) => {
          counts.push(current.organizations.length);
          const changes: PolicyChange[] = [
            { kind: 'organization', action: 'create', organization },
          ];
          return { changes, kept: [] };
        },
        { actor: 'operator', at: NOW, events: () => [] },
      );
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        addOrganization(index % 2 === 0 ? store : other, `number-${index}`),
      ),
    );
    // Each plan saw another number of organizations: none was made on stale data.
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
}
