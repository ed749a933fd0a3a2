import {
  type Expression,
  type Identifier,
  isBindingElement,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isShorthandPropertyAssignment,
  isTypeNode,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import type { Checker } from 'typescript/unstable/sync';

export interface GlobalUse {
  /** `process.env`, `Date.now`, `fetch`; `new Date()` for the current time, `process` as a whole. */
  name: string;
  line: number;
}

/** Node's globals that lead out of the program; the rest are of no interest here. */
const WATCHED = new Set([
  'crypto',
  'Date',
  'EventSource',
  'fetch',
  'globalThis',
  'Math',
  'performance',
  'process',
  'WebSocket',
]);

/** Uses of real globals; a parameter or an import of the same name is not one. */
export function globalsOf(file: SourceFile, checker: Checker): GlobalUse[] {
  return watchedIdentifiers(file)
    .filter((identifier) => isGlobal(identifier, checker))
    .map((identifier) => ({
      name: nameOfUse(identifier),
      line: file.getLineAndCharacterOfPosition(identifier.getStart(file)).line + 1,
    }));
}

function watchedIdentifiers(file: SourceFile): Identifier[] {
  const found: Identifier[] = [];
  const visit = (node: Node): void => {
    if (isTypeNode(node)) return;
    if (isIdentifier(node) && WATCHED.has(node.text) && !isName(node)) found.push(node);
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return found;
}

/** The part after a dot, or the key of a destructured property: names something of somebody else. */
function isName(identifier: Identifier): boolean {
  const { parent } = identifier;
  if (isPropertyAccessExpression(parent)) return parent.name === identifier;
  return isBindingElement(parent) && parent.propertyName === identifier;
}

function isGlobal(identifier: Identifier, checker: Checker): boolean {
  const symbol = isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier);
  // `globalThis` has a symbol without a declaration.
  return !symbol?.declarations.length;
}

function nameOfUse(identifier: Identifier): string {
  let chain: Expression = identifier;
  while (isPropertyAccessExpression(chain.parent) && chain.parent.expression === chain)
    chain = chain.parent;
  // `globalThis.process?.env`, also over several lines, is process.env.
  const name = chain
    .getText()
    .replaceAll(/\s|\?(?=\.)/g, '')
    .replace(/^globalThis\./, '');
  const { parent } = chain;
  if (!isNewExpression(parent) || parent.expression !== chain) return name;
  return parent.arguments?.length ? `new ${name}(…)` : `new ${name}()`;
}
