import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cacheStatements } from '../../../src/exchange/stores/sqlite/connection.ts';

let database: DatabaseSync;
let prepared: string[];

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  prepared = [];
  const prepare = database.prepare.bind(database);
  database.prepare = (sql, options) => {
    prepared.push(sql);
    return prepare(sql, options);
  };
});

afterEach(() => database.close());

test('the same text is prepared once, and runs with other values', () => {
  const cache = cacheStatements(database);
  const results = [1, 2, 3].map((value) => cache.prepare('select ? as n').all([value]));
  expect(results).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  expect(prepared).toEqual(['select ? as n']);
});

test('rows are ordinary objects, so that they compare and print like any other', () => {
  const [row] = cacheStatements(database).prepare("select 1 as n, null as m, x'00ff' as b").all([]);
  expect(row).toStrictEqual({ n: 1, m: null, b: new Uint8Array([0, 255]) });
});

test('tells statements that return rows from those that change some', () => {
  const cache = cacheStatements(database);
  database.exec('create table t (n)');
  expect(cache.prepare('insert into t values (?)').reader).toBe(false);
  expect(cache.prepare('insert into t values (?)').run([1])).toMatchObject({ changes: 1 });
  expect(cache.prepare('insert into t values (?) returning n').reader).toBe(true);
});

test('a statement made before the schema changed keeps its columns', () => {
  const cache = cacheStatements(database);
  database.exec('create table t (n); insert into t values (1)');
  cache.prepare('select * from t').all([]);
  database.exec('alter table t add column m');
  expect(cache.prepare('select * from t').all([])).toEqual([{ n: 1 }]);
});

test('texts without end push the oldest out instead of filling the memory', () => {
  const cache = cacheStatements(database);
  cache.prepare('select 0');
  for (let index = 1; index <= 200; index++) cache.prepare(`select ${index}`);
  prepared = [];
  cache.prepare('select 200');
  expect(prepared).toEqual([]);
  cache.prepare('select 0');
  expect(prepared).toEqual(['select 0']);
});
