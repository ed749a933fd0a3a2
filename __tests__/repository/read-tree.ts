import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Text of every file below `folder` whose name ends with `ending`, by path with forward slashes. */
export function readTree(folder: string, ending: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}
