import { type Content, type Html, html, written } from '../../html/html.ts';
import { badge } from '../../html/parts.ts';

/** What a change has changed, member by member: those that differ first. */
export function changesTable(before: unknown, after: unknown): Html {
  const was = membersOf(before);
  const is = membersOf(after);
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const rows = names.map((name) => ({
    name,
    was: textOf(was[name]),
    is: textOf(is[name]),
  }));
  const differ = rows.filter((row) => row.was !== row.is);
  const same = rows.filter((row) => row.was === row.is);
  return html`<div class="table diff" role="region" aria-label="Changes" tabindex="0"><table><caption class="hidden">What was, and what is since</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${[...differ, ...same].map(
    ({ name, was, is }) =>
      html`<tr class="${was === is ? 'same' : 'differs'}"><th scope="row">${name.replaceAll('_', ' ')}${was !== is && html` ${badge('changed', 'accent')}`}</th><td>${cell(was, 'was', was !== is)}</td><td>${cell(is, 'is', was !== is)}</td></tr>`,
  )}</tbody></table></div>`;
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Null: nothing was set. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((one) => textOf(one) ?? '').join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(text: string | null, side: 'was' | 'is', differs: boolean): Content {
  if (text === null || text === '') return html`<span class="muted">not set</span>`;
  const lines = text.split('\n').map((line) => html`<span class="line">${written(line)}</span>`);
  if (!differs) return lines;
  return side === 'was' ? html`<del>${lines}</del>` : html`<ins>${lines}</ins>`;
}
