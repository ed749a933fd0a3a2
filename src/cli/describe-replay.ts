import type { Replay } from '../exchange/flows/admin/replay-jobs.ts';
import { formatLifetime } from '../protocol/lifetime.ts';
import { type Column, table } from './output/table.ts';
import { type Style, styled, type Text } from './output/text.ts';
import type { Terminal } from './terminal.ts';

type Decision = Replay['decisions'][number];

const CHANGES: Record<Decision['change'], { counted: string; style: Style }> = {
  refused: { counted: 'would be refused', style: 'red' },
  admitted: { counted: 'would be admitted', style: 'green' },
  other_grant: { counted: 'would get another grant', style: 'yellow' },
  audit_only: { counted: 'would be admitted in audit mode only', style: 'cyan' },
};

const COLUMNS: readonly Column<Decision>[] = [
  {
    heading: 'CHANGE',
    value: ({ change }) => styled(CHANGES[change].style, describeChange(change)),
  },
  { heading: 'JOBS', value: ({ jobs }) => String(jobs) },
  { heading: 'REPOSITORY', value: ({ claims }) => claims.repository ?? null, flexible: true },
  { heading: 'REF', value: ({ claims }) => claims.ref ?? null, flexible: true },
  { heading: 'EVENT', value: ({ claims }) => claims.event_name ?? null },
  { heading: 'GRANT', value: describeGrants, flexible: true },
  { heading: 'RUN', value: ({ run_id: run }) => run, optional: true },
  { heading: 'NEWEST', value: ({ time }) => ({ time }), optional: true },
  { heading: 'REFERENCE', value: ({ reference }) => reference },
];

/** How the jobs of a project would fare, then those whose decision would change. */
export function describeReplay(
  project: string,
  replay: Replay,
  terminal: Pick<Terminal, 'clock' | 'columns'>,
): Text[] {
  const { counts, decisions, decisions_omitted: omitted } = replay;
  const changed = Object.entries(CHANGES).flatMap(([change, { counted }]) => {
    const count = counts[change as Decision['change']];
    return count > 0 ? [`${count} ${counted}`] : [];
  });
  return [
    [
      styled('bold', project),
      `: ${lookedAt(replay)}: ${changed.join(', ') || 'none would be decided otherwise'}`,
    ],
    ...(decisions.length > 0 ? table(decisions, COLUMNS, terminal) : []),
    ...(omitted > 0 ? [`${omitted} more kinds of jobs are left out`] : []),
  ];
}

/** `12 jobs of the last 30 days looked at`, and what is missing. */
export function lookedAt({
  jobs,
  since,
  complete,
  skipped = 0,
}: Pick<Replay, 'jobs' | 'since' | 'complete'> & Partial<Pick<Replay, 'skipped'>>): string {
  const count = jobs === 1 ? '1 job' : `${jobs} jobs`;
  const which = complete ? `${count} of the last 30 days` : `the newest ${count} (since ${since})`;
  const unclear = skipped > 0 ? ` (${skipped} without enough detail)` : '';
  return `${which} looked at${unclear}`;
}

function describeChange(change: Decision['change']): string {
  return change === 'other_grant' ? 'other grant' : change === 'audit_only' ? 'audit only' : change;
}

function describeGrants({ before, after }: Decision): string {
  const [was, is] = [before, after].map(
    (grant) => grant && `${grant.permissions.join(',')} ${formatLifetime(grant.max_lifetime)}`,
  );
  return was && is ? `${was} -> ${is}` : (was ?? is ?? '');
}
