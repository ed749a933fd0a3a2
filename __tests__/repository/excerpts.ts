/** A block of YAML or of a Dockerfile on a page. */
export interface Excerpt {
  line: number;
  text: string;
  /** Path of the example to which the paragraph before the block links. */
  source: string | undefined;
}

const BLOCK = /^```(?:yaml|dockerfile)\n([\s\S]*?)^```$/gm;
const EXAMPLE = /\]\((?:\.\.\/)?(examples\/workflows\/[\w.-]+)\)/g;

export function excerptsOf(markdown: string): Excerpt[] {
  return [...markdown.matchAll(BLOCK)].map(({ index, 1: text = '' }) => {
    const before = markdown.slice(0, index);
    const paragraph = before.trimEnd().split('\n\n').at(-1) ?? '';
    return { line: before.split('\n').length, text, source: linkedExamples(paragraph).at(-1) };
  });
}

export function linkedExamples(markdown: string): string[] {
  return [...markdown.matchAll(EXAMPLE)].map(([, path = '']) => path);
}

/** Excerpts that their example does not have letter by letter; `examples` by path. */
export function driftedExcerpts(markdown: string, examples: Record<string, string>): string[] {
  return excerptsOf(markdown)
    .filter(({ source, text }) => source && !examples[source]?.includes(text))
    .map(({ line, source }) => `line ${line}: not the text of ${source}`);
}
