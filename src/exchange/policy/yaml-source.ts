import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type LineCounter,
  type Node,
} from 'yaml';
import { type PolicyFault, type Position, START } from './fault.ts';
import { type Path, pathText } from './paths.ts';
import { type Aliases, soundYaml } from './sound-yaml.ts';

/** A YAML text that has been read: its value, and where each part of it stands. */
export interface YamlSource {
  value: unknown;
  /** Of what stands at `path`, or else of the nearest thing around it. */
  position(path: Path): Position;
  /** Of the key itself. */
  keyPosition(path: Path): Position;
  /** A scalar as it is written: a long number has lost digits by the time that it is a number. */
  written(path: Path): string | undefined;
}

/** Throws PolicyFaults if the text is not one sound YAML document. */
export function readYaml(text: string): YamlSource {
  const { document, lines, value, aliases } = soundYaml(text);
  const follow = (path: Path) => walk(document, aliases, path);
  const nodeAt = (path: Path) => follow(path).node;
  return {
    value,
    position: (path) => positionOf(nodeAt(path), lines),
    keyPosition: (path) => positionOf(keyOf(nodeAt(path.slice(0, -1)), path.at(-1)), lines),
    written(path) {
      const { node, depth } = follow(path);
      return depth === path.length && isScalar(node) ? node.source : undefined;
    },
  };
}

/** Something that is wrong with the part of a document at `path`. */
export interface Finding {
  path: Path;
  message: string;
}

export function located({ path, message }: Finding, source: YamlSource): PolicyFault {
  return { ...source.position(path), path: pathText(path), message };
}

function positionOf(node: Node | undefined, lines: LineCounter): Position {
  if (!node?.range) return START;
  const { line, col } = lines.linePos(node.range[0]);
  return { line, column: col };
}

/** Follows the path as far as there are nodes, through aliases. */
function walk(
  document: Document,
  aliases: Aliases,
  path: Path,
): { node: Node | undefined; depth: number } {
  let node = resolved(aliases, document.contents);
  let depth = 0;
  for (const key of path) {
    const next = isCollection(node) ? resolved(aliases, node.get(key, true)) : undefined;
    if (!next) break;
    node = next;
    depth++;
  }
  return { node, depth };
}

function resolved(aliases: Aliases, node: unknown): Node | undefined {
  if (isAlias(node)) return aliases.get(node);
  return isScalar(node) || isCollection(node) ? node : undefined;
}

function keyOf(parent: Node | undefined, name: PropertyKey | undefined): Node | undefined {
  if (!isMap(parent)) return parent;
  const wanted = parent.items.find(
    ({ key }) => isScalar(key) && String(key.value) === String(name),
  );
  return isScalar(wanted?.key) ? wanted.key : parent;
}
