import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { attribute, type PageVisitor, signIn, textOf, type VisitedPage } from './visitor.ts';

const start = services(afterAll);

let service: Service;
let admin: PageVisitor;
let stranger: PageVisitor;
let operator: PageVisitor;

/** Of events, by what they are. */
const references: Record<string, string> = {};

const HOSTILE = {
  repository: 'evil/\u202egpj.exe<script>alert(1)</script>',
  repository_id: '99',
  repository_owner_id: '98',
  ref: 'refs/heads/"><img src=x onerror=alert(1)>',
};

const ask = async (claims: object, project = 'acme/web') => {
  const { body } = await service.exchange({
    subject_token: service.idToken({ ...claims }),
    resource: `https://dockpass.example.com/${project}`,
  });
  return String(body.reference ?? (await service.events()).at(-1)?.id);
};

beforeAll(async () => {
  service = await start({
    trust: [
      { conditions: { refs: ['refs/heads/main'], environments: ['production'] } },
      { conditions: { refs: ['refs/heads/release/**'] } },
      { project: 'globex/app', repository: 'globex/app' },
    ],
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
  });
  references.granted = await ask({ environment: 'production' });
  references.refused = await ask({ ref: 'refs/heads/feature/x', run_id: '4711' });
  references.hostile = await ask(HOSTILE);
  references.elsewhere = await ask({ repository: 'globex/other' }, 'globex/app');
  const signedIn = async (user: { token: string }) => await signIn(service, user.token);
  admin = await signedIn(await addUser(service.store, { acme: 'admin' }));
  stranger = await signedIn(await addUser(service.store, { globex: 'admin' }));
  const user = await addUser(service.store, {});
  await service.store.change(({ users }) =>
    users.update(user.userId, { operator: true, disabledAt: null }),
  );
  operator = await signedIn(user);
});

const rows = (page: VisitedPage) =>
  page
    .all('tr')
    .filter((row) => attribute(row, 'data-key') !== undefined)
    .map((row) => [attribute(row, 'data-key'), textOf(row)] as const);

const linksOf = (page: VisitedPage) => page.all('a').map((link) => attribute(link, 'href') ?? '');

test('lists what happened, newest first, each with its event', async () => {
  const page = await admin.get('/projects/acme/web/activity');
  expect(page.status).toBe(200);
  expect(rows(page).map(([id]) => id)).toEqual([
    references.hostile,
    references.refused,
    references.granted,
  ]);
  const [, refused] = rows(page);
  expect(refused?.[1]).toMatch(
    /^Refused The job doesn’t meet the conditions acme\/web @ feature\/x · push/,
  );
  const links = page.all('a').map((link) => attribute(link, 'href'));
  expect(links).toContain(`/events/${references.refused}`);
  const [part] = page.all('div').filter((one) => attribute(one, 'data-live') !== undefined);
  expect(part && attribute(part, 'data-live')).toBe(
    `/projects/acme/web/activity/stream?after=${references.hostile}`,
  );
});

test.each([
  ['decision=granted', ['granted']],
  ['repository=ACME/web', ['refused', 'granted']],
  ['run=4711', ['refused']],
  ['repository=acme/web&decision=refused', ['refused']],
  ['from=2020-01-01&to=2020-01-02', []],
])('finds by what stands in the address: %s', async (query, found) => {
  const page = await admin.get(`/projects/acme/web/activity?${query}`);
  expect(rows(page).map(([id]) => id)).toEqual(found.map((name) => references[name]));
});

test('a day that is named as the end is in it', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const page = await admin.get(`/projects/acme/web/activity?from=${today}&to=${today}`);
  expect(rows(page)).toHaveLength(3);
});

test('says beside the filter what is wrong with it, and keeps what was typed', async () => {
  const page = await admin.get('/projects/acme/web/activity?repository=nonsense&run=4711');
  expect(page.status).toBe(400);
  expect(page.text).toContain('Repository is not valid; write it as owner/name');
  const fields = page.all('input').map((input) => attribute(input, 'value'));
  expect(fields).toEqual(expect.arrayContaining(['nonsense', '4711']));
});

test('of an organization shows all its projects, of the installation everything', async () => {
  const page = await admin.get('/organizations/acme/activity?project=web&decision=granted');
  expect(rows(page).map(([id]) => id)).toEqual([references.granted]);
  const everything = await operator.get('/installation/activity?decision=refused');
  expect(rows(everything).map(([id]) => id)).toEqual([
    references.elsewhere,
    references.hostile,
    references.refused,
  ]);
});

test('explains a refusal claim by claim, the closest relationship and what failed first', async () => {
  const page = await admin.get(`/events/${references.refused}`);
  expect(page.status).toBe(200);
  const [closest, other] = page
    .all('details')
    .filter((one) => attribute(one, 'class') === 'evaluation');
  expect(closest && attribute(closest, 'open')).toBe('');
  expect(other && attribute(other, 'open')).toBeUndefined();
  expect(textOf(closest)).toContain('1 claim failed');
  expect(textOf(other)).toContain('2 claims failed');
  const [, first, second] = page.all('tr').map(textOf);
  expect(first).toBe('Fails Branch or tag ref refs/heads/feature/x refs/heads/release/**');
  expect(second).toMatch(/^Matches /);
  const links = page.all('a').map((link) => attribute(link, 'href'));
  expect(links).toContain(`/projects/acme/web/trust/new?from=${references.refused}`);
});

test('what a job calls itself is shown, and nothing else', async () => {
  for (const path of [
    `/events/${references.hostile}`,
    `/events/${references.hostile}/simulate`,
    '/projects/acme/web/activity',
  ]) {
    const page = await admin.get(path);
    expect(page.status).toBe(200);
    expect(page.all('img')).toEqual([]);
    expect(page.all('script').every((one) => attribute(one, 'src')?.startsWith('/assets/'))).toBe(
      true,
    );
    expect(page.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    if (!path.endsWith('simulate')) expect(page.text).toContain('evil/\\u202egpj.exe<script>');
  }
});

test('tries the job with other claims', async () => {
  const address = `/events/${references.refused}/simulate`;
  expect((await admin.get(address)).text).toContain(
    'Refused. The job doesn’t meet the conditions.',
  );
  const claims = {
    repository: 'acme/web',
    repository_id: '260064828',
    repository_owner_id: '1342004',
  };
  const page = await admin.post(address, {
    ...claims,
    ref: 'refs/heads/release/1',
    event_name: 'push',
  });
  expect(page.text).toContain('Granted. The job would get build push pull of acme/web .');
  expect(page.text).toContain('changed The job had refs/heads/feature/x .');
  const events = await service.events();
  expect(events.some(({ claims }) => claims?.ref === 'refs/heads/release/1')).toBe(false);
});

test('what was granted can be taken back, once it is confirmed', async () => {
  const reference = await ask({ environment: 'production', run_id: '815' });
  const page = await admin.get(`/events/${reference}`);
  expect(page.text).toContain('Build token issued: build, push, pull');
  expect((await admin.get(`/events/${reference}/revoke-run`)).text).toContain('Revoke this run?');
  const answer = await admin.post(`/events/${reference}/revoke-run`);
  expect(answer.headers.get('location')).toBe(`/events/${reference}?notice=run-revoked`);
  const { body } = await service.exchange({
    subject_token: service.idToken({ environment: 'production', run_id: '815' }),
    resource: 'https://dockpass.example.com/acme/web',
  });
  expect(body.reason).toBe('run_revoked');
});

test('a change shows what was and what is since', async () => {
  await admin.post('/projects/acme/web/settings/oidc-only', { oidc_only: 'on' });
  const event = (await service.events()).findLast(({ action }) => action === 'project.update');
  const page = await admin.get(`/events/${event?.id}`);
  expect(page.all('tr').map(textOf)).toContain('oidc only changed false true');
});

test.each(['', '/simulate', '/revoke-run'])(
  'an event of others is not there, nor is what was made up: /events/…%s',
  async (below) => {
    for (const id of [references.refused, references.granted, 'nonsense', '0'.repeat(36)]) {
      const page = await stranger.get(`/events/${id}${below}`);
      expect(page.status).toBe(404);
      expect(page.text).not.toContain('acme');
    }
  },
);

test.each(['/projects/acme/web/activity', '/organizations/acme/activity'])(
  'is not there for other organizations: %s',
  async (path) => {
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get('/installation/activity')).status).toBe(403);
  },
);

describe('a member, who reads no events,', () => {
  let member: PageVisitor;
  beforeAll(async () => {
    member = await signIn(service, (await addUser(service.store, { acme: 'member' })).token);
  });

  test('finds no link that would be refused', async () => {
    const trust = linksOf(await member.get('/projects/acme/web/trust')).find((link) =>
      /\/trust\/[\da-f-]{36}$/.test(link),
    );
    const pages = [
      '/projects',
      '/projects/acme/web',
      '/projects/acme/web/trust',
      '/projects/acme/web/settings',
      trust ?? '',
      `${trust}/workflow`,
      '/organizations/acme',
      '/organizations/acme/members',
      '/organizations/acme/trust',
      '/organizations/acme/settings',
    ];
    const refused: string[] = [];
    for (const path of pages) {
      const page = await member.get(path);
      expect(page.status).toBe(200);
      for (const link of linksOf(page).filter((one) => one.startsWith('/')))
        if ((await member.get(link)).status === 403) refused.push(`${path} → ${link}`);
    }
    expect(refused).toEqual([]);
  });

  test('still reads how many jobs were refused', async () => {
    const page = await member.get('/projects');
    const row = page.all('tr').map(textOf);
    expect(row).toContainEqual(expect.stringMatching(/^acme\/web .* \d+ /));
  });

  test.each(['/projects/acme/web', '/organizations/acme'])(
    'an admin has the tab: %s',
    async (path) => {
      expect(linksOf(await admin.get(path))).toContain(`${path}/activity`);
      expect(linksOf(await operator.get(path))).toContain(`${path}/activity`);
      expect(linksOf(await member.get(path))).not.toContain(`${path}/activity`);
    },
  );
});

describe('after a project was renamed, and another was given its name', () => {
  const events: Record<string, string> = {};
  let ada: PageVisitor;
  let renamed: Service;

  const askFor = async (claims: Record<string, string>) => {
    const { body } = await renamed.exchange({
      subject_token: renamed.idToken(claims),
      resource: 'https://dockpass.example.com/acme/web',
    });
    return String(body.reference ?? (await renamed.events()).at(-1)?.id);
  };

  beforeAll(async () => {
    renamed = await start({ trust: [{ conditions: { refs: ['refs/heads/main'] } }] });
    events.granted = await askFor({ run_id: '815' });
    events.refused = await askFor({ ref: 'refs/heads/fix' });
    ada = await signIn(renamed, (await addUser(renamed.store, { acme: 'admin' })).token);
    expect((await ada.post('/projects/acme/web/settings/rename', { name: 'site' })).status).toBe(
      303,
    );
    const made = await ada.post('/organizations/acme/projects/new', { name: 'web' });
    expect(made.headers.get('location')).toContain('/projects/acme/web');
  });

  test.each(['refused', 'granted'])('what was %s leads to the renamed one', async (which) => {
    const page = await ada.get(`/events/${events[which]}`);
    expect(page.text).toContain('acme/web (now acme/site )');
    const links = linksOf(page);
    expect(links).toEqual(
      expect.arrayContaining([
        '/projects/acme/site',
        '/projects/acme/site/activity',
        expect.stringMatching(/^\/projects\/acme\/site\/trust\/[\da-f-]+$/),
      ]),
    );
    expect(links.filter((link) => link.includes('acme/web'))).toEqual([]);
    for (const link of links.filter((one) => one.startsWith('/projects/acme/')))
      expect((await ada.get(link)).status).toBe(200);
  });

  test('it is simulated there', async () => {
    const page = await ada.get(`/events/${events.granted}/simulate`);
    expect(page.text).toContain('Granted. The job would get build push pull of acme/site .');
    expect(linksOf(page).filter((link) => link.includes('acme/web'))).toEqual([]);
  });

  test('it is drafted there, and not where the name is now', async () => {
    const from = `trust/new?from=${events.refused}`;
    expect(linksOf(await ada.get(`/events/${events.refused}`))).toContain(
      `/projects/acme/site/${from}`,
    );
    expect((await ada.get(`/projects/acme/site/${from}`)).status).toBe(200);
    const elsewhere = await ada.get(`/projects/acme/web/${from}`);
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.text).toContain(
      'The reference names a job of another project; take one that asked for acme/web.',
    );
  });

  test('its run is revoked there', async () => {
    const address = `/events/${events.granted}/revoke-run`;
    expect((await ada.get(address)).text).toContain('stops opening acme/site at once');
    expect((await ada.post(address)).status).toBe(303);
    const revocation = (await renamed.events()).findLast(({ action }) => action === 'run.revoke');
    expect(revocation?.projects).toEqual(['acme/site']);
  });

  test('once it is deleted, its name leads nowhere', async () => {
    await ada.post('/projects/acme/site/settings/delete', { typed_name: 'acme/site' });
    const page = await ada.get(`/events/${events.refused}`);
    expect(page.text).toContain('acme/web deleted since');
    expect(linksOf(page).filter((link) => link.startsWith('/projects/'))).toEqual([]);
    expect((await ada.get(`/events/${events.refused}/simulate`)).status).toBe(404);
  });
});
