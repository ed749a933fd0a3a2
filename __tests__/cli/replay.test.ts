import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { recordJobs } from '../exchange/recorded-jobs.ts';
import { CommandLine } from './command-line.ts';
import { stored } from './stored.ts';

let dockpass: CommandLine;
let granted: string;
let refused: string;

beforeEach(async () => {
  dockpass = await CommandLine.open();
  await dockpass.write('policy.yaml', EXAMPLE);
  await dockpass.run(['apply', 'policy.yaml']);
  await stored(dockpass, async (store) => {
    const [relationship] = await store.read(({ relationships }) => relationships.all());
    const release = { ref: 'refs/tags/v1' };
    const fix = { ref: 'refs/heads/fix/1' };
    const events = await recordJobs(store, [
      { claims: release, relationship: relationship?.id ?? '', age: 40 * 86_400 },
      { claims: release, relationship: relationship?.id ?? '', age: 7200 },
      { claims: release, relationship: relationship?.id ?? '', age: 3600 },
      { relationship: relationship?.id ?? '', age: 60 },
      { claims: fix },
    ]);
    [, , granted = '', , refused = ''] = events.map(({ id }) => id);
  });
});
afterEach(() => dockpass.remove());

const OTHER_REFS = EXAMPLE.replace('"refs/tags/v*"', '"refs/heads/fix/*"');

const preview = (policy: string, ...options: string[]) =>
  dockpass.run(['apply', '-', '--dry-run', '--replay', ...options], policy);

test('the plan, then whose decision it would have changed, both ways', async () => {
  const { stdout, ...ended } = await preview(OTHER_REFS);
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines).toContain(
    'acme/web: 4 jobs of the last 30 days looked at: 2 would be refused, 1 would be admitted',
  );
  const row = (change: string) => lines.find((line) => line.startsWith(`${change} `));
  expect(row('refused')).toMatch(/refused +2 +acme\/web +refs\/tags\/v1 +push +build,push,pull 2h/);
  expect(row('refused')).toContain(granted);
  expect(row('admitted')).toMatch(/admitted +1 +acme\/web +refs\/heads\/fix\/1 /);
  expect(row('admitted')).toContain(refused);
  expect(stdout).toMatch(/1 change to apply; nothing was written \(--dry-run\)\n$/);
});

test('without --replay no job is looked at, and without a change none is', async () => {
  const plain = await dockpass.run(['apply', '-', '--dry-run'], OTHER_REFS);
  expect(plain.stdout).not.toContain('jobs');
  expect((await preview(EXAMPLE)).stdout).toBe('nothing to change\n');
});

test('--json has all of it', async () => {
  const { stdout } = await preview(OTHER_REFS, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [{ action: 'update', kind: 'trust_relationship' }],
    replays: [
      {
        project: 'acme/web',
        replay: {
          jobs: 4,
          complete: true,
          counts: { refused: 2, admitted: 1, other_grant: 0, audit_only: 0 },
          decisions: [
            { change: 'refused', jobs: 2, reference: granted },
            { change: 'admitted', jobs: 1, reference: refused },
          ],
        },
      },
    ],
    replays_omitted: 0,
  });
});

test('an issuer that the file switches off refuses all of its jobs that the file is about', async () => {
  const off = OTHER_REFS.replace('provider: github', 'provider: github\n    enabled: false');
  expect((await preview(off)).stdout).toContain(' looked at: 3 would be refused\n');
});

test('what --prune removes is replayed, too', async () => {
  const untrusted = EXAMPLE.replace(/ {8}trust_relationships:[\s\S]*/, '');
  expect((await preview(untrusted)).stdout).not.toContain('looked at');
  expect((await preview(untrusted, '--prune')).stdout).toContain(
    ' looked at: 3 would be refused\n',
  );
});

test('a project that is yet to be made admits jobs that asked for it before', async () => {
  await stored(dockpass, (store) => recordJobs(store, [{ project: 'acme/docs' }]));
  const more = `${EXAMPLE}      - name: docs
        trust_relationships:
          - { repository: acme/web, permissions: [pull] }
`;
  expect((await preview(more)).stdout).toContain(
    'acme/docs: 1 job of the last 30 days looked at: 1 would be admitted\n',
  );
});

test('with an empty database there is nothing to look at', async () => {
  const empty = await CommandLine.open();
  try {
    const ended = await empty.run(['apply', '-', '--dry-run', '--replay'], EXAMPLE);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).not.toContain('looked at');
  } finally {
    await empty.remove();
  }
});

test('--replay is for a look ahead, and nothing else', async () => {
  const ended = await dockpass.run(['apply', 'policy.yaml', '--replay']);
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
  expect(ended.stderr).toContain('--replay changes nothing; add --dry-run');
});
