import { withoutInvisible } from '../exchange/invisible.ts';

/** One line, whatever text it holds. */
export function visible(line: string): string {
  return withoutInvisible(line);
}

/** The same for text whose line breaks are ours. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
