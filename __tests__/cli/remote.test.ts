import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { generateSecret } from '../../src/exchange/tokens/secret.ts';
import { newUser } from '../exchange/api/admin/administration.ts';
import { type Service, services } from '../exchange/service.ts';
import { cutOff, html, json, redirect, text } from '../support/answers.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { refusedUrl } from '../support/loopback.ts';
import { startProxy } from '../support/proxy.ts';
import { PRIVATE_CA_FILE, serverIdentity, TLS_HOSTS } from '../support/tls.ts';
import { CommandLine, type Ended } from './command-line.ts';

const LIST = ['organization', 'list'];
const NOBODY = '00000000-0000-4000-8000-000000000000';

const start = services(afterAll);
const closing: (() => Promise<unknown>)[] = [];
let served: Service;
let operator: string;
let dockpass: CommandLine;
beforeAll(async () => {
  served = await start();
  operator = await newUser(served.store, 'root@example.com', { operator: true });
});
beforeEach(async () => {
  dockpass = await CommandLine.open();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await dockpass.remove();
});

/** For servers that never look at it. */
const someToken = () => generateSecret('user', systemRandom).text;

async function hostile(): Promise<HostileServer> {
  const server = await startHostileServer();
  closing.push(() => server.close());
  return server;
}

async function tokenFile(token: string, mode = 0o600): Promise<string> {
  const file = join(dockpass.folder, 'config', 'dockpass', 'token');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${token}\n`);
  await chmod(file, mode);
  return file;
}

const configuration = () => ({ XDG_CONFIG_HOME: join(dockpass.folder, 'config') });

describe('the same command, here and through the API', () => {
  const COMMANDS: string[][] = [
    ['organization', 'list'],
    ['organization', 'list', '--json'],
    ['organization', 'create', 'globex'],
    ['organization', 'create', 'globex'],
    ['organization', 'create', 'initech', '--admin', 'bob@example.com', '--json'],
    ['organization', 'create', 'Not A Name'],
    ['organization', 'show', 'globex'],
    ['organization', 'show', 'globex', '--json'],
    ['organization', 'show', 'nowhere'],
    ['organization', 'show', NOBODY],
    ['organization', 'update', 'globex', '--name', 'globex-labs'],
    ['organization', 'update', 'globex-labs', '--name', 'acme'],
    ['organization', 'delete', 'acme'],
    ['organization', 'delete', 'globex-labs'],
    ['organization', 'delete', 'globex-labs'],
    ['organization', 'delete', '..'],
    ['organization', 'show', ''],
    ['organization', 'list'],
    ['user', 'list'],
    ['user', 'list', '--json'],
    ['user', 'create', 'bob@example.com'],
    ['user', 'create', 'eve@example.com', '--organization', 'acme', '--role', 'member'],
    ['user', 'create', 'eve@example.com', '--organization', 'acme', '--role', 'admin'],
    ['user', 'create', 'eve@example.com', '--organization', 'acme', '--role', 'admin'],
    ['user', 'create', 'eve@example.com', '--organization', 'nowhere', '--role', 'admin'],
    ['user', 'show', 'eve@example.com'],
    ['user', 'show', 'nobody@example.com'],
    ['user', 'disable', 'eve@example.com'],
    ['user', 'disable', 'eve@example.com'],
    ['user', 'enable', 'eve@example.com'],
    ['user', 'update', 'eve@example.com', '--operator', '--json'],
    ['user', 'delete', 'eve@example.com'],
    ['project', 'list'],
    ['project', 'list', '--organization', 'acme', '--json'],
    ['project', 'create', 'acme/api', '--oidc-only'],
    ['project', 'create', 'acme/api'],
    ['project', 'create', 'nowhere/api'],
    ['project', 'show', 'acme/api'],
    ['project', 'show', 'acme/api', '--json'],
    ['project', 'update', 'acme/api', '--name', 'core', '--no-oidc-only'],
    ['project', 'update', 'acme/core'],
    ['project', 'update', 'acme/core', '--oidc-only', '--json'],
    ['token', 'create', '--project', 'acme/core', '--description', 'mirror'],
    ['project', 'revoke', 'acme/core'],
    ['project', 'delete', 'acme/core'],
    ['project', 'delete', 'acme/core'],
    ['member', 'create', 'bob@example.com', '--organization', 'acme', '--role', 'admin'],
    ['member', 'create', 'bob@example.com', '--organization', 'acme', '--role', 'member'],
    ['member', 'list', '--organization', 'acme'],
    ['member', 'list', '--organization', 'acme', '--json'],
    ['member', 'update', 'bob@example.com', '--organization', 'acme', '--role', 'member'],
    ['member', 'show', 'bob@example.com', '--organization', 'acme'],
    ['member', 'delete', 'bob@example.com', '--organization', 'acme'],
    ['member', 'delete', 'bob@example.com', '--organization', 'acme'],
    ['member', 'delete', '..', '--organization', 'acme'],
    ['member', 'list', '--organization', 'nowhere'],
    ['token', 'create', '--project', 'acme/web', '--description', 'mirror'],
    ['token', 'create', '--project', 'acme/web', '--description', 'mirror', '--json'],
    ['token', 'create', '--project', 'acme/none', '--description', 'mirror'],
    ['token', 'show', 'LAST_ID'],
    ['token', 'show', 'LAST_ID', '--json'],
    ['token', 'update', 'LAST_ID', '--description', 'old mirror'],
    ['token', 'revoke', 'LAST_ID'],
    ['token', 'revoke', 'LAST_ID'],
    ['token', 'list', '--project', 'acme/web', '--json'],
    ['token', 'show', NOBODY],
    ['invitation', 'create', 'kim@example.com', '--organization', 'acme', '--role', 'member'],
    ['invitation', 'list', '--organization', 'acme'],
    ['invitation', 'list', '--organization', 'acme', '--json'],
    ['invitation', 'show', 'LAST_ID'],
    ['invitation', 'delete', 'LAST_ID'],
    ['invitation', 'delete', 'LAST_ID'],
    ['revoke', 'run', '4711', '--project', 'acme/web'],
    ['revoke', 'run', '4711', '--project', 'acme/none'],
    ['revoke', 'project', 'acme/web', '--project-tokens'],
    ['revoke', 'relationship', NOBODY],
    ['revoke', 'issuer', 'https://none.example.com'],
    ['token', 'list', '--project', 'acme/none'],
    ['trust', 'list', 'acme/web'],
    ['trust', 'list', 'acme/none'],
    ['trust', 'list', 'acme/web', '--json'],
    ['trust', 'show', 'LAST_ID'],
    ['trust', 'revoke', 'LAST_ID'],
    ['trust', 'delete', 'LAST_ID'],
    ['trust', 'delete', 'LAST_ID'],
    ['issuer', 'create', 'https://ghes.example.com/_services/token', '--provider', 'github'],
    ['issuer', 'show', 'https://ghes.example.com/_services/token'],
    ['issuer', 'disable', 'https://ghes.example.com/_services/token'],
    ['issuer', 'delete', 'https://ghes.example.com/_services/token'],
    ['issuer', 'delete', 'https://ghes.example.com/_services/token'],
    ['registry', 'create', 'main', '--host', 'registry.example.com'],
    ['registry', 'list'],
    ['registry', 'list', '--json'],
    ['registry', 'delete', 'main'],
    ['registry', 'show', 'main'],
    ['builder', 'list'],
    ['builder', 'show', 'acme/web'],
    ['audit', 'list', '--project', 'acme/none'],
    ['audit', 'list', '--decision', 'revoked'],
    ['audit', 'export', '--decision', 'refused'],
    ['audit', 'show', NOBODY],
    ['export'],
  ];

  test('prints the same and ends the same', async () => {
    const [here, there] = await Promise.all([start(), start()]);
    const [DOCKPASS_TOKEN] = await Promise.all(
      [there, here].map(({ store }) => newUser(store, 'ada@example.com', { operator: true })),
    );
    const local = {
      DOCKPASS_DATABASE: `sqlite:${here.folder}/dockpass.db`,
      DOCKPASS_URL: here.publicUrl,
    };
    const remote = { DOCKPASS_SERVER: there.url, DOCKPASS_TOKEN };
    const lastIds = new Map<object, string>();
    const run = async (command: string[], env: NodeJS.ProcessEnv) => {
      const args = command.map((word) => (word === 'LAST_ID' ? (lastIds.get(env) ?? '') : word));
      const ended = await dockpass.run(args, '', env);
      const id = /^ *"id": "([^"]+)"/m.exec(ended.stdout)?.[1];
      if (id) lastIds.set(env, id);
      return masked(ended);
    };
    for (const command of COMMANDS) {
      const ends = await run(command, local);
      expect([command, await run(command, remote)]).toEqual([command, ends]);
    }
  }, 180_000);

  test.each([
    [['user', 'create', 'bob@example.com', '--token']],
    [['token', 'create', '--user', 'bob@example.com', '--description', 'x']],
    [['token', 'list', '--user', 'bob@example.com']],
    [['token', 'revoke', '-']],
    [['serve']],
    [['backup', 'copy.db']],
    [['keys', 'list']],
    [['registry', 'root', 'prepare']],
  ])('%j is for the machine only, and says so', async (command) => {
    const env = { DOCKPASS_SERVER: served.url, DOCKPASS_TOKEN: operator };
    const ended = await dockpass.run(command, '', env);
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain("works on the exchange's own machine only");
  });

  test('who names nobody means their own tokens', async () => {
    const env = { DOCKPASS_SERVER: served.url, DOCKPASS_TOKEN: operator };
    const made = await dockpass.run(['token', 'create', '--description', 'laptop'], '', env);
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^dpu_\w{36}\n$/) });
    const listed = await dockpass.run(['token', 'list', '--json'], '', env);
    expect(listed.stdout).not.toContain('dpu_');
    const { id } = JSON.parse(listed.stdout).find(
      ({ description }: { description: string }) => description === 'laptop',
    );
    expect(await dockpass.run(['token', 'revoke', id], '', env)).toMatchObject({
      stdout: `revoked user token ${id}\n`,
    });
    const again = { ...env, DOCKPASS_TOKEN: made.stdout.trim() };
    expect(await dockpass.run(LIST, '', again)).toMatchObject({ exitCode: 1 });
  });
});

/** Without what is drawn anew (ids, times, secrets), and who it was: one of two operators. */
function masked({ exitCode, stdout, stderr }: Ended): Ended {
  const mask = (printed: string) =>
    printed
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g, 'TIME')
      .replace(/127\.0\.0\.1:\d+/g, 'LOOPBACK')
      .replace(/dp[up]_\w+|(?<=\/invitations\/)[\w-]{43}/g, 'SECRET')
      .replace(/\b(?:operator|ada@example\.com)\b/g, 'WHO')
      .replace(/ {2,}/g, '  ');
  return { exitCode, stdout: mask(stdout), stderr: mask(stderr) };
}

describe('the server', () => {
  test('is named before or after the command, or by the environment, and needs no database here', async () => {
    const { url } = served;
    for (const [args, env] of [
      [['--server', url, ...LIST], {}],
      [[...LIST, '--server', `${url}/`], {}],
      [LIST, { DOCKPASS_SERVER: url }],
      [[...LIST, `--server=${url}`], { DOCKPASS_SERVER: 'https://elsewhere.example.com' }],
    ] as const) {
      const ended = await dockpass.run([...args], '', { DOCKPASS_TOKEN: operator, ...env });
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ended.stdout).toContain('acme');
    }
  });

  test('is the same for a process of its own, which ends', async () => {
    const args = [...LIST, '--server', served.url];
    const ended = await dockpass.spawn(args, '', { DOCKPASS_TOKEN: operator });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('acme');
  });

  test.each([
    ['http://dockpass.example.com', 'must use https'],
    ['dockpass.example.com', 'has no scheme; write https://dockpass.example.com'],
    ['https://me:secret@dockpass.example.com', 'must not contain a user name or password'],
  ])('%s: what is wrong with it, before the token is read', async (server, fault) => {
    const ended = await dockpass.run([...LIST, '--server', server]);
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain(`--server ${fault}`);
    expect(ended.stderr).not.toContain('secret@');
  });

  test('that is not there', async () => {
    const DOCKPASS_SERVER = await refusedUrl();
    const ended = await dockpass.run(LIST, '', { DOCKPASS_SERVER, DOCKPASS_TOKEN: someToken() });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toContain(`dockpass: ${DOCKPASS_SERVER} is unreachable`);
    expect(ended.stderr).toContain('ECONNREFUSED');
  });

  test('that redirects is not followed: the token stays here', async () => {
    const elsewhere = await hostile();
    const server = await hostile();
    server.always(
      'GET /api/v1/organizations',
      redirect(302, `${elsewhere.url}/api/v1/organizations`),
    );
    const env = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: someToken() };
    const ended = await dockpass.run(LIST, '', env);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toContain('redirects');
    expect(elsewhere.requests).toEqual([]);
  });

  test.each([
    ['a page of another server', html(200)],
    ['a page that is not there', html(404)],
    ['JSON of something else', json(200, { organizations: [] })],
    ['an error of a gateway', text(502, 'Bad gateway')],
  ])('that is no exchange: %s', async (_, answer) => {
    const server = await hostile();
    server.always('GET /api/v1/organizations', answer);
    server.always('DELETE /api/v1/organizations/acme', answer);
    const env = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: someToken() };
    for (const command of [LIST, ['organization', 'delete', 'acme']]) {
      const ended = await dockpass.run(command, '', env);
      expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
      expect(ended.stderr).toContain(`dockpass: ${server.url} `);
      expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  test('that is unavailable says when to try again', async () => {
    const server = await hostile();
    const problem = {
      code: 'temporarily_unavailable',
      title: 'Unavailable',
      status: 503,
      detail: 'The database is unavailable right now.',
    };
    server.always('GET /api/v1/organizations', json(503, problem, { 'retry-after': '7' }));
    const env = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: someToken() };
    const ended = await dockpass.run(LIST, '', env);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toBe(
      'dockpass: The database is unavailable right now. Try again in 7 s.\n',
    );
  });

  test('that ends in the middle of its answer: what was to change may have', async () => {
    const server = await hostile();
    for (const method of ['GET', 'POST'] as const)
      server.always(`${method} /api/v1/organizations`, cutOff('{"items":[],"next":null}'));
    const env = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: someToken() };
    const read = await dockpass.run(LIST, '', env);
    expect(read).toMatchObject({ exitCode: 1, stdout: '' });
    expect(read.stderr).toContain(`${server.url} is unreachable`);
    expect(read.stderr).not.toContain('may have been made');
    const changed = await dockpass.run(['organization', 'create', 'globex'], '', env);
    expect(changed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(changed.stderr).toContain('may have been made');
  });

  test('is reached through HTTPS_PROXY, whatever else is set for an exchange', async () => {
    const proxy = await startProxy();
    closing.push(() => proxy.close());
    const server = await startHostileServer(serverIdentity());
    closing.push(() => server.close());
    server.always('GET /api/v1/organizations', json(200, { items: [], next: null }));
    const ended = await dockpass.spawn(LIST, '', {
      NODE_EXTRA_CA_CERTS: PRIVATE_CA_FILE,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      DOCKPASS_SERVER: `https://${TLS_HOSTS.issuer}:${server.port}`,
      DOCKPASS_TOKEN: someToken(),
      DOCKPASS_URL: 'not a URL',
    });
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(proxy.requests).toEqual([`CONNECT ${TLS_HOSTS.issuer}:${server.port}`]);
  });
});

describe('a name that is a step of a path', () => {
  test.each(['', '.', '..', '../users'])('%j never reaches another thing', async (name) => {
    const server = await hostile();
    const env = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: someToken() };
    const ended = await dockpass.run(['organization', 'delete', name], '', env);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    // To suggest a name, it may look at the list.
    for (const { method, path } of server.requests)
      if (method !== 'GET') expect(path).toMatch(/^\/api\/v1\/organizations\/[^/]+$/);
  });
});

describe('the token', () => {
  test('comes from a file of the configuration folder that nobody else may read', async () => {
    const file = await tokenFile(operator);
    const env = { ...configuration(), DOCKPASS_SERVER: served.url };
    expect(await dockpass.run(LIST, '', env)).toMatchObject({ exitCode: 0, stderr: '' });
    for (const mode of [0o640, 0o604, 0o644]) {
      await chmod(file, mode);
      const ended = await dockpass.run(LIST, '', env);
      expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
      expect(ended.stderr).toContain(`chmod 600 ${file}`);
    }
  });

  test('without one, it says where one belongs', async () => {
    const env = { ...configuration(), DOCKPASS_SERVER: await refusedUrl() };
    const ended = await dockpass.run(LIST, '', env);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toContain('DOCKPASS_TOKEN');
    expect(ended.stderr).toContain(join(dockpass.folder, 'config', 'dockpass', 'token'));
  });

  test('of another kind is named, and never printed or sent', async () => {
    const server = await hostile();
    const secret = someToken();
    const other = secret.replace('dpu_', 'dpp_');
    for (const wrong of [other, 'hunter2-and-more', `${secret}x`]) {
      const given = { DOCKPASS_SERVER: server.url, DOCKPASS_TOKEN: wrong };
      await tokenFile(wrong);
      const kept = { DOCKPASS_SERVER: server.url, ...configuration() };
      for (const env of [given, kept]) {
        const ended = await dockpass.run(LIST, '', env);
        expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
        expect(ended.stderr).toContain('needs a user access token');
        expect(ended.stderr).not.toContain(wrong);
      }
    }
    expect(server.requests).toEqual([]);
  });

  test('that opens nothing, or whose user was disabled', async () => {
    const disabled = await newUser(served.store, 'bob@example.com');
    await served.store.change(async ({ users }) => {
      const bob = await users.findByEmail('bob@example.com');
      if (bob) await users.update(bob.id, { operator: false, disabledAt: 1 });
    });
    for (const DOCKPASS_TOKEN of [disabled, someToken()]) {
      const env = { DOCKPASS_SERVER: served.url, DOCKPASS_TOKEN };
      const ended = await dockpass.run(LIST, '', env);
      expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^dockpass: .*token.*\n$/);
      expect(ended.stderr).not.toContain(DOCKPASS_TOKEN.slice(4));
    }
  });

  test('of a member does what the member may, and is told what not', async () => {
    const DOCKPASS_TOKEN = await newUser(served.store, 'eve@example.com', { acme: 'member' });
    const env = { DOCKPASS_SERVER: served.url, DOCKPASS_TOKEN };
    expect(await dockpass.run(LIST, '', env)).toMatchObject({ exitCode: 0 });
    const ended = await dockpass.run(['organization', 'create', 'globex'], '', env);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^dockpass: .*operator/);
  });

  test('is ours alone: the exchange logs it nowhere', async () => {
    const env = { DOCKPASS_SERVER: served.url, DOCKPASS_TOKEN: operator };
    await dockpass.run(['organization', 'create', 'globex'], '', env);
    expect(served.log.join()).toContain('organization.create');
    expect(served.log.join()).not.toContain(operator);
  });
});
