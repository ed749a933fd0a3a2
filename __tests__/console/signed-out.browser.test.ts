import { expect, test } from '@jest/globals';
import { addUser } from '../exchange/tenants.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

test.each([true, false])(
  'the back button shows nothing to whoever comes after, with scripts: %p',
  async (script) => {
    const service = await start();
    const { token, email } = await addUser(service.store, { acme: 'admin' });
    const { page, signIn, open } = await visitor(service, { script });
    await signIn(token, '/projects/acme/web/settings');
    await open('/account');
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.waitForURL('**/sign-in*');
    for (let back = 0; back < 3; back += 1) {
      await page.goBack();
      expect(await page.content()).not.toContain(email);
      expect(await page.content()).not.toContain('Project tokens');
    }
    expect(await open('/projects/acme/web/settings')).toBe(200);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  },
);
