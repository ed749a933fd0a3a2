import { expect, test } from '@jest/globals';
import { services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { createSmallBrowser } from './browser.ts';

const start = services(undefined, { forBrowsers: true });

test('a sign-in with a token is recorded, and so is one that is refused', async () => {
  const { publicUrl, store, events, secrets } = await start();
  const { token, email, userId } = await addUser(store);
  secrets.push(token);
  const browser = createSmallBrowser();
  const form = await browser.open(`${publicUrl}/sign-in/token`);
  const refused = await browser.submit(form, '/sign-in/token', { token: `${token.slice(0, -1)}x` });
  expect(refused.status).toBe(400);
  const page = await browser.submit(refused, '/sign-in/token', { token });
  expect(page.url.pathname).toBe('/projects');
  const recorded = (await events()).filter(({ action }) => action === 'session.create');
  expect(recorded).toMatchObject([
    { decision: 'refused', actor: null, detail: { method: 'token' } },
    { decision: 'changed', actor: email, detail: { after: { user_id: userId, method: 'token' } } },
  ]);
  expect(JSON.stringify(recorded)).not.toContain(token.slice(4, -1));
});

test('signing in again ends the session that the browser had', async () => {
  const { publicUrl, store } = await start();
  const { token, userId } = await addUser(store);
  const browser = createSmallBrowser();
  for (const _ of [1, 2]) {
    const form = await browser.open(`${publicUrl}/sign-in/token`);
    await browser.submit(form, '/sign-in/token', { token });
  }
  const page = { after: null, limit: 10 };
  expect(await store.read(({ sessions }) => sessions.list(userId, page, 0))).toHaveLength(1);
});
