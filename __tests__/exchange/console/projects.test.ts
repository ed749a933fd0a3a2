import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { attribute, type PageVisitor, signIn, textOf } from './visitor.ts';

const start = services(afterAll);

let service: Service;
let admin: PageVisitor;
let member: PageVisitor;
let stranger: PageVisitor;

const ask = (claims: object, project = 'acme/web') =>
  service.exchange({
    subject_token: service.idToken({ ...claims }),
    resource: `https://dockpass.example.com/${project}`,
  });

beforeAll(async () => {
  service = await start({
    trust: [
      { conditions: { refs: ['refs/heads/main'] } },
      { project: 'acme/docs', repository: 'acme/docs' },
      { project: 'globex/app', repository: 'globex/app' },
    ],
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  await ask({});
  for (const ref of ['refs/heads/x', 'refs/heads/y']) await ask({ ref });
  admin = await signIn(service, (await addUser(service.store, { acme: 'admin' })).token);
  member = await signIn(service, (await addUser(service.store)).token);
  stranger = await signIn(service, (await addUser(service.store, { globex: 'admin' })).token);
});

test('the list shows the last exchange and the refusals of each project', async () => {
  const page = await admin.get('/projects');
  const rows = page.all('tr').map(textOf).slice(1);
  expect(rows).toEqual([
    'acme/web just now 2 OIDC and tokens',
    'acme/docs never none OIDC and tokens',
  ]);
  expect(page.text).toContain('Create project');
  expect((await member.get('/projects')).text).not.toContain('Create project');
});

test('finds by a part of the name; what nobody has is said so', async () => {
  const found = await admin.get('/projects?q=DOC');
  expect(found.all('tr').map(textOf).slice(1)).toHaveLength(1);
  const none = await admin.get(`/projects?q=${encodeURIComponent('<b>%\u202e')}`);
  expect(none.text).toContain('No project has <b>%\\u202e in its name.');
  expect(none.all('b')).toEqual([]);
  expect((await stranger.get('/projects?q=acme')).text).toContain('Nothing found');
});

test('the overview shows who is trusted, how much was asked, and to admins what happened', async () => {
  const page = await admin.get('/projects/acme/web');
  expect(page.text).toContain('Jobs of acme/web on branch main , started by any default event');
  expect(page.text).toContain('1 granted, 2 refused · last exchange just now');
  const [chart] = page.all('svg').filter((one) => attribute(one, 'role') === 'img');
  expect(chart && attribute(chart, 'aria-label')).toBe('Last 24 hours: 1 granted, 2 refused');
  const numbers = page.all('tr').map(textOf);
  expect(numbers.find((row) => / 1 2$/.test(row))).toBeDefined();
  expect(page.text).toContain('The job doesn’t meet the conditions');
  const seen = await member.get('/projects/acme/web');
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('1 granted, 2 refused');
  expect(seen.text).not.toContain('Latest activity');
  expect((await stranger.get('/projects/acme/web')).status).toBe(404);
});

test('a project that trusts nobody says what to do first', async () => {
  const answer = await admin.post('/projects/new', { organization: 'acme', name: 'fresh' });
  expect(answer.headers.get('location')).toBe('/projects/acme/fresh?notice=project-created');
  const page = await admin.get('/projects/acme/fresh');
  expect(page.text).toContain('This project trusts nobody yet');
  expect(page.text).toContain('Waiting for the first exchange');
  const links = page.all('a').map((link) => attribute(link, 'href'));
  expect(links).toContain('/projects/acme/fresh/trust/new');
});

test('what is wrong with a new project stands beside its field; others’ organizations are not there', async () => {
  const page = await admin.post('/projects/new', { organization: 'acme', name: 'No Good' });
  expect(page.status).toBe(400);
  const [field] = page.all('input').filter((input) => attribute(input, 'name') === 'name');
  expect(field && attribute(field, 'value')).toBe('No Good');
  expect(field && attribute(field, 'aria-invalid')).toBe('true');
  expect((await admin.post('/projects/new', { organization: 'globex', name: 'x' })).status).toBe(
    404,
  );
  expect((await member.post('/projects/new', { organization: 'acme', name: 'x' })).status).not.toBe(
    303,
  );
  expect((await member.get('/projects/new')).text).toContain('You can’t create projects');
});
