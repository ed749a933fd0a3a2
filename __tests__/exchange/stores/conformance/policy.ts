import { expect, test } from '@jest/globals';
import type { PolicyChange } from '../../../../src/exchange/policy/plan.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { STORED } from '../../builders/builder.ts';
import { carryOut, storedPolicy } from '../../stored-policy.ts';
import { applyChanges, ENTERPRISE, GITHUB, relationshipEntry, trust } from '../furnished-store.ts';
import { auditEvent, NOW } from '../records.ts';
import type { Start } from './fixture.ts';

const member = (
  action: 'create' | 'update' | 'remove',
  user: string,
  role: 'admin' | 'member' = 'member',
  organization = 'acme',
): PolicyChange => ({ kind: 'member', action, organization, entry: { user, role } });

/** How `apply` reads, plans, changes and records, whatever is changed. */
export function describePolicy(start: Start): void {
  test('what was applied is read back as one document', async () => {
    const { store, web, api } = await start();
    await applyChanges(store, [
      member('create', 'zoe@example.com'),
      member('create', 'ada@example.com', 'admin'),
    ]);
    const unpinned = { repositoryId: null, repositoryOwnerId: null };
    expect(await storedPolicy(store)).toEqual({
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

  test('a builder is set, changed and removed, and read back between', async () => {
    const { store, web } = await start();
    const place = { kind: 'builder', organization: 'acme', project: 'web' } as const;
    const read = async () =>
      (await storedPolicy(store)).organizations[0]?.projects.map(({ builder }) => builder);
    await applyChanges(store, [{ ...place, action: 'create', before: null, after: STORED }]);
    expect(await read()).toEqual([undefined, STORED]);
    const moved = { ...STORED, endpoint: 'tcp://10.0.0.7:1234' };
    const update = { ...place, action: 'update', before: STORED, after: moved } as const;
    await carryOut(store, [update], { now: NOW + 60 });
    expect(await read()).toEqual([undefined, moved]);
    const stored = await store.read(({ builders }) => builders.find(web.projectId));
    expect(stored).toEqual({ projectId: web.projectId, ...moved, createdAt: NOW });
    await applyChanges(store, [{ ...place, action: 'remove', before: moved, after: null }]);
    expect(await read()).toEqual([undefined, undefined]);
  });

  test('a change that fails undoes those before it, and their events', async () => {
    const { store } = await start();
    const before = await storedPolicy(store);
    const taken: PolicyChange[] = [
      { kind: 'organization', action: 'create', organization: 'globex' },
      { kind: 'organization', action: 'create', organization: 'acme' },
    ];
    const applying = store.change(async (records) => {
      await records.auditEvents.append(auditEvent());
      await carryOut({ change: (work) => work(records) }, taken);
    });
    await expect(applying).rejects.toThrow(UniqueViolation);
    expect(await storedPolicy(store)).toEqual(before);
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
  });

  test('a change to a project that does not exist says which', async () => {
    const { store } = await start();
    const applying = applyChanges(store, [trust('nowhere', relationshipEntry())]);
    await expect(applying).rejects.toThrow('There is no project acme/nowhere');
  });

  test('a plan that throws leaves everything as it was', async () => {
    const { store } = await start();
    const applying = carryOut(store, () => {
      throw new Error('the document is wrong');
    });
    await expect(applying).rejects.toThrow('the document is wrong');
    await applyChanges(store, [member('create', 'ada@example.com')]);
  });

  test('members come, change role and go; the user stays for other organizations', async () => {
    const { store } = await start();
    const members = async () =>
      (await storedPolicy(store)).organizations.map((it) => [
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

  test('changes applied at the same time happen one after the other', async () => {
    const { store, open } = await start();
    const other = await open();
    // A plan that others got in the way of is made anew.
    const seen = new Map<string, number>();
    const addOrganization = (to: Store, organization: string) =>
      carryOut(to, (current) => {
        seen.set(organization, current.organizations.length);
        return [{ kind: 'organization', action: 'create', organization }];
      });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        addOrganization(index % 2 === 0 ? store : other, `number-${index}`),
      ),
    );
    // Each plan saw another number of organizations: none was made on stale data.
    const counts = [...seen.values()].toSorted((one, other) => one - other);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
}
