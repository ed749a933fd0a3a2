import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { HelperEnvironment } from '../../../src/action/docker/helper-environment.ts';
import { helperProgram } from '../../../src/action/docker/helper-program.ts';

const PLAIN: HelperEnvironment = { unset: ['NODE_OPTIONS', 'NODE_PATH'], set: {}, flags: [] };

const paths = (node: string, script: string, root: string) => ({
  ...{ node, script, root },
  environment: PLAIN,
});

test.each(['linux', 'darwin'] as const)('%s: a shell script without an ending', (platform) => {
  const start = paths('/e/node', '/a/index.js', '/t/dockpass');
  expect(helperProgram(platform, start)).toEqual({
    name: 'docker-credential-dockpass',
    text: `#!/bin/sh
unset NODE_OPTIONS NODE_PATH
exec '/e/node' '/a/index.js' '/t/dockpass' "$@"
`,
  });
  const kept = { NODE_EXTRA_CA_CERTS: "/it's/ca.pem" };
  const environment = { unset: ['NODE_OPTIONS'], set: kept, flags: ['--use-system-ca'] };
  expect(helperProgram(platform, { ...start, environment }).text).toBe(`#!/bin/sh
unset NODE_OPTIONS
export NODE_EXTRA_CA_CERTS='/it'\\''s/ca.pem'
exec '/e/node' '--use-system-ca' '/a/index.js' '/t/dockpass' "$@"
`);
});

test('Windows: a batch file, since Docker looks for the endings of PATHEXT', () => {
  const node = 'C:\\runner\\externals\\node24\\bin\\node.exe';
  const start = paths(node, 'D:\\a & b\\index.js', 'D:\\100%\\dockpass');
  const { name, text } = helperProgram('win32', {
    ...start,
    environment: { ...PLAIN, set: { NODE_EXTRA_CA_CERTS: 'D:\\100%\\ca.pem' } },
  });
  expect(name).toBe('docker-credential-dockpass.cmd');
  expect(text.split('\r\n')).toEqual([
    '@echo off',
    'set "NODE_OPTIONS="',
    'set "NODE_PATH="',
    'set "NODE_EXTRA_CA_CERTS=D:\\100%%\\ca.pem"',
    `"${node}" "D:\\a & b\\index.js" "D:\\100%%\\dockpass" %*`,
    '',
  ]);
});

test('Windows: a path beyond ASCII is read in UTF-8, and standard input left to the helper', () => {
  const start = paths('C:\\Jürgen\\node.exe', 'D:\\i.js', 'D:\\t');
  expect(helperProgram('win32', start).text.split('\r\n')).toEqual([
    '@echo off',
    'chcp 65001 <nul >nul',
    'set "NODE_OPTIONS="',
    'set "NODE_PATH="',
    '"C:\\Jürgen\\node.exe" "D:\\i.js" "D:\\t" %*',
    '',
  ]);
});

const testUnix = process.platform === 'win32' ? test.skip : test;

testUnix('whatever stands in a path reaches the script as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockpass $(id) `x` \' " \\ '));
  try {
    const script = join(folder, 'print.cjs');
    writeFileSync(script, 'process.stdout.write(JSON.stringify(process.argv.slice(2)));');
    const start = paths(process.execPath, script, folder);
    const { name, text } = helperProgram(process.platform, start);
    const program = join(folder, name);
    writeFileSync(program, text);
    chmodSync(program, 0o700);
    expect(JSON.parse(execFileSync(program, ['get'], { encoding: 'utf8' }))).toEqual([
      folder,
      'get',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
