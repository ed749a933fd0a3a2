import { expect, test } from '@jest/globals';
import type { PolicyChange } from '../../../../src/exchange/policy/plan.ts';
import { carryOut, storedPolicy } from '../../stored-policy.ts';
import { applyChanges, GITHUB, relationshipEntry, trust } from '../furnished-store.ts';
import { exchangeRecord, grantOf, NOW, newHash } from '../records.ts';
import type { Start } from './fixture.ts';

const github = { url: GITHUB, provider: 'github' } as const;

/** What `dockpass apply` switches on and off, and who may read of it. */
export function describeSwitches(start: Start): void {
  test('an issuer that is disabled loses the tokens of its jobs for good', async () => {
    const { store, githubId, web } = await start();
    const hash = newHash();
    await store.commitExchange(exchangeRecord([grantOf(web)], { hash }));
    const turn = (enabled: boolean): PolicyChange => ({
      kind: 'issuer',
      action: 'update',
      entry: { ...github, enabled },
    });
    await applyChanges(store, [turn(false)]);
    expect(await store.findIssuer(GITHUB)).toMatchObject({ id: githubId, enabled: false });
    expect(await store.findToken('build', hash)).toBeUndefined();
    expect((await storedPolicy(store)).issuers).toContainEqual({ ...github, enabled: false });
    await applyChanges(store, [turn(true)]);
    expect(await store.findIssuer(GITHUB)).toMatchObject({ id: githubId, enabled: true });
    expect(await store.findToken('build', hash)).toBeUndefined();
  });

  test('an issuer can be new and disabled', async () => {
    const { store } = await start();
    const entry = { url: 'https://ci.example.com', provider: 'github', enabled: false } as const;
    await applyChanges(store, [{ kind: 'issuer', action: 'create', entry }]);
    expect(await store.findIssuer(entry.url)).toMatchObject({ enabled: false });
  });

  test('users are made, become operators and are disabled, one switch at a time', async () => {
    const { store } = await start();
    const change = (
      action: 'create' | 'update',
      switches: { operator?: boolean; disabled?: boolean },
    ): PolicyChange => ({ kind: 'user', action, entry: { user: 'ada@example.com', ...switches } });
    const ada = () => store.read(({ users }) => users.findByEmail('ada@example.com'));
    await applyChanges(store, [change('create', { operator: true })]);
    expect(await ada()).toMatchObject({ operator: true, disabledAt: null });
    await applyChanges(store, [change('update', { disabled: true })]);
    expect(await ada()).toMatchObject({ operator: true, disabledAt: NOW });
    await applyChanges(store, [change('update', { operator: false, disabled: false })]);
    expect(await ada()).toMatchObject({ operator: false, disabledAt: null });
  });

  test('a project refuses static tokens, and takes them again', async () => {
    const { store, web } = await start();
    const turn = (oidcOnly: boolean): PolicyChange => ({
      kind: 'project',
      action: 'update',
      organization: 'acme',
      project: 'web',
      oidcOnly,
    });
    const project = () => store.read(({ projects }) => projects.find(web.projectId));
    await applyChanges(store, [turn(true)]);
    expect(await project()).toMatchObject({ name: 'web', oidcOnly: true });
    await applyChanges(store, [turn(false)]);
    expect(await project()).toMatchObject({ name: 'web', oidcOnly: false });
  });

  test('each change has the ids and the path of what it is about, before it is gone or once it is there', async () => {
    const { store, web } = await start();
    const { organizationId, projectId } = web;
    const rule = relationshipEntry();
    const named = { organization: 'acme', project: 'web' };
    const ada = { user: 'ada@example.com', role: 'member' } as const;
    const changes: PolicyChange[] = [
      { kind: 'issuer', action: 'update', entry: { ...github, enabled: false } },
      { kind: 'user', action: 'create', entry: { user: 'ada@example.com', operator: true } },
      { kind: 'project', action: 'create', organization: 'acme', project: 'new' },
      trust('new', rule),
      { kind: 'member', action: 'create', organization: 'acme', entry: ada },
      {
        kind: 'trust_relationship',
        action: 'remove',
        ...named,
        before: { ...rule, id: web.id },
        after: null,
      },
      { kind: 'project', action: 'remove', ...named },
      { kind: 'organization', action: 'remove', organization: 'acme' },
    ];
    const nowhere = { organizationId: null, projectId: null };
    const ofAcme = { organizationId, projectId: null };
    const ofNew = { organizationId, projectId: expect.any(String), project: 'acme/new' };
    const ofWeb = { organizationId, projectId, project: 'acme/web' };
    const done = await carryOut(store, changes);
    const places = done.map(({ place = nowhere, scopes = [place] }) => scopes);
    expect(places).toEqual([
      [nowhere],
      [nowhere],
      [ofNew],
      [ofNew],
      [ofAcme],
      [ofWeb],
      [ofWeb],
      [ofAcme],
    ]);
    expect(done[5]?.event).toEqual({ projects: ['acme/web'], relationships: [web.id] });
    expect(done[3]?.event?.relationships).not.toEqual([web.id]);
  });
}
