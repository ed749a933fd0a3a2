import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { type GitHubApi, startGitHubApi } from '../../support/github-api.ts';
import { GITHUB } from '../policy/examples.ts';
import { type Service, services } from '../service.ts';
import { addUser } from '../tenants.ts';
import { attribute, type PageVisitor, signIn, textOf, type VisitedPage } from './visitor.ts';

const start = services(afterAll);

let api: GitHubApi;
let service: Service;
let admin: PageVisitor;
let member: PageVisitor;
let stranger: PageVisitor;
/** Of acme/web, the relationship that every test finds. */
let id: string;

const TRUST = '/projects/acme/web/trust';

beforeAll(async () => {
  api = await startGitHubApi();
  service = await start({
    trust: [
      { conditions: { refs: ['refs/heads/main'] }, maxLifetime: 7200 },
      { project: 'globex/app', repository: 'globex/app' },
    ],
    config: {
      rateLimits: { perAddress: 0, perRepository: 0 },
      repositoryLookup: { api: api.url },
    },
  });
  const visitor = async (roles: Record<string, 'admin' | 'member'>) =>
    await signIn(service, (await addUser(service.store, roles)).token);
  admin = await visitor({ acme: 'admin' });
  member = await visitor({ acme: 'member' });
  stranger = await visitor({ globex: 'admin' });
  id = await idOf('acme/web');
});

afterAll(() => api.close());

beforeEach(() => {
  api.repositories.clear();
  api.requests.splice(0);
});

async function stored(project = 'acme/web') {
  return await service.store.read(async ({ organizations, projects, relationships }) => {
    const [organization = '', name = ''] = project.split('/');
    const owner = await organizations.findByName(organization);
    const found = owner && (await projects.findByName(owner.id, name));
    return found ? await relationships.list(found.id, { after: null, limit: 100 }) : [];
  });
}

async function idOf(repository: string): Promise<string> {
  return (await stored()).findLast((one) => one.repository === repository)?.id ?? '';
}

const one = (rest = '') => `${TRUST}/${id}${rest}`;

const FIELDS = {
  step: 'review',
  repository: 'https://github.com/acme/shop',
  refs: 'refs/heads/main\n\n  refs/tags/v*  ',
  events: 'push',
  permissions: 'pull',
  max_lifetime: '30m',
  description: 'Nightly "mirror" <b>',
};

const SHOP = { id: 777, full_name: 'acme/shop', owner: { id: 1342004 } };

/** What a form would send: names and values of its fields. */
function fieldsOf(page: VisitedPage): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const input of page.all('input')) {
    const type = attribute(input, 'type');
    if (type === 'checkbox' && attribute(input, 'checked') === undefined) continue;
    fields[attribute(input, 'name') ?? ''] = attribute(input, 'value') ?? '';
  }
  for (const area of page.all('textarea'))
    fields[attribute(area, 'name') ?? ''] = area.childNodes
      .map((node) => ('value' in node ? node.value : ''))
      .join('');
  return fields;
}

function sentences(page: VisitedPage): string[] {
  return page
    .all('p')
    .filter((paragraph) => attribute(paragraph, 'class')?.startsWith('sentence'))
    .map(textOf);
}

describe('the list', () => {
  test('says in a sentence who is admitted', async () => {
    const page = await admin.get(TRUST);
    expect(page.status).toBe(200);
    expect(sentences(page)).toEqual([
      `Jobs of acme/web on branch main , started by any default event, may build, push and pull for up to 2 hours. Issuer: ${service.issuer.url}`,
    ]);
    expect(page.text).toContain('Never used');
  });

  test('offers members nothing that they may not do', async () => {
    const page = await member.get(TRUST);
    expect(page.status).toBe(200);
    const links = page.all('a').map((link) => attribute(link, 'href') ?? '');
    expect(links.filter((href) => /new|edit|pin|extend|narrow|delete/.test(href))).toEqual([]);
  });
});

test.each([`/projects/acme/web`, TRUST, '/organizations/acme/trust'])(
  'two that differ in their issuer look different; GitHub’s needs no name: %s',
  async (path) => {
    const both = await start({ trust: [{}] });
    await both.store.change(async ({ issuers, projects, relationships }) => {
      const github = {
        id: systemRandom.id(),
        url: GITHUB,
        provider: 'github' as const,
        enabled: true,
        createdAt: 0,
      };
      await issuers.insert(github);
      const [project] = await projects.all();
      const [first] = await relationships.list(project?.id ?? '', { after: null, limit: 1 });
      if (!first) throw new Error('nothing to copy');
      await relationships.insert({ ...first, id: systemRandom.id(), issuerId: github.id });
    });
    const visitor = await signIn(both, (await addUser(both.store, { acme: 'admin' })).token);
    const { text } = await visitor.get(path);
    expect(text.match(/Jobs of acme\/web/g)).toHaveLength(2);
    expect(text.match(/Issuer: \S+/g)).toEqual([`Issuer: ${both.issuer.url}`]);
  },
);

describe('adding one', () => {
  test('takes a URL, looks up its ids, previews, and saves', async () => {
    api.repositories.set('acme/shop', SHOP);
    const review = await admin.post(`${TRUST}/new`, FIELDS);
    expect(review.status).toBe(200);
    expect(api.requests.map(({ line }) => line)).toEqual(['GET /repos/acme/shop']);
    expect(sentences(review)).toEqual([
      `Jobs of acme/shop on branch main or tags like v* , started by push, may pull for up to 30 minutes. Issuer: ${service.issuer.url}`,
    ]);
    const fields = fieldsOf(review);
    expect(fields).toMatchObject({ repository_id: '777', repository_owner_id: '1342004' });
    const saved = await admin.post(`${TRUST}/new`, { ...fields, step: 'save' });
    expect(saved.status).toBe(303);
    const created = await idOf('acme/shop');
    expect(saved.headers.get('location')).toBe(`${TRUST}/${created}/workflow?notice=trust-created`);
    expect((await stored()).find((relationship) => relationship.id === created)).toMatchObject({
      repositoryId: '777',
      repositoryOwnerId: '1342004',
      conditions: { refs: ['refs/heads/main', 'refs/tags/v*'], events: ['push'] },
      permissions: ['pull'],
      maxLifetime: 1800,
      description: 'Nightly "mirror" <b>',
    });
    const again = await admin.post(`${TRUST}/new`, { ...fields, step: 'save' });
    expect(again.headers.get('location')).toBe(saved.headers.get('location'));
  });

  test('asks for the ids if they cannot be looked up, with the commands that print them', async () => {
    const asked = await admin.post(`${TRUST}/new`, { ...FIELDS, repository: 'acme/private' });
    expect(asked.text).toContain('no public repository of this name');
    expect(asked.text).toContain("gh api repos/acme/private --jq '.id, .owner.id'");
    const fields = fieldsOf(asked);
    expect(fields).toMatchObject({ asked: 'acme/private', refs: FIELDS.refs });
    const without = await admin.post(`${TRUST}/new`, {
      ...fields,
      permissions: 'pull',
      step: 'review',
    });
    expect(without.text).toContain('unpinned_repository');
    expect(without.text).toContain('I understand');
  });

  test('keeps all that was typed when it goes back to the form', async () => {
    const review = await admin.post(`${TRUST}/new`, {
      ...FIELDS,
      repository_id: '1',
      repository_owner_id: '2',
    });
    const form = await admin.post(`${TRUST}/new`, { ...fieldsOf(review), step: 'form' });
    expect(fieldsOf(form)).toMatchObject({
      repository: 'acme/shop',
      refs: FIELDS.refs,
      events: 'push',
      max_lifetime: '30m',
      description: FIELDS.description,
      repository_id: '1',
      repository_owner_id: '2',
      permissions: 'pull',
    });
  });

  test('says beside each field what is wrong, and loses nothing', async () => {
    const typed = {
      ...FIELDS,
      refs: 'refs/heads/main\nmian',
      events: 'pusch',
      max_lifetime: 'long',
      expires_at: 'soon',
      description: 'Ours',
    };
    const page = await admin.post(`${TRUST}/new`, typed);
    expect(page.status).toBe(400);
    expect(fieldsOf(page)).toMatchObject({
      repository: FIELDS.repository,
      refs: typed.refs,
      events: 'pusch',
      max_lifetime: 'long',
      expires_at: 'soon',
      description: 'Ours',
    });
    const faults = page.all('p').filter((one) => attribute(one, 'class') === 'fault');
    expect(faults.map(textOf)).toEqual([
      'Refs “mian” can match no git ref; write refs/heads/mian for a branch, refs/tags/mian for a tag',
      'Events “pusch” is not an event of GitHub Actions; did you mean push?',
      'Longest lifetime is not a valid duration; write it like 45m, 2h or, in seconds, 3600',
      expect.stringMatching(/^Expires is not a valid time/),
    ]);
    const invalid = page.all('textarea').filter((area) => attribute(area, 'aria-invalid'));
    expect(invalid.map((area) => attribute(area, 'aria-describedby'))).toEqual([
      'refs-hint refs-fault',
      'events-hint events-fault',
    ]);
    expect(api.requests).toEqual([]);
  });

  test('refuses what contradicts itself', async () => {
    const page = await admin.post(`${TRUST}/new`, { ...FIELDS, events: 'merge_group' });
    expect(page.status).toBe(400);
    expect(page.text).toContain('Refs can never hold: the ref of merge_group is');
  });

  test('does not save what is dangerous before somebody has said that they understand', async () => {
    const dangerous = {
      ...FIELDS,
      repository: 'acme/danger',
      repository_id: '5',
      repository_owner_id: '6',
      refs: 'refs/heads/**',
      permissions: 'push',
    };
    const review = await admin.post(`${TRUST}/new`, dangerous);
    expect(review.text).toContain(
      'Anyone who can create a branch in the repository can push images.',
    );
    const fields = { ...fieldsOf(review), step: 'save' };
    const refused = await admin.post(`${TRUST}/new`, fields);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Tick this to save it all the same.');
    expect(await idOf('acme/danger')).toBe('');
    const saved = await admin.post(`${TRUST}/new`, { ...fields, understood: 'yes' });
    expect(saved.status).toBe(303);
    expect(await idOf('acme/danger')).not.toBe('');
    // Nothing was used yet that it could be narrowed to.
    const list = await admin.get(TRUST);
    expect([list.text, list.source]).toEqual([
      expect.stringContaining('Edit the terms'),
      expect.not.stringContaining('/narrow"'),
    ]);
  });

  test('of several repositories, a name that is no name never reaches the API', async () => {
    for (const repository of ['acme/..', '../x', 'acme/web/../../user', 'http://127.0.0.1:1/a/b'])
      await admin.post(`${TRUST}/new`, { ...FIELDS, repository });
    expect(api.requests.map(({ line }) => line)).toEqual(['GET /repos/a/b']);
  });
});

describe('the live sentence', () => {
  const describedAs = async (fields: Record<string, string>) => {
    const answer = await admin.request(`${TRUST}/describe`, {
      method: 'POST',
      headers: { origin: service.publicUrl },
      body: new URLSearchParams({
        form_key: await admin.formKey(),
        repository: 'git@github.com:acme/web.git',
        permissions: 'push',
        ...fields,
      }),
    });
    expect(answer.status).toBe(200);
    return await answer.text();
  };

  test('is a fragment of what makes sense so far, with the dangers and the faults', async () => {
    const text = await describedAs({ refs: 'refs/heads/**\n<img src=x>' });
    expect(text).not.toContain('<html');
    expect(text).toContain('Jobs of <b><bdi>acme/web</bdi></b>');
    expect(text).toContain('on any branch or ref <b><bdi>&lt;img src=x&gt;</bdi></b>');
    expect(text).toContain('<code>refs</code> contains');
    expect(text).not.toContain('<img');
    expect(await describedAs({ refs: 'refs/heads/**' })).toContain('any_ref_can_push');
    expect(await describedAs({ expires_at: 'soon' })).toContain('is not a valid time in ISO 8601');
    expect(await describedAs({ repository: '' })).not.toContain('write it as owner');
  });

  test('needs a session and its form key', async () => {
    const send = (visitor: PageVisitor, key: string) =>
      visitor.request(`${TRUST}/describe`, {
        method: 'POST',
        headers: { origin: service.publicUrl },
        body: new URLSearchParams({ form_key: key }),
      });
    const answer = await send(admin, 'wrong');
    await answer.text();
    expect(answer.status).toBe(403);
  });
});

describe('editing one', () => {
  test('shows which recorded jobs would be refused, and saves', async () => {
    await service.exchange({ resource: 'https://dockpass.example.com/acme/web' });
    const form = await admin.get(one('/edit'));
    const typed = { ...fieldsOf(form), refs: 'refs/heads/next', step: 'review' };
    const review = await admin.post(one('/edit'), { ...typed, permissions: 'pull' });
    expect(review.text).toMatch(/Of \d+ jobs? looked at, 1 job would be refused/);
    expect(sentences(review)).toEqual([
      expect.stringMatching(/^Jobs of acme\/web on branch main/),
      expect.stringMatching(/^Jobs of acme\/web on branch next/),
    ]);
    const saved = await admin.post(one('/edit'), { ...fieldsOf(review), step: 'save' });
    expect(saved.headers.get('location')).toBe(`${one()}?notice=trust-saved`);
    expect((await stored()).find((it) => it.id === id)?.conditions.refs).toEqual([
      'refs/heads/next',
    ]);
  });

  test('does not write over what somebody else has saved meanwhile', async () => {
    const form = fieldsOf(await admin.get(one('/edit')));
    const mine = { ...form, permissions: 'pull', description: 'mine' };
    const theirs = { ...form, permissions: 'pull', description: 'theirs', step: 'save' };
    expect((await admin.post(one('/edit'), theirs)).status).toBe(303);
    const refused = await admin.post(one('/edit'), { ...mine, step: 'save' });
    expect(refused.status).toBe(412);
    expect(refused.text).toContain('Somebody else changed this trust relationship');
    expect(fieldsOf(refused).description).toBe('mine');
    const again = { ...fieldsOf(refused), permissions: 'pull', step: 'save' };
    expect((await admin.post(one('/edit'), again)).status).toBe(303);
  });

  test('asks for new ids when another repository is named', async () => {
    const form = fieldsOf(await admin.get(one('/edit')));
    const page = await admin.post(one('/edit'), {
      ...form,
      repository: 'acme/other',
      permissions: 'pull',
      step: 'review',
    });
    expect(page.text).toContain('Those below are the ids of acme/web.');
  });

  test('extends it by one choice, to be reviewed as any change', async () => {
    const page = await admin.get(one('/extend'));
    const { expires_at: _, ...rest } = fieldsOf(page);
    const review = await admin.post(one('/edit'), {
      ...rest,
      permissions: 'pull',
      expires_at: '2030-01-01',
      step: 'review',
    });
    expect(sentences(review).at(-1)).toContain('until 2030-01-01');
  });

  test('pins it with what the server shows', async () => {
    await admin.post(`${TRUST}/new`, {
      ...FIELDS,
      repository: 'acme/unpinned',
      asked: 'acme/unpinned',
      step: 'save',
      understood: 'yes',
    });
    const unpinned = `${TRUST}/${await idOf('acme/unpinned')}`;
    expect((await admin.get(TRUST)).text).toContain('unpinned');
    api.repositories.set('acme/unpinned', { ...SHOP, full_name: 'acme/unpinned' });
    const page = await admin.get(`${unpinned}/pin`);
    expect(fieldsOf(page)).toMatchObject({ repository_id: '777', repository_owner_id: '1342004' });
  });
});

test('the workflow to paste is filled in', async () => {
  const page = await admin.get(one('/workflow'));
  expect(page.text).toContain('exchange-url: https://dockpass.example.com');
  expect(page.text).toContain('project: acme/web');
  expect(page.text).toContain('id-token: write');
});

describe('narrowing one', () => {
  test('fills the form in with what was used, and says how often', async () => {
    const wide = {
      ...FIELDS,
      repository: 'acme/wide',
      repository_id: '60',
      repository_owner_id: '61',
      refs: 'refs/**',
      events: '',
      understood: 'yes',
      step: 'save',
    };
    expect((await admin.post(`${TRUST}/new`, wide)).status).toBe(303);
    const address = `${TRUST}/${await idOf('acme/wide')}/narrow`;
    expect((await admin.get(address)).text).toContain('It admitted no job');
    const granted = await service.exchange({
      subject_token: service.idToken({
        repository: 'acme/wide',
        repository_id: '60',
        repository_owner_id: '61',
        workflow_ref: 'acme/wide/.github/workflows/x.yml@refs/heads/main',
      }),
      resource: 'https://dockpass.example.com/acme/web',
    });
    expect(granted.status).toBe(200);
    const page = await admin.get(address);
    expect(page.text).toContain('It admitted 1 job in the last 30 days.');
    expect(fieldsOf(page)).toMatchObject({
      repository: 'acme/wide',
      refs: 'refs/heads/main',
      events: 'push',
    });
  });
});

describe('ending one', () => {
  test('says which jobs a deletion would refuse, and deletes', async () => {
    await admin.post(`${TRUST}/new`, {
      ...FIELDS,
      repository: 'acme/gone',
      step: 'save',
      repository_id: '8',
      repository_owner_id: '9',
    });
    const gone = await idOf('acme/gone');
    const question = await admin.get(`${TRUST}/${gone}/delete`);
    expect(question.text).toContain('No job was recorded that the change could concern.');
    const deleted = await admin.post(`${TRUST}/${gone}/delete`);
    expect(deleted.headers.get('location')).toBe(`${TRUST}?notice=trust-deleted`);
    expect(await idOf('acme/gone')).toBe('');
  });

  test('revokes what it granted', async () => {
    const answer = await admin.post(one('/revoke'));
    expect(answer.headers.get('location')).toBe(`${one()}?notice=trust-revoked`);
    const events = await service.events();
    expect(events.at(-1)).toMatchObject({ action: 'trust_relationship.revoke' });
  });
});

describe('a draft', () => {
  const RELEASE = {
    repository: 'acme/tools',
    repository_id: '41',
    repository_owner_id: '42',
    ref: 'refs/heads/release/1',
    environment: 'production',
    event_name: 'workflow_dispatch',
    workflow_ref: 'acme/tools/.github/workflows/release.yml@refs/heads/release/1',
    job_workflow_ref: 'acme/flows/.github/workflows/build.yml@refs/tags/v3',
  };

  const ask = (claims: object, scope?: string) =>
    service.exchange({
      subject_token: service.idToken({ ...RELEASE, ...claims }),
      resource: 'https://dockpass.example.com/acme/web',
      scope,
    });

  test('admits the job that was refused, and none of its neighbours', async () => {
    const { status, body } = await ask({}, 'build pull');
    expect([status, body.reason]).toEqual([400, 'no_trust_relationship']);
    const form = await admin.get(`${TRUST}/new?from=${body.reference}`);
    expect(fieldsOf(form)).toMatchObject({
      repository: 'acme/tools',
      repository_id: '41',
      repository_owner_id: '42',
      refs: 'refs/heads/release/1',
      events: 'workflow_dispatch',
      environments: 'production',
      workflows: '.github/workflows/release.yml',
      reusable_workflows: 'acme/flows/.github/workflows/build.yml@refs/tags/v3',
    });
    const { once: _, ...typed } = fieldsOf(form);
    const review = await admin.request(`${TRUST}/new`, {
      method: 'POST',
      headers: { origin: service.publicUrl },
      body: withPermissions(typed, ['build', 'pull'], 'save', await admin.formKey()),
    });
    await review.text();
    expect(review.status).toBe(303);
    const next = await admin.get(review.headers.get('location') ?? '');
    expect(next.text).toContain('has a workflow already. Re-run it.');
    expect(next.source).toContain(`href="/events/${body.reference}"`);
    const { pathname } = new URL(review.headers.get('location') ?? '', service.publicUrl);
    const strange = await admin.get(`${pathname}?from=x`);
    expect([strange.status, strange.text]).toEqual([200, expect.not.stringContaining('Re-run')]);
    expect((await ask({}, 'build pull')).status).toBe(200);
    for (const neighbour of [
      { ref: 'refs/heads/release/2' },
      { environment: 'staging' },
      { environment: undefined },
      { event_name: 'push' },
      { repository_id: '43' },
      { job_workflow_ref: 'acme/flows/.github/workflows/build.yml@refs/tags/v4' },
      { workflow_ref: 'acme/tools/.github/workflows/other.yml@refs/heads/release/1' },
    ])
      expect((await ask(neighbour, 'build pull')).status).toBe(400);
    expect((await ask({}, 'push')).status).toBe(400);
  });

  test('cannot be made from an event that is not theirs', async () => {
    const { body } = await service.exchange({
      subject_token: service.idToken({ ...RELEASE, repository: 'globex/x' }),
      resource: 'https://dockpass.example.com/globex/app',
    });
    const page = await admin.get(`${TRUST}/new?from=${body.reference}`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('names no audit event that you may read');
    expect(page.text).not.toContain('globex');
    expect((await admin.get(`${TRUST}/new?from=<script>`)).status).toBe(400);
  });
});

function withPermissions(
  fields: Record<string, string>,
  permissions: readonly string[],
  step: string,
  key: string,
): URLSearchParams {
  const { permissions: _, ...others } = fields;
  const sent = new URLSearchParams({ ...others, step, form_key: key });
  for (const permission of permissions) sent.append('permissions', permission);
  return sent;
}

test('members and strangers change nothing', async () => {
  const before = await stored();
  for (const path of [one('/edit'), `${TRUST}/new`]) {
    expect((await member.get(path)).status).toBe(403);
    expect((await member.post(path, { ...FIELDS, step: 'save' })).status).toBe(403);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path, { ...FIELDS, step: 'save' })).status).toBe(404);
  }
  expect((await member.post(one('/delete'))).status).toBe(403);
  expect((await stranger.get(one())).status).toBe(404);
  expect(await stored()).toEqual(before);
});

test('one of another project is not there, not even for an admin of both', async () => {
  const { token } = await addUser(service.store, { acme: 'admin', globex: 'admin' });
  const both = await signIn(service, token);
  const [foreign] = await stored('globex/app');
  for (const rest of ['', '/edit', '/workflow', '/delete'])
    expect((await both.get(`/projects/globex/app/trust/${id}${rest}`)).status).toBe(404);
  expect((await both.post(`/projects/globex/app/trust/${id}/delete`)).status).toBe(404);
  expect((await both.get(`/projects/globex/app/trust/${foreign?.id}`)).status).toBe(200);
  expect((await stored()).map((it) => it.id)).toContain(id);
});
