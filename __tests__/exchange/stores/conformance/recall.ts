import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { Records } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import type { TrustRelationship } from '../../../../src/exchange/trust/relationship.ts';
import {
  applyChanges,
  ENTERPRISE,
  type Furnished,
  GITHUB,
  relationshipEntry,
  trust,
} from '../furnished-store.ts';
import { recallIsShared, recallIssuer, recallRelationships } from '../recalling.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

/** Everything that another process may change about what exchanges have read. */
const CHANGES: Record<string, (records: Records, setting: Furnished) => Promise<void>> = {
  'an issuer is switched off': ({ issuers }, { githubId }) => issuers.setEnabled(githubId, false),
  'an issuer is revoked': ({ revocations }, { githubId }) => revocations.revokeIssuer(githubId),
  'an organization is created': ({ organizations }) => addOrganization(organizations),
  'an organization is renamed': ({ organizations }, { web }) =>
    organizations.rename(web.organizationId, 'globex'),
  'an organization is removed': ({ organizations }, { web }) =>
    organizations.remove(web.organizationId),
  'a project is renamed': ({ projects }, { web }) =>
    projects.update(web.projectId, { name: 'site', oidcOnly: false }),
  'a project is revoked': ({ revocations }, { web }) =>
    revocations.revokeProject(web.projectId, NOW, false),
  'a project is removed': ({ projects }, { web }) => projects.remove(web.projectId),
  'a relationship is updated': ({ relationships }, { web }) => relationships.update(web.id, web),
  'a relationship is revoked': ({ revocations }, { web }) => revocations.revokeRelationship(web.id),
  'a relationship is removed': ({ relationships }, { web }) => relationships.remove(web.id),
};

/** What one exchange has read, and the next ones rest on. */
export function describeRecall(start: Start): void {
  async function startTwo() {
    const { store: other, open, ...furnished } = await start();
    const store = await open();
    // From its first commit on it knows what its readings are as of.
    await store.appendEvent(auditEvent());
    return { ...furnished, store, other };
  }

  test('what one exchange has read the next one recalls, whatever is committed meanwhile', async () => {
    const { store, web } = await startTwo();
    expect(await Promise.all([recallIssuer(store, GITHUB), recall(store)])).toEqual([
      undefined,
      undefined,
    ]);
    const relationships = await readAll(store);
    expect(await recallIssuer(store, GITHUB)).toEqual(await store.findIssuer(GITHUB));
    const recalled = await recall(store);
    expect(recalled).toEqual({ relationships, asOf: expect.any(Number) });
    for (let time = 0; time < 3; time++) {
      const record = exchangeRecord([grantOf(web)]);
      const recalledAsOf = recalled?.asOf ?? null;
      expect(await store.commitExchange({ ...record, recalledAsOf })).toBe('committed');
    }
    expect(await recall(store)).toEqual(recalled);
  });

  test('a change by this process is recalled at once', async () => {
    const { store } = await startTwo();
    await readAll(store);
    await applyChanges(store, [anotherRule()]);
    expect(await Promise.all([recallIssuer(store, GITHUB), recall(store)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(await readAll(store)).toHaveLength(3);
    expect((await recall(store))?.relationships).toHaveLength(3);
  });

  test('after a change by another process, what is recalled buys nothing until it is read again', async () => {
    const { store, other, web } = await startTwo();
    await readAll(store);
    await applyChanges(other, [anotherRule()]);
    const recalledAsOf = (await recall(store))?.asOf ?? null;
    expect(recalledAsOf).not.toBeNull();
    const record = { ...exchangeRecord([grantOf(web)]), recalledAsOf };
    expect(await store.commitExchange(record)).toBe('relationship_changed');
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await recall(store)).toBeUndefined();
    // The jti was not burned.
    expect(await readAll(store)).toHaveLength(3);
    const again = { ...record, recalledAsOf: (await recall(store))?.asOf ?? null };
    expect(again.recalledAsOf).not.toBe(recalledAsOf);
    expect(await store.commitExchange(again)).toBe('committed');
  });

  test.each(Object.keys(CHANGES))(
    'nothing is recalled once %s by another process',
    async (what) => {
      const setting = await startTwo();
      const { store, other, web } = setting;
      await readAll(store);
      const recalledAsOf = (await recall(store))?.asOf ?? null;
      expect(recalledAsOf).not.toBeNull();
      await other.change(async (records) => CHANGES[what]?.(records, setting));
      const record = { ...exchangeRecord([grantOf(web)]), recalledAsOf };
      expect(await store.commitExchange(record)).toBe('relationship_changed');
      expect(await Promise.all([recallIssuer(store, GITHUB), recall(store)])).toEqual([
        undefined,
        undefined,
      ]);
    },
  );

  test('it buys nothing either if another commit was the first to notice', async () => {
    const { store, other, web } = await startTwo();
    await readAll(store);
    const recalledAsOf = (await recall(store))?.asOf ?? null;
    await applyChanges(other, [anotherRule()]);
    await store.appendEvent(auditEvent());
    expect(await recall(store)).toBeUndefined();
    const record = { ...exchangeRecord([grantOf(web)]), recalledAsOf };
    expect(await store.commitExchange(record)).toBe('relationship_changed');
  });

  test('what was read anew is committed, though another process has changed something', async () => {
    const { store, other, web } = await startTwo();
    await applyChanges(other, [anotherRule()]);
    expect(await store.commitExchange(exchangeRecord([grantOf(web)]))).toBe('committed');
  });

  test('ids that were pinned are recalled as pinned', async () => {
    const { store, api } = await startTwo();
    await readAll(store);
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    expect(await recall(store)).toBeUndefined();
  });

  test('what is recalled stays if a job that would pin ids gets nothing: it can be sent again and again', async () => {
    const { store, api } = await startTwo();
    const jti = 'spent';
    await store.commitExchange(exchangeRecord([grantOf(api)], { jti }));
    await readAll(store);
    const again = { ...grantOf(api), pins: true };
    expect(await store.commitExchange(exchangeRecord([again], { jti }))).toBe('replayed');
    expect(await recall(store)).toBeDefined();
  });

  test('that there is one organization only is recalled, that there are several is not', async () => {
    const { store, other } = await startTwo();
    expect(await recallIsShared(store)).toBeUndefined();
    expect(await store.isShared()).toBe(false);
    expect(await recallIsShared(store)).toBe(false);
    await other.change(({ organizations }) => addOrganization(organizations));
    await store.appendEvent(auditEvent());
    expect(await recallIsShared(store)).toBeUndefined();
    expect(await store.isShared()).toBe(true);
    expect(await recallIsShared(store)).toBeUndefined();
  });

  test('nothing is recalled for another repository, or of another issuer', async () => {
    const { store } = await startTwo();
    await readAll(store);
    expect(await recallRelationships(store, ENTERPRISE, 'acme/web')).toBeUndefined();
    expect(await recallRelationships(store, GITHUB, 'acme/api')).toBeUndefined();
    expect(await recallIssuer(store, ENTERPRISE)).toBeUndefined();
  });

  test('nothing is recalled of an issuer that is switched off or unknown', async () => {
    const { store, other } = await startTwo();
    const entry = { url: GITHUB, provider: 'github', enabled: false } as const;
    await applyChanges(other, [{ kind: 'issuer', action: 'update', entry }]);
    await store.appendEvent(auditEvent());
    expect(await store.findIssuer(GITHUB)).toMatchObject({ enabled: false });
    expect(await store.findIssuer('https://nobody.example')).toBeUndefined();
    expect(await store.findRelationships(GITHUB, 'acme/web')).toEqual([]);
    expect(await recallIssuer(store, GITHUB)).toBeUndefined();
    expect(await recallIssuer(store, 'https://nobody.example')).toBeUndefined();
    expect(await recall(store)).toBeUndefined();
  });
}

/** As an exchange does that finds nothing to recall. */
async function readAll(store: Store): Promise<readonly TrustRelationship[]> {
  await store.findIssuer(GITHUB);
  return await store.findRelationships(GITHUB, 'acme/web');
}

async function addOrganization(organizations: Records['organizations']): Promise<void> {
  await organizations.insert({ id: systemRandom.id(), name: 'initech', createdAt: NOW });
}

function recall(store: Store) {
  return recallRelationships(store, GITHUB, 'acme/web');
}

const anotherRule = () => trust('web', relationshipEntry({ permissions: ['pull'] }));
