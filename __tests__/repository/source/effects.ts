import {
  isVariableStatement,
  NodeFlags,
  type SourceFile,
  type Statement,
  SyntaxKind,
} from 'typescript/unstable/ast';

/** A statement by which importing the file does something, or by which the module keeps a state. */
export interface Effect {
  what: 'runs on import' | 'mutable state';
  line: number;
}

const DECLARATIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ClassDeclaration,
  SyntaxKind.EmptyStatement,
  SyntaxKind.ExportAssignment,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.ImportDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.ModuleDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.VariableStatement,
]);

export function effectsOf(file: SourceFile): Effect[] {
  return [...file.statements].flatMap((statement) => {
    const what = effectOf(statement);
    if (!what) return [];
    return { what, line: file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1 };
  });
}

function effectOf(statement: Statement): Effect['what'] | undefined {
  if (!DECLARATIONS.has(statement.kind)) return 'runs on import';
  if (!isVariableStatement(statement)) return undefined;
  return statement.declarationList.flags & NodeFlags.Const ? undefined : 'mutable state';
}
