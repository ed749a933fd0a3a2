import { type Html, html } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';

const STEPS = ['Passkey', 'Organization', 'Project', 'Trust', 'First build'] as const;

export type Step = (typeof STEPS)[number];

/** Where somebody is on the way to their first build. */
export function steps(current: Step): Html {
  const at = STEPS.indexOf(current);
  return html`<ol class="steps">${STEPS.map((step, index) => html`<li class="${index < at && 'done'}"${index === at && html` aria-current="step"`}>${index < at ? icon('check') : html`<span class="number">${index + 1}</span>`} ${step}</li>`)}</ol>`;
}
