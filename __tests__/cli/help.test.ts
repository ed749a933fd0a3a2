import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CommandLine } from './command-line.ts';

// Each command is a process of its own, and the machine may be busy.
jest.setTimeout(120_000);

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
    [
      ['audit'],
      ['Examples', '--after', '--limit', '--project', '--decision', '--since', '--until', 'jq'],
    ],
    [
      ['keys', 'rotate'],
      ['Examples', '--keep', 'default: 30d'],
    ],
  ])('of %j', async (command, contents) => {
    const { exitCode, stdout, stderr } = await dockpass.run([...command, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const content of contents) expect(stdout).toContain(content);
  });
});

describe('wrong usage', () => {
  test.each([
    [['aply'], "unknown command 'aply' (Did you mean apply?)"],
    [['apply'], "missing required argument 'FILE'"],
    [['apply', 'a.yaml', '--dryrun'], "unknown option '--dryrun' (Did you mean --dry-run?)"],
    [['apply', 'a.yaml', 'b.yaml'], 'too many arguments'],
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
    for (const line of stderr.trimEnd().split('\n')) expect(line).toMatch(/^dockpass: /);
  });

  test('without a command the help goes to standard error', async () => {
    const { exitCode, stdout, stderr } = await dockpass.run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('A first installation:');
  });
});
