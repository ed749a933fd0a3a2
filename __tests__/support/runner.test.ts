import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { leaks } from './leaks.ts';
import { type Job, startJob } from './runner.ts';

/** What the other tests rely on: that a job here sees what a job on GitHub would see. */

const ACTION = `
name: fixture
inputs:
  script: { description: What main runs. }
  greeting: { default: 'Hello \${{ github.actor }} \${{ no.such }}' }
runs: { using: node24, main: main.js, post: post.js }
`;

const MAIN = `
const { appendFileSync } = require('node:fs');
const write = (name, text) => appendFileSync(process.env[name], text);
eval(process.env.INPUT_SCRIPT);
`;

const POST = `
console.log([process.env.STATE_name, process.env.LATER, process.env.INPUT_GREETING].join('|'));
`;

let uses: string;
let job: Job;

beforeEach(async () => {
  uses = await mkdtemp(join(tmpdir(), 'dockpass-fixture-'));
  await writeFile(join(uses, 'action.yml'), ACTION);
  await writeFile(join(uses, 'main.js'), MAIN);
  await writeFile(join(uses, 'post.js'), POST);
  job = await startJob({ contexts: { 'github.actor': 'ada' } });
});

afterEach(async () => {
  await job.close();
  await rm(uses, { recursive: true });
});

const run = (script: string) => job.run({ uses, with: { script } });

test('a mask hides what comes after it, and nothing before', async () => {
  const main = await run(
    `console.log('s3cret\\n::add-mask::s3cret\\ns3cret::error title=a%2Cb::x')`,
  );
  const later = await run(`console.log('s3cret')`);

  expect(main.log).toBe('s3cret\n::add-mask::***\n***::error title=a%2Cb::x\n');
  expect(later.log).toBe('***\n');
  expect(leaks(main, 's3cret')).toEqual(['log']);
});

test('commands are told from text, and read with their escapes', async () => {
  const main = await run(
    `console.log('a::no::\\n ::error title=a%2Cb,file=c::d%0Ae%25\\n##[debug]f')`,
  );

  expect(main.commands).toEqual([
    { name: 'error', properties: { title: 'a,b', file: 'c' }, message: 'd\ne%' },
    { name: 'debug', properties: {}, message: 'f' },
  ]);
  expect(main.log).toBe('a::no::\nError: d\ne%\n');
});

test('files carry values of one line and of several', async () => {
  const main = await run(`
    write('GITHUB_OUTPUT', 'one=a=b\\ntwo<<END\\nc\\nd\\nEND\\n');
    write('GITHUB_STEP_SUMMARY', '# Done');
  `);

  expect(main.outputs).toEqual({ one: 'a=b', two: 'c\nd' });
  expect(main.summary).toBe('# Done');
});

test('a failed main still hands state to its own post, and variables to everybody', async () => {
  await run(`write('GITHUB_STATE', 'name=first'); process.exitCode = 1;`);
  await run(`write('GITHUB_STATE', 'name=second'); write('GITHUB_ENV', 'LATER=x');`);

  const posts = await job.post();

  expect(posts.map(({ stdout }) => stdout)).toEqual([
    'second|x|Hello ada \n',
    'first|x|Hello ada \n',
  ]);
});

test('an unwritable file fails the step that writes to it, root or not', async () => {
  const script = `write('GITHUB_STATE', 'name=x'); write('GITHUB_OUTPUT', 'a=b');`;
  const main = await job.run({ uses, with: { script }, unwritable: ['output'] });

  expect(main).toMatchObject({ exitCode: 1, state: { name: 'x' }, outputs: {} });
});

test('an input that action.yml does not declare is a mistake of the test', async () => {
  await expect(job.run({ uses, with: { sript: '' } })).rejects.toThrow('no input sript');
});

test('a job that is closed leaves no process', async () => {
  const { finished } = await job.start({ uses, with: { script: 'setInterval(() => {}, 1000)' } });

  await job.close();

  expect(await finished).toMatchObject({ signal: 'SIGKILL' });
});

test('the variables of the machine stay out', async () => {
  process.env.https_proxy = 'http://proxy.invalid';
  try {
    expect((await run(`console.log(String(process.env.https_proxy))`)).stdout).toBe('undefined\n');
  } finally {
    delete process.env.https_proxy;
  }
});
