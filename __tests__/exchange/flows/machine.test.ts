import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Actor, actorOf, OPERATOR } from '../../../src/exchange/flows/admin/actor.ts';
import { type Administer, createAdminister } from '../../../src/exchange/flows/admin/administer.ts';
import {
  createTokenForUser,
  revokeToken,
} from '../../../src/exchange/flows/admin/machine-tokens.ts';
import { change } from '../../../src/exchange/flows/admin/operation.ts';
import { createOrganization } from '../../../src/exchange/flows/admin/organizations.ts';
import { installation } from '../../../src/exchange/flows/admin/target.ts';
import { createUser, deleteUser, updateUser } from '../../../src/exchange/flows/admin/users.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemClock } from '../../../src/exchange/system/clock.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { createFindLiveToken } from '../../../src/exchange/tokens/live-token.ts';
import { RUNNING } from './running.ts';

let folder = '';
let store: Store;
let administer: Administer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-machine-'));
  store = await openSqliteStore({ path: join(folder, 'dockpass.db'), random: systemRandom });
  administer = createAdminister({
    store,
    clock: systemClock,
    random: systemRandom,
    log: createLog('silent', { write: () => {} }),
    settings: { requirePins: false, maxLifetime: 3600, url: 'https://dockpass.example.com' },
    running: RUNNING,
  });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const act = (actor: Actor, operation: Parameters<Administer>[0], ids: object, input?: unknown) =>
  administer(
    operation,
    { clientAddress: null },
    {
      actor,
      ids: ids as Record<string, string>,
      input,
      ifMatch: null,
      idempotencyKey: null,
    },
  );

const findLiveToken = (text: string) => createFindLiveToken({ store, clock: systemClock })(text);

/** The first operator, as the command line makes them, and their token. */
async function firstOperator() {
  const body = { email: 'root@example.com', operator: true };
  await act(OPERATOR, createUser, {}, body);
  const ids = { user_id: 'root@example.com' };
  const made = await act(OPERATOR, createTokenForUser, ids, { description: 'first' });
  const { id, token } = made.body as { id: string; token: string };
  return { ids, id, token, actor: actorOf(await findLiveToken(token)) };
}

describe('the last operator', () => {
  test.each([
    ['demoted', updateUser, { operator: false }],
    ['disabled', updateUser, { disabled: true }],
    ['deleted', deleteUser, undefined],
  ])('is %s on the machine, and not from elsewhere', async (_, operation, input) => {
    const { actor, ids } = await firstOperator();
    await expect(act(actor, operation, ids, input)).rejects.toMatchObject({ code: 'conflict' });
    await act(OPERATOR, operation, ids, input);
    expect(await store.read(({ users }) => users.countOperators())).toBe(0);
  });
});

test('a token of a user is created on the machine, and its event says whose it is', async () => {
  const { id } = await firstOperator();
  const events = await store.listEvents({ limit: 10 });
  expect(events.at(-1)).toMatchObject({
    action: 'user_token.create',
    actor: 'operator',
    scopes: [],
    tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
    detail: { before: null, after: { id, user: 'root@example.com', description: 'first' } },
  });
});

test('a disabled user gets no token, which would open nothing', async () => {
  const { ids } = await firstOperator();
  await act(OPERATOR, updateUser, ids, { disabled: true });
  await expect(
    act(OPERATOR, createTokenForUser, ids, { description: 'second' }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

describe('a token', () => {
  test.each(['id', 'token'] as const)('is revoked by its %s, once', async (by) => {
    const first = await firstOperator();
    const revoked = await act(OPERATOR, revokeToken, {}, { [by]: first[by] });
    expect(revoked.body).toMatchObject({ kind: 'user', id: first.id, revoked_before: false });
    await expect(findLiveToken(first.token)).rejects.toMatchObject({ reason: 'token_revoked' });
    const count = (await store.listEvents({ limit: 10 })).length;
    const again = await act(OPERATOR, revokeToken, {}, { [by]: first[by] });
    expect(again.body).toMatchObject({ revoked_before: true });
    expect(await store.listEvents({ limit: 10 })).toHaveLength(count);
  });

  test('that is none is not repeated in the answer', async () => {
    const error = await act(OPERATOR, revokeToken, {}, { token: 'hunter2-hunter2' }).catch(
      (problem: unknown) => problem,
    );
    expect(error).toMatchObject({ code: 'invalid_request', faults: [{ at: '/token' }] });
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  });

  test.each([{}, { id: systemRandom.id(), token: 'x' }])(
    'is named in one way: %j',
    async (input) => {
      await expect(act(OPERATOR, revokeToken, {}, input)).rejects.toMatchObject({
        code: 'invalid_request',
      });
    },
  );
});

test('an organization that the machine creates has no admin unless one is named', async () => {
  await act(OPERATOR, createOrganization, {}, { name: 'acme' });
  await act(OPERATOR, createOrganization, {}, { name: 'umbrella', admin: 'ada@example.com' });
  const members = await store.read((records) => records.members.all());
  expect(members).toMatchObject([{ email: 'ada@example.com', role: 'admin' }]);
});

test('changes on the machine may store any number of events within an hour', async () => {
  const large = change({
    name: 'project.update',
    summary: 'Change much',
    access: 'operator',
    target: installation,
    change: async () => ({ answer: null, before: { text: 'x'.repeat(1024 ** 2) }, after: null }),
  });
  for (let count = 0; count < 34; count++) await act(OPERATOR, large, {});
  expect((await store.listEvents({ limit: 100 })).length).toBe(34);
});
