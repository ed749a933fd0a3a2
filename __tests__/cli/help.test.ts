import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { terminalOf } from '../../src/cli/output/terminal-of.ts';
import { createProgram } from '../../src/cli/program.ts';
import { commandsOf, pathOf } from '../../src/cli/usage.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { CommandLine } from './command-line.ts';

const SILENT = {
  env: {},
  readInput: async () => '',
  print: async () => {},
  complain: () => {},
  clock: systemClock,
  random: systemRandom,
};

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
});
afterAll(() => dockpass.remove());

describe('--help teaches', () => {
  test.each([
    [
      [],
      ['A first installation:', 'DOCKPASS_URL', 'Exit codes: 0 done, 1 failed, 2 wrong usage, 3'],
    ],
    [['serve'], ['Example', 'SIGTERM', 'reverse proxy']],
    [['apply'], ['Examples', '--dry-run', '--prune', 'policy.schema.json']],
    [['export'], ['Example', 'changes nothing']],
    [
      ['trust', 'test'],
      ['Examples', '--claims', 'Exit codes: 0', '3 it would be refused'],
    ],
    [['user'], ['Examples', 'the first admin', 'disable']],
    [
      ['user', 'create'],
      ['Examples', '--operator', '--organization', '--role', '--token', 'once'],
    ],
    [['user', 'list'], ['Example']],
    [
      ['user', 'disable'],
      ['Example', 'go on', 'user enable'],
    ],
    [['user', 'enable'], ['Example']],
    [['invitation'], ['Examples', 'accepts or declines', 'without asking']],
    [
      ['invitation', 'create'],
      ['Example', '14 days', '--organization', '--role'],
    ],
    [['invitation', 'list'], ['Example']],
    [['invitation', 'delete'], ['Example']],
    [['token'], ['Examples', 'dpu_', 'dpp_', 'dpb_']],
    [
      ['token', 'create'],
      ['Examples', '--user', '--project', '--expires', '--permissions', 'once'],
    ],
    [
      ['token', 'list'],
      ['Examples', 'never a secret'],
    ],
    [
      ['token', 'revoke'],
      ['Examples', 'revoke - <'],
    ],
    [['revoke'], ['Examples', 'on every replica', 'run', 'relationship', 'project', 'issuer']],
    [
      ['revoke', 'run'],
      ['Examples', 'Running jobs', 'run_revoked', '--issuer'],
    ],
    [
      ['revoke', 'relationship'],
      ['Examples', 'Running jobs'],
    ],
    [
      ['revoke', 'project'],
      ['Examples', 'Running jobs', '--project-tokens'],
    ],
    [
      ['revoke', 'issuer'],
      ['Example', 'Running jobs', 'issuer disable'],
    ],
    [['issuer'], ['Examples', 'nightly apply']],
    [
      ['issuer', 'disable'],
      ['Example', 'issuer_disabled'],
    ],
    [
      ['issuer', 'enable'],
      ['Example', 'stay revoked'],
    ],
    [['registry'], ['Examples', 'HOST/organization/project', 'registry-config']],
    [
      ['registry', 'add'],
      ['Examples', '--host', 'auth.token.service'],
    ],
    [['registry', 'list'], ['Example']],
    [
      ['registry', 'remove'],
      ['Example', 'five minutes'],
    ],
    [
      ['registry', 'root'],
      ['prepare', 'retire', 'strange hands'],
    ],
    [['registry', 'root', 'prepare'], ['Example']],
    [['registry', 'root', 'retire'], ['Example']],
    [['registry-config'], ['Examples', '--certificate', '--bundle', 'DOCKPASS_URL']],
    [['builder'], ['Examples', 'BuildKit', '--tlscacert', 'docs/builders.md']],
    [
      ['builder', 'set'],
      ['Examples', '--endpoint', '--server-ca', '--server-name', 'policy file'],
    ],
    [['builder', 'show'], ['Example']],
    [['builder', 'list'], ['Example']],
    [
      ['builder', 'remove'],
      ['Example', 'admits them until then'],
    ],
    [
      ['builder', 'ca'],
      ['Example', '--tlscacert', 'no secret'],
    ],
    [
      ['builder', 'authority'],
      ['prepare', 'retire', 'strange hands'],
    ],
    [['builder', 'authority', 'prepare'], ['Example']],
    [['builder', 'authority', 'retire'], ['Example']],
    [['audit'], ['Examples', 'newest first', 'oldest first', 'reference', '--after', '--limit']],
    [
      ['audit', 'list'],
      ['Examples', '--limit', '--project', '--decision', '--since', '--until'],
    ],
    [
      ['audit', 'show'],
      ['Example', 'claim by claim'],
    ],
    [
      ['audit', 'export'],
      ['Examples', '--after', '--limit', '--project', '--decision', '--since', '--until', 'jq'],
    ],
    [
      ['keys', 'rotate'],
      ['Examples', '--keep', 'default: 30d'],
    ],
  ])('of %j', async (command, contents) => {
    const { exitCode, stdout, stderr } = await dockpass.run([...command, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const words = stdout.replaceAll(/\s+/g, ' ');
    for (const content of contents) expect(words).toContain(content);
  });
});

describe('--help of every command fits', () => {
  const commands = commandsOf(createProgram(terminalOf(SILENT))).map(pathOf);

  test('80 columns, where there is no terminal', async () => {
    expect(commands.length).toBeGreaterThan(40);
    const wide = [];
    for (const command of commands)
      for (const line of (await helpOf(command.split(' ').slice(1))).split('\n'))
        if (line.length > 80) wide.push(`${command}: ${line}`);
    expect(wide).toEqual([]);
  });

  test('the terminal, save for what is there to be copied', async () => {
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
    [['registry', 'add', 'r'], "required option '--host <HOST>' not specified"],
    [['user', 'create', 'ada'], 'It is no e-mail address'],
    [['user', 'create', 'a@b', '--role', 'admin'], 'go together; add --organization'],
    [['user', 'create', 'a@b', '--organization', 'acme'], 'go together; add --role'],
    [['user', 'create', 'a@b', '--organization', 'acme', '--role', 'owner'], 'admin, member'],
    [['user', 'create', 'a@b', '--description', 'x'], 'add --token'],
    [['audit', '--limit', '-1'], 'Write a number from 1 on.'],
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
