/** HTML whose every interpolated text has been escaped. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = string | Markup | readonly Markup[];

/**
 * The only way to write into a job summary. What it renders is one HTML block, where Markdown is
 * not read, as long as no line of it is blank: so texts lose their line breaks, too.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const rendered = parts.map((part, index) => render(part) + (strings[index + 1] ?? ''));
  return new Markup((strings[0] ?? '') + rendered.join(''));
}

/** Text with `code` in backticks. */
export function prose(text: string): Markup {
  return new Markup(escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>'));
}

function render(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  return part instanceof Markup ? part.source : part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\r\n]+/g, '<br>');
}
