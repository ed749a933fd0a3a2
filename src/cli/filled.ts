import { Help } from 'commander';

/** Lines that belong together; those that are indented are there to be copied as they are. */
const PARAGRAPH = /^\S.*(?:\n\S.*)*/gm;

/** Help with its paragraphs filled to a width in columns, as Commander does with its own part of it. */
export function filled(help: string, width: number): string {
  const commander = new Help();
  return help.replace(PARAGRAPH, (lines) => commander.boxWrap(lines.replaceAll('\n', ' '), width));
}
