import { type Content, type Html, html } from './html.ts';

/**
 * Something to confirm. With script, the link opens a dialog; without, it leads to the page at `href`, which
 * asks the same question.
 */
export function dialogLink({
  href,
  label,
  title,
  body,
  id,
  tone = 'plain',
}: {
  href: string;
  label: Content;
  title: string;
  body: Content;
  id: string;
  tone?: 'plain' | 'danger' | 'primary';
}): Html {
  return html`<a class="button ${tone}" href="${href}" data-dialog="${id}">${label}</a><dialog id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</dialog>`;
}
