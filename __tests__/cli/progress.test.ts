import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Progress, withProgress } from '../../src/cli/output/progress.ts';
import { terminalOf } from '../../src/cli/output/terminal-of.ts';

const ERASE = '\r\u001b[K';

let stderr: string;
beforeEach(() => {
  stderr = '';
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function terminalWith(errorColumns?: number) {
  return terminalOf({
    env: {},
    readInput: async () => '',
    print: async () => {},
    complain: (text) => {
      stderr += text;
    },
    errorColumns,
    // The fake timers move it.
    clock: () => Date.now(),
    random: { bytes: () => new Uint8Array(), id: () => '' },
    fetch,
  });
}

const lasting = (milliseconds: number) => () =>
  new Promise<string>((resolve) => setTimeout(() => resolve('done'), milliseconds));

async function shownAfter(
  milliseconds: number,
  work: (progress: Progress) => Promise<string>,
  errorColumns?: number,
): Promise<string> {
  const result = withProgress(terminalWith(errorColumns), 'Applying policy.yaml', work);
  await jest.advanceTimersByTimeAsync(milliseconds);
  return await result;
}

test.each([undefined, 80])('what is over within two seconds says nothing (%s)', async (columns) => {
  expect(await shownAfter(2000, lasting(1900), columns)).toBe('done');
  expect(stderr).toBe('');
});

describe('on a terminal', () => {
  test('one line is drawn again and again, and gone at the end', async () => {
    await shownAfter(6000, lasting(4000), 80);
    const [first, ...others] = stderr.split(ERASE);
    expect(first).toMatch(/^\S Applying policy\.yaml… 2 s$/);
    expect(others.length).toBeGreaterThan(10);
    expect(others.at(-2)).toMatch(/^\S Applying policy\.yaml… 3 s$/);
    expect(others.at(-1)).toBe('');
  });

  test('it never breaks: what breaks could not be taken away', async () => {
    await shownAfter(6000, lasting(4000), 20);
    for (const line of stderr.split(ERASE)) expect(line.length).toBeLessThan(20);
  });

  test('what is written meanwhile starts on an empty line', async () => {
    const terminal = terminalWith(80);
    terminal.status?.('Applying…');
    terminal.complain('! careful\n');
    expect(stderr).toBe(`Applying…${ERASE}! careful\n`);
  });
});

describe('in a file or a pipe', () => {
  test('a line comes after two seconds, and another only every half minute', async () => {
    await shownAfter(70_000, lasting(65_000));
    expect(stderr.split('\n')).toEqual([
      'Applying policy.yaml… 2 s',
      'Applying policy.yaml… 32 s',
      'Applying policy.yaml… 62 s',
      '',
    ]);
  });

  test('loops that let no timers run count', async () => {
    await shownAfter(0, async ({ count }) => {
      for (const done of [1000, 2000, 3000]) {
        jest.setSystemTime(Date.now() + 1500);
        count(done, 'events');
      }
      return 'done';
    });
    expect(stderr).toBe('Applying policy.yaml: 2,000 events… 3 s\n');
  });
});

test('a failure takes the line away too', async () => {
  const failing = async () => {
    await lasting(3000)();
    throw new Error('no');
  };
  const failed = withProgress(terminalWith(80), 'Applying', failing).catch((error: Error) => error);
  await jest.advanceTimersByTimeAsync(4000);
  expect(await failed).toBeInstanceOf(Error);
  expect(stderr.endsWith(ERASE)).toBe(true);
});
