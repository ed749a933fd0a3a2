import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE, GITHUB } from '../exchange/policy/examples.ts';
import { auditEvent } from '../exchange/stores/records.ts';
import { jobClaims } from '../exchange/trust/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit, exchangeForJob, opens, stored } from './stored.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const GHES = 'https://ghes.example.com/_services/token';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

const trust = (...args: string[]) => dockpass.run(['trust', ...args]);
const issuer = (...args: string[]) => dockpass.run(['issuer', ...args]);

/** What the command printed, which must have worked and must have had nothing to warn of. */
async function json(args: string[], input = '') {
  const { exitCode, stdout, stderr } = await dockpass.run([...args, '--json'], input);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** The id of the one trust relationship of the example. */
async function exampleId(): Promise<string> {
  const listed: { id: string; repository_id: string }[] = await json(['trust', 'list', 'acme/web']);
  return listed.find((one) => one.repository_id === '260064828')?.id ?? '';
}

/** As anything but a command sees it. */
const storedRelationship = (id: string) =>
  stored(dockpass, async (store) =>
    (await store.findRelationships(GITHUB, 'acme/web', null)).find((one) => one.id === id),
  );

async function lastEvent() {
  const { action, actor, projects, relationships, detail } = (await audit(dockpass)).at(-1) ?? {};
  return { action, actor, projects, relationships, detail };
}

/** Sees, for all tests of a block at once, that nothing was recorded. */
function changesNothing(): void {
  let before = 0;
  beforeAll(async () => {
    before = (await audit(dockpass)).length;
  });
  afterAll(async () => {
    expect(await audit(dockpass)).toHaveLength(before);
  });
}

describe('trust relationships', () => {
  test('are listed with whom they let in, under which conditions', async () => {
    const id = await exampleId();
    const { exitCode, stdout, stderr } = await trust('list', 'acme/web');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [heading, line, ...others] = stdout.split('\n');
    expect(heading).toMatch(/^ID +REPOSITORY +PERMISSIONS +CONDITIONS +LAST USED$/);
    expect(line?.split(/ {2,}/)).toEqual([
      id,
      'acme/web',
      'build,push,pull',
      'refs: refs/heads/main, refs/tags/v*',
      'never',
    ]);
    expect(others).toEqual(['']);
    await dockpass.run(['project', 'create', 'acme/empty']);
    expect(await trust('list', 'acme/empty')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr:
        'No trust relationship admits jobs to acme/empty; create one with dockpass trust create.\n',
    });
    expect(await json(['trust', 'list', 'acme/empty'])).toEqual([]);
  });

  test('are shown with each setting, also those that are not set', async () => {
    const id = await exampleId();
    const { exitCode, stdout } = await trust('show', id);
    expect(exitCode).toBe(0);
    const fields = Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [, name, value] = /^(\S.*?) {2,}(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value]];
      }),
    );
    expect(fields).toMatchObject({
      id,
      repository: 'acme/web',
      'repository id': '260064828',
      issuer: GITHUB,
      refs: 'refs/heads/main',
      environments: 'any',
      'max lifetime': '2h',
      mode: 'enforce',
      expires: 'never',
      'created by': 'operator',
    });
    // Each further value has a line of its own.
    expect(stdout).toMatch(/^refs +refs\/heads\/main\n +refs\/tags\/v\*$/m);
    const [listed] = await json(['trust', 'list', 'acme/web']);
    expect(await json(['trust', 'show', id])).toEqual(listed);
  });

  test('are created as the options say, warned of, stored and recorded', async () => {
    const { exitCode, stdout, stderr } = await trust(
      ...['create', 'acme/web', '--repository', 'acme/web', '--permissions', 'build,pull'],
      ...['--ref', 'refs/heads/*', '--ref', 'refs/tags/v*', '--max-lifetime', '30m'],
    );
    expect(exitCode).toBe(0);
    const [, id = ''] = /^created trust relationship ([0-9a-f-]{36})\n$/.exec(stdout) ?? [];
    expect(stderr).toMatch(/^! Whoever holds this .+\n$/);
    expect(await storedRelationship(id)).toMatchObject({
      project: 'acme/web',
      repositoryId: null,
      permissions: ['build', 'pull'],
      conditions: { refs: ['refs/heads/*', 'refs/tags/v*'], events: null },
      maxLifetime: 1800,
    });
    expect(await lastEvent()).toMatchObject({
      action: 'trust_relationship.create',
      actor: 'operator',
      projects: ['acme/web'],
      relationships: [id],
      detail: { before: null, after: { id, max_lifetime: '30m' } },
    });
    await trust('delete', id);
  });

  test('are created as an entry of a file says, and options win', async () => {
    const entry = `repository: acme/web
repository_id: "260064828"
repository_owner_id: "1342004"
environments: [production]
permissions: [pull]
max_lifetime: 1h
`;
    const created = await json(
      ['trust', 'create', 'acme/web', '--file', '-', '--max-lifetime', '10m'],
      entry,
    );
    expect(created).toMatchObject({
      repository_owner_id: '1342004',
      environments: ['production'],
      permissions: ['pull'],
      max_lifetime: '10m',
      pinned: true,
      warnings: [],
    });
    const asJson = await dockpass.write('changes.json', '{"environments": null, "mode": "audit"}');
    expect(await json(['trust', 'update', created.id, '--file', asJson])).toMatchObject({
      environments: null,
      mode: 'audit',
      max_lifetime: '10m',
    });
    await trust('delete', created.id);
  });

  test('are updated in what is named; tokens live on', async () => {
    const id = await exampleId();
    const job = await exchangeForJob(dockpass, '7001');
    expect(await trust('update', id, '--description', 'releases')).toEqual({
      exitCode: 0,
      stdout: `changed trust relationship ${id}\n`,
      stderr: '',
    });
    expect(await storedRelationship(id)).toMatchObject({
      description: 'releases',
      conditions: { refs: ['refs/heads/main', 'refs/tags/v*'] },
      maxLifetime: 7200,
    });
    expect(await opens(dockpass, job.hash)).toBe(true);
    expect(await lastEvent()).toMatchObject({
      action: 'trust_relationship.update',
      detail: { before: { description: null }, after: { description: 'releases' } },
    });
  });

  test('are revoked: tokens end, new ones are granted', async () => {
    const id = await exampleId();
    const job = await exchangeForJob(dockpass, '7002');
    expect(await trust('revoke', id)).toEqual({
      exitCode: 0,
      stdout: `revoked what was issued under trust relationship ${id} of acme/web\n`,
      stderr: '',
    });
    expect(await opens(dockpass, job.hash)).toBe(false);
    expect(await opens(dockpass, (await exchangeForJob(dockpass, '7003')).hash)).toBe(true);
  });

  test('are deleted with what they granted', async () => {
    const job = await exchangeForJob(dockpass, '7004');
    const { id } = job.relationship;
    expect(await trust('delete', id)).toEqual({
      exitCode: 0,
      stdout: `deleted trust relationship ${id}\n`,
      stderr: '',
    });
    expect(await storedRelationship(id)).toBeUndefined();
    expect(await opens(dockpass, job.hash)).toBe(false);
    expect(await lastEvent()).toMatchObject({
      action: 'trust_relationship.delete',
      detail: { before: { id, repository: 'acme/web' }, after: null },
    });
    await dockpass.run(['apply', '-'], EXAMPLE);
  });

  describe('commands that are refused', () => {
    changesNothing();

    const MINIMAL = ['--repository', 'acme/web', '--permissions', 'build'];

    test.each<[args: string[], exitCode: number, message: string, input?: string]>([
      [['list', 'acme'], 2, 'Write it as organization/project.'],
      [['list', 'acme/wbe'], 1, 'there is no project acme/wbe; did you mean acme/web?'],
      [['create', 'acme/none', ...MINIMAL], 1, 'there is no project acme/none'],
      ...['show', 'update', 'revoke', 'delete'].map((command): [string[], number, string] => [
        [command, NOBODY, ...(command === 'update' ? ['--mode', 'audit'] : [])],
        1,
        `there is no trust relationship ${NOBODY}; dockpass trust list shows those that you can see`,
      ]),
      [['create', 'acme/web'], 2, 'nothing to set; use options such as --repository, or --file'],
      [['update', NOBODY], 2, 'nothing to set'],
      [['create', 'acme/web', '--repository', 'acme/web'], 1, 'permissions missing; add it'],
      [
        ['create', 'acme/web', ...MINIMAL, '--mode', 'dry'],
        2,
        'Allowed choices are enforce, audit.',
      ],
      [['create', 'acme/web', ...MINIMAL, '--issuer', GHES], 1, 'issuer'],
      [['create', 'acme/web', ...MINIMAL, '--repository-id', 'x'], 1, 'repository_id'],
      [['create', 'acme/web', '--file', 'none.yaml'], 1, 'cannot read none.yaml (ENOENT)'],
      [['create', 'acme/web', '--file', '-'], 1, 'does not hold one trust relationship', '- a\n'],
      [['create', 'acme/web', '--file', '-'], 1, 'standard input:2: is not valid', 'a:\n\t- b'],
      [['create', 'acme/web', '--file', '-'], 1, 'repositroy', 'repositroy: acme/web\n'],
    ])('trust %j says why', async (args, exitCode, message, input = '') => {
      const ended = await dockpass.run(['trust', ...args], input);
      expect(ended).toMatchObject({ exitCode, stdout: '' });
      expect(ended.stderr).toContain(message);
    });
  });
});

describe('trust test on what is stored', () => {
  const tried = (claims: object, ...options: string[]) =>
    dockpass.run(
      ['trust', 'test', '--project', 'acme/web', '--claims', '-', ...options],
      JSON.stringify(claims),
    );

  test('a job that would be admitted: what it gets, from which relationship, claim by claim', async () => {
    const id = await exampleId();
    expect(await tried(jobClaims())).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `granted: build, push, pull for at most 2h, by ${id}

${id}: matches
  ok      repository           acme/web
  ok      repository_id        260064828
  ok      repository_owner_id  1342004
  ok      ref                  refs/heads/main
  ok      event_name           push
`,
    });
    expect((await tried(jobClaims(), '--permissions', 'pull')).stdout).toMatch(
      /^granted: pull for/,
    );
  });

  test('a job that would be refused: exit code 3, and which claim was not what was expected', async () => {
    const events = (await audit(dockpass)).length;
    const { exitCode, stdout, stderr } = await tried(jobClaims({ ref: 'refs/heads/dev' }));
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toMatch(/^refused: condition_failed\n/);
    expect(stdout).toContain(
      '  FAILED  ref                  refs/heads/dev; expected refs/heads/main or refs/tags/v*\n',
    );
    expect(await audit(dockpass)).toHaveLength(events);
  });

  test('--json is what the API answers, with the same exit codes', async () => {
    const id = await exampleId();
    const granted = await tried(jobClaims(), '--json');
    expect(granted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(granted.stdout)).toMatchObject({
      decision: 'granted',
      grant: { trust_relationship: id, permissions: ['build', 'push', 'pull'], pins: false },
      trust_relationships: [{ trust_relationship: id, matches: true }],
    });
    const refused = await tried(jobClaims({ repository: 'acme/wbe' }), '--json');
    expect(refused).toMatchObject({ exitCode: 3, stderr: '' });
    expect(JSON.parse(refused.stdout)).toMatchObject({
      decision: 'refused',
      grant: null,
      reason: 'no_trust_relationship',
    });
  });

  test('the job of an audit event is tried again', async () => {
    const claims = jobClaims({ ref: 'refs/heads/dev' });
    const refused = await stored(dockpass, async (store) => {
      const [{ organizationId, projectId } = { organizationId: '', projectId: null }] =
        await store.findRelationships(GITHUB, 'acme/web', null);
      const event = auditEvent({
        decision: 'refused',
        reason: 'condition_failed',
        issuer: GITHUB,
        claims,
        scopes: [{ organizationId, projectId }],
        projects: ['acme/web'],
      });
      await store.appendEvent(event);
      return event;
    });
    const again = ['test', '--project', 'acme/web', '--reference'];
    const { exitCode, stdout } = await trust(...again, refused.id);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('  FAILED  ref                  refs/heads/dev; expected');
    const unknown = await trust(...again, NOBODY);
    expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unknown.stderr).toContain('reference');
  });

  test.each<[args: string[], exitCode: number, message: string]>([
    [['--claims', '-'], 2, 'without FILE, name the one project with --project'],
    [['--project', 'acme/web', '--project', 'acme/api', '--claims', '-'], 2, 'the one project'],
    [['--project', 'acme/web'], 2, 'name the job with either --claims or --reference'],
    [
      ['--project', 'acme/web', '--claims', '-', '--reference', NOBODY],
      2,
      'name the job with either --claims or --reference',
    ],
    [['--project', 'acme/wbe', '--claims', '-'], 1, 'there is no project acme/wbe; did you mean'],
    [['policy.yaml', '--claims', '-', '--json'], 2, 'leave FILE out'],
  ])('%j is refused', async (args, exitCode, message) => {
    const ended = await dockpass.run(['trust', 'test', ...args], JSON.stringify(jobClaims()));
    expect(ended).toMatchObject({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(message);
  });
});

describe('issuers', () => {
  const storedIssuer = (url: string) => stored(dockpass, (store) => store.findIssuer(url));

  test('are created, listed, shown, switched and deleted, each change with its event', async () => {
    const start = (await audit(dockpass)).length;
    expect(await issuer('create', GHES)).toEqual({
      exitCode: 0,
      stdout: `created issuer ${GHES}\n`,
      stderr: '',
    });
    expect(await storedIssuer(GHES)).toMatchObject({ provider: 'github', enabled: true });

    const listed = await issuer('list');
    expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
    const [heading, ...lines] = listed.stdout.trimEnd().split('\n');
    expect(heading).toMatch(/^URL +PROVIDER +STATE +CREATED$/);
    expect(lines.map((line) => line.split(/ +/).slice(0, 3))).toEqual([
      [GITHUB, 'github', 'enabled'],
      [GHES, 'github', 'enabled'],
    ]);

    const shown = await json(['issuer', 'show', GHES]);
    expect(shown).toMatchObject({ url: GHES, provider: 'github', enabled: true });
    expect(await json(['issuer', 'list'])).toContainEqual(shown);
    expect((await issuer('show', shown.id)).stdout).toMatch(
      new RegExp(
        `^url +${GHES}\nid +${shown.id}\nprovider +github\nstate +enabled\ncreated +\\S+\n$`,
      ),
    );

    expect(await json(['issuer', 'disable', GHES])).toEqual({ ...shown, enabled: false });
    expect((await issuer('show', GHES)).stdout).toMatch(/^state +disabled$/m);
    expect(await storedIssuer(GHES)).toMatchObject({ enabled: false });
    expect((await issuer('enable', shown.id)).stdout).toBe(`enabled ${GHES}\n`);
    expect((await issuer('enable', GHES)).stdout).toBe(`${GHES} was enabled already\n`);

    expect(await issuer('delete', GHES)).toEqual({
      exitCode: 0,
      stdout: `deleted issuer ${GHES}\n`,
      stderr: '',
    });
    expect(await storedIssuer(GHES)).toBeUndefined();
    expect((await audit(dockpass)).slice(start)).toMatchObject([
      {
        action: 'issuer.create',
        actor: 'operator',
        detail: { before: null, after: { url: GHES } },
      },
      { action: 'issuer.update', detail: { after: { url: GHES, enabled: false } } },
      { action: 'issuer.update', detail: { after: { url: GHES, enabled: true } } },
      { action: 'issuer.delete', detail: { before: { url: GHES }, after: null } },
    ]);
  });

  test('that are deleted take the trust in them along, and what it granted', async () => {
    const job = await exchangeForJob(dockpass, '7005');
    expect(await issuer('delete', GITHUB)).toMatchObject({ exitCode: 0 });
    expect(await opens(dockpass, job.hash)).toBe(false);
    expect(await json(['trust', 'list', 'acme/web'])).toEqual([]);
    expect(await issuer('list')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'There are no issuers; create one with dockpass issuer create.\n',
    });
    await dockpass.run(['apply', '-'], EXAMPLE);
  });

  describe('commands that are refused', () => {
    changesNothing();

    test.each<[args: string[], exitCode: number, message: string]>([
      [['create', 'http://ci.example.com'], 2, 'https'],
      [['create', `${GHES}/`], 2, 'It ends with a slash'],
      [['create', GHES, '--provider', 'jenkins'], 2, 'Allowed choices are github'],
      [['create', GITHUB], 1, 'There is one of that name already'],
      ...['show', 'disable', 'enable', 'delete'].map((command): [string[], number, string] => [
        [command, `${GITHUB}x`],
        1,
        `there is no issuer ${GITHUB}x; did you mean ${GITHUB}?`,
      ]),
      [['revoke', 'https://elsewhere.example.org'], 1, 'dockpass issuer list shows those'],
    ])('issuer %j says why', async (args, exitCode, message) => {
      const ended = await issuer(...args);
      expect(ended).toMatchObject({ exitCode, stdout: '' });
      expect(ended.stderr).toContain(message);
    });
  });
});
