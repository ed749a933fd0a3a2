/** What commands print: tables and fields for people, and with --json the API's shapes for programs. */

import { Option } from 'commander';
import { printLines, type Terminal } from '../terminal.ts';
import { type Cell, fieldText } from './cell.ts';
import { type Column, table } from './table.ts';
import { styled, type Text } from './text.ts';

export interface JsonOptions {
  json?: true;
}

/** `--json`, for every command that prints data. */
export function jsonOption(): Option {
  return new Option('--json', 'print JSON, in the shapes of the API');
}

/** One JSON document: an array of all entries, however many pages they came in. */
export async function printEntries<Entry>(
  terminal: Terminal,
  { json }: JsonOptions,
  entries: readonly Entry[],
  { columns, none }: { columns: readonly Column<Entry>[]; none: string },
): Promise<void> {
  if (json) await printJson(terminal, entries);
  else if (entries.length > 0) await printLines(terminal, table(entries, columns, terminal));
  else terminal.complain(`${none}\n`);
}

/** A name and its value; more than one value: one below the other. */
export type Field = readonly [name: string, value: Cell | readonly Cell[]];

/** One thing, with a line for each of its fields. */
export async function printEntry<Entry>(
  terminal: Terminal,
  { json }: JsonOptions,
  entry: Entry,
  fields: (entry: Entry) => readonly Field[],
): Promise<void> {
  if (json) await printJson(terminal, entry);
  else await printLines(terminal, fieldLines(fields(entry), terminal));
}

/** What a change came to: `done` for people, `entry` as it is now for programs, nothing if it is gone. */
export async function printDone(
  terminal: Terminal,
  { json }: JsonOptions,
  done: string | readonly string[],
  entry?: unknown,
): Promise<void> {
  if (!json) await printLines(terminal, [done].flat());
  else if (entry !== undefined) await printJson(terminal, entry);
}

/** To standard error, where it does not end up in a file: what should be thought of besides. */
export function warn(terminal: Pick<Terminal, 'complain'>, warning: string): void {
  terminal.complain([styled('yellow', '! '), `${warning}\n`]);
}

export async function printJson({ print }: Pick<Terminal, 'print'>, value: unknown): Promise<void> {
  await print(`${JSON.stringify(value, null, 2)}\n`);
}

function fieldLines(
  fields: readonly Field[],
  terminal: Pick<Terminal, 'clock' | 'columns'>,
): Text[] {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.flatMap(([name, value]) => {
    const cells = isList(value) ? value : [value];
    return (cells.length > 0 ? cells : [null]).map(
      (cell, index): Text => [
        styled('dim', (index === 0 ? name : '').padEnd(width + 2)),
        fieldText(cell, terminal),
      ],
    );
  });
}

function isList(value: Cell | readonly Cell[]): value is readonly Cell[] {
  return Array.isArray(value);
}
