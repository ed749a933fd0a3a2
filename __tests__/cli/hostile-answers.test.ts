import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { generateSecret } from '../../src/exchange/tokens/secret.ts';
import { type Answer, endless, json } from '../support/answers.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { CommandLine } from './command-line.ts';

const ROUTE = 'GET /api/v1/organizations';
const ID = '00000000-0000-4000-8000-000000000000';

let server: HostileServer;
let dockpass: CommandLine;
let token: string;
beforeEach(async () => {
  server = await startHostileServer();
  dockpass = await CommandLine.open();
  token = generateSecret('user', systemRandom).text;
});
afterEach(async () => {
  await server.close();
  await dockpass.remove();
});

const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e';

const list = (options: string[], env: NodeJS.ProcessEnv = { DOCKPASS_TOKEN: token }) =>
  dockpass.run(['organization', 'list', ...options], '', { DOCKPASS_SERVER: server.url, ...env });

const problem = (members: object) =>
  json(400, { code: 'invalid_request', detail: 'Wrong.', ...members });

const named = (name: string, next: string | null = null) =>
  json(200, { items: [{ id: ID, name, created_at: '2027-01-31T18:00:00.000Z' }], next });

test.each<[string, Answer]>([
  ['a detail', problem({ detail: `No ${ESCAPES} way` })],
  ['a fault', problem({ faults: [{ at: `/${ESCAPES}`, detail: ESCAPES }] })],
  ['a code', problem({ code: ESCAPES })],
  ['a code that is a member of every object', problem({ code: 'constructor', detail: ESCAPES })],
  ['who is not let in', json(401, { code: 'unauthenticated', detail: ESCAPES })],
  ['a name', named(`acme${ESCAPES}`)],
])('escape sequences of the server never reach the terminal: %s', async (_, answer) => {
  server.always(ROUTE, answer);
  for (const options of [[], ['--json']]) {
    const { stdout, stderr } = await list(options);
    expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout + stderr).not.toContain(token);
  }
});

test('an answer without an end is given up', async () => {
  server.always(ROUTE, endless());
  const ended = await list([]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toContain('check --server');
});

test('a list that goes on where it has been is given up', async () => {
  server.always(ROUTE, named('acme', ID));
  const ended = await list([]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(server.requests).toHaveLength(2);
});

test('a token file is judged by what a link leads to', async () => {
  server.always(ROUTE, named('acme'));
  const folder = join(dockpass.folder, 'config', 'dockpass');
  await mkdir(folder, { recursive: true });
  const kept = join(dockpass.folder, 'kept');
  await writeFile(kept, token);
  await symlink(kept, join(folder, 'token'));
  const env = { XDG_CONFIG_HOME: join(dockpass.folder, 'config') };
  await chmod(kept, 0o640);
  expect(await list([], env)).toMatchObject({ exitCode: 1, stdout: '' });
  expect(server.requests).toEqual([]);
  await chmod(kept, 0o600);
  expect(await list([], env)).toMatchObject({ exitCode: 0 });
});
