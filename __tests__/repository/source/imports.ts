import { posix } from 'node:path';
import {
  type ExportDeclaration,
  type ImportDeclaration,
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isNamedExports,
  isNamedImports,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast';

export interface Import {
  /** From the repository's root for a relative specifier, else as written: `node:crypto`, `jose`. */
  target: string;
  relative: boolean;
  /**
   * What is imported as a value, so nothing if it is types only; `*` for a default, namespace or
   * dynamic import.
   */
  names: readonly string[];
  line: number;
}

/** All of them: import, export from, import(), and types of the form `import('./x.ts').X`. */
export function importsOf(file: SourceFile, path: string): Import[] {
  return file.imports.map((node) => {
    const specifier = (node as Node & { text: string }).text;
    const relative = specifier.startsWith('.');
    const target = relative ? posix.join(posix.dirname(path), specifier) : specifier;
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    const names = valueNames(node.parent);
    return { target, relative, line, names };
  });
}

function valueNames(statement: Node): string[] {
  if (isImportDeclaration(statement)) return namesOfImport(statement);
  if (isExportDeclaration(statement)) return namesOfExport(statement);
  return isCallExpression(statement) ? ['*'] : [];
}

function namesOfImport({ importClause: clause }: ImportDeclaration): string[] {
  if (!clause) return ['*'];
  if (clause.phaseModifier === SyntaxKind.TypeKeyword) return [];
  const bindings = clause.namedBindings;
  const elements = bindings && isNamedImports(bindings) ? bindings.elements : [];
  const whole = clause.name || (bindings && !isNamedImports(bindings));
  return [...(whole ? ['*'] : []), ...elements.flatMap(valueName)];
}

function namesOfExport({ isTypeOnly, exportClause: clause }: ExportDeclaration): string[] {
  if (isTypeOnly) return [];
  return clause && isNamedExports(clause) ? clause.elements.flatMap(valueName) : ['*'];
}

/** The name in the other module: for `import { a as b }` it is `a`. */
function valueName(element: {
  isTypeOnly: boolean;
  propertyName?: { text: string };
  name: { text: string };
}): string[] {
  return element.isTypeOnly ? [] : [(element.propertyName ?? element.name).text];
}
