import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { nodeFault } from '../../src/action/system/node-version.ts';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

/** Where distributions put theirs, which may be too old: `npm test` itself runs on another. */
const SYSTEM_NODE = '/usr/bin/node';

function systemVersion(): string | undefined {
  if (!existsSync(SYSTEM_NODE)) return undefined;
  return spawnSync(SYSTEM_NODE, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
}

const version = systemVersion();
const isOld = version !== undefined && nodeFault(version) !== undefined;
const onOldNode = isOld ? test : test.skip;
if (!isOld) console.warn(`Skipped: ${SYSTEM_NODE} is not an older Node.`);

test.each([
  ['24.0.0', false],
  ['26.1.0', false],
  ['23.11.1', true],
  ['20.20.2', true],
  ['9.11.2', true],
])('Node %s is too old: %s', (given, old) => {
  expect(nodeFault(given) !== undefined).toBe(old);
});

onOldNode('main says first of all that the Node is too old, whatever else is wrong', async () => {
  const { exchange, job } = await scene();

  const main = await job.run({
    node: SYSTEM_NODE,
    with: { 'exchange-url': 'nonsense', project: 'nonsense' },
  });

  expect(main).toMatchObject({
    exitCode: 1,
    outputs: { 'error-code': 'node_too_old', authenticated: 'false' },
    stderr: '',
  });
  expect(main.log).toContain(`was started with Node ${version}`);
  expect(exchange.requests).toEqual([]);
});

onOldNode('post says so, too, and still revokes', async () => {
  const { exchange, job, run } = await scene();
  await run();

  const post = await (await job.startPost(0, {}, [], SYSTEM_NODE)).finished;

  expect(post).toMatchObject({ exitCode: 0, stderr: '' });
  expect(post.log).toContain(`was started with Node ${version}`);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

onOldNode('Docker’s credential helper says so to Docker', () => {
  const program = join('dist', 'docker-credential-dockpass', 'index.js');

  const helper = spawnSync(SYSTEM_NODE, [program, '/nowhere', 'get'], {
    encoding: 'utf8',
    input: 'registry.example.com',
  });

  expect(helper.status).toBe(1);
  // Clients show one or the other.
  for (const shown of [helper.stdout, helper.stderr])
    expect(shown).toContain(`was started with Node ${version}`);
});
