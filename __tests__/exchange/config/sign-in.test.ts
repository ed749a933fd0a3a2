import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from '../../../src/exchange/config/load-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PROVIDER = {
  DOCKPASS_SIGN_IN_ISSUER: 'https://id.example.com/realms/acme',
  DOCKPASS_SIGN_IN_CLIENT_ID: 'dockpass',
};

function problemsOf(settings: Record<string, string>): readonly string[] {
  try {
    loadConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('nobody signs in with a provider that is not configured', () => {
  expect(loadConfig({}).signIn).toBeNull();
});

test('issuer and client are enough; the button then has the name of the host', () => {
  expect(loadConfig(PROVIDER).signIn).toEqual({
    issuer: 'https://id.example.com/realms/acme',
    clientId: 'dockpass',
    clientSecret: null,
    name: 'id.example.com',
    groupsClaim: 'groups',
    groups: [],
  });
});

test('the secret comes out of a file, which no fault quotes', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, 'hunter2\n');
  const settings = { ...PROVIDER, DOCKPASS_SIGN_IN_CLIENT_SECRET_FILE: file };
  expect(loadConfig(settings).signIn?.clientSecret).toBe('hunter2');
  writeFileSync(file, 'hunter2\nmore');
  expect(problemsOf(settings)).toEqual([
    'DOCKPASS_SIGN_IN_CLIENT_SECRET_FILE names a file with more than one line; leave the secret.',
  ]);
});

test.each([
  [{ DOCKPASS_SIGN_IN_ISSUER: 'https://id.example.com' }, 'go together'],
  [{ DOCKPASS_SIGN_IN_CLIENT_ID: 'dockpass' }, 'go together'],
  [{ DOCKPASS_SIGN_IN_NAME: 'Example' }, 'go together'],
  [{ ...PROVIDER, DOCKPASS_SIGN_IN_ISSUER: 'http://id.example.com' }, 'must use https'],
  [{ ...PROVIDER, DOCKPASS_SIGN_IN_NAME: 'x'.repeat(41) }, 'at most 40 characters'],
  ...['devs', 'devs=acme', 'devs=acme:owner', '=acme:admin', 'devs=Acme!:admin'].map(
    (groups) =>
      [
        { ...PROVIDER, DOCKPASS_SIGN_IN_GROUPS: `ops=acme:admin,${groups}` },
        `'${groups}'`,
      ] as const,
  ),
])('%j stops the start', (settings, complaint) => {
  expect(problemsOf(settings)).toEqual([expect.stringContaining(complaint)]);
});
