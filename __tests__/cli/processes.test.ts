import { afterEach, expect, jest, test } from '@jest/globals';
import { SERVER_CA } from '../exchange/builders/builder.ts';
import { EXAMPLE, GITHUB } from '../exchange/policy/examples.ts';
import { jobClaims } from '../exchange/trust/examples.ts';
import { CommandLine, type Ended } from './command-line.ts';

// Each command is a process of its own, and the machine may be busy.
jest.setTimeout(300_000);

const NOBODY = '00000000-0000-4000-8000-000000000000';
const OTHER_BRANCH = {
  ...jobClaims({ ref: 'refs/heads/dev' }),
  iat: 1_800_000_000,
  nbf: 1_799_999_400,
  exp: 1_800_000_300,
};

const BUILDER = ['--endpoint', 'tcp://builder.example.com:1234', '--server-ca', '-'];

/**
 * A command line of each kind, by what it reads, prints and keeps open, and what is written to its standard
 * input. What else commands do, other tests see in their own process.
 */
const COMMANDS: [commandLine: string[], input?: string][] = [
  [['apply', '-', '--dry-run'], EXAMPLE],
  [['apply', '-'], EXAMPLE],
  [['apply', '-'], 'organizations: {}'],
  [['export']],
  [['trust', 'test', 'policy.yaml', '--claims', '-'], JSON.stringify(OTHER_BRANCH)],
  [['user', 'create', 'ada@example.com', '--operator', '--token']],
  [['invitation', 'create', 'eve@example.com', '--organization', 'acme', '--role', 'member']],
  [['token', 'create', '--project', 'acme/web']],
  [['revoke', 'run', '1']],
  [['issuer', 'disable', GITHUB]],
  [['registry', 'set', 'main', '--host', 'registry.example.com']],
  [['registry', 'root', 'prepare']],
  [['registry', 'config', 'main', '--bundle', 'bundle.pem']],
  [['builder', 'set', 'acme/web', ...BUILDER], SERVER_CA],
  [['builder', 'authority', 'prepare', 'acme/web']],
  [['keys', 'rotate']],
  [['audit', 'list', '--limit', '3']],
  [['audit', 'show', NOBODY]],
  [['audit', 'export']],
  [['backup', 'copy.db']],
  [['--help']],
  [['aply']],
];

const open: CommandLine[] = [];
afterEach(async () => {
  for (const dockpass of open.splice(0).reverse()) await dockpass.remove();
});

async function openCommandLine(): Promise<CommandLine> {
  const dockpass = await CommandLine.open();
  open.push(dockpass);
  await dockpass.write('policy.yaml', EXAMPLE);
  return dockpass;
}

/** Without what is made anew each time: ids, tokens, hashes, keys, moments. */
function comparable({ exitCode, stdout, stderr }: Ended): Ended {
  const masked = (text: string) =>
    text
      .replace(/(?<=-----(?:\\n|\n))[A-Za-z0-9+/=\n\\]+(?=-----END)/g, '…')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
      .replace(/\bdp[a-z]_\w+/g, '…')
      .replace(/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z?/g, '…')
      .replace(/\b[0-9a-f]{8,}\b/g, '…')
      .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '…');
  return { exitCode, stdout: masked(stdout), stderr: masked(stderr) };
}

test('a command of each kind, as a process, says what it says to the tests, and ends by itself', async () => {
  const alone = await openCommandLine();
  const within = await openCommandLine();
  const exitCodes = new Set<number | null>();
  for (const [commandLine, input] of COMMANDS) {
    const ended = await alone.spawn(commandLine, input);
    exitCodes.add(ended.exitCode);
    expect({ commandLine, ...comparable(ended) }).toEqual({
      commandLine,
      ...comparable(await within.run(commandLine, input)),
    });
  }
  // Or else little of this was as it is meant.
  expect(exitCodes).toEqual(new Set([0, 1, 2, 3]));
});
