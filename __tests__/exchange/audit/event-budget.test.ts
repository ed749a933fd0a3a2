import { expect, test } from '@jest/globals';
import { createEventBudget } from '../../../src/exchange/audit/event-budget.ts';
import { auditEvent, newId } from '../stores/records.ts';

const HOUR_MS = 3_600_000;

const YEAR_HOURS = 8766;

/** Refusals of an hour, one after the other: how much of them is stored. */
function bytesStored(refusals: number, refusal: (index: number) => ReturnType<typeof refused>) {
  const charge = createEventBudget(() => 0);
  let bytes = 0;
  for (let index = 0; index < refusals; index++) {
    const event = refusal(index);
    if (charge(event).reference === event.id) bytes += JSON.stringify(event).length;
  }
  return bytes;
}

function refused(changes: Parameters<typeof auditEvent>[0] = {}) {
  const reason = 'malformed_token' as const;
  const detail = { message: 'x'.repeat(200), cause: null };
  return auditEvent({ id: newId(), decision: 'refused', reason, detail, ...changes });
}

const job = (repository_id: string, repository_owner_id = '1') => ({
  issuer: 'https://token.actions.githubusercontent.com',
  claims: { repository: 'evil/box', repository_id, repository_owner_id },
  reason: 'no_trust_relationship' as const,
});

const evaluations = [{ relationshipId: 'r', project: 'acme/web' }];

test('one address, one network and all together store so much, and no more', () => {
  const one = bytesStored(2000, () => refused({ clientAddress: '192.0.2.1' }));
  const network = bytesStored(5000, (n) => refused({ clientAddress: `192.0.2.${n % 256}` }));
  const networks = bytesStored(20_000, (n) =>
    refused({ clientAddress: `198.${n % 200}.${n % 7}.${n % 256}` }),
  );
  const sites = bytesStored(20_000, (n) =>
    refused({ clientAddress: `2001:db8:${(n % 5000).toString(16)}:${n % 9}::1` }),
  );
  expect(one).toBeLessThan(70_000);
  expect(network).toBeLessThan(140_000);
  expect(networks * YEAR_HOURS).toBeLessThan(5e9);
  expect(sites * YEAR_HOURS).toBeLessThan(5e9);
});

test('so do tokens of repositories that nobody trusts, and those that show a token of theirs 100 times', () => {
  const one = bytesStored(2000, () => refused(job('7')));
  const owner = bytesStored(5000, (n) => refused(job(`${n}`)));
  const all = bytesStored(20_000, (n) => refused(job(`${n}`, `${n}`)));
  expect(one).toBeLessThan(70_000);
  expect(owner).toBeLessThan(140_000);
  expect(all * YEAR_HOURS).toBeLessThan(5e9);
});

test('a flood of strangers leaves jobs, tokens and addresses of others their events', () => {
  const charge = createEventBudget(() => 0);
  const isStored = (event: ReturnType<typeof refused>) => charge(event).reference === event.id;
  for (let n = 0; n < 20_000; n++) {
    charge(refused({ clientAddress: `198.51.${n % 256}.1` }));
    charge(refused(job(`${n}`, `${n}`)));
  }
  const cause = { message: null, cause: evaluations };
  expect(isStored(refused({ ...job('1'), detail: cause }))).toBe(true);
  expect(isStored(refused({ ...job('1'), reason: 'project_not_granted' }))).toBe(true);
  expect(isStored(refused({ actor: 'project token 1' }))).toBe(true);
  expect(isStored(refused({ clientAddress: '198.51.1.1' }))).toBe(false);
});

test('a flood that asks for one organization hides from no other that its projects were asked for', () => {
  const charge = createEventBudget(() => 0);
  const asking = (organizationId: string, id: string) =>
    refused({ ...job(id, id), scopes: [{ organizationId, projectId: 'p' }] });
  for (let n = 0; n < 20_000; n++) charge(asking('evil', `${n}`));
  const first = asking('acme', 'a');
  expect(charge(first).reference).toBe(first.id);
  expect(charge(asking('acme', 'b'))).toEqual(charge(first));
  expect(charge(asking('evil', 'c')).reference).not.toBe(first.id);
});

test('a flood of one repository, or of one token, hides no event of another', () => {
  const charge = createEventBudget(() => 0);
  const isStored = (event: ReturnType<typeof refused>) => charge(event).reference === event.id;
  const failing = (id: string) => refused({ ...job(id, id), reason: 'condition_failed' });
  const holder = (actor: string) => refused({ actor, reason: 'token_revoked' });
  for (let n = 0; n < 5000; n++) {
    charge(failing('1'));
    charge(holder('project token 1'));
  }
  expect([isStored(failing('1')), isStored(holder('project token 1'))]).toEqual([false, false]);
  expect([isStored(failing('2')), isStored(holder('project token 2'))]).toEqual([true, true]);
});

test('beyond it, what is refused for one reason shares an event, until the hour is over', () => {
  let now = 0;
  const charge = createEventBudget(() => now);
  const send = (reason: 'malformed_token' | 'expired') => {
    const event = refused({ clientAddress: '192.0.2.1', reason });
    const { reference, sharedUntil } = charge(event);
    return { isOwn: reference === event.id, reference, sharedUntil };
  };
  // Far fewer fill the budget; without one, this would never end.
  for (let sent = 0; sent < 10_000 && send('malformed_token').sharedUntil === null; sent++)
    now += 1;
  const shared = send('malformed_token');
  expect(shared.isOwn).toBe(false);
  expect(send('malformed_token')).toEqual(shared);
  const other = send('expired');
  expect(other.isOwn).toBe(true);
  expect(send('expired')).toEqual({ ...other, isOwn: false });
  expect(shared.sharedUntil).toBe(new Date(HOUR_MS).toISOString());
  now = HOUR_MS;
  expect(send('malformed_token')).toMatchObject({ isOwn: true, sharedUntil: null });
});
