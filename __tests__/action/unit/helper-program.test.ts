import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { helperProgram } from '../../../src/action/docker/helper-program.ts';

test.each(['linux', 'darwin'] as const)('%s: a shell script without an ending', (platform) => {
  expect(helperProgram(platform, '/e/node', '/a/index.js', '/t/dockpass')).toEqual({
    name: 'docker-credential-dockpass',
    text: `#!/bin/sh\nexec '/e/node' '/a/index.js' '/t/dockpass' "$@"\n`,
  });
});

test('Windows: a batch file, since Docker looks for the endings of PATHEXT', () => {
  const node = 'C:\\runner\\externals\\node24\\bin\\node.exe';
  const program = helperProgram('win32', node, 'D:\\a & b\\index.js', 'D:\\100%\\dockpass');
  expect(program).toEqual({
    name: 'docker-credential-dockpass.cmd',
    text: `@echo off\r\n"${node}" "D:\\a & b\\index.js" "D:\\100%%\\dockpass" %*\r\n`,
  });
});

test('Windows: a path beyond ASCII is read in UTF-8, and standard input left to the helper', () => {
  const { text } = helperProgram('win32', 'C:\\Jürgen\\node.exe', 'D:\\i.js', 'D:\\t');
  expect(text.split('\r\n')).toEqual([
    '@echo off',
    'chcp 65001 <nul >nul',
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
    const { name, text } = helperProgram(process.platform, process.execPath, script, folder);
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
