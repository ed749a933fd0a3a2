import { expect, test } from '@jest/globals';
import { call } from '../exchange/api/admin/administration.ts';
import { addUser } from '../exchange/tenants.ts';
import { addAuthenticator } from './authenticator.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

async function invited() {
  const service = await start();
  const { token } = await addUser(service.store, { acme: 'admin' });
  const { body } = await call(service.url, token, 'POST', '/organizations/acme/invitations', {
    body: { email: 'bob@example.com', role: 'member' },
  });
  return { service, link: String(body.link) };
}

test('somebody who is new joins by the link, and comes back by a passkey', async () => {
  const { service, link } = await invited();
  const bob = await visitor(service);
  const { page } = bob;
  const authenticator = await addAuthenticator(bob);
  await page.goto(link);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await page.waitForURL('**/welcome/passkey');

  // Whoever has only found the device.
  await authenticator.verifies(false);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByText('No passkey was used').waitFor();
  await authenticator.verifies(true);
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.waitForURL('**/projects');
  await page.getByRole('link', { name: 'acme/web' }).waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  await page.goBack();
  expect(await page.title()).not.toContain('Projects');
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL('**/account');
  await page.getByRole('link', { name: 'Rename' }).click();
  await page.getByLabel('Name').fill('Bob’s laptop');
  await page.getByRole('button', { name: 'Rename passkey' }).click();
  await page.getByText('Passkey renamed.').waitFor();
  await page.getByText('Bob’s laptop').waitFor();
});

test('somebody who has an account signs in first, and is asked again, without scripts', async () => {
  const { service, link } = await invited();
  const { token, email } = await addUser(service.store, {});
  const { page } = await visitor(service, { script: false });
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in to accept' }).click();
  await page.getByRole('link', { name: 'Use a user access token instead' }).click();
  await page.getByLabel('User access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.innerText('main')).toContain(`You are signed in as ${email}`);
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await page.getByText('You are a member now.').waitFor();
  await page.getByRole('link', { name: 'acme/web' }).waitFor();
});
