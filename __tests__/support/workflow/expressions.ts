import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts by name, as GitHub has them: `{ github: { sha: '7b9…' }, steps: { … } }`. */
export type WorkflowContexts = Record<string, object>;

/** Text with its `${{ … }}` worked out by GitHub's own evaluator; what is not there is empty. */
export function evaluateText(text: string, contexts: WorkflowContexts): string {
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const { tokens } = new Lexer(expression).lex();
    const parsed = new Parser(tokens, Object.keys(contexts), []).parse();
    return new Evaluator(parsed, values).evaluate().coerceString();
  });
}
