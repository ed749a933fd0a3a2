import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { recordJobs } from '../exchange/recorded-jobs.ts';
import { CommandLine } from './command-line.ts';
import { stored } from './stored.ts';

let dockpass: CommandLine;

beforeEach(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterEach(() => dockpass.remove());

async function use(...jobs: Record<string, string>[]): Promise<string> {
  return await stored(dockpass, async (store) => {
    const [one] = await store.read(({ relationships }) => relationships.all());
    const relationship = one?.id ?? '';
    await recordJobs(
      store,
      jobs.map((claims) => ({ claims, relationship })),
    );
    return relationship;
  });
}

test('what was used, and an entry that fits it, which apply takes', async () => {
  const id = await use({}, {}, { environment: 'production' });
  const { stdout, ...ended } = await dockpass.run(['trust', 'review', 'acme/web']);
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    new RegExp(
      `^acme/web: 3 jobs of the last 30 days looked at\nID .*\n${id} +acme/web +3 +yes +-\n`,
    ),
  );
  expect(stdout).toContain('  refs: refs/heads/main (3)\n');
  expect(stdout).toContain('  environments: production (1), none (2)\n');
  expect(stdout).toContain('! environments cannot be narrowed: some jobs have none\n');
  const [, entry = ''] = stdout.split('This fits:\n\n');
  expect(entry).toBe(`- repository: acme/web
  repository_id: "260064828"
  repository_owner_id: "1342004"
  issuer: https://token.actions.githubusercontent.com
  refs: [refs/heads/main]
  events: [push]
  workflows: [.github/workflows/release.yml]
  permissions: [build, push, pull]
  max_lifetime: 2h
`);
  const indented = entry.replaceAll(/^/gm, ' '.repeat(10)).trimEnd();
  const narrow = EXAMPLE.replace(/ {10}- repository:[\s\S]*/, `${indented}\n`);
  const applied = await dockpass.run(['apply', '-'], narrow);
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
  const again = await dockpass.run(['trust', 'review', 'acme/web']);
  expect(again.stdout).toMatch(new RegExp(`\n${id} +acme/web +3 +no +-\n$`));
});

test('--json has all of it', async () => {
  const id = await use({});
  const { stdout } = await dockpass.run(['trust', 'review', 'acme/web', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    jobs: 1,
    complete: true,
    items: [{ trust_relationship: id, admitted: 1, narrowed: { refs: ['refs/heads/main'] } }],
  });
});

test('a project without trust relationships', async () => {
  await dockpass.run(['project', 'create', 'acme/docs']);
  const ended = await dockpass.run(['trust', 'review', 'acme/docs']);
  expect(ended).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'No trust relationship admits jobs to acme/docs.\n',
  });
});

test('more than one page of them', async () => {
  const others = Array.from(
    { length: 60 },
    (_, n) => `          - { repository: acme/r${n}, permissions: [pull] }\n`,
  );
  await dockpass.run(['apply', '-'], EXAMPLE + others.join(''));
  const { stdout } = await dockpass.run(['trust', 'review', 'acme/web']);
  expect(stdout.match(/ acme\/r\d+ +0 +no +unpinned/g)).toHaveLength(60);
});
