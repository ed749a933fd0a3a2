import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { newUser } from '../exchange/api/admin/administration.ts';
import { createWorld } from '../exchange/api/admin/world.ts';
import { furnishBuilder } from '../exchange/builders/builder.ts';
import {
  attribute,
  type PageVisitor,
  signIn,
  type VisitedPage,
} from '../exchange/console/visitor.ts';
import { type Service, services } from '../exchange/service.ts';
import { projectOf } from '../exchange/tenants.ts';
import { administration } from '../support/furnished.ts';
import { type Crawled, crawl, formsOf } from './crawl.ts';
import { addressedAs, CONSOLE, PAGES } from './pages.ts';

/** Ends attributes, elements and texts of every kind; what follows it, its letters would turn around. */
const MARKUP = `"'></title></textarea></script><xss-canary onx="1">{{7*7}}\${7}<!-- \u05D0\u05D1`;

/** Operations refuse what nobody sees; jobs, browsers and former versions may not. */
const HOSTILE = `${MARKUP}\u202Egnp.exe`;

const TURNING = /[\u05D0\u202E]/;

/** Somebody who came by the link of an invitation. */
const UNCONFIRMED = {
  id: systemRandom.id(),
  email: 'zoe@example.com',
  emailProven: false,
  operator: false,
  disabledAt: null,
  createdAt: 0,
};

const start = services(afterAll);
let service: Service;
const crawled: Record<string, Crawled[]> = {};
let operator: PageVisitor;

beforeAll(async () => {
  const soon = Math.floor(Date.now() / 1000) + 86_400;
  service = await start({
    trust: [
      { description: HOSTILE },
      { repositoryId: null, repositoryOwnerId: null, mode: 'audit', expiresAt: soon },
    ],
    config: CONSOLE,
  });
  const { store } = service;
  const strange = Object.fromEntries(
    ['actor', 'workflow', 'head_ref', 'environment', 'runner_environment', 'run_number'].map(
      (claim) => [claim, HOSTILE],
    ),
  );
  await service.exchange({ subject_token: service.idToken(strange) });
  await service.exchange({ subject_token: service.idToken({ ...strange, ref: HOSTILE }) });
  await service.exchange({ subject_token: service.idToken({ ...strange, repository: HOSTILE }) });
  // One of everything. From here on jobs would have to name their projects.
  const token = (await createWorld(store)).tokens.operator ?? '';
  const call = administration(service, token);
  const description = MARKUP;
  await call('POST', '/projects/acme%2Fweb/tokens', { description });
  await call('POST', '/user/tokens', { description });
  await store.change(async (records) => {
    await furnishBuilder(records, (await projectOf(records, 'acme/web')).id, 0);
    await records.users.insert(UNCONFIRMED);
  });
  // Somebody who is signed in elsewhere as well.
  await signIn(service, token);
  operator = await signIn(service, token, { 'user-agent': HOSTILE.replace(/[^ -~]/g, '') });
  crawled.operator = await crawl(operator);
  for (const role of ['admin', 'member'] as const)
    crawled[role] = await crawl(
      await signIn(service, await newUser(store, `${role}@example.com`, { acme: role })),
    );
});

/** The OIDC provider does not answer; audit events are for admins, which members are told. */
const EXPLAINED = /^\/sign-in\/oidc|\/activity$/;

test.each(['operator', 'admin', 'member'])('no link that %s sees leads nowhere', (role) => {
  const dead = crawled[role]?.filter(
    ({ address, page }) => page.status >= 400 && !EXPLAINED.test(address),
  );
  expect(dead?.map(({ address, page }) => `${page.status} ${address}`)).toEqual([]);
});

/** Not linked: one is told their address, or they are no pages. */
const UNLINKED = /^\/(?:(?:sign-in|setup|invitations|welcome|device).*)?$|\/stream$/;

test('links lead an operator to every page', () => {
  const missing = PAGES.filter(
    ({ method, path }) =>
      method === 'GET' &&
      !UNLINKED.test(path) &&
      !crawled.operator?.some(({ address }) => addressedAs(path, address)),
  );
  expect(missing.map(({ path }) => path)).toEqual([]);
});

test('what somebody has written is shown as text', () => {
  for (const { address, page } of Object.values(crawled).flat()) expectHarmless(address, page);
  const texts = crawled.operator?.map(({ page }) => page.text).join('');
  // It was there to be seen.
  expect(texts?.split('{{7*7}}').length).toBeGreaterThan(4);
});

test('what somebody types is shown again as text, and all of it', async () => {
  const forms = new Map(
    crawled.operator?.flatMap(({ page }) => formsOf(page)).map((form) => [form.action, form]),
  );
  for (const { action, fields, written } of forms.values()) {
    if (written.length === 0 || action === '/sign-out') continue;
    const typed = Object.fromEntries(written.map((name) => [name, HOSTILE]));
    const page = await operator.post(action, {
      ...fields,
      form_key: await operator.formKey(),
      ...typed,
    });
    expectHarmless(action, page);
    expect([200, 303, 400]).toContain(page.status);
    if (page.status !== 400) continue;
    const again = new Map(formsOf(page).map((form) => [form.action, form]));
    expect({ action, typed: again.get(action)?.fields }).toMatchObject({ action, typed });
  }
});

test('what somebody searches for is shown again as text', async () => {
  const forms = new Map(
    crawled.operator
      ?.flatMap(({ page }) => formsOf(page, 'get'))
      .map((form) => [form.action, form]),
  );
  for (const { action, fields, written } of forms.values()) {
    const typed = Object.fromEntries(written.map((name) => [name, HOSTILE]));
    const query = new URLSearchParams({ ...fields, ...typed });
    expectHarmless(action, await operator.get(`${action}?${query.toString()}`));
  }
});

function expectHarmless(address: string, page: VisitedPage): void {
  expect([address, page.all('xss-canary').length]).toEqual([address, 0]);
  for (const script of page.all('script')) expect(attribute(script, 'src')).toMatch(/^\/assets\//);
  const turned = page.texts().filter((text) => TURNING.test(text.value) && !isIsolated(text));
  expect([address, turned.map(({ value }) => value)]).toEqual([address, []]);
}

/** Elements whose text has a direction of its own: by default, or in console.css. */
const ISOLATED = ['bdi', 'code', 'pre', 'textarea', 'title', 'option'];

function isIsolated(text: DefaultTreeAdapterTypes.TextNode): boolean {
  for (let it = text.parentNode; it; it = 'parentNode' in it ? it.parentNode : null)
    if (ISOLATED.includes(it.nodeName)) return true;
  return false;
}
