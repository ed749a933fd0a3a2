import type { Fault } from '../../../../flows/admin/problem.ts';
import { type Html, html, NOTHING } from '../../../html/html.ts';
import { callout } from '../../../html/parts.ts';
import type { Relationship } from './frame.ts';

type Warnings = Relationship['warnings'];

/** What its author should have chosen on purpose. */
export function dangers(warnings: Warnings): Html {
  return html`${warnings.map(({ code, text, remedy }) => callout('warning', html`<p><strong>${text}</strong></p><p>${remedy} <code class="muted">${code}</code></p>`))}`;
}

/** Of what is still being written: what no form field shows, as nobody has sent it. */
export function faultsOfDraft(faults: readonly Fault[]): Html {
  if (faults.length === 0) return NOTHING;
  return callout(
    'bad',
    html`${faults.map(({ at, detail }) => html`<p><code>${at.split('/')[1]}</code> ${detail}</p>`)}`,
  );
}
