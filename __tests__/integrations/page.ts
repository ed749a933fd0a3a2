import { readdirSync, readFileSync } from 'node:fs';

/** A fenced block: ```` ```language name ````. Readers do not see the name. */
export interface Block {
  language: string;
  /** A file that readers save, or what a block of output was seen in; empty for commands to be run. */
  name: string;
  text: string;
}

export interface Page {
  path: string;
  text: string;
  blocks: readonly Block[];
}

const FOLDER = 'docs/integrations';

export const PAGES = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);

/** With what its examples call by name being elsewhere in a test. */
export function readPage(path: string, instead: Readonly<Record<string, string>> = {}): Page {
  const text = Object.entries(instead).reduce(
    (page, [name, other]) => page.replaceAll(name, other),
    readFileSync(path, 'utf8'),
  );
  const fences = text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm);
  const blocks = [...fences].map(([, language = '', name = '', body = '']) => ({
    language,
    name,
    text: body,
  }));
  return { path, text, blocks };
}

export function fileOf(page: Page, name: string): string {
  const block = page.blocks.find((candidate) => candidate.name === name);
  if (!block) throw new Error(`${page.path} has no block for ${name}`);
  return block.text;
}

/** The blocks that are neither a file nor output, in their order. */
export function commandsOf(page: Page): string[] {
  return page.blocks
    .filter(({ language, name }) => language === 'sh' && name === '')
    .map(({ text }) => text);
}
