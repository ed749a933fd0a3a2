import { expect, test } from '@jest/globals';
import type { Actor } from '../../../src/exchange/flows/admin/actor.ts';
import { createAdminister } from '../../../src/exchange/flows/admin/administer.ts';
import { whoami } from '../../../src/exchange/flows/admin/whoami.ts';
import type { RecordStore } from '../../../src/exchange/stores/ports/records.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { RUNNING } from './running.ts';

function actor(name: string): Actor {
  const user = { id: name, email: name };
  return { token: { stored: { kind: 'user' } }, session: null, user, name } as Actor;
}

/** The admin API on a store that answers no read before it is told to. */
function onSlowStore() {
  const waiting: (() => void)[] = [];
  const store = {
    read: () => new Promise((resolve) => void waiting.push(() => resolve({ body: null }))),
  } as unknown as RecordStore;
  const administer = createAdminister({
    store,
    clock: Date.now,
    random: systemRandom,
    log: createLog('silent', { write: () => {} }),
    settings: { requirePins: false, maxLifetime: 3600, url: 'https://dockpass.example.com' },
    running: RUNNING,
  });
  const read = (name: string) =>
    administer(
      whoami,
      { clientAddress: null },
      { actor: actor(name), ids: {}, input: undefined, ifMatch: null, idempotencyKey: null },
    );
  return { read, answerOne: () => waiting.shift()?.(), waiting };
}

test('a user has a few reads at work, others have theirs, and one that ends makes room', async () => {
  const { read, answerOne, waiting } = onSlowStore();
  const first = read('ada');
  const others = [read('ada'), read('ada'), read('ada')];
  await expect(read('ada')).rejects.toMatchObject({
    reason: 'rate_limited',
    details: { retryAfter: 1 },
  });
  others.push(read('bob'));
  expect(waiting).toHaveLength(5);
  answerOne();
  await first;
  others.push(read('ada'));
  expect(waiting).toHaveLength(5);
  for (let left = waiting.length; left > 0; left--) answerOne();
  await Promise.all(others);
});
