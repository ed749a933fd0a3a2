import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeAuthority } from '../../src/exchange/certificates/authority.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { SERVER_CA } from '../exchange/builders/builder.ts';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit } from './stored.ts';

let dockpass: CommandLine;
let start: number;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
  await dockpass.write('server-ca.pem', `subject=x\n${SERVER_CA}`);
  start = (await audit(dockpass)).length;
});
afterAll(() => dockpass.remove());

const events = async () => (await audit(dockpass)).slice(start);

const PROJECT = 'acme/web';
const ENDPOINT = ['--endpoint', 'tcp://builder.example.com:1234'];
const CA = ['--server-ca', 'server-ca.pem'];

test('a builder is set, shown, listed, changed and removed, each change with its event', async () => {
  const before = await dockpass.run(['builder', 'show', PROJECT]);
  expect(before).toMatchObject({ exitCode: 1, stdout: '' });
  expect(before.stderr).toContain('dockpass builder set');
  expect(await dockpass.run(['builder', 'set', PROJECT, ...ENDPOINT, ...CA])).toEqual({
    exitCode: 0,
    stdout: `set the builder of ${PROJECT}; it has to trust: dockpass builder ca ${PROJECT}\n`,
    stderr: '',
  });
  const again = ['builder', 'set', PROJECT, ...ENDPOINT, '--server-ca', '-'];
  expect((await dockpass.run(again, SERVER_CA)).stdout).toMatch(/^nothing to change: /);
  const renamed = ['builder', 'set', PROJECT, ...ENDPOINT, ...CA, '--server-name', 'builder'];
  expect((await dockpass.run(renamed)).stdout).toBe(`changed the builder of ${PROJECT}\n`);
  expect((await dockpass.run(['builder', 'show', PROJECT])).stdout).toMatch(
    /^endpoint +tcp:\/\/builder\.example\.com:1234\nserver name +builder\nserver CA +CN=Dockpass test fixture authority \(SHA-256 [0-9a-f]{16}…\), until 2050-03-02\ncreated .+\n$/,
  );
  expect((await dockpass.run(['builder', 'list'])).stdout).toMatch(
    /^PROJECT +ENDPOINT +SERVER NAME\nacme\/web +tcp:\/\/builder\.example\.com:1234 +builder\n$/,
  );
  await dockpass.run(['builder', 'delete', PROJECT]);
  expect(await dockpass.run(['builder', 'delete', PROJECT])).toMatchObject({ exitCode: 1 });
  const set = { endpoint: ENDPOINT[1], server_name: 'builder.example.com', server_ca: SERVER_CA };
  const changed = { ...set, server_name: 'builder' };
  expect(await events()).toMatchObject([
    { action: 'builder.create', actor: 'operator', detail: { before: null, after: set } },
    { action: 'builder.update', projects: [PROJECT], detail: { before: set, after: changed } },
    { action: 'builder.delete', detail: { before: changed, after: null } },
  ]);
});

test('what is exported with a builder changes nothing when it is applied', async () => {
  await dockpass.run(['builder', 'set', PROJECT, ...ENDPOINT, ...CA]);
  const { stdout } = await dockpass.run(['export']);
  expect(stdout).toContain('        builder:\n');
  const applied = await dockpass.run(['apply', '-', '--prune'], stdout);
  expect(applied).toEqual({ exitCode: 0, stdout: 'nothing to change\n', stderr: '' });
  const removed = await dockpass.run(
    ['apply', '-'],
    stdout.replace(/builder:(\n {10}.*)+/, 'builder:'),
  );
  expect(removed.stdout).toBe('- builder of project acme/web\napplied 1 change\n');
});

describe('builder ca', () => {
  test('prints the authority of the project, the same each time, and never a key', async () => {
    const { exitCode, stdout, stderr } = await dockpass.run(['builder', 'ca', PROJECT]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
    expect(new X509Certificate(stdout)).toMatchObject({ ca: true });
    expect((await dockpass.run(['builder', 'ca', PROJECT])).stdout).toBe(stdout);
  });

  test('of a project that does not exist says how to find those that do', async () => {
    const { exitCode, stdout, stderr } = await dockpass.run(['builder', 'ca', 'acme/none']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('there is no project acme/none');
  });
});

test('the authority is replaced in two steps, so that a builder may trust both in between', async () => {
  const certificates = async () => {
    const { stdout } = await dockpass.run(['builder', 'ca', PROJECT]);
    return stdout.split(/(?<=-----END CERTIFICATE-----\n)/).filter(Boolean);
  };
  const [old] = await certificates();
  const early = await dockpass.run(['builder', 'authority', 'retire', PROJECT]);
  expect(early).toMatchObject({ exitCode: 1, stdout: '' });
  expect(early.stderr).toContain('dockpass builder authority prepare');
  const prepared = await dockpass.run(['builder', 'authority', 'prepare', PROJECT]);
  expect(prepared).toMatchObject({ exitCode: 0, stderr: '' });
  expect(prepared.stdout).toContain(`dockpass builder authority retire ${PROJECT}`);
  const both = await certificates();
  expect(both).toEqual([old, expect.any(String)]);
  await dockpass.run(['builder', 'set', PROJECT, ...ENDPOINT, ...CA]);
  const shown = (await dockpass.run(['builder', 'show', PROJECT])).stdout;
  expect(shown.match(/^authority .+, (?:signs|waits), until /gm)).toEqual([
    expect.stringContaining('signs'),
    expect.stringContaining('waits'),
  ]);
  const names = both.map((certificate) => new X509Certificate(certificate ?? '').subject);
  expect(shown.match(/CN=Dockpass builder .+$/gm)).toEqual(names);
  expect(new Set(names).size).toBe(2);
  const retired = await dockpass.run(['builder', 'authority', 'retire', PROJECT]);
  expect(retired.stdout).toMatch(/^retired authority [\w-]{43}\ngive the builder .+\n$/);
  expect(await certificates()).toEqual(both.slice(1));
  const recorded = await events();
  expect(recorded.map(({ action }) => action).slice(-3)).toEqual([
    'builder_authority.create',
    'builder.create',
    'builder_authority.delete',
  ]);
  expect(JSON.stringify(recorded)).not.toContain('"d"');
});

test('an authority that is prepared while another one waits is warned about', async () => {
  const prepare = ['builder', 'authority', 'prepare', PROJECT];
  expect((await dockpass.run(prepare)).stderr).toBe('');
  expect((await dockpass.run(prepare)).stderr).toMatch(/^! another one waits already/);
  const retired = await dockpass.run(['builder', 'authority', 'retire', PROJECT]);
  expect(retired.stdout.match(/^retired authority /gm)).toHaveLength(2);
});

test('a project has no more authorities than over the API', async () => {
  const prepare = ['builder', 'authority', 'prepare', PROJECT];
  for (let count = 2; count <= 5; count++)
    expect(await dockpass.run(prepare)).toMatchObject({ exitCode: 0 });
  const refused = await dockpass.run(prepare);
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /^dockpass: a project has at most 5 builder authorities; .+ dockpass builder authority retire acme\/web\n$/,
  );
  const { stdout } = await dockpass.run(['builder', 'ca', PROJECT]);
  expect(stdout.match(/-----BEGIN CERTIFICATE-----/g)).toHaveLength(5);
  const retired = await dockpass.run(['builder', 'authority', 'retire', PROJECT]);
  expect(retired.stdout.match(/^retired authority /gm)).toHaveLength(4);
});

test('builder authority list has what the builder must trust, the oldest first', async () => {
  await dockpass.run(['project', 'create', 'acme/fresh']);
  const list = (...args: string[]) => dockpass.run(['builder', 'authority', 'list', ...args]);
  expect(await list('acme/fresh')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'There are none yet; dockpass builder ca acme/fresh creates the first.\n',
  });
  const prepared = await dockpass.run(['builder', 'authority', 'prepare', 'acme/fresh']);
  const { stdout: bundle } = await dockpass.run(['builder', 'ca', 'acme/fresh']);
  const { exitCode, stdout, stderr } = await list('acme/fresh', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const listed: { id: string; certificate: string; signs: boolean }[] = JSON.parse(stdout);
  expect(listed.map(({ signs }) => signs)).toEqual([true, false]);
  expect(prepared.stdout).toContain(`prepared authority ${listed[1]?.id}: `);
  expect(listed.map(({ certificate }) => `${certificate}\n`).join('')).toBe(bundle);
  expect(stdout).not.toContain('PRIVATE KEY');
  const [heading, ...lines] = (await list('acme/fresh')).stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^AUTHORITY +STATE +CREATED +EXPIRES$/);
  expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
    [listed[0]?.id, 'signs'],
    [listed[1]?.id, 'waits'],
  ]);
  await dockpass.run(['builder', 'authority', 'retire', 'acme/fresh']);
  const { stdout: left } = await list('acme/fresh', '--json');
  expect(JSON.parse(left)).toEqual([{ ...listed[1], signs: true }]);
});

test.each(['list', 'prepare', 'retire'])(
  'builder authority %s of a project that is not there says which may be meant',
  async (command) => {
    const ended = await dockpass.run(['builder', 'authority', command, 'acme/wbe']);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toBe('dockpass: there is no project acme/wbe; did you mean acme/web?\n');
  },
);

describe("the project's own builder authority is no server CA", () => {
  test('on the command line', async () => {
    const { stdout: own } = await dockpass.run(['builder', 'ca', PROJECT]);
    const args = ['builder', 'set', PROJECT, ...ENDPOINT, '--server-ca', '-'];
    const refused = await dockpass.run(args, own);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('vouches for jobs; give the certificate');
  });

  test.each([['--dry-run'], ['--prune']])(
    'in a policy file (%s): its line is named, and nothing at all is written',
    async (option) => {
      await dockpass.run(['builder', 'set', PROJECT, ...ENDPOINT, ...CA]);
      const before = (await dockpass.run(['export'])).stdout;
      const { stdout: own } = await dockpass.run(['builder', 'ca', PROJECT]);
      const certificate = own.trimEnd().replaceAll('\n', `\n${' '.repeat(12)}`);
      const wanted = before
        .replace(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/, certificate)
        .replace('max_lifetime: 2h', 'max_lifetime: 1h');
      const line = 1 + wanted.split('\n').findIndex((text) => text.includes('server_ca: |'));
      const refused = await dockpass.run(['apply', '-', option], wanted);
      expect(refused).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringMatching(
          `^dockpass: standard input:${line}:22: organizations\\[0\\]\\.projects\\[[0-9]\\]\\.builder\\.server_ca: has the project's builder authority, which vouches for jobs; give .+\n$`,
        ),
      });
      expect((await dockpass.run(['export'])).stdout).toBe(before);
    },
  );
});

test('a server CA that is over is set, with a warning', async () => {
  const making = { now: 1_600_000_000, random: systemRandom };
  const old = await makeAuthority({ name: () => 'Old builders', life: 3600 }, making);
  const args = ['builder', 'set', PROJECT, ...ENDPOINT, '--server-ca', '-'];
  const { exitCode, stderr } = await dockpass.run(args, SERVER_CA + old.certificate);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^! server CA CN=Old builders .+, until 2020-09-13: it has expired.+\n$/);
});

test.each([
  [['builder', 'set', 'acme', ...ENDPOINT, ...CA], 'Write it as organization/project.'],
  [['builder', 'set', PROJECT, ...CA], "required option '--endpoint <ENDPOINT>' not specified"],
  [['builder', 'set', PROJECT, ...ENDPOINT], "required option '--server-ca <FILE>' not specified"],
  [['builder', 'set', PROJECT, '--endpoint', 'builder:1234', ...CA], 'It is not a valid endpoint'],
  [
    ['builder', 'set', PROJECT, ...ENDPOINT, ...CA, '--server-name', '*'],
    'It is not a valid host name',
  ],
])('%j is wrong usage', async (args, message) => {
  const { exitCode, stderr } = await dockpass.run(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('a private key in the place of the certificate is refused, and not repeated', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';
  const args = ['builder', 'set', PROJECT, ...ENDPOINT, '--server-ca', '-'];
  const { exitCode, stderr } = await dockpass.run(args, key);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^dockpass: standard input has a private key in it/);
  expect(stderr).not.toContain('MIGHAgEA');
});
