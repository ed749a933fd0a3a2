import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { type Html, html, written } from '../../html/html.ts';
import { table, time } from '../../html/parts.ts';
import { decisionBadge, headlineOf, who } from './words.ts';

interface Shown {
  /** Seconds since the epoch. */
  now: number;
  /** Whether the page is about one of them. */
  projects: boolean;
}

/** Newest first. Each row leads to its event. */
export function eventTable(events: readonly ShownEvent[], { now, projects }: Shown): Html {
  return html`<div class="events">${table(
    'Events',
    ['Decision', 'What', 'Who', ...(projects ? ['Project'] : []), 'When'],
    events.map((event) => [
      decisionBadge(event.decision),
      html`<a class="strong" href="/events/${event.id}">${headlineOf(event)}</a>`,
      html`${who(event)}${event.claims?.event_name && html`<span class="muted"> · ${written(event.claims.event_name)}</span>`}`,
      ...(projects
        ? [event.projects.map((project) => html`<span class="line">${written(project)}</span>`)]
        : []),
      time(event.time, now),
    ]),
    events.map(({ id }) => id),
  )}</div>`;
}
