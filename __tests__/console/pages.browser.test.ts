import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { newUser } from '../exchange/api/admin/administration.ts';
import { createWorld } from '../exchange/api/admin/world.ts';
import { furnishBuilder } from '../exchange/builders/builder.ts';
import { signIn } from '../exchange/console/visitor.ts';
import type { Service } from '../exchange/service.ts';
import { projectOf } from '../exchange/tenants.ts';
import { administration, furnish } from '../support/furnished.ts';
import { inBrowser, type Visitor } from './browser.ts';
import { crawl } from './crawl.ts';
import { dialogFaults, faultsInTheDark, faultsOf, transferFaults } from './page-checks.ts';
import { addressedAs, CONSOLE, PAGES } from './pages.ts';

const { console: start, visitor } = inBrowser(afterAll);

let service: Service;
let addresses: readonly string[] = [];
let operator: Visitor;
let stranger: Visitor;
let withoutScript: Visitor;

beforeAll(async () => {
  service = await start({ trust: [], config: CONSOLE });
  const furnisher = await newUser(service.store, 'olga@example.com', { operator: true });
  await furnish(service, furnisher);
  const call = administration(service, furnisher);
  const invited = { email: 'zoe@acme.example', role: 'member' };
  const { link } = await call('POST', '/organizations/acme/invitations', invited);
  // One who has one of everything.
  const world = await createWorld(service.store);
  const token = world.tokens.operator ?? '';
  await service.store.change(async (records) => {
    await furnishBuilder(records, (await projectOf(records, 'acme/web')).id, 0);
    // Somebody who came by the link of an invitation.
    await records.users.insert({
      id: systemRandom.id(),
      email: 'newcomer@example.com',
      emailProven: false,
      operator: false,
      disabledAt: null,
      createdAt: 0,
    });
  });
  // Elsewhere as well, so that there is a session to end.
  await signIn(service, token);
  const found = await crawl(await signIn(service, token));
  // What belongs to acme/web has the most to show.
  addresses = [...found.map(({ address }) => address), ...TOLD, new URL(link).pathname].toSorted(
    (one, other) => Number(other.includes('acme/web')) - Number(one.includes('acme/web')),
  );
  operator = await visitor(service, { width: 1440 });
  await operator.signIn(token);
  withoutScript = await visitor(service, { script: false });
  await withoutScript.signIn(token);
  stranger = await visitor(service, { width: 1440 });
});

/** Where people are led, or what they are told, rather than what is linked. */
const TOLD = [
  '/welcome/passkey',
  '/welcome/organization',
  '/welcome/organizations/acme',
  '/welcome/projects/acme/web/trust',
  '/welcome/projects/acme/web',
  '/device',
  '/device/done',
];

/** No page, or one that leads on, or the OIDC provider's, which is not there, or an empty installation's. */
const LOOKED_AT = PAGES.filter(
  ({ method, path }) =>
    method === 'GET' && !/^\/$|\/stream$|^\/sign-in\/oidc|^\/setup\/|^\/welcome$/.test(path),
);

describe.each(LOOKED_AT)('$name', ({ path }) => {
  const isForStrangers = /^\/sign-in/.test(path);
  const addressOf = () =>
    isForStrangers ? path : (addresses.find((address) => addressedAs(path, address)) ?? '');

  test('is accessible, light and dark, wide and narrow, by keyboard, and small', async () => {
    const { page } = isForStrangers ? stranger : operator;
    const address = addressOf();
    expect(address).not.toBe('');
    const faults = [
      ...(await transferFaults(page, address)),
      ...(await faultsOf(page)),
      ...(await faultsInTheDark(page)),
      ...(await dialogFaults(page)),
    ];
    expect(faults).toEqual([]);
  });

  test('works without script', async () => {
    const { page, open } = isForStrangers
      ? await visitor(service, { script: false })
      : withoutScript;
    expect(await open(addressOf())).toBe(200);
    expect(await page.locator('h1').isVisible()).toBe(true);
    // What a script would have to open is a page, too.
    for (const link of await page.locator('[data-dialog]').all())
      expect(await link.getAttribute('href')).toMatch(/^\//);
    // There is no passkey without script: where one is asked for, the page says so.
    for (const form of await page.locator('form[data-passkey]').all())
      expect(await form.getByText('Passkeys need JavaScript').isVisible()).toBe(true);
    for (const form of await page.locator('main form:visible:not([data-passkey])').all())
      expect(await form.locator('button:not([type=button])').first().isVisible()).toBe(true);
  });
});
