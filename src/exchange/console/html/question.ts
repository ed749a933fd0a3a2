import type { Problem } from '../../flows/admin/problem.ts';
import { dialogLink } from './dialog.ts';
import { form } from './form.ts';
import { type Content, type Html, html, NOTHING } from './html.ts';

/** Something to confirm before it is done: in a dialog, and without script on a page of its own. */
export interface Question {
  title: string;
  /** What will happen. */
  body: Content;
  /** Fields that the answer takes. */
  fields?: Content;
  /** What the button does. */
  submit: string;
  /** `danger` for what can't be taken back. */
  tone?: 'danger' | 'primary';
  /** Where the page is that asks it, and where the answer is sent. */
  address: string;
}

/** In longer lists the dialogs would weigh more than everything else: their links lead to the page. */
export const MOST_DIALOGS = 20;

/** `id`: of the dialog, on the page that has the link. `plain`: the link leads to the page that asks. */
export function questionLink(
  { address, title, body, fields, submit, tone = 'danger' }: Question,
  { id, label, formKey, plain = false }: QuestionLink,
): Html {
  const looks = tone === 'danger' ? 'danger' : 'plain';
  if (plain) return html`<a class="button ${looks}" href="${address}">${label}</a>`;
  return dialogLink({
    id,
    href: address,
    label,
    title,
    tone: looks,
    body: form({
      action: address,
      formKey,
      body: html`${paragraphs(body)}${fields}`,
      submit,
      tone,
    }),
  });
}

interface QuestionLink {
  id: string;
  label: Content;
  formKey: string;
  plain?: boolean;
}

/** The same as the body of a page; `cancel`: where to go instead. */
export function questionForm(
  { address, body, fields, submit, tone = 'danger' }: Question,
  {
    formKey,
    cancel,
    problem = null,
  }: { formKey: string; cancel: string; problem?: Problem | null },
): Html {
  return form({
    action: address,
    formKey,
    problem,
    body: html`${paragraphs(body)}${fields}`,
    submit,
    tone,
    cancel,
  });
}

function paragraphs(body: Content): Html {
  return body ? html`<div class="prose">${body}</div>` : NOTHING;
}
