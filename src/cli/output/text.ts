import { styleText } from 'node:util';
import { visible, visibleLines } from '../visible.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** What is printed: parts of it may stand out on a terminal with colours. */
export type Text = string | Styled | readonly Text[];

export function styled(style: Style, text: string): Styled {
  return { style, text };
}

/** Without its colours. */
export function plain(text: Text): string {
  if (typeof text === 'string') return text;
  return isStyled(text) ? text.text : text.map(plain).join('');
}

/** One line, whatever words of strangers are in it. */
export function onOneLine(text: Text): Text {
  return mapText(text, visible);
}

/** The same parts, with what `change` makes of their words. */
export function mapText(text: Text, change: (words: string) => string): Text {
  if (typeof text === 'string') return change(text);
  if (isStyled(text)) return styled(text.style, change(text.text));
  return text.map((part) => mapText(part, change));
}

/**
 * As the bytes for a terminal or a file. Escape sequences come from here alone: those in the text, which
 * may be a stranger's, are made visible first.
 */
export function render(text: Text, colors: boolean): string {
  if (typeof text === 'string') return visibleLines(text);
  if (!isStyled(text)) return text.map((part) => render(part, colors)).join('');
  const shown = visibleLines(text.text);
  // Whether this stream has colours is settled: `colors` says so.
  return colors ? styleText(text.style, shown, { validateStream: false }) : shown;
}

function isStyled(text: Styled | readonly Text[]): text is Styled {
  return 'style' in text;
}
