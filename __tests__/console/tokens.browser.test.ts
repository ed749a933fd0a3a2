import { expect, test } from '@jest/globals';
import { addRegistry, openDock } from '../exchange/registry/dock.ts';
import { addUser } from '../exchange/tenants.ts';
import { describeRegistry } from '../support/registry/programs.ts';
import { inBrowser } from './browser.ts';

describeRegistry('a project token', (programs) => {
  const { console: start, visitor } = inBrowser();

  test.each([true, false])(
    'is created, pushes to a registry, shows its last use, and is revoked, with scripts: %p',
    async (script) => {
      const service = await start();
      const { token } = await addUser(service.store, { acme: 'admin' });
      await addRegistry(service.store);
      const dock = await openDock(programs, service.store, service.publicUrl);
      try {
        const { page, signIn } = await visitor(service, { script });
        await signIn(token, '/projects/acme/web/settings');
        await page.getByRole('link', { name: 'Add project token' }).click();
        await page.getByLabel('Description').fill('Nightly mirror');
        await page.getByRole('button', { name: 'Create token' }).click();
        const shown = await page.getByLabel('Project token', { exact: true }).innerText();
        const projectToken = /dpp_\w+/.exec(shown)?.[0] ?? '';
        expect(projectToken).not.toBe('');
        await page.getByRole('link', { name: 'Done' }).click();
        const row = page.getByRole('row', { name: /Nightly mirror/ });
        expect(await row.innerText()).toContain('never');

        const image = await dock.newImage();
        const target = `${dock.registry.host}/acme/web:1`;
        expect((await dock.push(image.path, projectToken, target)).exitCode).toBe(0);
        await page.reload();
        expect(await row.innerText()).toContain('just now');
        expect(await page.content()).not.toContain(projectToken);

        await row.getByRole('link', { name: 'Revoke' }).click();
        await page.getByRole('button', { name: 'Revoke token' }).locator('visible=true').click();
        await page.getByText('Token revoked.').waitFor();
        expect((await dock.push(image.path, projectToken, target)).exitCode).not.toBe(0);
      } finally {
        await dock.remove();
      }
    },
    120_000,
  );
});
