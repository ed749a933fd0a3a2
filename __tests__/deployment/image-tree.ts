import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageRecipe } from './dockerfile.ts';

const READ_ONLY = 0o555;

/** What an image is made of, in a folder: nothing in it can be written, as with `--read-only`. */
export interface ImageTree {
  /** Stands for `/app`. */
  app: string;
  /** Stands for the volume `/data`; empty, and open to any account. */
  data: string;
  /** A Node that any account may run: the checkout may lie where only root can enter. */
  node: string;
  remove(): Promise<void>;
}

export async function layOutImage({ copied }: ImageRecipe): Promise<ImageTree> {
  const root = await mkdtemp(join(tmpdir(), 'dockpass-image-'));
  const [app, data, node] = [join(root, 'app'), join(root, 'data'), join(root, 'node')];
  mkdirSync(data);
  for (const path of [...copied, ...productionPackages()])
    cpSync(path, join(app, path), { recursive: true, filter: withoutNested(path) });
  cpSync(process.execPath, node);
  for (const path of [...everythingBelow(app), node, root]) chmodSync(path, READ_ONLY);
  chmodSync(data, 0o777);
  return {
    app,
    data,
    node,
    async remove() {
      for (const path of [...everythingBelow(app), root]) chmodSync(path, 0o700);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Those that `npm ci --omit=dev --omit=optional` installs, by the lock that it obeys. */
export function productionPackages(): string[] {
  const lock: { packages: Record<string, Record<'dev' | 'optional' | 'devOptional', boolean>> } =
    JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => path && !dev && !optional && !devOptional)
    .map(([path]) => path);
}

/** A package without those that are installed within it, which have entries of their own. */
function withoutNested(path: string): (source: string) => boolean {
  const nested = join(path, 'node_modules');
  return (source) => !path.startsWith('node_modules') || source !== nested;
}

function everythingBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [folder, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
}
