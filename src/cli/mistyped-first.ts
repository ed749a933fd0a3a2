import type { Command, Option } from 'commander';

/**
 * Commander says that a required option is missing before it looks at whether one is mistyped, which is
 * why it is missing. Call it when all commands are there.
 */
export function nameMistypedFirst(program: Command): void {
  const required = new Map(commandsOf(program).map((command) => [command, takeRequired(command)]));
  program.hook('preAction', (_, command) => {
    const missing = required
      .get(command)
      ?.find((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing) command.error(`error: required option '${missing.flags}' not specified`);
  });
}

function takeRequired({ options }: Command): Option[] {
  return options
    .filter(({ mandatory }) => mandatory)
    .map((option) => option.makeOptionMandatory(false));
}

function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}
