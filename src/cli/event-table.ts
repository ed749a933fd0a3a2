import type { AuditEvent } from '../exchange/audit/event.ts';
import { formatTime } from '../exchange/system/clock.ts';
import { tableLines } from './table.ts';

/** A line for each event, in their order: enough to find the one that is meant. */
export function eventTable(events: readonly AuditEvent[]): string[] {
  const rows = events.map((event) => [
    formatTime(Math.floor(Date.parse(event.time) / 1000)),
    event.action,
    event.reason ?? event.decision,
    event.actor ?? event.claims?.repository ?? '-',
    event.projects.join(', ') || '-',
    event.id,
  ]);
  return tableLines(['TIME', 'ACTION', 'OUTCOME', 'WHO', 'PROJECTS', 'REFERENCE'], rows);
}
