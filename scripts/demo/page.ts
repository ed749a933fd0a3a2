import type { Writable } from 'node:stream';
import { stripVTControlCharacters, styleText } from 'node:util';

/** Columns: what fits a terminal of the usual width. */
const WIDTH = 80;
const MARGIN = '   ';

/** Between the bar of a box and the right edge. */
export const BOX_WIDTH = WIDTH - MARGIN.length - 2;

export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** One of our tokens, or any JWT, whole. */
const WHOLE_TOKEN = /dp[upb]_[0-9A-Za-z]{36}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/;

/** What the demo writes on; plain text where nobody sees colours. */
export interface Page {
  /** Colours only if the stream is a terminal and NO_COLOR is not set. */
  style: Style;
  title(text: string): void;
  heading(number: string, text: string): void;
  /** A paragraph. */
  say(text: string): void;
  /** What the box below it holds. */
  label(text: string): void;
  /** Lines beside a bar. */
  box(lines: readonly string[]): void;
  gap(): void;
}

export function createPage(out: Writable, stopped: AbortSignal): Page {
  const style: Style = (format, text) =>
    styleText(format, text, { stream: out, validateStream: true });

  function write(line: string): void {
    stopped.throwIfAborted();
    // The demo must not be able to print what it says nobody can see.
    if (WHOLE_TOKEN.test(stripVTControlCharacters(line)))
      throw new Error('The demo was about to print a whole token.');
    out.write(`${line.trimEnd()}\n`);
  }

  const bar = style('dim', '│');
  return {
    style,
    title: (text) => write(style('bold', text)),
    heading(number, text) {
      const rule = '─'.repeat(Math.max(0, WIDTH - text.length - MARGIN.length - 1));
      write('');
      write(`${style(['bold', 'cyan'], `${number}  ${text}`)} ${style('dim', rule)}`);
    },
    say: (text) => {
      for (const line of fold(text, WIDTH - MARGIN.length)) write(MARGIN + line);
    },
    label: (text) => write(MARGIN + style('dim', text)),
    box: (lines) => {
      for (const line of lines.flatMap((text) => fold(text, BOX_WIDTH)))
        write(`${MARGIN}${bar} ${line}`);
    },
    gap: () => write(''),
  };
}

/** Breaks at spaces and keeps the indentation; a word that is longer than a line stays whole. */
export function fold(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    const longer = line === '' ? indent + word : `${line} ${word}`;
    const fits = line === '' || visibleLength(longer) <= width;
    if (!fits) lines.push(line);
    line = fits ? longer : indent + word;
  }
  return [...lines, line];
}

/** Columns that `text` takes, colours not counted. */
export function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
