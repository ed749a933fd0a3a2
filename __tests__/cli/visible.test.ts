import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProgram } from '../../src/cli/program.ts';
import { visibleLines } from '../../src/cli/visible.ts';
import { OPERATOR } from '../../src/exchange/flows/admin/actor.ts';
import { planPolicy } from '../../src/exchange/policy/diff.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { EXAMPLE, entry, policy } from '../exchange/policy/examples.ts';
import { carryOut } from '../exchange/stored-policy.ts';
import { auditEvent } from '../exchange/stores/records.ts';
import { jobClaims } from '../exchange/trust/examples.ts';

/** Clears the screen, colours, turns the direction of text, breaks lines for some: none by JSON. */
const HOSTILE = 'a\u007f\u009b31m\u202e\u2028\u{e0001}b';
const FORGED = '\ngranted: acme/web: build';

test('hidden characters of an audit event do not reach the terminal, and JSON means the same', () => {
  const event = { ref: `a\u001b[2J${HOSTILE}` };
  const line = visibleLines(`${JSON.stringify(event)}\n`);
  expect(line.slice(0, -1)).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual(event);
});

describe('whatever a command prints', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dockpass-visible-'));
    await writeFile(join(folder, 'policy.yaml'), EXAMPLE);
    const path = join(folder, 'dockpass.db');
    const store = await openSqliteStore({ path, random: systemRandom });
    // As another program with this database may have written it; the YAML would not be accepted.
    const stored = policy(entry({ description: HOSTILE + FORGED }));
    const hostile = { now: 0, actor: { ...OPERATOR, name: HOSTILE } };
    await carryOut(
      store,
      (current) => planPolicy(current, stored, { prune: false }).changes,
      hostile,
    );
    await store.appendEvent(auditEvent({ actor: HOSTILE }));
    await store.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function dockpass(args: readonly string[], input = '') {
    let [stdout, stderr] = ['', ''];
    await runProgram(args, {
      env: { DOCKPASS_DATABASE: `sqlite:${join(folder, 'dockpass.db')}` },
      readInput: async () => input,
      print: async (text) => {
        stdout += text;
      },
      complain: (text) => {
        stderr += text;
      },
      clock: systemClock,
      random: systemRandom,
      fetch,
    });
    return { stdout, stderr };
  }

  const file = () => join(folder, 'policy.yaml');

  test.each<[string, () => string[], string]>([
    ['a plan', () => ['apply', file(), '--dry-run'], ''],
    ['the events', () => ['audit', 'export'], ''],
    ['a list of them', () => ['audit', 'list'], ''],
    [
      'a decision',
      () => ['trust', 'test', file(), '--claims', '-'],
      JSON.stringify(jobClaims({ event_name: HOSTILE + FORGED })),
    ],
  ])('%s: no hidden character, and no line of a stranger', async (_, args, input) => {
    const { stdout } = await dockpass(args(), input);
    expect(stdout).toContain('\\u009b31m\\u202e');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(stdout).not.toContain(FORGED);
  });

  test.each<[string, string[]]>([
    ['a failure', ['apply', `/nowhere/${HOSTILE}`]],
    ['wrong usage', [HOSTILE]],
  ])('%s: no hidden character', async (_, args) => {
    const { stderr } = await dockpass(args);
    expect(stderr).toContain('\\u009b31m\\u202e');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
