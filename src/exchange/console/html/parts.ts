import { type Content, type Html, html, NOTHING } from './html.ts';
import { type Icon, icon } from './icon.ts';

/** Seconds; a unit is used from the number of seconds behind it on: `in 90 days` says more than `in 3 months`. */
const UNITS = [
  ['year', 31_536_000, 2 * 31_536_000],
  ['month', 2_592_000, 100 * 86_400],
  ['day', 86_400, 86_400],
  ['hour', 3600, 3600],
  ['minute', 60, 60],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `iso`: as operations show times; `now`: seconds since the epoch. Relative, with the exact one behind it. */
export function time(iso: string | null, now: number, none = 'never'): Html {
  if (iso === null) return html`<span class="muted">${none}</span>`;
  const exact = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  return html`<time datetime="${iso}" title="${exact}">${relativeTime(Date.parse(iso) / 1000 - now)}</time>`;
}

function relativeTime(seconds: number): string {
  const [unit, length] = UNITS.find(([, , from]) => Math.abs(seconds) >= from) ?? [];
  if (unit === undefined || length === undefined) return seconds >= 1 ? 'in a moment' : 'just now';
  return RELATIVE.format(Math.round(seconds / length), unit);
}

export type Tone = 'neutral' | 'good' | 'bad' | 'warning' | 'accent';

export function badge(label: string, tone: Tone = 'neutral'): Html {
  return html`<span class="badge ${tone}">${label}</span>`;
}

/** Something to know before you go on. */
export function callout(tone: Exclude<Tone, 'neutral' | 'accent'> | 'info', body: Content): Html {
  const symbol = (
    { good: 'circle-check', bad: 'circle-x', warning: 'triangle-alert', info: 'info' } as const
  )[tone];
  return html`<div class="callout ${tone}">${icon(symbol)}<div>${body}</div></div>`;
}

/** A list that has nothing yet says what to do. */
export function emptyState(
  symbol: Icon,
  title: string,
  what: Content,
  action: Content = NOTHING,
): Html {
  return html`<div class="empty">${icon(symbol)}<h2>${title}</h2><p>${what}</p>${action}</div>`;
}

/** Lines to paste elsewhere, with a button that copies them. `label`: what they are, for who can't see them. */
export function snippet(text: string, label: string): Html {
  return html`<div class="snippet" data-copy><pre tabindex="0" aria-label="${label}"><code>${text}</code></pre></div>`;
}

/** One line to copy. */
export function copyable(text: string, label: string): Html {
  return html`<span class="copyable" data-copy><code aria-label="${label}">${text}</code></span>`;
}

export function section(
  title: string,
  body: Content,
  { description, id, actions }: { description?: Content; id?: string; actions?: Content } = {},
): Html {
  return html`<section class="card"${id && html` id="${id}"`}><div class="card-heading"><div><h2>${title}</h2>${description && html`<p class="muted">${description}</p>`}</div>${actions && html`<div class="actions">${actions}</div>`}</div>${body}</section>`;
}

/**
 * `caption`: what the rows are, for who can't see them. Long tables scroll sideways by themselves. `keys`: by
 * which `assets/live.js` tells new rows.
 */
export function table(
  caption: string,
  columns: readonly Content[],
  rows: readonly (readonly Content[])[],
  keys: readonly string[] = [],
): Html {
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table><caption class="hidden">${caption}</caption><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map((cells, row) => html`<tr${keys[row] && html` data-key="${keys[row]}"`}>${cells.map((cell, at) => html`<td${typeof columns[at] === 'string' && html` data-label="${columns[at]}"`}>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** A table whose cells stand below each other on a narrow screen, each behind the name of its column. */
export function stacked(rows: Html): Html {
  return html`<div class="stacked">${rows}</div>`;
}

/** Names and values. */
export function facts(entries: readonly (readonly [name: string, value: Content] | false)[]): Html {
  return html`<dl class="facts">${entries.map((entry) => entry && html`<div><dt>${entry[0]}</dt><dd>${entry[1]}</dd></div>`)}</dl>`;
}

/** Where a list goes on; `href` has the cursor in it. */
export function nextPage(href: string | null): Html {
  return href === null
    ? NOTHING
    : html`<p class="more"><a class="button" href="${href}" rel="next">Show more</a></p>`;
}
