import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runProgram } from '../../src/cli/program.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { type Service, services } from '../exchange/service.ts';
import { createSmallBrowser } from '../exchange/sign-in/browser.ts';
import { addUser } from '../exchange/tenants.ts';
import { CommandLine } from './command-line.ts';

const start = services(undefined, { forBrowsers: true });

let dockpass: CommandLine;
beforeEach(async () => {
  dockpass = await CommandLine.open();
});
afterEach(() => dockpass.remove());

const file = () => join(dockpass.folder, 'dockpass', 'token');

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  XDG_CONFIG_HOME: dockpass.folder,
  ...more,
});

/**
 * Signs in; whenever the command waits, `whileWaiting` happens, and as many seconds pass as it says, or as the
 * command wants to wait.
 */
async function logIn(
  service: Service,
  whileWaiting: (code: string, waits: number) => Promise<number | undefined>,
  env: NodeJS.ProcessEnv = {},
) {
  const waits: number[] = [];
  const output = { stdout: '', stderr: '' };
  let elapsed = 0;
  const exitCode = await runProgram(['login', '--server', service.publicUrl], {
    env: environment(env),
    readInput: async () => '',
    print: async (text) => {
      output.stdout += text;
    },
    complain: (text) => {
      output.stderr += text;
    },
    clock: () => Date.now() + elapsed,
    random: systemRandom,
    fetch,
    async wait(milliseconds) {
      waits.push(milliseconds);
      const [, code = ''] = /Code {3}(\S+)/.exec(output.stderr) ?? [];
      const seconds = (await whileWaiting(code, waits.length)) ?? milliseconds / 1000;
      service.pass(seconds);
      elapsed += seconds * 1000;
    },
  });
  return { exitCode, ...output, waits };
}

function decide(service: Service, token: string, decision: 'approve' | 'deny') {
  return async (code: string): Promise<undefined> => {
    const browser = createSmallBrowser();
    const { publicUrl } = service;
    const form = await browser.open(`${publicUrl}/sign-in/token?to=/device`);
    const page = await browser.submit(form, '/sign-in/token', { token });
    const asked = await browser.submit(page, '/device', { user_code: code });
    await browser.submit(asked, `/device/${decision}`);
  };
}

const NOTHING = async () => undefined;

test('a command line that was approved works, until it logs out', async () => {
  const service = await start();
  const { token, email } = await addUser(service.store);
  const { exitCode, stdout, stderr } = await logIn(service, decide(service, token, 'approve'));
  expect(stderr).toContain(`Open   ${service.publicUrl}/device\n`);
  expect(stderr).toMatch(/Code {3}[A-Z]{4}-[A-Z]{4}\n/);
  expect(stdout).toContain(`signed in to ${service.publicUrl} as ${email} until 20`);
  expect(stdout).toContain(`the token is in ${file()}\n`);
  expect(stdout).toContain(`\nexport DOCKPASS_SERVER=${service.publicUrl}\n`);
  expect(exitCode).toBe(0);
  const stored = (await readFile(file(), 'utf8')).trim();
  expect(stdout + stderr).not.toContain(stored);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect((await stat(join(dockpass.folder, 'dockpass'))).mode & 0o777).toBe(0o700);

  const env = environment({ DOCKPASS_SERVER: service.publicUrl });
  const list = await dockpass.run(['token', 'list', '--json'], '', env);
  expect(JSON.parse(list.stdout)).toContainEqual(
    expect.objectContaining({ description: `dockpass login on ${hostname()}` }),
  );
  const local = await dockpass.run(['organization', 'list', '--json'], '', environment());
  expect(local.stderr).toContain('there is no database');

  const out = await dockpass.run(['logout'], '', environment());
  expect(out).toEqual({
    exitCode: 0,
    stdout: `revoked the token, and removed ${file()}\n`,
    stderr: '',
  });
  expect(await readdir(join(dockpass.folder, 'dockpass'))).toEqual([]);
  expect(await service.introspect(stored)).toMatchObject({ body: { active: false } });
});

test('a login with the server in the environment does not ask to put it there', async () => {
  const service = await start();
  const { token } = await addUser(service.store);
  const env = { DOCKPASS_SERVER: service.publicUrl };
  const { stdout } = await logIn(service, decide(service, token, 'approve'), env);
  expect(stdout).toContain('signed in to');
  expect(stdout).not.toContain('export');
});

test('one that was denied holds nothing', async () => {
  const service = await start();
  const { token } = await addUser(service.store);
  const { exitCode, stdout, stderr } = await logIn(service, decide(service, token, 'deny'));
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain('dockpass: this was denied in the browser');
  await expect(stat(file())).rejects.toThrow('ENOENT');
});

test('one that nobody approves ends after ten minutes, and asks no faster than it may', async () => {
  const service = await start();
  const { exitCode, stderr, waits } = await logIn(service, NOTHING);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('nobody approved in time')]);
  expect(waits.every((wait) => wait >= 5000)).toBe(true);
  expect(waits.reduce((sum, wait) => sum + wait)).toBe(600_000);
});

test('one that asks too fast waits longer from then on', async () => {
  const service = await start();
  const { token } = await addUser(service.store);
  const { waits, exitCode } = await logIn(service, async (code, count) => {
    if (count === 2) return 1;
    return count === 4 ? await decide(service, token, 'approve')(code) : undefined;
  });
  expect([exitCode, waits]).toEqual([0, [5000, 5000, 10_000, 10_000]]);
});

test('a login that replaces a token says that the one before still works', async () => {
  const service = await start();
  const { token } = await addUser(service.store);
  await mkdir(join(dockpass.folder, 'dockpass'));
  await writeFile(file(), token, { mode: 0o600 });
  const env = { DOCKPASS_TOKEN: token };
  const { stderr } = await logIn(service, decide(service, token, 'approve'), env);
  expect(stderr).toContain('the token that was in the file before still works');
  expect(stderr).toContain('DOCKPASS_TOKEN is set');
  expect(await readFile(file(), 'utf8')).not.toContain(token);
});

test.each(['login', 'logout'])('%s needs a server', async (command) => {
  const { exitCode, stderr } = await dockpass.run([command], '', environment());
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`dockpass ${command} needs the server`);
});

test('a server that is no exchange is named', async () => {
  const { issuer } = await start();
  const args = ['login', '--server', issuer.url];
  const { exitCode, stderr } = await dockpass.run(args, '', environment());
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('does not offer dockpass login')]);
});

describe('logout', () => {
  const GONE = 'http://127.0.0.1:1';

  async function store(token: string) {
    await mkdir(join(dockpass.folder, 'dockpass'));
    await writeFile(file(), token, { mode: 0o600 });
  }

  test('of a server that is away removes nothing, unless it has to', async () => {
    const service = await start();
    const { token } = await addUser(service.store);
    await store(token);
    const args = ['logout', '--server', GONE];
    const kept = await dockpass.run(args, '', environment());
    expect([kept.exitCode, kept.stdout]).toEqual([1, '']);
    expect(kept.stderr).toContain(`${GONE} is unreachable`);
    expect(kept.stderr).toContain('nothing was removed');
    expect(await readFile(file(), 'utf8')).toBe(token);
    const forced = await dockpass.run([...args, '--force'], '', environment());
    expect([forced.exitCode, forced.stdout]).toEqual([0, `removed ${file()}\n`]);
    expect(forced.stderr).toContain('the token was not revoked, and works until it expires');
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  test('of another exchange than the one that the token is from removes nothing', async () => {
    const [one, other] = [await start(), await start()];
    const { token } = await addUser(one.store);
    await store(token);
    const args = ['logout', '--server', other.publicUrl];
    const { exitCode, stderr } = await dockpass.run(args, '', environment());
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('nothing was removed')]);
    expect(await readFile(file(), 'utf8')).toBe(token);
    expect((await one.introspect(token)).body.active).toBe(true);
  });

  test('refuses a stored server that is not an address', async () => {
    await mkdir(join(dockpass.folder, 'dockpass'));
    await writeFile(join(dockpass.folder, 'dockpass', 'server'), 'ftp://example.com');
    const { exitCode, stderr } = await dockpass.run(['logout'], '', environment());
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('use --server URL instead')]);
  });

  test('without a token says so', async () => {
    const service = await start();
    const args = ['logout', '--server', service.publicUrl];
    const { exitCode, stderr } = await dockpass.run(args, '', environment());
    expect([exitCode, stderr]).toEqual([
      1,
      `dockpass: you are not signed in: there is no ${file()}\n`,
    ]);
  });
});
