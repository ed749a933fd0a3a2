import type { Replay } from '../../../../flows/admin/replay-jobs.ts';
import { type Content, type Html, html, written } from '../../../html/html.ts';
import { badge, callout, section, type Tone, table, time } from '../../../html/parts.ts';

const CHANGES: Readonly<Record<Replay['decisions'][number]['change'], [string, Tone]>> = {
  refused: ['would be refused', 'bad'],
  admitted: ['would be admitted', 'good'],
  other_grant: ['other grant', 'warning'],
  audit_only: ['only in audit mode', 'neutral'],
};

/** Which recorded jobs would be answered otherwise, both ways, with how many were looked at. */
export function replayed(replay: Replay, now: number): Html {
  const { decisions, decisions_omitted: omitted } = replay;
  return section(
    'Recorded jobs',
    html`<div class="prose">${summary(replay, now)}</div>${
      decisions.length > 0 &&
      table(
        'Recorded jobs whose decision would change',
        ['Decision', 'Job', 'Until now', 'From now on', 'Newest'],
        decisions.map((decision) => [
          badge(...CHANGES[decision.change]),
          job(decision),
          grant(decision.before),
          grant(decision.after),
          html`<a href="/events/${decision.reference}">${time(decision.time, now)}</a>${decision.jobs > 1 && html`<br><span class="muted">and ${decision.jobs - 1} more</span>`}`,
        ]),
      )
    }${omitted > 0 && html`<p class="muted">${omitted} more kinds of jobs are not shown.</p>`}`,
    {
      id: 'replay',
      description:
        'Each job that asked for this project in the last 30 days, decided once more as if the change were saved.',
    },
  );
}

function summary({ jobs, since, complete, skipped, counts }: Replay, now: number): Html {
  const changed = [
    counts.refused > 0 && html`<strong>${count(counts.refused, 'job')} would be refused</strong>`,
    counts.admitted > 0 &&
      html`<strong>${count(counts.admitted, 'job')} would be admitted</strong>`,
    counts.other_grant > 0 &&
      html`${count(counts.other_grant, 'job')} would get other permissions or another lifetime`,
    counts.audit_only > 0 &&
      html`${count(counts.audit_only, 'job')} would be admitted if it were not audit mode`,
  ].filter((part) => part !== false);
  const verdict = changed.length > 0 ? listed(changed) : 'no decision would change';
  const looked =
    jobs === 0
      ? html`<p>No job was recorded that the change could concern.</p>`
      : html`<p>Of ${count(jobs, 'job')} looked at, ${verdict}.</p>`;
  return html`${looked}${
    !complete &&
    callout(
      'info',
      html`There were too many to look at all: these are the newest, since ${time(since, now)}.`,
    )
  }${
    skipped > 0 &&
    html`<p class="muted">${count(skipped, 'job')} could not be decided once more: too little of them was recorded.</p>`
  }`;
}

function listed(parts: readonly Content[]): Content {
  return parts.map((part, index) => [separator(index, parts.length), part]);
}

function separator(index: number, length: number): string {
  if (index === 0) return '';
  return index === length - 1 ? ' and ' : ', ';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What tells it apart from other jobs of the repository. */
function job({ claims, actor }: Replay['decisions'][number]): Html {
  const facts = [
    claims.event_name,
    claims.base_ref && `into ${claims.base_ref}`,
    claims.environment && `in ${claims.environment}`,
  ].filter(Boolean);
  return html`<div class="replayed">${written(claims.repository ?? '')} <code>${written(claims.ref ?? '')}</code><br><span class="muted">${facts.map((fact) => html`${written(String(fact))} `)}${actor && html`by ${written(actor)}`}</span></div>`;
}

function grant(granted: Replay['decisions'][number]['before']): Html {
  if (granted === null) return html`<span class="muted">nothing</span>`;
  return html`${granted.permissions.map((permission) => badge(permission))}`;
}
