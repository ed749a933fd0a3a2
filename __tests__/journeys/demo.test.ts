import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPage } from '../../scripts/demo/page.ts';
import { tell } from '../../scripts/demo/story.ts';
import { REPOSITORY } from '../support/runner.ts';
import { openStage } from '../support/stage.ts';

/** The demo takes about five seconds where nothing else runs. */
const PATIENCE = 120_000;

const DEMO = join(REPOSITORY, 'scripts/demo/main.ts');

/** Our own tokens, and any JWT. */
const RAW_TOKEN = /dp[upb]_[0-9A-Za-z]{30,}|eyJ[\w-]+\.[\w-]+\.[\w-]+/;

/** The demo's working folder and its only place for temporary files. */
let folder = '';

/** Of this test; one that failed may have left its demo running. */
const demos: Demo[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-demo-test-'));
});

afterEach(async () => {
  await Promise.all(demos.splice(0).map(stop));
  await rm(folder, { recursive: true, force: true });
});

interface Demo {
  process: ChildProcess;
  output(): string;
  /** Settles once `words` have been printed. */
  printed(words: string): Promise<void>;
  exitCode: Promise<number | null>;
}

function startDemo(...options: string[]): Demo {
  const child = spawn(process.execPath, [DEMO, ...options], {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const check of waiting) check();
    });
  const exitCode = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  const demo: Demo = {
    process: child,
    output: () => output,
    exitCode,
    printed: (words) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (output.includes(words)) resolve();
        };
        waiting.add(check);
        check();
        child.once('close', () => reject(new Error(`The demo ended early:\n${output}`)));
      }),
  };
  demos.push(demo);
  return demo;
}

/** It ends its own processes when it is asked to. */
async function stop({ process: child, exitCode }: Demo): Promise<void> {
  child.kill('SIGTERM');
  await exitCode;
}

describe('The demo', () => {
  test(
    'runs from another folder, twice at once, and leaves nothing behind',
    async () => {
      const both = [startDemo(), startDemo()];
      const exitCodes = await Promise.all(both.map(({ exitCode }) => exitCode));
      expect(both.map(({ output }) => output()).join('\n')).not.toContain('demo failed');
      expect(exitCodes).toEqual([0, 0]);
      expect(await readdir(folder)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'shows the whole story and no token, as plain text of 80 columns when nobody sees colours',
    async () => {
      const demo = startDemo();
      expect(await demo.exitCode).toBe(0);
      const output = demo.output();

      expect(output).toContain('***');
      expect(output.indexOf('"active": true')).toBeGreaterThan(0);
      expect(output.indexOf('"active": false')).toBeGreaterThan(output.indexOf('"active": true'));
      expect(output).toContain('condition_failed');
      expect(output).toContain('Where to go next');
      expect(output).not.toMatch(RAW_TOKEN);
      expect(output).toBe(stripVTControlCharacters(output));
      // A link is not broken: a terminal would no longer find it.
      const tooLong = output.split('\n').filter((line) => line.length > 80 && !/https:/.test(line));
      expect(tooLong).toEqual([]);
    },
    PATIENCE,
  );

  const testSignals = process.platform === 'win32' ? test.skip : test;

  testSignals.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s without leaving a process or a folder',
    async (signal) => {
      const demo = startDemo();
      await demo.printed('exchange-url: ');
      demo.process.kill(signal);

      expect(await demo.exitCode).toBe(130);
      expect(await readdir(folder)).toEqual([]);
      const [exchange = ''] = /http:\S+(?= +dockpass serve)/.exec(demo.output()) ?? [];
      await expect(fetch(exchange)).rejects.toThrow('fetch failed');
    },
    PATIENCE,
  );

  testSignals(
    'leaves the console open with --open, for its first operator, until it is ended',
    async () => {
      const demo = startDemo('--open');
      await demo.printed('Ctrl+C ends');
      const [link = ''] = /http:\S+\/setup\/\S+/.exec(demo.output()) ?? [];
      const page = await fetch(link);
      expect(await page.text()).toContain('Create operator');
      demo.process.kill('SIGINT');
      expect(await demo.exitCode).toBe(0);
      expect(await readdir(folder)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'ends when nobody reads it any more',
    async () => {
      const demo = startDemo();
      await demo.printed('Dockpass');
      demo.process.stdout?.destroy();
      demo.process.stderr?.destroy();
      await demo.exitCode;
      expect(await readdir(folder)).toEqual([]);
    },
    PATIENCE,
  );

  test('says which step failed', async () => {
    const stage = await openStage({ DOCKPASS_LOG_LEVEL: 'loud' });
    try {
      const page = createPage(new PassThrough().resume(), new AbortController().signal);
      await expect(tell(page, stage)).rejects.toThrow(
        /failed in step 1 \(An operator .*\): dockpass apply failed:.*DOCKPASS_LOG_LEVEL/s,
      );
    } finally {
      await stage.close();
    }
  });

  test('cannot print a whole token', async () => {
    const out = new PassThrough();
    const page = createPage(out, new AbortController().signal);
    expect(() => page.box([`token: dpb_${'a'.repeat(36)}`])).toThrow('whole token');
    expect(() => page.say('eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwcyJ9.c2lnbmF0dXJl')).toThrow();
    out.end();
    expect(await text(out)).toBe('');
  });
});
