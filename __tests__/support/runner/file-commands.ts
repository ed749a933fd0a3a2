import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files through which a step talks to the runner, and the variables that name them. */
const FILE_COMMANDS = [
  ['env', 'GITHUB_ENV'],
  ['output', 'GITHUB_OUTPUT'],
  ['path', 'GITHUB_PATH'],
  ['state', 'GITHUB_STATE'],
  ['summary', 'GITHUB_STEP_SUMMARY'],
] as const;

export type FileCommand = (typeof FILE_COMMANDS)[number][0];

/**
 * Makes empty files for one phase of one step and returns the variables that name them. Those in
 * `unwritable` become folders: writing to them fails for everybody, root included.
 */
export async function prepareFiles(
  directory: string,
  unwritable: readonly FileCommand[] = [],
): Promise<Record<string, string>> {
  await mkdir(directory, { recursive: true });
  const variables = FILE_COMMANDS.map(async ([name, variable]) => {
    const path = join(directory, name);
    await (unwritable.includes(name) ? mkdir(path) : writeFile(path, ''));
    return [variable, path];
  });
  return Object.fromEntries(await Promise.all(variables));
}

/** Contents of the files after the phase; one that could not be written is empty. */
export async function readFiles(directory: string): Promise<Record<FileCommand, string>> {
  const read = async (name: FileCommand) => {
    const path = join(directory, name);
    return (await stat(path)).isFile() ? readFile(path, 'utf8') : '';
  };
  return {
    env: await read('env'),
    output: await read('output'),
    path: await read('path'),
    state: await read('state'),
    summary: await read('summary'),
  };
}

/** `NAME=value` and `NAME<<DELIMITER … DELIMITER`; throws on anything else, as the runner does. */
export function parseFileCommand(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/);
  const values: Record<string, string> = {};
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, name = '', operator, rest = ''] = /^(.*?)(<<|=)(.*)$/.exec(line) ?? [];
    if (!name || !operator) throw new Error(`Invalid format '${line}'`);
    values[name] = operator === '=' ? rest : takeUntil(lines, rest);
  }
  return values;
}

function takeUntil(lines: string[], delimiter: string): string {
  const end = lines.indexOf(delimiter);
  if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`);
  return lines
    .splice(0, end + 1)
    .slice(0, -1)
    .join('\n');
}
