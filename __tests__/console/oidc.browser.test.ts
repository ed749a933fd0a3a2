import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { runProgram } from '../../src/cli/program.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { startProvider } from '../exchange/sign-in/provider-scene.ts';
import { addUser } from '../exchange/tenants.ts';
import { quickFolder } from '../support/quick-folder.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test.each([true, false])(
  'links an account, and signs in with it, with scripts: %p',
  async (script) => {
    const { provider, config } = await startProvider();
    closing.push(() => provider.close());
    provider.accounts.set('ada', { email: 'ada@example.com', email_verified: true });
    const service = await start({ config });
    const { token, email } = await addUser(service.store, { acme: 'admin' });
    const { page, signIn } = await visitor(service, { script, origins: [provider.issuer] });
    await signIn(token, '/account');
    await page.getByRole('link', { name: 'Link Acme SSO' }).click();
    await page.getByLabel('Login').fill('ada');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('ada@example.com').waitFor();
    await page.getByRole('button', { name: 'Link account' }).click();
    await page.getByText('Account linked.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByText('You are signed out.').waitFor();

    // The provider still knows this browser.
    await page.getByRole('link', { name: 'Sign in with Acme SSO' }).click();
    await page.waitForURL('**/projects');
    expect(await page.getByRole('link', { name: email }).getAttribute('href')).toBe('/account');
  },
);

test('approves a command line', async () => {
  const folder = await mkdtemp(join(quickFolder(), 'dockpass-login-'));
  closing.push(() => rm(folder, { recursive: true }));
  const service = await start();
  const { token, email } = await addUser(service.store, { acme: 'admin' });
  const { page, signIn } = await visitor(service);
  await signIn(token);
  const output = { stdout: '', stderr: '' };
  const exitCode = await runProgram(['login', '--server', service.publicUrl], {
    env: { XDG_CONFIG_HOME: folder },
    readInput: async () => '',
    print: async (text) => {
      output.stdout += text;
    },
    complain: (text) => {
      output.stderr += text;
    },
    clock: systemClock,
    random: systemRandom,
    fetch,
    async wait() {
      const [, address = ''] = /or (http\S+)\)/.exec(output.stderr) ?? [];
      const [, code = ''] = /Code {3}(\S+)/.exec(output.stderr) ?? [];
      await page.goto(address);
      expect(await page.getByLabel('Code').inputValue()).toBe(code);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText(code).waitFor();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Approved.').waitFor();
    },
  });
  expect([exitCode, output.stdout]).toEqual([0, expect.stringContaining(`as ${email} until`)]);
});
