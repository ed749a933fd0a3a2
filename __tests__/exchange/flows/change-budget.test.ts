import { expect, test } from '@jest/globals';
import type { Actor } from '../../../src/exchange/flows/admin/actor.ts';
import { createAdminister } from '../../../src/exchange/flows/admin/administer.ts';
import { change } from '../../../src/exchange/flows/admin/operation.ts';
import { installation } from '../../../src/exchange/flows/admin/target.ts';
import type { RecordStore, Records } from '../../../src/exchange/stores/ports/records.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { RUNNING } from './running.ts';

const MIB = 1024 * 1024;

const HOUR_MS = 3_600_000;

/** Leaves an event of a MiB. */
const large = change({
  name: 'project.update',
  summary: 'Change much',
  access: 'user',
  target: installation,
  change: async () => ({ answer: null, before: { text: 'x'.repeat(MIB) }, after: null }),
});

function actor(name: string): Actor {
  const user = { id: name, email: name };
  return { token: { stored: { kind: 'user' } }, session: null, user, name } as Actor;
}

test('the changes of one user store so much within an hour, and those of others go on', async () => {
  let now = 0;
  let stored = 0;
  const records = {
    userTokens: { find: async () => ({ revokedAt: null }) },
    users: { find: async (id: string) => ({ id, operator: false, disabledAt: null }) },
    auditEvents: {
      appendAll: async (events: readonly unknown[]) => {
        stored += events.length;
      },
    },
  } as unknown as Records;
  const administer = createAdminister({
    store: { change: (work: (within: Records) => unknown) => work(records) } as RecordStore,
    clock: () => now,
    random: systemRandom,
    log: createLog('silent', { write: () => {} }),
    settings: { requirePins: false, maxLifetime: 3600, url: 'https://dockpass.example.com' },
    running: RUNNING,
  });
  const act = async (name: string) =>
    await administer(
      large,
      { clientAddress: null },
      { actor: actor(name), ids: {}, input: undefined, ifMatch: null, idempotencyKey: null },
    );
  for (let count = 0; count < 32; count++) await act('zoe');
  now = HOUR_MS / 2;
  await expect(act('zoe')).rejects.toMatchObject({
    reason: 'rate_limited',
    details: { retryAfter: 1800 },
  });
  await act('ada');
  expect(stored).toBe(33);
  now = HOUR_MS;
  await act('zoe');
  expect(stored).toBe(34);
});
