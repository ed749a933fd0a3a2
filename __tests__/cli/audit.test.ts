import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shownEvent } from '../../src/exchange/flows/admin/shown-event.ts';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { auditEvent } from '../exchange/stores/records.ts';
import { CommandLine } from './command-line.ts';
import { stored } from './stored.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

async function audit(...args: string[]): Promise<{ id: string; action: string; time: string }[]> {
  const { exitCode, stdout } = await dockpass.run(['audit', 'export', ...args]);
  expect(exitCode).toBe(0);
  const lines = stdout.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}

/** The references of a list, in its order. */
async function listed(...args: string[]): Promise<string[]> {
  const { exitCode, stdout } = await dockpass.run(['audit', 'list', ...args]);
  expect(exitCode).toBe(0);
  if (stdout === '') return [];
  const [heading, ...lines] = stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^TIME +ACTION +OUTCOME +WHO +PROJECTS +REFERENCE$/);
  return lines.map((line) => line.split(/ +/).at(-1) ?? '');
}

describe('a list', () => {
  test('has the newest first, and as many as are asked for', async () => {
    const newest = (await audit()).map(({ id }) => id).toReversed();
    expect(newest).toHaveLength(6);
    expect(await listed()).toEqual(newest);
    expect(await listed('--limit', '3')).toEqual(newest.slice(0, 3));
  });

  test('says that there are older ones, if there are', async () => {
    const stderrOf = async (limit: number) =>
      (await dockpass.run(['audit', 'list', '--limit', `${limit}`])).stderr;
    expect(await stderrOf(5)).toContain('There are older events: see more with --limit');
    expect(await stderrOf(6)).toBe('');
  });

  test('takes the filters of an export', async () => {
    const [project] = await audit('--project', 'acme/web');
    expect(await listed('--project', 'acme/web', '--until', '2100-01-01')).toContain(project?.id);
    expect(await listed('--decision', 'refused')).toEqual([]);
  });

  test('that goes on is an export', async () => {
    const all = await audit();
    const { stdout } = await dockpass.run(['audit', 'export', '--after', all[2]?.id ?? '']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(all.slice(3));
  });
});

describe('one event', () => {
  const show = (reference: string) => dockpass.run(['audit', 'show', reference]);

  test('of a refused job: why, claim by claim, and what else the job said', async () => {
    const claims = {
      repository: 'acme/api',
      ref: 'refs/heads/dev',
      run_id: '79',
      repository_visibility: 'private',
    };
    const check = (claim: keyof typeof claims, expected: string[], ok: boolean) => ({
      claim,
      presented: claims[claim],
      expected,
      ok,
    });
    const refused = auditEvent({
      decision: 'refused',
      reason: 'condition_failed',
      claims,
      detail: {
        message: 'The job may not do this.',
        cause: [
          {
            relationshipId: 'rule-1',
            project: 'acme/web',
            mode: 'enforce',
            identity: [check('repository', ['acme/api'], true)],
            conditions: [
              { ...check('ref', ['refs/heads/main', 'refs/tags/v*'], false), expectedCount: 9 },
            ],
            pinsMissing: false,
            expired: false,
          },
        ],
        omitted: [{ project: 'acme/web', count: 3 }],
      },
    });
    await stored(dockpass, (store) => store.appendEvent(refused));
    const { exitCode, stdout } = await show(refused.id);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^refused: condition_failed\nThe job may not do this\.\n\n/);
    expect(stdout).toContain(`  reference              ${refused.id}\n`);
    expect(stdout).toContain(`
rule-1 of acme/web: does not match
  ok      repository           acme/api
  FAILED  ref                  refs/heads/dev; expected refs/heads/main or refs/tags/v* or one of 7 more

3 more, from which the job was further

claims:
  repository             acme/api
  ref                    refs/heads/dev
  run_id                 79
  repository_visibility  private
`);
  });

  test('of a change: what is since', async () => {
    const [change] = await audit('--project', 'acme/web');
    const { stdout } = await show(change?.id ?? '');
    expect(stdout).toMatch(/^changed\n\n {2}reference /);
    expect(stdout).toContain('  actor                  operator\n');
    expect(stdout).toContain('\nafter: {\n');
    expect(stdout).not.toContain('before');
  });

  test('that there is not ends the command with where to look', async () => {
    const { exitCode, stdout, stderr } = await show('01a209b1-dca3-714d-b524-232afac1fb50');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^dockpass: there is no audit event 01a2.*; dockpass audit list .*\n$/);
    expect((await show('7')).exitCode).toBe(2);
  });
});

test('events come as JSON lines, oldest first, in portions if asked for', async () => {
  const all = await audit();
  expect(all).toHaveLength(7);
  const first = await audit('--limit', '2');
  expect(first).toEqual(all.slice(0, 2));
  const rest = await audit('--after', first[1]?.id ?? '');
  expect(rest).toEqual(all.slice(2));
  expect(await audit('--after', first[1]?.id ?? '', '--limit', '1')).toEqual(all.slice(2, 3));
});

test('more events than one portion holds all arrive, once', async () => {
  const projects = Array.from({ length: 2500 }, (_, index) => `      - name: p${index}\n`).join('');
  const policy = `${EXAMPLE}${projects}`;
  expect((await dockpass.run(['apply', '-'], policy)).stdout).toContain('applied 2500 changes');
  const ids = (await audit()).map(({ id }) => id);
  expect(ids).toHaveLength(2507);
  expect(new Set(ids).size).toBe(2507);
  expect(await listed('--limit', '1001')).toEqual(ids.slice(-1001).toReversed());
  expect(await audit('--limit', '1001')).toHaveLength(1001);
});

describe('filters', () => {
  const actions = async (...args: string[]) => (await audit(...args)).map(({ action }) => action);

  test('by project: what is about it, and nothing of its organization', async () => {
    expect(await actions('--project', 'acme/web')).toEqual([
      'project.create',
      'trust_relationship.create',
    ]);
    const { exitCode, stderr } = await dockpass.run(['audit', 'list', '--project', 'acme/none']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is not a project');
  });

  test('by what a job presented: repository without regard to case, run, decision', async () => {
    const job = { claims: { repository: 'Acme/Web', run_id: '77' } };
    const refused = auditEvent({ ...job, decision: 'refused', reason: 'condition_failed' });
    const granted = auditEvent(job);
    await stored(dockpass, async (store) => {
      for (const event of [refused, granted]) await store.appendEvent(event);
    });
    expect(await audit('--run', '77')).toEqual([refused, granted].map(shownEvent));
    const repository = ['--repository', 'ACME/web'];
    expect(await audit(...repository, '--decision', 'refused')).toEqual([shownEvent(refused)]);
    expect(await audit(...repository, '--after', refused.id)).toEqual([shownEvent(granted)]);
    expect(await audit('--run', '78')).toEqual([]);
  });

  test('by time: since is the first moment, until the first that is left out', async () => {
    const time = (await audit('--limit', '1'))[0]?.time ?? '';
    expect(await actions('--until', '2020-01-01')).toEqual([]);
    expect(await actions('--since', '1d', '--until', time)).toEqual([]);
    expect((await actions('--since', time)).slice(0, 1)).toEqual(['issuer.create']);
    expect(await actions('--since', time, '--until', time)).toEqual([]);
  });

  test.each([
    [['--decision', 'denied'], 'granted, refused, revoked, changed'],
    [['--since', 'yesterday'], 'Write it like 90d'],
    [['--repository', 'web'], 'write it as owner/name'],
    [['--run', 'a b'], 'Write run_id as the ID token has it'],
  ])('%j makes no sense', async (args, message) => {
    const { exitCode, stderr } = await dockpass.run(['audit', 'list', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('an id that no event has ends the command with what to give instead', async () => {
  const unknown = '01a209b1-dca3-714d-b524-232afac1fb50';
  const { exitCode, stdout, stderr } = await dockpass.run(['audit', 'export', '--after', unknown]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain('after is ');
});

test.each(['7', '01a209b1-dca3-714d-b524', "' or 1=1"])(
  '%j is no id, and said to be none',
  async (text) => {
    const { exitCode, stdout, stderr } = await dockpass.run(['audit', 'export', '--after', text]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Write the id of an event, as dockpass audit list prints it.');
  },
);

test('--json is what the API answers', async () => {
  const all = await audit();
  const run = async (...args: string[]) => JSON.parse((await dockpass.run(args)).stdout);
  expect(await run('audit', 'list', '--limit', '2', '--json')).toEqual(all.slice(-2).toReversed());
  expect(await run('audit', 'show', all[0]?.id ?? '', '--json')).toEqual(all[0]);
});

test('a first export with an id that is not set yet has everything', async () => {
  expect(await audit('--after', '', '--limit', '5')).toHaveLength(5);
});

test.each([['audit', 'list'], ['export'], ['keys', 'rotate']])(
  '%s on a mistyped database makes none, and says so',
  async (...args) => {
    const { exitCode, stdout, stderr } = await dockpass.run(args, '', {
      DOCKPASS_DATABASE: 'sqlite:typo.db',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      'dockpass: there is no database at typo.db; check DOCKPASS_DATABASE, or make one with dockpass apply\n',
    );
  },
);

test('a file that is no database is named, with what to check', async () => {
  await dockpass.write('junk.db', 'this is no database, but it is long enough to have a header');
  const { exitCode, stderr } = await dockpass.run(['export'], '', {
    DOCKPASS_DATABASE: 'sqlite:junk.db',
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^dockpass: .*junk\.db.*check DOCKPASS_DATABASE\n$/);
});

test('every fault of the configuration is a line', async () => {
  const { exitCode, stderr } = await dockpass.run(['audit', 'list'], '', {
    DOCKPASS_URI: 'https://dockpass.example.com',
    PORT: 'http',
  });
  expect(exitCode).toBe(1);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('did you mean DOCKPASS_URL?');
  for (const line of lines) expect(line).toMatch(/^dockpass: /);
});
