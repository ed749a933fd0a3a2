import { html as escaped, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { withoutInvisible } from '../../invisible.ts';

/** Markup that is safe to send. */
export type Html = HtmlEscapedString;

/** What can stand between tags or in a quoted attribute: text is escaped, nothing of `false` or null shows. */
export type Content = Html | string | number | false | null | undefined | readonly Content[];

/**
 * A template whose values are escaped. Attributes stand in double quotes: the escaping is made for those
 * (`npm run check` holds it).
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  // Only promises among the values would make it one.
  return escaped(strings, ...values) as Html;
}

export const NOTHING: Html = html``;

/** The only markup that does not come from a template: it has to be the first thing of a page. */
export const DOCTYPE: Html = raw('<!doctype html>\n');

/**
 * What somebody has written: its direction must not turn around what stands beside it, and what nobody would see,
 * such as characters that turn it around within, shows as `\u202e`.
 */
export function written(text: string): Html {
  return html`<bdi>${withoutInvisible(text)}</bdi>`;
}
