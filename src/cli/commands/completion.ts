import { Argument, type Command } from 'commander';
import { completionsOf } from '../completion.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
Examples:
  dockpass completion bash > ~/.local/share/bash-completion/completions/dockpass
  dockpass completion zsh > ~/.zfunc/_dockpass
  dockpass completion fish > ~/.config/fish/completions/dockpass.fish

The folder for zsh has to be in fpath before compinit runs. To try it in the shell that is open:
  source <(dockpass completion bash)`;

const SHELLS = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof SHELLS)[number];

const FILES = '__tabtab_complete_files__';

/** That of tabtab runs what stands in parentheses on the command line (docs/decisions/0020-completion.md). */
const FISH = `function __dockpass_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in (SHELL=fish dockpass completion-server -- $words 2>/dev/null)
    if test $line = ${FILES}
      __fish_complete_path (commandline -ct)
    else
      printf '%b\\n' $line
    end
  end
end
complete -c dockpass -f -a '(__dockpass_complete)'
`;

/** The name that the scripts of tabtab know. */
const COMPLETER = 'completion-server';

export function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .summary('complete commands and options with the Tab key')
    .description('Print the script that lets a shell complete commands, options and their values.')
    .addArgument(new Argument('<SHELL>', 'the shell that you use').choices(SHELLS))
    .addHelpText('after', HELP)
    .action(async (shell: Shell) => {
      await terminal.print(await scriptFor(shell));
    });
  // What the scripts call at every Tab.
  program
    .command(COMPLETER, { hidden: true })
    .summary('list completions')
    .description('List what the last word of a command line could become.')
    .argument('<WORDS...>', 'the command line so far, with dockpass in front')
    .addHelpText('after', '\nExample:\n  dockpass completion-server -- dockpass token cr')
    .action((words: string[]) => complete(program, words, terminal));
}

async function scriptFor(shell: Shell): Promise<string> {
  if (shell === 'fish') return FISH;
  // It can also ask questions, which no other command should wait to be loaded for.
  const { getCompletionScript } = await import('@pnpm/tabtab');
  return await getCompletionScript({ name: 'dockpass', completer: 'dockpass', shell });
}

async function complete(
  program: Command,
  words: readonly string[],
  { env, print }: Terminal,
): Promise<void> {
  const shell = SHELLS.find((known) => env.SHELL?.endsWith(known)) ?? 'bash';
  const { candidates, files } = completionsOf(program, typedWords(words, shell, env).slice(1));
  const lines = candidates.map(({ value, description }) => lineFor(shell, value, description));
  // Bash looks for files itself if nothing else fits.
  if (files && lines.length === 0 && shell !== 'bash') lines.push(FILES);
  await print(lines.map((line) => `${line}\n`).join(''));
}

/** Up to the cursor. */
function typedWords(
  words: readonly string[],
  shell: Shell,
  { COMP_CWORD }: Terminal['env'],
): readonly string[] {
  if (shell === 'fish') return words;
  const upToCursor = words.slice(0, Number(COMP_CWORD ?? words.length) + 1);
  return shell === 'bash' ? joinedAtEquals(upToCursor) : upToCursor;
}

/** Bash takes `--role=admin` apart, save where bash-completion is installed. */
function joinedAtEquals(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words)
    if (joined.length > 0 && (word === '=' || joined.at(-1)?.endsWith('=')))
      joined.push(`${joined.pop()}${word}`);
    else joined.push(word);
  return joined;
}

/**
 * As each shell takes descriptions: bash not at all, and the script for fish reads `\t` as a tab. Of
 * `--role=admin` bash is to replace only what follows the sign.
 */
function lineFor(shell: Shell, value: string, description: string): string {
  if (shell === 'bash') return value.replace(/^--[^=]+=/, '');
  if (!description) return value;
  if (shell === 'fish') return `${value}\\t${description}`;
  return `${value.replaceAll(':', '\\:')}:${description}`;
}
