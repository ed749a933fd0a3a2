import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { completionsOf } from '../../src/cli/completion.ts';
import { COMPILED } from '../support/compiled.ts';
import { idleProgram } from './written-commands.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let program: Command;
beforeAll(async () => {
  program = await idleProgram();
});

const valuesOf = (...words: string[]) =>
  completionsOf(program, words).candidates.map(({ value }) => value);

describe('what may stand next', () => {
  test.each([
    [['to'], ['token']],
    [['token', 'cr'], ['create']],
    [
      ['token', 'create', '--p'],
      ['--project', '--permissions'],
    ],
    [['--vers'], ['--version']],
    [
      ['user', 'create', 'ada@example.com', '--role', ''],
      ['admin', 'member'],
    ],
    [['user', 'create', '--role=m'], ['--role=member']],
    [['completion', 'z'], ['zsh']],
    [['token', 'create', '--description', 'c'], []],
    [['token', 'create', '--project=acme/web', '--desc'], ['--description']],
    [['token', 'create', '--nonsense', 'acme/web', ''], []],
  ])('behind %j', (words, expected) => {
    expect(valuesOf(...words)).toEqual(expected);
  });

  test.each([
    [['apply', ''], true],
    [['apply', 'policy.yaml', ''], false],
    [['trust', 'test', 'policy.yaml', '--claims', ''], true],
    [['token', 'list', ''], false],
  ])('names of files behind %j: %s', (words, files) => {
    expect(completionsOf(program, words).files).toBe(files);
  });

  test('no command that only scripts call', () => {
    expect(valuesOf('comp')).toEqual(['completion']);
  });
});

describe('in a real shell', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dockpass-completion-'));
    const dockpass = join(folder, 'dockpass');
    await writeFile(dockpass, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
    await chmod(dockpass, 0o755);
    await writeFile(join(folder, 'policy.yaml'), '');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(shell: string, args: readonly string[]): Promise<string> {
    const path = [folder, process.env.PATH].join(delimiter);
    const env = { ...COMPILED, PATH: path, HOME: folder, TERM: 'dumb' };
    const options = { cwd: folder, env, timeout: 60_000 };
    return (await promisify(execFile)(shell, args, options)).stdout;
  }

  /** Calls what the script registered, as bash does at Tab. */
  async function bash(...words: string[]): Promise<string[]> {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = [
      'source <(dockpass completion bash)',
      'completer=$(complete -p dockpass | grep -o "_[a-z]*_completion")',
      `COMP_WORDS=(dockpass ${quoted}) COMP_CWORD=${words.length}`,
      `COMP_LINE='dockpass ${words.join(' ')}' COMP_POINT=\${#COMP_LINE}`,
      '$completer dockpass',
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    return (await run('bash', ['--norc', '-c', script])).trim().split('\n');
  }

  const testWith = (shell: string) => (isInstalled(shell) ? test : test.skip);

  test('bash completes commands, options and choices', async () => {
    expect(await bash('token', '')).toEqual(['create', 'list', 'revoke', 'show', 'update', 'help']);
    expect(await bash('token', 'create', '--desc')).toEqual(['--description']);
    expect(await bash('user', 'create', '--role', '=', 'm')).toEqual(['member']);
    expect(await bash('apply', '')).toEqual(['']);
    await bash('apply', '$(touch ran)', '');
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  testWith('fish')(`fish does${missing('fish')}`, async () => {
    const fish = async (line: string) => {
      const script = `source (dockpass completion fish | psub); complete --do-complete '${line}'`;
      return (await run('fish', ['--no-config', '-c', script])).trim().split('\n');
    };
    expect(await fish('dockpass tok')).toEqual([expect.stringMatching(/^token\t\w+/)]);
    expect(await fish('dockpass user create --role ')).toEqual(['admin', 'member']);
    expect(await fish('dockpass apply pol')).toEqual(['policy.yaml']);
    // What only stands on the command line must not run.
    await fish('dockpass apply (touch ran) po');
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  testWith('zsh')(`zsh does${missing('zsh')}`, async () => {
    // A terminal of its own, as completion is a part of its line editor.
    const zsh = async (line: string) => {
      const script = [
        'zmodload zsh/zpty',
        'zpty shell zsh -f -i',
        'zpty -w shell "autoload -U compinit && compinit -u -D; PS1=; source <(dockpass completion zsh); echo ready-$((1+1))"',
        'zpty -r -m shell out "*ready-2*"',
        `zpty -w -n shell '${line}'$'\\t'`,
        'sleep 6',
        `zpty -w -n shell $'\\C-a'"echo '"$'\\C-e'"'"$'\\n'`,
        'sleep 1',
        'out=; while zpty -r -t shell part; do out+=$part; done',
        'print -r -- "$out"',
        'zpty -d shell',
      ].join('\n');
      return await run('zsh', ['-f', '-c', script]);
    };
    expect(await zsh('dockpass tok')).toContain('dockpass token ');
    expect(await zsh('dockpass apply pol')).toContain('dockpass apply policy.yaml ');
  });
});

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).error === undefined;
}

/** Said aloud in the list of tests, so that nobody takes it for tried. */
function missing(shell: string): string {
  return isInstalled(shell) ? '' : ` (not tried: ${shell} is not installed)`;
}
