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

/** What is read of a syntax tree (ESTree). */
interface Expression {
  type: string;
  name?: string;
  tag?: Expression;
  quasi?: { quasis: readonly { value: { cooked: string } }[]; expressions: readonly Expression[] };
  right?: Expression;
  consequent?: Expression;
  alternate?: Expression;
}

/** Markup is written in templates, which escape; only html.ts may do otherwise. */
function noRawMarkup(context: Context): Visitor {
  const message = 'Write markup with the template of console/html/html.ts, which escapes.';
  const report = (node: unknown) => context.report({ node, message });
  return {
    'ImportDeclaration[source.value="hono/html"]': report,
    'ExportNamedDeclaration[source.value="hono/html"]': report,
    'ImportExpression[source.value="hono/html"]': report,
  };
}

const NOTHING_INLINE: readonly (readonly [found: RegExp, message: string])[] = [
  [/<style\b|\sstyle\s*=/i, 'No inline style: add a class to console.css.'],
  [/<script\b(?![^>]*\ssrc=)/i, 'No inline script: add a module to console/assets.'],
  [/\son[a-z]+\s*=|javascript:/i, 'No inline script: add a listener in console/assets.'],
];

/**
 * What escaping relies on (honojs/hono#1266): values stand between tags or in double quotes. And what our
 * Content-Security-Policy forbids.
 */
function safeTemplates(context: Context): Visitor {
  return {
    'TaggedTemplateExpression[tag.name="html"]'(node) {
      const { quasi } = node as Expression;
      if (!quasi) return;
      const texts = quasi.quasis.map(({ value }) => value.cooked);
      for (const [found, message] of NOTHING_INLINE)
        if (found.test(texts.join('{}'))) context.report({ node, message });
      // What is put between other attributes begins like this.
      let place: Place = /^\s+[a-z][\w-]*=/.test(texts[0] ?? '') ? 'tag' : 'text';
      for (const [index, text] of texts.entries()) {
        place = placeAfter(text, place);
        const value = quasi.expressions[index];
        if (!value) break;
        const message = faultOf(text, place, value);
        if (message) context.report({ node: value, message });
      }
    },
  };
}

type Place = 'text' | 'tag' | 'quoted';

function placeAfter(text: string, before: Place): Place {
  let place = before;
  for (const [character] of text.matchAll(/<(?=[a-z/!]|$)|[">]/gi))
    if (place === 'text') place = character === '<' ? 'tag' : 'text';
    else if (character === '"') place = place === 'tag' ? 'quoted' : 'tag';
    else if (character === '>' && place === 'tag') place = 'text';
  return place;
}

function faultOf(text: string, place: Place, value: Expression): string | null {
  if (place !== 'tag') return null;
  if (/=\s*'?$|='[^']*$/.test(text)) return 'Put the value in double quotes.';
  if (isMarkup(value)) return null;
  return 'Only markup can stand here: names of tags and attributes are written out.';
}

/** Of attributes: a template, perhaps on a condition, or what has been made of them under that name. */
function isMarkup({ type, tag, right, consequent, alternate, name }: Expression): boolean {
  if (type === 'TaggedTemplateExpression') return tag?.name === 'html';
  if (type === 'LogicalExpression') return right !== undefined && isMarkup(right);
  if (type === 'ConditionalExpression')
    return [consequent, alternate].every((it) => it !== undefined && isMarkup(it));
  return type === 'Identifier' && (name === 'attributes' || name === 'NOTHING');
}

export default {
  meta: { name: 'dockpass' },
  rules: {
    'no-work-on-import': { create: noWorkOnImport },
    'no-module-state': { create: noModuleState },
    'no-current-date': { create: noCurrentDate },
    'no-raw-markup': { create: noRawMarkup },
    'safe-templates': { create: safeTemplates },
  },
};
