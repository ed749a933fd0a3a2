import { expect, test } from '@jest/globals';
import type { Service } from '../exchange/service.ts';
import { addUser } from '../exchange/tenants.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

async function ask(service: Service, ref: string): Promise<{ status: number; reference: string }> {
  const { status, body } = await service.exchange({
    subject_token: service.idToken({ ref }),
    resource: `${service.publicUrl}/acme/web`,
  });
  return { status, reference: String(body.reference) };
}

test('a refused job is explained, drafted, admitted, and shown as it happens', async () => {
  const service = await start({ trust: [{ conditions: { refs: ['refs/heads/main'] } }] });
  const refused = await ask(service, 'refs/heads/feature/x');
  expect(refused.status).toBe(400);
  const { token } = await addUser(service.store, { acme: 'admin' });
  const { page, open, signIn } = await visitor(service);
  await signIn(token, `/events/${refused.reference}`);
  const failed = page.getByRole('row', { name: /Fails Branch or tag/ });
  expect(await failed.innerText()).toContain('refs/heads/feature/x');

  await page.getByRole('link', { name: 'Draft a trust relationship for this job' }).click();
  await page.waitForURL(/\/trust\/new\?from=/);
  expect(await page.locator('main').innerText()).toContain('feature/x');
  await page.getByRole('button', { name: 'Review' }).click();
  // What is dangerous about it has to be understood, if anything is.
  const understood = page.getByLabel('I understand');
  const save = page.getByRole('button', { name: 'Save trust relationship' });
  await save.waitFor();
  if (await understood.isVisible()) await understood.check();
  await save.click();
  await page.getByText('has a workflow already. Re-run it.').waitFor();

  await open('/projects/acme/web/activity');
  await page.getByText('Live', { exact: true }).waitFor();
  const rows = page.locator('tr[data-key]');
  const before = await rows.count();
  expect((await ask(service, 'refs/heads/feature/x')).status).toBe(200);
  await page.locator('tr[data-key].new').waitFor();
  expect(await rows.count()).toBe(before + 1);
  expect(await rows.first().innerText()).toContain('Build token issued');
});

test('without scripts, a page says how to reload it', async () => {
  const service = await start();
  const { token } = await addUser(service.store, { acme: 'admin' });
  const { page, signIn } = await visitor(service, { script: false });
  await signIn(token, '/projects/acme/web/activity');
  const before = await page.locator('tr[data-key]').count();
  await ask(service, 'refs/heads/main');
  await page.getByRole('link', { name: 'Reload' }).click();
  expect(await page.locator('tr[data-key]').count()).toBe(before + 1);
});
