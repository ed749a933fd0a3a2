import { type Command, CommanderError } from 'commander';
import { todaysSpelling } from '../../src/cli/former-spellings.ts';
import { terminalOf } from '../../src/cli/output/terminal-of.ts';
import { createProgram } from '../../src/cli/program.ts';
import { commandsOf, pathOf } from '../../src/cli/usage.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';

/** What stands for something of the reader's own. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  ID: '01a209b1-dca3-714d-b524-232afac1fb50',
  REFERENCE: '01a209b1-dca3-714d-b524-232afac1fb50',
  $LAST_ID: '01a209b1-dca3-714d-b524-232afac1fb50',
  URL: 'https://token.actions.githubusercontent.com',
  EMAIL: 'ada@example.com',
  PROJECT: 'acme/web',
  HOST: 'registry.example.com',
};

/** The commands in lines that are there to be copied: as words, without what the shell does with them. */
export function copiedCommands(text: string): string[][] {
  const lines = text.replaceAll(/\\\n\s*/g, '');
  const found = lines.matchAll(
    /(?:^ *|^ *\$ |[|;(&] *|npm run (?:-s )?|[A-Z_]+=\S+ )dockpass (?:-- )?([^\n]*)/gm,
  );
  return [...found].map(([, rest = '']) => wordsOf(rest));
}

const WORD = /^(?:"([^"]*)"|'([^']*)'|([^\s"'|<>();&#]+)) ?/;

/** Until the shell takes over, or a remark begins. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (let rest = line; ; ) {
    const [whole, double, single, bare] = WORD.exec(rest) ?? [];
    if (whole === undefined) return words;
    words.push(double ?? single ?? bare ?? '');
    rest = rest.slice(whole.length);
  }
}

/** The program, for those who look at its commands and run none. */
export async function idleProgram(complain: (text: string) => void = () => {}): Promise<Command> {
  return await createProgram(
    terminalOf({
      env: {},
      readInput: async () => '',
      print: async () => {},
      complain,
      clock: systemClock,
      random: systemRandom,
      fetch,
    }),
  );
}

/** What is wrong with a command line; undefined if it could be typed. Nothing is carried out. */
export async function usageFault(words: readonly string[]): Promise<string | undefined> {
  const { note } = todaysSpelling(words);
  if (note) return note;
  let said = '';
  const program = await idleProgram((text) => {
    said += text;
  });
  for (const command of commandsOf(program))
    if (command.commands.length === 0) command.action(() => {});
  const typed = words.map((word) => PLACEHOLDERS[word] ?? word);
  try {
    await program.parseAsync(typed, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) return `dockpass ${words.join(' ')}: ${said.split('\n')[0]}`;
  }
  return undefined;
}

/** The same for one that is only named, perhaps without its arguments: command and options must exist. */
export async function namingFault(words: readonly string[]): Promise<string | undefined> {
  const { note } = todaysSpelling(words);
  if (note && !(words.length === 1 && words[0] === 'audit')) return note;
  const program = await idleProgram();
  let command = program;
  for (const word of words)
    command = command.commands.find((one) => one.name() === word) ?? command;
  const path = pathOf(command);
  const next = words[path.split(' ').length - 1];
  if (command.commands.length > 0 && /^[a-z]/.test(next ?? ''))
    return `${path} has no command ${next}`;
  const options = [
    '--',
    '--help',
    ...[program, command].flatMap((each) => each.options.map(({ long }) => long)),
  ];
  const unknown = words.find(
    (word) => word.startsWith('--') && !options.includes(word.split('=')[0]),
  );
  return unknown && `${path} has no option ${unknown}`;
}
