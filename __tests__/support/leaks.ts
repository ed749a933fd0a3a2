import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostileServer } from './hostile-server.ts';
import type { PhaseResult } from './runner.ts';

/** Places in which `secret` can be read after a phase; masking it is not one of them. */
export function leaks(result: PhaseResult, secret: string): string[] {
  const places = {
    log: result.log,
    'standard error': result.stderr,
    summary: result.summary,
    outputs: result.files.output,
    environment: result.files.env,
    path: result.files.path,
    state: result.files.state,
  };
  return Object.entries(places).flatMap(([place, text]) => (text.includes(secret) ? [place] : []));
}

/** Request lines of a server that contain `secret`. */
export function leakedInUrls(server: HostileServer, secret: string): string[] {
  return server.requests
    .map(({ method, path, query }) => `${method} ${path}?${query.toString()}`)
    .filter((line) => line.includes(secret));
}

/** Files below `directory` with their contents. */
export async function filesBelow(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path, await readFile(path, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
