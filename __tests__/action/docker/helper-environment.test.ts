import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { helperEnvironment } from '../../../src/action/docker/helper-environment.ts';

const environmentOf = (variables: Record<string, string>) =>
  helperEnvironment((name) => variables[name]);

test('every variable that `node --help` knows is unset, or as it was in our own step', () => {
  const help = execFileSync(process.execPath, ['--help'], { encoding: 'utf8' });
  const known = [...help.matchAll(/^(?:NODE|SSL)_\w+/gm)].map(([name]) => name);
  expect(known).toContain('NODE_REPL_HISTORY');
  expect(environmentOf({}).unset).toEqual(expect.arrayContaining(known));
});

test('each variable is unset or set, never both', () => {
  const { unset, set } = environmentOf({ NODE_USE_SYSTEM_CA: '1', NODE_OPTIONS: '--inspect' });
  expect(set).toEqual({ NODE_USE_SYSTEM_CA: '1' });
  expect(unset).not.toContain('NODE_USE_SYSTEM_CA');
  expect(unset).toContain('NODE_OPTIONS');
});

test('a relative path of certificates means what it means in our own step', () => {
  const { set } = environmentOf({ NODE_EXTRA_CA_CERTS: 'ca.pem' });
  expect(set).toEqual({ NODE_EXTRA_CA_CERTS: resolve('ca.pem') });
});

test('of NODE_OPTIONS stays how servers are found and trusted, and nothing that loads a file', () => {
  const options =
    ' --use-system-ca  --require ./setup.js --dns-result-order=ipv4first --import=x --inspect --tls-min-v1.2';
  expect(environmentOf({ NODE_OPTIONS: options }).flags).toEqual([
    '--use-system-ca',
    '--dns-result-order=ipv4first',
    '--tls-min-v1.2',
  ]);
});
