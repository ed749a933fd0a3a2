import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { services } from '../service.ts';

const start = services();

/** Long enough for a request to be matched; if it is not, the test is easier, never wrong. */
const UNTIL_IT_WAITS_MS = 500;

test('a rule tightened while an exchange waits for the write lock no longer grants', async () => {
  const { exchange, database, eventOf } = await start();
  const operator = await database.connect();
  await operator.lock();
  const answering = exchange({ scope: 'push' });
  await delay(UNTIL_IT_WAITS_MS);
  await operator.execute(
    `update trust_relationships set permissions = '["pull"]', revision = revision + 1; commit`,
  );
  await operator.close();
  const answer = await answering;
  expect([answer.status, answer.body.reason]).toEqual([400, 'permission_not_granted']);
  expect(await eventOf(answer)).toMatchObject({ decision: 'refused', tokenHashPrefix: null });
});
