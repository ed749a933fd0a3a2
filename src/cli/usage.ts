import type { Command, Option } from 'commander';

/** Every command with all below it, for whatever is to hold for each. */
export function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

/** As it is typed: `dockpass token create`. */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

export function usageHint(command: Command): string {
  return `Run '${pathOf(command)} --help' for usage.`;
}

/** Errors of usage point to the help of the command that they are about. Call it when all commands are there. */
export function hintAtUsage(program: Command): void {
  for (const command of commandsOf(program)) command.showHelpAfterError(usageHint(command));
}

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
