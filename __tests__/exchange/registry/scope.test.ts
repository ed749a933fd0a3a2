import { expect, test } from '@jest/globals';
import { Refusal } from '../../../src/exchange/refusal.ts';
import { grantAccess } from '../../../src/exchange/registry/access.ts';
import { parseScopes } from '../../../src/exchange/registry/scope.ts';

const WEB = [{ project: 'acme/web', permissions: ['build', 'push', 'pull'] }] as const;

function granted(...parameters: string[]) {
  return grantAccess(
    parseScopes(parameters).flatMap(({ wanted }) => wanted ?? []),
    WEB,
  );
}

const web = (...actions: string[]) => ({ type: 'repository', name: 'acme/web', actions });

test.each([
  ['one scope', ['repository:acme/web:pull'], [web('pull')]],
  ['both actions, in any order', ['repository:acme/web:push,pull'], [web('pull', 'push')]],
  [
    'repeated parameters',
    ['repository:acme/web:pull', 'repository:acme/web:push'],
    [web('pull', 'push')],
  ],
  [
    'spaces between scopes',
    ['repository:acme/web:pull  repository:acme/web/api:push'],
    [web('pull'), { ...web('push'), name: 'acme/web/api' }],
  ],
  [
    'a mount from a repository of somebody else',
    ['repository:acme/web:pull,push', 'repository:globex/base:pull'],
    [web('pull', 'push')],
  ],
  [
    'a class',
    ['repository(plugin):acme/web:pull'],
    [{ type: 'repository', class: 'plugin', name: 'acme/web', actions: ['pull'] }],
  ],
])('granted: %s', (_, parameters, access) => {
  expect(granted(...parameters)).toEqual(access);
});

test.each([
  'registry:catalog:*',
  'repository:acme/web:*',
  'repository:acme/web:delete',
  'repository:acme/web:*,delete,pull',
  'repository:acme/web:PULL',
  'repository:acme/web:build',
  'repository:acme/web:',
  'repository:acme/web',
  'repository::pull',
  'repository:acme:pull',
  'repository:web:pull',
  'repository:acme/web-2:pull',
  'repository:acme/we:pull',
  'repository:acme/webapi:pull',
  'repository:acme/web/:pull',
  'repository:acme//web:pull',
  'repository:/acme/web:pull',
  'repository:acme/web/../docs:pull',
  'repository:acme/web/.:pull',
  'repository:acme/docs/../web:pull',
  'repository:Acme/web:pull',
  'repository:acme/web/API:pull',
  'repository:acme/web%2f:pull',
  'repository:acme/web/a\tb:pull',
  'repository:registry.example.com/acme/web:pull',
  'repository:localhost:5000/acme/web:pull',
  'repository():acme/web:pull',
  'repository(a)(b):acme/web:pull',
  'Repository:acme/web:pull',
  'plugin:acme/web:pull',
  `repository:acme/web/${'x'.repeat(300)}:pull`,
  ':::',
  '\0',
])('nothing is granted for %j', (scope) => {
  expect(granted(scope)).toEqual([]);
});

test('a hundred scopes are read, more are refused', () => {
  const scopes = (count: number) => Array<string>(count).fill('repository:acme/web:pull').join(' ');
  expect(granted(scopes(100))).toEqual([web('pull')]);
  expect(() => granted(scopes(101))).toThrow(Refusal);
});

test('a scope that is made to be slow to read is not', () => {
  const hostile = `repository:acme/web/${'a-'.repeat(30_000)}:pull`;
  const startedAt = performance.now();
  for (let times = 0; times < 100; times++) expect(granted(hostile)).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
