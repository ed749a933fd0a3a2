import { Help } from 'commander';
import { styled, type Text } from './output/text.ts';

/** Lines that belong together; those that are indented are there to be copied as they are. */
const PARAGRAPH = /^\S.*(?:\n\S.*)*/gm;

/** `Options:`, `Examples:` and such, alone on their line. */
const HEADING = /^([A-Z][\w, ]*:)$/m;

/** Help with its paragraphs filled to a width in columns, as Commander does with its own part of it. */
export function helpText(help: string, width: number): Text {
  const commander = new Help();
  const filled = help.replace(PARAGRAPH, (lines) =>
    commander.boxWrap(lines.replaceAll('\n', ' '), width),
  );
  // What is captured stands at every second place.
  return filled.split(HEADING).map((part, index) => (index % 2 ? styled('bold', part) : part));
}
