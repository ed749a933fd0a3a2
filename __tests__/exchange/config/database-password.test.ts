import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ConfigError, loadConfig } from '../../../src/exchange/config/load-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const WITHOUT_PASSWORD = 'postgres://dockpass@db.example.com/dockpass?sslmode=require';

function fileWith(content: string): string {
  const file = join(folder, 'password');
  writeFileSync(file, content);
  return file;
}

function environment(file: string, database = WITHOUT_PASSWORD) {
  return { DOCKPASS_DATABASE: database, DOCKPASS_DATABASE_PASSWORD_FILE: file };
}

/** As the driver reads it, which connects with nothing else. */
function passwordFor(file: string): string | null | undefined {
  const { database } = loadConfig(environment(file));
  if (database.kind === 'sqlite') throw new Error('It should be PostgreSQL.');
  const { host, user, password } = new pg.Client(database.url);
  expect([host, user]).toEqual(['db.example.com', 'dockpass']);
  return password;
}

test.each([
  ['as it is', 'correct horse', 'correct horse'],
  ['without the line break at its end', 'secret\n', 'secret'],
  ['without the line break of Windows', 'secret\r\n', 'secret'],
  ['with what is special in a URL', 'a@b:c/d?e#f%41 \\', 'a@b:c/d?e#f%41 \\'],
])('the password reaches the driver %s', (_, content, password) => {
  expect(passwordFor(fileWith(content))).toBe(password);
});

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

test.each([
  ['a file that is not there', () => join(folder, 'none'), undefined, 'cannot be read (ENOENT)'],
  ['an empty file', () => fileWith('\n'), undefined, 'is empty'],
  ['another file', () => fileWith('# canary\ncanary\n'), undefined, 'more than one line'],
  [
    'a second password',
    () => fileWith('canary'),
    'postgres://dockpass:canary@db/dockpass',
    'one of the two',
  ],
  ['nobody to log in', () => fileWith('canary'), 'postgres://db/dockpass', 'a user name'],
  [
    'SQLite',
    () => fileWith('canary'),
    'sqlite:data/dockpass.db',
    'goes with a PostgreSQL database',
  ],
])('%s stops the start, without a secret in the message', (_, file, database, complaint) => {
  const problems = problemsOf(environment(file(), database));
  expect(problems).toEqual([expect.stringContaining(complaint)]);
  expect(problems[0]).toMatch(/^DOCKPASS_DATABASE_PASSWORD_FILE .*\.$/);
  expect(problems.join()).not.toContain('canary');
});
