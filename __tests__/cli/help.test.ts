import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { commandsOf, pathOf } from '../../src/cli/usage.ts';
import { CommandLine } from './command-line.ts';
import { copiedCommands, idleProgram, usageFault } from './written-commands.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
});
afterAll(() => dockpass.remove());

describe('--help of every command', () => {
  let program: Command;
  beforeAll(async () => {
    program = await idleProgram();
  });

  test('says in a word and in a sentence what the command does', () => {
    const silent = commandsOf(program).filter(
      (command) => command !== program && !(command.summary() && command.description()),
    );
    expect(silent.map(pathOf)).toEqual([]);
  });

  test('has examples, which can be typed', async () => {
    const lacking = [];
    const faults = [];
    for (const command of commandsOf(program)) {
      const help = await helpOf(pathOf(command).split(' ').slice(1));
      // What is indented is there to be copied.
      const copied = copiedCommands((help.match(/^ {2,}.*$/gm) ?? []).join('\n'));
      if (command.commands.length === 0 && copied.length === 0) lacking.push(pathOf(command));
      for (const words of copied) faults.push(await usageFault(words));
    }
    expect({ lacking, faults: faults.filter(Boolean) }).toEqual({ lacking: [], faults: [] });
  });

  test('fits 80 columns, where there is no terminal', async () => {
    const commands = commandsOf(program).map(pathOf);
    expect(commands.length).toBeGreaterThan(40);
    const wide = [];
    for (const command of commands)
      for (const line of (await helpOf(command.split(' ').slice(1))).split('\n'))
        if (line.length > 80) wide.push(`${command}: ${line}`);
    expect(wide).toEqual([]);
  });

  test('fits the terminal, save for what is there to be copied', async () => {
    const narrow = await helpOf(['revoke', 'project'], 60);
    const paragraphs = narrow.split('\n').filter((line) => /^\w/.test(line));
    expect(paragraphs).toContain('Every build token loses the project, and keeps what it opens');
    expect(Math.max(...paragraphs.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(narrow).toContain('\n  dockpass revoke project acme/web --project-tokens');
    const wide = await helpOf(['revoke', 'project'], 132);
    expect(wide).toContain('Running jobs can exchange a new ID token as long as');
  });
});

async function helpOf(command: readonly string[], columns?: number): Promise<string> {
  return (await dockpass.run([...command, '--help'], '', {}, { columns })).stdout;
}

describe('wrong usage', () => {
  test.each([
    [['aply'], "unknown command 'aply' (Did you mean apply?)"],
    [['apply'], "missing required argument 'FILE'"],
    [['apply', 'a.yaml', '--dryrun'], "unknown option '--dryrun' (Did you mean --dry-run?)"],
    [['apply', 'a.yaml', 'b.yaml'], 'too many arguments'],
    [
      ['builder', 'set', 'acme/web', '--endpont', 'tcp://b:1', '--server-ca', 'ca.pem'],
      "unknown option '--endpont' (Did you mean --endpoint?)",
    ],
    [['trust', 'test', 'a.yaml', '--claim', 'c'], '(Did you mean --claims?)'],
    [['revoke', 'run', '1', '--projekt', 'acme/web'], '(Did you mean --project?)'],
    [['revoke', 'run', '1'], "required option '--project <PROJECT>' not specified"],
    [['registry', 'create', 'r'], "required option '--host <HOST>' not specified"],
    [['user', 'create', 'ada'], 'It is not a valid e-mail address'],
    [['user', 'create', 'a@b', '--role', 'admin'], 'go together; add --organization'],
    [['user', 'create', 'a@b', '--organization', 'acme'], 'go together; add --role'],
    [['user', 'create', 'a@b', '--organization', 'acme', '--role', 'owner'], 'admin, member'],
    [['user', 'create', 'a@b', '--description', 'x'], 'add --token'],
    [['audit', 'list', '--limit', '-1'], 'Write a number from 1 on.'],
    [['keys', 'rotate', '--keep', 'forever'], 'Write it like 7d'],
    [['trust', 'test', 'a.yaml'], "required option '--claims <CLAIMS>' not specified"],
    [['trust', 'test', 'a.yaml', '--claims', 'c', '--permissions', 'admin'], 'build, push, pull'],
    [['trust', 'test', 'a.yaml', '--claims', 'c', '--project', 'web'], 'organization/project'],
    [['trust', 'test', '-', '--claims', '-'], 'cannot both be -'],
  ])('%j exits with 2 and says what is wrong', async (args, message) => {
    const { exitCode, stdout, stderr } = await dockpass.run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    const [, ...hints] = stderr.trimEnd().split('\n');
    expect(hints).toEqual([
      expect.stringMatching(/^Run 'dockpass(?: [a-z]+)* --help' for usage\.$/),
    ]);
  });

  test('without a command the help goes to standard error', async () => {
    const { exitCode, stdout, stderr } = await dockpass.run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('A first installation:');
  });
});
