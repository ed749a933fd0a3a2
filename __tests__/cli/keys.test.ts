import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SigningKey } from '../../src/exchange/signing/keys.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { epochSeconds, systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

async function storedKeys(): Promise<SigningKey[]> {
  const store = await openSqliteStore({ path: dockpass.database, random: systemRandom });
  try {
    return await store.listSigningKeys(epochSeconds(systemClock));
  } finally {
    await store.close();
  }
}

test('keys list says that there are none, before there are', async () => {
  expect(await dockpass.run(['keys', 'list'])).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'There are no signing keys yet: dockpass serve creates the first.\n',
  });
  expect((await dockpass.run(['keys', 'list', '--json'])).stdout).toBe('[]\n');
});

test('keys rotate makes a key, then replaces it and keeps the old one for as long as it is told', async () => {
  const first = await dockpass.run(['keys', 'rotate']);
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  const [, oldKid] = /^new signing key: ([\w-]{43})\n$/.exec(first.stdout) ?? [];

  const second = await dockpass.run(['keys', 'rotate', '--keep', '2h']);
  expect(second.exitCode).toBe(0);
  expect(second.stdout).toContain(`retired: ${oldKid}, published until `);

  const keys = await storedKeys();
  expect(keys).toHaveLength(2);
  const retired = keys.find(({ kid }) => kid === oldKid);
  expect(Number(retired?.removeAt) - Number(retired?.retiredAt)).toBe(7200);
  expect(keys.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1);
});

test('a key in wrong hands goes at once, and so do those that were retired before', async () => {
  await dockpass.run(['keys', 'rotate']);
  await dockpass.run(['keys', 'rotate', '--keep', '1s']);
  const at = epochSeconds(systemClock) + 2;
  const left = (await storedKeys()).filter(({ removeAt }) => removeAt === null || removeAt > at);
  expect(left.map(({ retiredAt }) => retiredAt)).toEqual([null]);
});

test('what is private in a key is deleted when it is retired', async () => {
  await dockpass.run(['keys', 'rotate']);
  await dockpass.run(['keys', 'rotate']);
  for (const { jwk, retiredAt } of await storedKeys())
    expect('d' in JSON.parse(jwk)).toBe(retiredAt === null);
});

test('a rotation is one audit event with before and after, and no private key leaves the database', async () => {
  const rotated = await dockpass.run(['keys', 'rotate']);
  const audit = await dockpass.run(['audit', 'export']);
  const event = JSON.parse(audit.stdout.trimEnd().split('\n').at(-1) ?? '');
  const keys = await storedKeys();
  expect(event).toMatchObject({
    action: 'signing_key.rotate',
    decision: 'changed',
    actor: 'operator',
    after: { kid: keys.find(({ retiredAt }) => retiredAt === null)?.kid },
  });
  expect(event.before.kids).toEqual(event.after.old.map(({ kid }: { kid: string }) => kid));
  const printed = rotated.stdout + audit.stdout + (await dockpass.run(['export'])).stdout;
  const [signing] = keys.filter(({ retiredAt }) => retiredAt === null);
  expect(printed).not.toContain(JSON.parse(signing?.jwk ?? '').d);
});

test('keys list has what signs and what is still published, as it is stored', async () => {
  await dockpass.run(['keys', 'rotate']);
  await dockpass.run(['keys', 'rotate', '--keep', '2h']);
  const keys = await storedKeys();
  const iso = (seconds: number | null) => seconds && new Date(seconds * 1000).toISOString();
  const { exitCode, stdout, stderr } = await dockpass.run(['keys', 'list']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const [heading, ...lines] = stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^KEY +STATE +CREATED +PUBLISHED UNTIL$/);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
    keys.map(({ kid, retiredAt, createdAt, removeAt }) => [
      kid,
      retiredAt === null ? 'signs' : 'retired',
      iso(createdAt),
      iso(removeAt) ?? '-',
    ]),
  );
  const listed = await dockpass.run(['keys', 'list', '--json']);
  expect(JSON.parse(listed.stdout)).toEqual(
    keys.map(({ kid, retiredAt, createdAt, removeAt }) => ({
      id: kid,
      created_at: iso(createdAt),
      retired_at: iso(retiredAt),
      published_until: iso(removeAt),
    })),
  );
  expect(new Set(lines.map((line) => line.split(/ {2,}/)[1]))).toEqual(
    new Set(['signs', 'retired']),
  );
});
