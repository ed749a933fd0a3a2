import { expect, test } from '@jest/globals';
import type { Service } from '../exchange/service.ts';
import { addAuthenticator } from './authenticator.ts';
import { inBrowser, type Visitor } from './browser.ts';

const { console: start, visitor } = inBrowser();

/** What `dockpass serve` has printed. */
function setupLink({ log }: Service): string {
  const link = /"link":"([^"]+)"/.exec(log.join(''))?.[1];
  if (!link) throw new Error('the log has no link');
  return link;
}

async function becomeOperator(page: Visitor['page'], link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByRole('button', { name: 'Create operator' }).click();
}

/** From an organization on to the page that waits. */
async function setUp(page: Visitor['page']): Promise<void> {
  await page.getByLabel('Name').fill('acme');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByLabel('Name').fill('web');
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByLabel('GitHub repository').fill('https://github.com/acme/web');
  await page.getByRole('button', { name: 'Trust this repository' }).click();
  await page.getByLabel('Repository id').fill('260064828');
  await page.getByLabel('Owner id').fill('1342004');
  await page.getByRole('button', { name: 'Trust this repository' }).click();
  await page.getByText('Waiting for the first exchange').waitFor();
  expect(await page.innerText('main')).toContain('Only this machine can use the exchange');
}

test('leads from the link in the log to the first exchange, and in again by the passkey', async () => {
  const service = await start({ trust: [] });
  const ada = await visitor(service);
  const { page } = ada;
  await addAuthenticator(ada);
  await becomeOperator(page, setupLink(service));
  await page.waitForURL('**/welcome/passkey');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.waitForURL('**/welcome/organization');
  await setUp(page);
  expect(await page.getByLabel('Workflow').innerText()).toContain('project: acme/web');

  const { status } = await service.exchange({ resource: `${service.publicUrl}/acme/web` });
  expect(status).toBe(200);
  await page.getByText('It works.').waitFor();

  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL('**/projects');
  expect(await page.getByRole('link', { name: 'Account' }).innerText()).toContain(
    'ada@example.com',
  );
});

test('needs no scripts, and spends the link once, by pressing the button', async () => {
  const service = await start({ trust: [] });
  const link = setupLink(service);
  for (const method of ['HEAD', 'GET', 'GET'])
    expect((await fetch(link, { method })).status).toBe(200);
  const { page, open } = await visitor(service, { script: false });
  await becomeOperator(page, link);
  await page.waitForURL('**/welcome/passkey');
  expect(await page.getByRole('button', { name: 'Add passkey' }).isVisible()).toBe(false);
  await page.getByRole('link', { name: 'Later' }).click();
  await setUp(page);
  await service.exchange({ resource: `${service.publicUrl}/acme/web` });
  await page.getByRole('link', { name: 'Reload' }).click();
  await page.getByText('It works.').waitFor();
  expect(await open(link)).toBe(410);
  expect(await page.innerText('main')).toContain('has an operator');
});
