/** Lint rules of this repository, for oxlint: what no rule of its own says. */

interface Context {
  report(problem: { node: unknown; message: string }): void;
}

type Visitor = Record<string, (node: unknown) => void>;

const DECLARATIONS = [
  'ClassDeclaration',
  'EmptyStatement',
  'ExportAllDeclaration',
  'ExportDefaultDeclaration',
  'ExportNamedDeclaration',
  'FunctionDeclaration',
  'ImportDeclaration',
  'TSDeclareFunction',
  'TSInterfaceDeclaration',
  'TSModuleDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclaration',
].join(', ');

/** Importing a module does nothing: only entry files run. */
function noWorkOnImport(context: Context): Visitor {
  const message = 'This runs on import. Export a function and call it from an entry file.';
  return { [`Program > :not(${DECLARATIONS})`]: (node) => context.report({ node, message }) };
}

/** Two exchanges in one process, as in tests, would share what a module keeps. */
function noModuleState(context: Context): Visitor {
  const message = 'The module keeps state. Put it into what a create function returns.';
  const report = (node: unknown) => context.report({ node, message });
  return {
    'Program > VariableDeclaration[kind!="const"]': report,
    'Program > ExportNamedDeclaration > VariableDeclaration[kind!="const"]': report,
  };
}

/** `new Date()` reads the clock, `new Date(time)` does not. */
function noCurrentDate(context: Context): Visitor {
  const message = 'Take a Clock as a parameter, so that a test can move time.';
  return {
    'NewExpression[callee.name="Date"][arguments.length=0]': (node) =>
      context.report({ node, message }),
  };
}

export default {
  meta: { name: 'dockpass' },
  rules: {
    'no-work-on-import': { create: noWorkOnImport },
    'no-module-state': { create: noModuleState },
    'no-current-date': { create: noCurrentDate },
  },
};
