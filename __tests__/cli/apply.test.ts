import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit } from './stored.ts';

let dockpass: CommandLine;
beforeEach(async () => {
  dockpass = await CommandLine.open();
  await dockpass.write('policy.yaml', EXAMPLE);
});
afterEach(() => dockpass.remove());

const lastLine = (stdout: string) => stdout.trimEnd().split('\n').at(-1);

test('apply, apply again, export, apply what was exported: one installation', async () => {
  const first = await dockpass.run(['apply', 'policy.yaml']);
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toContain('+ project acme/web');
  expect(first.stdout).toContain('    refs: refs/heads/main, refs/tags/v*');
  expect(lastLine(first.stdout)).toBe('applied 5 changes');

  const again = await dockpass.run(['apply', 'policy.yaml', '--prune']);
  expect(again).toEqual({ exitCode: 0, stdout: 'nothing to change\n', stderr: '' });

  const exported = await dockpass.run(['export']);
  expect(exported.exitCode).toBe(0);
  const reapplied = await dockpass.run(['apply', '-', '--prune'], exported.stdout);
  expect(reapplied.stdout).toBe('nothing to change\n');
});

test('where npm has kept --dry-run for itself, nothing is changed', async () => {
  const kept = { npm_config_dry_run: 'true' };
  const refused = await dockpass.run(['apply', 'policy.yaml'], '', kept);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('npm run -s dockpass -- apply FILE --dry-run');
  const { stdout } = await dockpass.run(['apply', 'policy.yaml', '--dry-run'], '', kept);
  expect(lastLine(stdout)).toBe('5 changes to apply; nothing was written (--dry-run)');
});

test('--dry-run prints the plan and writes nothing, not even a database', async () => {
  const { exitCode, stdout } = await dockpass.run(['apply', 'policy.yaml', '--dry-run']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('+ organization acme');
  expect(lastLine(stdout)).toBe('5 changes to apply; nothing was written (--dry-run)');
  expect(existsSync(dockpass.database)).toBe(false);

  await dockpass.run(['apply', 'policy.yaml']);
  const tighter = EXAMPLE.replace(', "refs/tags/v*"', '');
  const dry = await dockpass.run(['apply', '-', '--dry-run'], tighter);
  expect(dry.stdout).toContain('    refs: refs/heads/main, refs/tags/v* -> refs/heads/main');
  expect(lastLine(dry.stdout)).toBe('1 change to apply; nothing was written (--dry-run)');
  expect((await dockpass.run(['export'])).stdout).toContain('refs/tags/v*');
});

test('what is beyond a quota is refused with its line before anything is written, in the plan as well', async () => {
  const refs = Array.from({ length: 90 }, (_, index) => `refs/heads/${index}-`.padEnd(100, 'x'));
  const heavy = EXAMPLE.replace(/refs: .*/, `refs: [${refs.join(', ')}]`);
  for (const options of [['--dry-run'], []]) {
    const refused = await dockpass.run(['apply', '-', ...options], heavy);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /standard input:11:13: organizations\[0\]\.projects\[0\]\.trust_relationships\[0\]: this would make 9,\d{3} bytes .* and 8,192 are allowed; shorten/,
    );
  }
  expect((await dockpass.run(['export'])).stdout).not.toContain('acme');
});

test('tightening replaces the looser rule; removing takes --prune', async () => {
  await dockpass.run(['apply', 'policy.yaml']);
  const tighter = EXAMPLE.replace(', "refs/tags/v*"', '');
  expect(lastLine((await dockpass.run(['apply', '-'], tighter)).stdout)).toBe('applied 1 change');
  expect((await dockpass.run(['export'])).stdout).not.toContain('refs/tags');

  const untrusted = EXAMPLE.replace(/ {8}trust_relationships:[\s\S]*/, '');
  const kept = await dockpass.run(['apply', '-'], untrusted);
  expect(kept.stdout).toContain('kept (--prune removes it)');
  expect((await dockpass.run(['export'])).stdout).toContain('repository: acme/web');
  await dockpass.run(['apply', '-', '--prune'], untrusted);
  expect((await dockpass.run(['export'])).stdout).not.toContain('repository: acme/web');
});

test('each change is recorded as by its own operation, by the operator, with before and after', async () => {
  await dockpass.run(['apply', 'policy.yaml', '--dry-run']);
  await dockpass.run(['apply', 'policy.yaml']);
  await dockpass.run(['apply', 'policy.yaml']);
  const created = await audit(dockpass);
  expect(created.map(({ action }) => action)).toEqual([
    'issuer.create',
    'organization.create',
    'member.create',
    'user.create',
    'project.create',
    'trust_relationship.create',
  ]);
  await dockpass.run(['apply', '-'], EXAMPLE.replace('max_lifetime: 2h', 'max_lifetime: 1h'));
  const [change, ...more] = (await audit(dockpass)).slice(created.length);
  expect(more).toEqual([]);
  expect(change).toMatchObject({
    action: 'trust_relationship.update',
    decision: 'changed',
    actor: 'operator',
    projects: ['acme/web'],
    detail: { before: { max_lifetime: '2h' }, after: { max_lifetime: '1h' } },
  });
});

test('switches: planned, applied, exported, and left alone by a file that is silent about them', async () => {
  await dockpass.run(['apply', 'policy.yaml']);
  const switched = EXAMPLE.replace('provider: github\n', 'provider: github\n    enabled: false\n')
    .replace('- name: web\n', '- name: web\n        oidc_only: true\n')
    .concat('users:\n  - {user: bob@example.com, operator: true}\n');
  const dry = await dockpass.run(['apply', '-', '--dry-run'], switched);
  for (const line of ['~ issuer', '    enabled: true -> false', '  ! tokens_end:', '+ user bob'])
    expect(dry.stdout).toContain(line);
  expect(lastLine((await dockpass.run(['apply', '-'], switched)).stdout)).toBe('applied 3 changes');

  const silent = await dockpass.run(['apply', 'policy.yaml', '--prune']);
  expect(silent.stdout).toBe('nothing to change\n');
  const { stdout: exported } = await dockpass.run(['export']);
  for (const line of [
    'enabled: false',
    'oidc_only: true',
    '{user: bob@example.com, operator: true}',
  ])
    expect(exported).toContain(line);
  const reapplied = await dockpass.run(['apply', '-', '--prune'], exported);
  expect(reapplied.stdout).toBe('nothing to change\n');
});

test('the admins of an organization may read what apply changed in it, and no more', async () => {
  await dockpass.run(['apply', 'policy.yaml']);
  const scopes = (await audit(dockpass)).map((event) => event.scopes);
  const organization = { organizationId: expect.any(String), projectId: null };
  const project = { ...organization, projectId: expect.any(String), project: 'acme/web' };
  // Whether somebody had a user before is no business of the organization's admins.
  expect(scopes).toEqual([[], [organization], [organization], [], [project], [project]]);
});

test('a database that takes long to bring up to date: standard error says so, and only that', async () => {
  // As long as another process is at it, nobody else can be.
  const another = new DatabaseSync(dockpass.database);
  another.exec('pragma journal_mode = wal; begin immediate');
  setTimeout(() => another.close(), 500);
  // To the command, each of these milliseconds is a hundred.
  const start = Date.now();
  const clock = () => start + (Date.now() - start) * 100;
  const applied = await dockpass.run(['apply', 'policy.yaml'], '', {}, { clock });
  expect(applied).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('…') });
  expect(lastLine(applied.stdout)).toBe('applied 5 changes');
  expect(applied.stderr.split('\n')[0]).toMatch(/^Bringing the database up to date… \d+ s$/);
  const again = await dockpass.run(['apply', 'policy.yaml']);
  expect(again).toEqual({ exitCode: 0, stdout: 'nothing to change\n', stderr: '' });
});

describe('a file that cannot be applied', () => {
  test('every fault is a line with file, line, column, path and remedy; nothing is written', async () => {
    const broken = EXAMPLE.replace('role: admin', 'role: owner').replace(
      '"260064828"',
      '260064828',
    );
    await dockpass.write('broken.yaml', broken);
    const { exitCode, stdout, stderr } = await dockpass.run(['apply', 'broken.yaml']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      'dockpass: broken.yaml:7:40: organizations[0].members[0].role: "owner" is unknown; write one of admin, member',
      'dockpass: broken.yaml:12:28: organizations[0].projects[0].trust_relationships[0].repository_id: 260064828 is a number in YAML; put it in quotes: "260064828"',
      '',
    ]);
    expect(existsSync(dockpass.database)).toBe(false);
  });

  test('a file that is not there', async () => {
    const { exitCode, stderr } = await dockpass.run(['apply', 'nowhere.yaml']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'dockpass: cannot read nowhere.yaml (ENOENT); check the path and its permissions\n',
    );
  });
});

// Only Linux has a folder in which nobody can make anything, not even root.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a database where none can be made ends with what to check', async () => {
  const { exitCode, stderr } = await dockpass.run(['apply', 'policy.yaml'], '', {
    DOCKPASS_DATABASE: 'sqlite:/proc/dockpass/data/dockpass.db',
  });
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'dockpass: The database /proc/dockpass/data/dockpass.db cannot be used: the folder /proc/dockpass cannot be made (ENOENT); name another place in DOCKPASS_DATABASE\n',
  );
});

test('dangerous trust is warned about, and applied', async () => {
  const dangerous = EXAMPLE.replace('[refs/heads/main, "refs/tags/v*"]', '["**"]')
    .replace(/ +repository_id: .*\n/, '')
    .concat(`            events: [push, pull_request_target]
            reusable_workflows: ["acme/w/.github/workflows/b.yml@**"]
`);
  const { exitCode, stdout } = await dockpass.run(['apply', '-'], dangerous);
  expect(exitCode).toBe(0);
  expect(stdout.match(/^ {2}! \w+(?=: .+\. .+\.$)/gm)).toEqual([
    '  ! unpinned_repository',
    '  ! any_ref_can_push',
    '  ! privileged_event',
    '  ! wildcard_reusable_workflow',
  ]);
  expect(lastLine(stdout)).toBe('applied 5 changes');
});

test('warnings know the configuration: ids that are required, a lifetime that is never granted', async () => {
  const unpinned = EXAMPLE.replaceAll(/ +repository_(?:owner_)?id: .*\n/g, '');
  const strict = { DOCKPASS_REQUIRE_PINS: 'true', DOCKPASS_MAX_LIFETIME: '90m' };
  const { stdout } = await dockpass.run(['apply', '-', '--dry-run'], unpinned, strict);
  expect(stdout).toContain('never grants anything');
  expect(stdout).toContain('live 90m at most (DOCKPASS_MAX_LIFETIME)');
  const lenient = await dockpass.run(['apply', '-', '--dry-run'], unpinned);
  expect(lenient.stdout).toContain('! unpinned_repository: Whoever holds this');
  expect(lenient.stdout).not.toContain('lifetime_beyond_maximum');
});
