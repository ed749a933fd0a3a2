import { LAYERS, layerOf } from './layers.ts';
import { touchesOutsideWorld } from './outside-world.ts';
import type { Source } from './source/parse.ts';

/** One sentence for each place that breaks the rule: where, what, and what to do instead. */
export type Rule = (sources: readonly Source[]) => string[];

/** Files that start a program or a thread; importing any other must do nothing. */
const ENTRIES = [
  'src/action/main.ts',
  'src/action/post.ts',
  'src/action/docker-credential-dockpass.ts',
  'src/cli/main.ts',
  'src/exchange/stores/sqlite/reader-thread.ts',
  'src/exchange/stores/sqlite/writer-thread.ts',
];

const MAX_LINES = 250;

const VAGUE = /^(?:utils?|helpers?|commons?|misc)$/;

export const onlyDownward: Rule = (sources) =>
  sources.flatMap(({ path, imports }) => {
    const layer = layerOf(path);
    if (!layer) return [`${path} belongs to no layer. Move it, or give it a place in layers.ts.`];
    return imports
      .filter(({ target, relative }) => relative && !mayImport(layer.name, target))
      .map(({ target, line }) => {
        const below = layer.mayImport.join(', ') || 'nothing of ours';
        return `${path}:${line} imports ${target}; ${layer.name} may import ${below}. ${layer.instead}`;
      });
  });

function mayImport(importer: string, target: string): boolean {
  const imported = layerOf(target)?.name;
  if (imported === undefined) return false;
  if (imported === importer) return true;
  return LAYERS.some(({ name, mayImport }) => name === importer && mayImport.includes(imported));
}

export const noCycles: Rule = (sources) => {
  const imports = new Map(sources.map(({ path, imports }) => [path, imports.map((i) => i.target)]));
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] => {
    const start = trail.indexOf(path);
    if (start >= 0) return [cycle([...trail.slice(start), path])];
    if (finished.has(path)) return [];
    const found = (imports.get(path) ?? []).flatMap((target) => walk(target, [...trail, path]));
    finished.add(path);
    return found;
  };
  return [...imports.keys()].flatMap((path) => walk(path, []));
};

function cycle(paths: readonly string[]): string {
  return `${paths.join(' → ')} is a cycle. Move what both need into a file of its own; types count.`;
}

export const outsideWorld: Rule = (sources) => sources.flatMap(touchesOutsideWorld);

export const silentImports: Rule = (sources) =>
  sources.flatMap(({ path, effects }) =>
    effects
      .filter(({ what }) => what === 'mutable state' || !ENTRIES.includes(path))
      .map(({ what, line }) =>
        what === 'mutable state'
          ? `${path}:${line} keeps state in the module. Put it into what a create function returns.`
          : `${path}:${line} runs on import. Export a function and call it from an entry file.`,
      ),
  );

export const tellingNames: Rule = (sources) =>
  sources
    .filter(({ path }) => path.split('/').some((part) => VAGUE.test(part.split('.')[0] ?? '')))
    .map(({ path }) => `${path} says nothing about its content. Name it after what it is about.`);

export const smallFiles: Rule = (sources) =>
  sources
    .filter(({ lines }) => lines > MAX_LINES)
    .map(
      ({ path, lines }) => `${path} has ${lines} lines; split it before it passes ${MAX_LINES}.`,
    );

/** What the programs need at run time must be in `dependencies`, whatever else is installed. */
export function declaredDependencies(dependencies: readonly string[]): Rule {
  return (sources) =>
    sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, relative }) => !relative && !target.startsWith('node:'))
        .filter(({ target }) => !dependencies.includes(packageOf(target)))
        .map(({ target, line }) => `${path}:${line} imports ${target}, not one of dependencies.`),
    );
}

function packageOf(target: string): string {
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/');
}

export function medianLines(sources: readonly Source[]): number {
  const lines = sources.map((source) => source.lines).toSorted((a, b) => a - b);
  return lines[Math.floor(lines.length / 2)] ?? 0;
}
