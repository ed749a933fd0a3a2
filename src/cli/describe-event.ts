import type { z } from 'zod';
import type { eventShape } from '../exchange/flows/admin/shown-event.ts';
import { describeEvaluation } from './describe-evaluation.ts';
import { type Style, styled, type Text } from './output/text.ts';

export type ShownEvent = z.output<typeof eventShape>;

/** How it ended and why; what it was; then each trust relationship, the claims, or what was changed. */
export function describeEvent(event: ShownEvent): Text[] {
  const { decision, reason, message, evaluations } = event;
  return [
    styled(styleOf(event), reason === null ? decision : `${decision}: ${reason}`),
    ...(message === null ? [] : [message]),
    '',
    ...fieldLines({
      reference: event.id,
      time: event.time,
      action: event.action,
      actor: event.actor,
      issuer: event.issuer,
      projects: event.projects.join(', '),
      permissions: event.permissions.join(', '),
      permissions_asked: event.asked?.permissions?.join(', '),
      trust_relationships: event.trust_relationships.join(', '),
      would_grant: event.would_grant.join(', '),
      token_hash_prefix: event.token_hash_prefix,
      client_address: event.client_address,
    }),
    ...(evaluations ?? []).flatMap((evaluation) =>
      describeEvaluation(evaluation, `${evaluation.trust_relationship} of ${evaluation.project}`),
    ),
    ...(event.evaluations_omitted > 0
      ? ['', `${event.evaluations_omitted} more, from which the job was further`]
      : []),
    ...(event.claims ? ['', styled('bold', 'claims:'), ...fieldLines(event.claims)] : []),
    ...jsonLines({ before: event.before, after: event.after, detail: event.detail }),
  ];
}

/** What catches the eye in a list of events: what was refused and what was revoked. */
export function styleOf({ decision }: Pick<ShownEvent, 'decision'>): Style {
  if (decision === 'refused') return 'red';
  return decision === 'revoked' ? 'yellow' : 'green';
}

/** As wide as the longest claim that GitHub signs. */
const NAME_WIDTH = 'repository_visibility'.length;

/** Those that say something. */
function fieldLines(fields: Readonly<Record<string, string | null | undefined>>): Text[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value ? [[styled('dim', `  ${name.padEnd(NAME_WIDTH)}  `), value]] : [],
  );
}

/** What has no form of its own: before and after of a change, for example. */
function jsonLines(members: Record<string, unknown>): Text[] {
  return Object.entries(members).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const [first = '', ...rest] = JSON.stringify(value, null, 2).split('\n');
    return ['', [styled('bold', `${name}:`), ` ${first}`], ...rest];
  });
}
