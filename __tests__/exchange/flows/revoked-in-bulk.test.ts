import { expect, test } from '@jest/globals';
import type { Records } from '../../../src/exchange/stores/ports/records.ts';
import { type Service, services } from '../service.ts';
import { projectOf } from '../tenants.ts';

const start = services();

const RUN = '4711';

/** Each of the ways to revoke many tokens at once, as an administrator uses it. */
const REVOCATIONS: Record<string, (records: Records, service: Service) => Promise<void>> = {
  async issuer({ issuers, revocations }, { issuer }) {
    const { id = '' } = (await issuers.findByUrl(issuer.url)) ?? {};
    await revocations.revokeIssuer(id);
  },
  async relationship(records) {
    const { id } = await projectOf(records, 'acme/web');
    const [rule] = await records.relationships.list(id, { after: null, limit: 1 });
    await records.revocations.revokeRelationship(rule?.id ?? '');
  },
  async project(records) {
    const { id } = await projectOf(records, 'acme/web');
    await records.revocations.revokeProject(id, Math.floor(Date.now() / 1000), false);
  },
  async run(records, { issuer }) {
    const { id: projectId } = await projectOf(records, 'acme/web');
    const keepUntil = Math.floor(Date.now() / 1000) + 86_400;
    await records.revocations.revokeRun({ issuer: issuer.url, runId: RUN, projectId }, keepUntil);
  },
};

async function isAlive({ introspect }: Service, token: string): Promise<boolean> {
  return (await introspect(token)).body.active;
}

test.each(Object.keys(REVOCATIONS))(
  'no token that was answered before its %s was revoked is alive after it, in the middle of exchanges or not',
  async (what) => {
    const service = await start();
    const { exchange, idToken, store } = service;
    const issued: string[] = [];
    let revoking = false;
    const one = async () => {
      const { status, body } = await exchange({ subject_token: idToken({ run_id: RUN }) });
      if (status !== 200) expect(body.reason).toBe('run_revoked');
      else if (!revoking) issued.push(body.access_token);
    };
    const load = async () => {
      for (let round = 0; round < 12; round++) await one();
    };
    const under = Promise.all(Array.from({ length: 8 }, load));
    await one();
    revoking = true;
    await store.change((records) => REVOCATIONS[what]?.(records, service) ?? Promise.reject());
    expect(issued.length).toBeGreaterThan(0);
    for (const token of issued) expect(await isAlive(service, token)).toBe(false);
    await under;
    for (const token of issued) expect(await isAlive(service, token)).toBe(false);
    // A run gets nothing more; from the others new tokens may come, which are as good as any.
    const { status, body } = await exchange({ subject_token: idToken({ run_id: RUN }) });
    expect([what, body.reason]).toEqual([what, what === 'run' ? 'run_revoked' : undefined]);
    if (status === 200) expect(await isAlive(service, body.access_token)).toBe(true);
    const other = await exchange({ subject_token: idToken({ run_id: '4712' }) });
    expect(await isAlive(service, other.body.access_token)).toBe(true);
  },
);

test('an issuer that is switched off in the middle of exchanges leaves no token alive', async () => {
  const service = await start();
  const { exchange, issuer, store } = service;
  const tokens: string[] = [];
  const load = async () => {
    for (let round = 0; round < 12; round++) {
      const { status, body } = await exchange();
      if (status === 200) tokens.push(body.access_token);
      else expect(['issuer_disabled', 'no_trust_relationship']).toContain(body.reason);
    }
  };
  const under = Promise.all(Array.from({ length: 8 }, load));
  await load();
  await store.change(async ({ issuers }) => {
    const { id = '' } = (await issuers.findByUrl(issuer.url)) ?? {};
    await issuers.setEnabled(id, false);
  });
  await under;
  expect(tokens.length).toBeGreaterThan(0);
  for (const token of tokens) expect(await isAlive(service, token)).toBe(false);
  expect((await exchange()).body.reason).toBe('issuer_disabled');
});
