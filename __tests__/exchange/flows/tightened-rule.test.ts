import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { services } from '../service.ts';

const start = services();

/** Long enough for a request to be matched; if it is not, the test is easier, never wrong. */
const UNTIL_IT_WAITS_MS = 500;

test('a rule tightened while an exchange waits for the write lock no longer grants', async () => {
  const { exchange, folder, eventOf } = await start();
  const operator = new DatabaseSync(join(folder, 'dockpass.db'));
  operator.exec('begin immediate');
  const answering = exchange({ scope: 'push' });
  await delay(UNTIL_IT_WAITS_MS);
  operator.exec(
    `update trust_relationships set permissions = '["pull"]', revision = revision + 1; commit`,
  );
  operator.close();
  const answer = await answering;
  expect([answer.status, answer.body.reason]).toEqual([400, 'permission_not_granted']);
  expect(await eventOf(answer)).toMatchObject({ decision: 'refused', tokenHashPrefix: null });
});
