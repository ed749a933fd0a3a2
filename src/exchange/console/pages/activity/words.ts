/** What events say, in words. */

import type { AuditDecision } from '../../../audit/event.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import { type Content, type Html, html, written } from '../../html/html.ts';
import { badge, type Tone } from '../../html/parts.ts';
import { meaningOf } from './reasons.ts';

const DECISIONS: Readonly<Record<AuditDecision, readonly [label: string, tone: Tone]>> = {
  granted: ['Granted', 'good'],
  refused: ['Refused', 'bad'],
  revoked: ['Revoked', 'warning'],
  changed: ['Changed', 'neutral'],
};

export function decisionLabel(decision: AuditDecision): string {
  return DECISIONS[decision][0];
}

export function decisionBadge(decision: AuditDecision): Html {
  return badge(...DECISIONS[decision]);
}

/** What happened, in a few words without names. */
export function headlineOf({ action, decision, reason, permissions }: ShownEvent): string {
  if (decision === 'refused')
    return reason === null ? `${actionText(action)} refused` : meaningOf(reason).headline;
  if (decision !== 'granted') return actionText(action);
  const what = permissions.length > 0 ? `: ${permissions.join(', ')}` : '';
  return `${GRANTS[action] ?? actionText(action)}${what}`;
}

const GRANTS: Readonly<Record<string, string>> = {
  exchange: 'Build token issued',
  narrow: 'Token narrowed',
  registry_token: 'Registry token issued',
  builder_credentials: 'Builder credentials issued',
};

/** What is no `noun.verb`. */
const ACTIONS: Readonly<Record<string, string>> = {
  ...GRANTS,
  revoke: 'Token revoked',
  leak: 'Leaked token revoked',
  'policy.apply': 'Policy file applied',
  'session.create': 'Sign-in',
};

/** How each verb of operations ends a sentence. */
const VERBS: Readonly<Record<string, string>> = {
  create: 'created',
  create_for_user: 'created',
  update: 'changed',
  delete: 'deleted',
  remove: 'removed',
  revoke: 'revoked',
  set: 'set',
  rotate: 'rotated',
  retire: 'retired',
  accept: 'accepted',
  decline: 'declined',
};

/** `trust_relationship.update` → `Trust relationship changed`. */
function actionText(action: string): string {
  const known = ACTIONS[action];
  if (known !== undefined) return known;
  const [noun = '', verb = ''] = action.split('.');
  const text = `${noun} ${VERBS[verb] ?? verb}`.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Which job it was, or who. */
export function who({
  claims,
  actor,
  action,
}: Pick<ShownEvent, 'claims' | 'actor' | 'action'>): Content {
  if (!claims && actor === null)
    return html`<span class="muted">${action === 'revoke' ? 'who had the token' : 'unknown'}</span>`;
  if (!claims) return written(actor ?? '');
  const { repository = '', ref } = claims;
  return html`<span class="job">${written(repository)}${ref && html`<span class="muted"> @ ${written(shortRef(ref))}</span>`}</span>`;
}

/** As people name branches, tags and pull requests. */
function shortRef(ref: string): string {
  const [, number] = /^refs\/pull\/(\d+)\/merge$/.exec(ref) ?? [];
  if (number !== undefined) return `#${number}`;
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}
