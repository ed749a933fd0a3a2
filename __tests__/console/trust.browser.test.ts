import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { addUser } from '../exchange/tenants.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

const TRUST = '/projects/acme/web/trust';

test.each([true, false])(
  'adds a trust relationship, previews, saves and copies the workflow, with scripts: %p',
  async (script) => {
    const service = await start({ trust: [{ permissions: ['pull'] }] });
    await service.exchange();
    const { token } = await addUser(service.store, { acme: 'admin' });
    const { context, page, signIn } = await visitor(service, { script });
    await signIn(token, TRUST);
    await page.getByRole('link', { name: 'Add trust relationship' }).click();

    await page.getByRole('textbox', { name: 'Repository', exact: true }).fill('acme/web');
    await page.getByLabel('Refs').fill('refs/heads/**');
    await page.getByLabel('Events').fill('push');
    await page.getByLabel('Longest lifetime').fill('2h');
    const beside = page.getByRole('complementary', { name: 'Who will be admitted' });
    if (script) {
      await beside.getByText('Anyone who can create a branch').waitFor();
      expect(await beside.locator('.sentence').innerText()).toBe(
        'Jobs of acme/web on any branch, started by push, may build, push and pull for up to 2 hours.',
      );
    }
    await page.getByRole('button', { name: 'Review' }).click();

    await page.getByText('Give the numeric ids of the repository.').waitFor();
    expect(await page.getByLabel('Refs').inputValue()).toBe('refs/heads/**');
    await page.getByLabel('Repository id').fill('260064828');
    await page.getByLabel('Owner id').fill('1342004');
    await page.getByRole('button', { name: 'Review' }).click();

    await page.getByRole('heading', { name: 'Recorded jobs' }).waitFor();
    expect(await page.locator('#replay').innerText()).toMatch(
      /Of 1 job looked at, 1 job would get other permissions or another lifetime\./,
    );
    await page.getByRole('button', { name: 'Back to the form' }).click();
    expect(await page.getByLabel('Longest lifetime').inputValue()).toBe('2h');
    await page.getByLabel('Refs').fill('refs/heads/main');
    await page.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByText('I understand').count()).toBe(0);
    await page.getByRole('button', { name: 'Save trust relationship' }).click();

    await page.getByText('Trust relationship saved.').waitFor();
    const shown = await page.locator('.snippet code').innerText();
    if (script) {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shown);
    }
    const { jobs } = parse(shown);
    expect(jobs.image.steps[1].with).toMatchObject({
      'exchange-url': service.publicUrl,
      project: 'acme/web',
    });
    const { status } = await service.exchange({
      scope: 'push',
      resource: `${service.publicUrl}/acme/web`,
    });
    expect(status).toBe(200);
  },
);

test('what is dangerous is saved only by somebody who says that they understand', async () => {
  const service = await start();
  const { token } = await addUser(service.store, { acme: 'admin' });
  const { page, signIn } = await visitor(service);
  await signIn(token, TRUST);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Events').fill('pull_request_target');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByText('Strangers can start jobs by pull_request_target').waitFor();
  await page.getByRole('button', { name: 'Save changes' }).click();
  expect(await page.title()).toContain('Review the change');
  await page.getByLabel('I understand').check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Trust relationship saved.').waitFor();
});
