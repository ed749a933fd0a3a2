import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { ConfigError } from '../exchange/config/load-config.ts';
import { type Fault, Problem } from '../exchange/flows/admin/problem.ts';
import { isStoreOutage, reasonOf } from '../exchange/stores/outage.ts';
import { createSession } from './administration/session.ts';
import { addCommands, calledCommand } from './commands.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { CommandFailure } from './failure.ts';
import { todaysSpelling } from './former-spellings.ts';
import { helpText } from './help-text.ts';
import { warn } from './output/print.ts';
import { terminalOf } from './output/terminal-of.ts';
import type { IOStreams, Terminal } from './terminal.ts';
import { hintAtUsage, nameMistypedFirst, usageHint } from './usage.ts';

const HELP = `
A first installation:
  dockpass apply policy.yaml --dry-run   look at the plan
  dockpass apply policy.yaml             carry it out
  dockpass user create you@example.com --operator --token
                                         make the first admin
  dockpass serve                         answer jobs

Configuration comes from the environment: DOCKPASS_URL, DOCKPASS_DATABASE
(sqlite:data/dockpass.db), HOST, PORT and others; see docs/configuration.md.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the job would be refused (trust test).`;

/** Runs one command line; every way out of it is an exit code. */
export async function runProgram(typed: readonly string[], streams: IOStreams): Promise<ExitCode> {
  const terminal = terminalOf(streams);
  const { args, note } = todaysSpelling(typed);
  if (note) warn(terminal, note);
  const program = await createProgram(terminal, calledCommand(args));
  let hint = usageHint(program);
  program.hook('preAction', (_, command) => {
    hint = usageHint(command);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    for (const line of linesOf(error)) terminal.complain(`dockpass: ${line}\n`);
    const exitCode = error instanceof CommandFailure ? error.exitCode : EXIT.failure;
    if (exitCode === EXIT.usage) terminal.complain(`${hint}\n`);
    return exitCode;
  }
}

/** What the helps of others are written for. */
const USUAL_COLUMNS = 80;

/** All commands, none of them started; or, which is there sooner, only the one that is called. */
export async function createProgram(terminal: Terminal, called?: string): Promise<Command> {
  const { columns = USUAL_COLUMNS } = terminal;
  const program = new Command('dockpass')
    .description('The exchange that swaps the OIDC ID token of a CI job for a build token.')
    .version(packageJson.version)
    .option(
      '--server <URL>',
      'administer the exchange at this URL through its API (default: DOCKPASS_SERVER)',
    )
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      writeOut: (text) => void terminal.print(helpText(text, columns)),
      writeErr: (text) => terminal.complain(helpText(text, columns)),
      outputError: (text) => terminal.complain(usageError(text)),
    })
    .addHelpText('after', HELP);
  const session = createSession(terminal, () => program.opts<{ server?: string }>().server);
  await addCommands(program, session, called);
  program.helpCommand(true);
  nameMistypedFirst(program);
  hintAtUsage(program);
  return program;
}

/** One line, as all our errors are, and in plain words; Commander puts its suggestion on a second one. */
function usageError(text: string): string {
  return text
    .replace(/^error: /, 'dockpass: ')
    .replace(
      /command-argument value '(.*)' is invalid for argument '(\w+)'/s,
      "'$1' is not a valid $2",
    )
    .replace('\n(', ' (');
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof CommandFailure) return error.lines;
  if (error instanceof Problem) return [error.message, ...error.faults.map(faultLine)];
  if (error instanceof ConfigError) return error.problems;
  if (isStoreOutage(error)) return [`The database cannot be used: ${reasonOf(error)}`];
  return (error instanceof Error ? error.message : String(error)).split('\n');
}

/** The place as people write it: `/admin` is `admin`. */
function faultLine({ at, detail }: Fault): string {
  const place = at.slice(1).replaceAll('/', '.');
  return place === '' ? detail : `${place} ${detail}`;
}
