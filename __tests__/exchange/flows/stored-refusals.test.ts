import { expect, test } from '@jest/globals';
import { PUBLIC_URL, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

const FLOOD = 150;

const NO_LIMITS = { rateLimits: { perAddress: 0, perRepository: 0 } };

test('a flood without any token stores a share, and each of its refusals leads to an event', async () => {
  const { exchange, events, eventOf } = await start({ config: NO_LIMITS });
  const before = (await events()).length;
  const answers = await Promise.all(
    Array.from({ length: FLOOD }, () => exchange({ subject_token: 'x' })),
  );
  const made = (await events()).slice(before);
  expect(made.length).toBeGreaterThan(10);
  expect(made.length).toBeLessThan(FLOOD);
  expect(JSON.stringify(made).length).toBeLessThan(70_000);
  for (const answer of answers.slice(-5))
    expect(await eventOf(answer)).toMatchObject({
      reason: answer.body.reason,
      detail: { shared_until: expect.any(String) },
    });
});

test("a stranger's token with a hundred projects stores a share, and hides nothing of a tenant's job", async () => {
  const { exchange, idToken, events, eventOf } = await start({ config: NO_LIMITS });
  const resource = Array.from(
    { length: 100 },
    (_, n) => `${PUBLIC_URL}/acme/${'x'.repeat(30)}${n}`,
  );
  const subject_token = idToken({
    repository: 'evil/box',
    repository_id: '7',
    repository_owner_id: '8',
  });
  const before = (await events()).length;
  const answers = await Promise.all(
    Array.from({ length: FLOOD }, () => exchange({ subject_token, resource })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  const made = (await events()).slice(before);
  expect(made.length).toBeLessThan(FLOOD);
  for (const event of made) {
    expect(event.projects).toHaveLength(20);
    expect(JSON.stringify(event).length).toBeLessThan(8000);
  }
  const refused = await exchange({ resource: `${PUBLIC_URL}/acme/unknown` });
  expect(await eventOf(refused)).toMatchObject({
    id: refused.body.reference,
    claims: { repository: 'acme/web' },
    projects: ['acme/unknown'],
  });
});

test('what a refused token says is cut to what anybody needs to see of it', async () => {
  const { exchange, idToken, eventOf } = await start();
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`claim_${n}`, 'x']));
  const subject_token = idToken({ ...many, aud: `https://${'a'.repeat(4000)}` });
  const event = await eventOf(await exchange({ subject_token }));
  expect(event?.reason).toBe('wrong_audience');
  expect(JSON.stringify(event).length).toBeLessThan(8000);
});
