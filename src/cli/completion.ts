import type { Argument, Command, Option } from 'commander';

/** What may stand next on a command line, and whether names of files may too. */
export interface Completions {
  candidates: readonly { value: string; description: string }[];
  files: boolean;
}

const NONE: Completions = { candidates: [], files: false };

/** What the last of the words, which is only begun, could become. */
export function completionsOf(program: Command, words: readonly string[]): Completions {
  const begun = words.at(-1) ?? '';
  const { command, pending, given } = placeOf(program, words.slice(0, -1));
  const [, name, value] = /^(--[^=]+)=(.*)$/.exec(begun) ?? [];
  const assigned = name === undefined ? undefined : optionOf(command, name);
  if (pending) return startingWith(begun, valuesOf(pending));
  if (assigned) return startingWith(value ?? '', valuesOf(assigned), `${name}=`);
  if (begun.startsWith('-')) return startingWith(begun, optionsOf(command));
  const argument = command.registeredArguments[given] ?? lastIfVariadic(command);
  const below = given === 0 ? commandsBelow(command) : NONE;
  const values = argument ? valuesOf(argument) : NONE;
  return startingWith(begun, {
    candidates: [...below.candidates, ...values.candidates],
    files: values.files,
  });
}

/** The command that the words have come to, how many arguments it has, and the option that waits for its value. */
function placeOf(program: Command, words: readonly string[]) {
  let command = program;
  let given = 0;
  let pending: Option | undefined;
  for (const word of words) {
    if (pending) pending = undefined;
    else if (word.startsWith('-')) {
      const option = word.includes('=') ? undefined : optionOf(command, word);
      if (option && takesValue(option)) pending = option;
    } else {
      const below = command.commands.find((each) => each.name() === word);
      if (below && given === 0) command = below;
      else given += 1;
    }
  }
  return { command, given, pending };
}

function optionOf(command: Command, flag: string): Option | undefined {
  const own = command.options.find(({ long, short }) => flag === long || flag === short);
  return own ?? (command.parent ? optionOf(command.parent, flag) : undefined);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function commandsBelow(command: Command): Completions {
  const visible = command.createHelp().visibleCommands(command);
  const candidates = visible.map((each) => ({
    value: each.name(),
    description: each.summary() || each.description(),
  }));
  return { candidates, files: false };
}

function optionsOf(command: Command): Completions {
  const help = command.createHelp();
  const all = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const candidates = all.map(({ long, short, description }) => ({
    value: long ?? short ?? '',
    description,
  }));
  return { candidates, files: false };
}

/** Helps call an argument FILE or PATH if it is one. */
function valuesOf(taking: Option | Argument): Completions {
  const name = 'flags' in taking ? taking.flags : taking.name();
  const candidates = (taking.argChoices ?? []).map((value) => ({ value, description: '' }));
  return { candidates, files: /\b(?:FILE|PATH|CLAIMS)\b/.test(name) };
}

function lastIfVariadic({ registeredArguments }: Command): Argument | undefined {
  const last = registeredArguments.at(-1);
  return last?.variadic ? last : undefined;
}

function startingWith(begun: string, { candidates, files }: Completions, prefix = ''): Completions {
  return {
    candidates: candidates
      .filter(({ value }) => value.startsWith(begun))
      .map(({ value, description }) => ({ value: prefix + value, description })),
    files,
  };
}
