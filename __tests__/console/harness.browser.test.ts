import { expect, test } from '@jest/globals';
import { addUser } from '../exchange/tenants.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

test.each([true, false])('signs in with a token, with scripts: %p', async (script) => {
  const service = await start();
  const { token } = await addUser(service.store, { acme: 'admin' });
  const { page, signIn, open } = await visitor(service, { script });
  await signIn(token, '/projects/acme/web/settings');
  expect(await page.title()).toBe('Settings · web · acme · Projects · Dockpass');
  expect(await open('/nothing')).toBe(404);
});

test('notices what a page must not do', async () => {
  const service = await start();
  const { page, open, takeFaults } = await visitor(service);
  await open('/sign-in');
  await page.evaluate(`
    document.body.setAttribute('style', 'color: red');
    document.body.insertAdjacentHTML('beforeend', '<img src="http://elsewhere.example/">');
    document.body.insertAdjacentHTML('beforeend', '<img src="/nothing.png">');
    setTimeout(() => { throw new Error('on purpose'); });
    new Promise((resolve) => setTimeout(resolve, 300));
  `);
  expect(takeFaults()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Applying inline style violates .* Content Security Policy/),
      'asked http://elsewhere.example/',
      'Error: on purpose',
      expect.stringMatching(/^Failed to load resource: .* 404/),
    ]),
  );
});
