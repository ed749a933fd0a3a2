import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
  const { exitCode, stdout } = await dockpass.run(['audit', ...args]);
  expect(exitCode).toBe(0);
  const lines = stdout.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}

test('events come as JSON lines, oldest first, in portions if asked for', async () => {
  const all = await audit();
  expect(all).toHaveLength(5);
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted());
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
  expect(ids).toHaveLength(2505);
  expect(new Set(ids).size).toBe(2505);
  expect(await audit('--limit', '1001')).toHaveLength(1001);
});

describe('filters', () => {
  const actions = async (...args: string[]) => (await audit(...args)).map(({ action }) => action);

  test('by project: what is about it, and nothing of its organization', async () => {
    expect(await actions('--project', 'acme/web')).toEqual([
      'project.create',
      'trust_relationship.create',
    ]);
    const { exitCode, stderr } = await dockpass.run(['audit', '--project', 'acme/none']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no project acme/none');
  });

  test('by what a job presented: repository without regard to case, run, decision', async () => {
    const job = { claims: { repository: 'Acme/Web', run_id: '77' } };
    const refused = auditEvent({ ...job, decision: 'refused', reason: 'condition_failed' });
    const granted = auditEvent(job);
    await stored(dockpass, async (store) => {
      for (const event of [refused, granted]) await store.appendEvent(event);
    });
    expect(await audit('--run', '77')).toEqual([refused, granted]);
    const repository = ['--repository', 'ACME/web'];
    expect(await audit(...repository, '--decision', 'refused')).toEqual([refused]);
    expect(await audit(...repository, '--after', refused.id)).toEqual([granted]);
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
    const { exitCode, stderr } = await dockpass.run(['audit', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('an id that no event has ends the command with what to give instead', async () => {
  const unknown = '01a209b1-dca3-714d-b524-232afac1fb50';
  const { exitCode, stdout, stderr } = await dockpass.run(['audit', '--after', unknown]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`^dockpass: .*${unknown}; give --after the id of an event of this database, .*\n$`),
  );
});

test.each(['7', '01a209b1-dca3-714d-b524', "' or 1=1"])(
  '%j is no id, and said to be none',
  async (text) => {
    const { exitCode, stdout, stderr } = await dockpass.run(['audit', '--after', text]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Write the id of an event, as dockpass audit prints it.');
  },
);

test('a first export with an id that is not set yet has everything', async () => {
  expect(await audit('--after', '', '--limit', '5')).toHaveLength(5);
});

test.each([['audit'], ['export'], ['keys', 'rotate']])(
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
  const { exitCode, stderr } = await dockpass.run(['audit'], '', {
    DOCKPASS_URI: 'https://dockpass.example.com',
    PORT: 'http',
  });
  expect(exitCode).toBe(1);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('did you mean DOCKPASS_URL?');
  for (const line of lines) expect(line).toMatch(/^dockpass: /);
});
