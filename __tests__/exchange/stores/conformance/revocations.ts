import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { Records } from '../../../../src/exchange/stores/ports/records.ts';
import { EXPIRED_TOKENS_KEPT } from '../../../../src/exchange/stores/queries/purge.ts';
import type { Grant } from '../../../../src/exchange/trust/relationship.ts';
import { addProjectToken } from '../../tenants.ts';
import { ENTERPRISE, GITHUB, relationshipOf } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, NOW, newHash, newId, PINS } from '../records.ts';
import type { Setting, Start } from './fixture.ts';

const RUN = '4711';

/** Each takes away what was granted for acme/web, and what it says of acme/api. */
const REVOCATIONS: Record<string, (records: Records, setting: Setting) => Promise<void>> = {
  issuer: ({ revocations }, { githubId }) => revocations.revokeIssuer(githubId),
  'switched-off issuer': ({ issuers }, { githubId }) => issuers.setEnabled(githubId, false),
  project: ({ revocations }, { web }) => revocations.revokeProject(web.projectId, NOW, false),
  relationship: ({ revocations }, { web }) => revocations.revokeRelationship(web.id),
  run: ({ revocations }, { web }) =>
    revocations.revokeRun({ issuer: GITHUB, runId: RUN, projectId: web.projectId }, NOW + 99),
};

const WITH_API = ['project', 'relationship', 'run'];

async function projectsOf(store: Store, hash: Uint8Array): Promise<string[] | undefined> {
  return (await store.findToken('build', hash))?.grants.map(({ project }) => project);
}

function bothGrants({ web, api }: Setting): Grant[] {
  return [grantOf(web), grantOf(api, PINS)];
}

export function describeRevocations(start: Start): void {
  test.each(Object.keys(REVOCATIONS))(
    'what was issued is gone when its %s is revoked, and nothing else is',
    async (what) => {
      const setting = await start();
      const { store } = setting;
      const record = exchangeRecord(bothGrants(setting), { runId: RUN });
      await store.commitExchange(record);
      await store.change(async (records) => REVOCATIONS[what]?.(records, setting));
      expect(await projectsOf(store, record.token.hash)).toEqual(
        WITH_API.includes(what) ? ['acme/api'] : undefined,
      );
    },
  );

  test.each(Object.keys(REVOCATIONS))(
    'an exchange that was matched before its %s was revoked commits nothing',
    async (what) => {
      const setting = await start();
      const { store } = setting;
      await store.change(async (records) => REVOCATIONS[what]?.(records, setting));
      const late = exchangeRecord(bothGrants(setting), { runId: RUN });
      expect(await store.commitExchange(late)).toBe(
        what === 'run' ? 'run_revoked' : 'relationship_changed',
      );
      expect(await projectsOf(store, late.token.hash)).toBeUndefined();
      expect(await store.listEvents({ limit: 10 })).toEqual([]);
      // It has burned nothing: what the run may have elsewhere, it gets with the same ID token.
      if (what !== 'run') return;
      const jti = late.replay.jti;
      const elsewhere = exchangeRecord([grantOf(setting.api, PINS)], { runId: RUN, jti });
      expect(await store.commitExchange(elsewhere)).toBe('committed');
    },
  );

  test.each(['issuer', 'project', 'relationship'])(
    'what is granted after its %s was revoked holds',
    async (what) => {
      const setting = await start();
      const { store } = setting;
      await store.change(async (records) => REVOCATIONS[what]?.(records, setting));
      const web = await relationshipOf(store, 'acme/web');
      const record = exchangeRecord([grantOf(web)]);
      expect(await store.commitExchange(record)).toBe('committed');
      expect(await projectsOf(store, record.token.hash)).toEqual(['acme/web']);
    },
  );

  test('a run is revoked with its issuer: another issuer has runs of the same number', async () => {
    const setting = await start();
    const { store, web } = setting;
    await store.change(async (records) => REVOCATIONS.run?.(records, setting));
    for (const changes of [{ runId: '4712' }, { runId: RUN, issuer: ENTERPRISE }]) {
      const record = exchangeRecord([grantOf(web)], changes);
      expect(await store.commitExchange(record)).toBe('committed');
      expect(await projectsOf(store, record.token.hash)).toEqual(['acme/web']);
    }
  });

  test('project tokens go with the revocation of their project only if that is wanted', async () => {
    const { store, web } = await start();
    const { id } = await addProjectToken(store);
    const revoke = (projectTokens: boolean) =>
      store.change(({ revocations }) =>
        revocations.revokeProject(web.projectId, NOW, projectTokens),
      );
    await revoke(false);
    expect(await store.findTokenById('project', id)).toMatchObject({ revokedAt: null });
    await revoke(true);
    expect(await store.findTokenById('project', id)).toMatchObject({ revokedAt: NOW });
  });

  test.each(['', 'issuer', 'switched-off issuer', 'relationship'])(
    'a rule that goes to another issuer and back brings nothing back, revoked or not: %s',
    async (what) => {
      const setting = await start();
      const { store, web, githubId } = setting;
      const enterpriseId = (await store.findIssuer(ENTERPRISE))?.id ?? '';
      const issued = exchangeRecord([grantOf(web)]);
      await store.commitExchange(issued);
      await store.change(async (records) => REVOCATIONS[what]?.(records, setting));
      // Both ways, and often: the sum of the generations must never be again what it was.
      for (const issuerId of [enterpriseId, githubId, enterpriseId, githubId]) {
        await store.change(async ({ relationships }) => {
          const rule = await relationships.find(web.id);
          if (rule) await relationships.update(web.id, { ...rule, issuerId });
        });
        expect(await projectsOf(store, issued.token.hash)).toBeUndefined();
      }
    },
  );

  test('a rule that is changed and keeps its issuer keeps what it granted', async () => {
    const { store, web } = await start();
    const issued = exchangeRecord([grantOf(web)]);
    await store.commitExchange(issued);
    await store.change(async ({ relationships }) => {
      const rule = await relationships.find(web.id);
      if (rule) await relationships.update(web.id, { ...rule, description: 'changed' });
    });
    expect(await projectsOf(store, issued.token.hash)).toEqual(['acme/web']);
  });

  test('a revocation that comes among many exchanges leaves none of those before it', async () => {
    const setting = await start();
    const { store } = setting;
    const records = Array.from({ length: 60 }, () =>
      exchangeRecord([grantOf(setting.web)], { runId: RUN }),
    );
    const committing = records.map((record) => store.commitExchange(record));
    await committing[0];
    await store.change(async (records) => REVOCATIONS.relationship?.(records, setting));
    const outcomes = await Promise.all(committing);
    expect(new Set(outcomes)).not.toContain('replayed');
    for (const { token } of records) expect(await projectsOf(store, token.hash)).toBeUndefined();
  });
}

export function describeNarrowing(start: Start): void {
  const narrower = (projectId: string, parent: { kind: 'project' | 'build'; id: string }) => ({
    token: { id: newId(), hash: newHash(), createdAt: NOW, expiresAt: NOW + 60, parent },
    grants: [{ projectId, permissions: ['pull'] as const }],
    event: auditEvent({ action: 'narrow' }),
  });

  test('a narrower token is stored with where it came from, and its event', async () => {
    const { store, web } = await start();
    const parent = { kind: 'project', id: newId() } as const;
    const record = narrower(web.projectId, parent);
    await store.commitNarrowing(record);
    expect(await store.findToken('build', record.token.hash)).toEqual({
      id: record.token.id,
      kind: 'build',
      hash: new Uint8Array(record.token.hash),
      createdAt: NOW,
      expiresAt: NOW + 60,
      revokedAt: null,
      parent,
      grants: [
        {
          projectId: web.projectId,
          organizationId: web.organizationId,
          project: 'acme/web',
          relationshipId: null,
          permissions: ['pull'],
        },
      ],
    });
    expect(await store.listEvents({ limit: 10 })).toEqual([record.event]);
    expect(await store.revokeToken('build', record.token.hash, NOW, auditEvent())).toBe(true);
  });

  test('one for a project that is gone is not stored, nor any part of it', async () => {
    const { store, web } = await start();
    const record = narrower(web.projectId, { kind: 'build', id: newId() });
    record.grants.push({ projectId: newId(), permissions: ['pull'] });
    const good = narrower(web.projectId, { kind: 'build', id: newId() });
    const [bad, beside] = await Promise.allSettled([
      store.commitNarrowing(record),
      store.commitNarrowing(good),
    ]);
    expect([bad.status, beside.status]).toEqual(['rejected', 'fulfilled']);
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await store.findToken('build', good.token.hash)).toBeDefined();
    expect(await store.listEvents({ limit: 10 })).toEqual([good.event]);
  });

  test('it goes when its project is revoked in bulk; one that is made later holds', async () => {
    const { store, web } = await start();
    const record = narrower(web.projectId, { kind: 'build', id: newId() });
    await store.commitNarrowing(record);
    await store.change(({ revocations }) => revocations.revokeProject(web.projectId, NOW, false));
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    const later = narrower(web.projectId, { kind: 'build', id: newId() });
    await store.commitNarrowing(later);
    expect(await projectsOf(store, later.token.hash)).toEqual(['acme/web']);
  });

  test('it is purged like any build token a day after its end', async () => {
    const { store, web } = await start();
    const record = narrower(web.projectId, { kind: 'build', id: newId() });
    await store.commitNarrowing(record);
    expect(await store.purgeExpired(NOW + EXPIRED_TOKENS_KEPT + 59, 10)).toBe(0);
    expect(await store.purgeExpired(NOW + EXPIRED_TOKENS_KEPT + 60, 10)).toBe(1);
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
  });
}
