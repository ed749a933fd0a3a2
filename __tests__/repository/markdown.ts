export interface Link {
  /** As written: `docs/api.md#errors`, `#top`, `https://…`. */
  target: string;
  line: number;
}

const LINK = /\[(?:[^\][]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;

export function linksOf(markdown: string): Link[] {
  const lines = withoutCode(markdown).split('\n');
  return lines.flatMap((text, index) =>
    [...text.matchAll(LINK)].map(([, target = '']) => ({ target, line: index + 1 })),
  );
}

/** The anchors that GitHub gives to headings, and those written as `<a id="…">`. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of headingsOf(markdown)) {
    const slug = slugOf(heading);
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  for (const [, id = ''] of markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

/** Text of the headings, markup included. */
export function headingsOf(markdown: string): string[] {
  const headings = withoutFences(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm);
  return [...headings].map(([, text = '']) => text);
}

/** Of `[text](url)` GitHub takes the text; punctuation goes, spaces become hyphens. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** What stands in `backticks`. */
export function codeSpansOf(markdown: string): string[] {
  return [...withoutFences(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/`[^`\n]*`/g, '');
}

/** Empties code blocks and keeps the lines, so that line numbers stay right. */
function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^ *\2 *$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  );
}
