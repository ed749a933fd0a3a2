import type { Operation } from '../../exchange/flows/admin/operation.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import type { Ids } from '../../exchange/flows/admin/target.ts';
import { quoteIfNeeded } from '../../exchange/identity/quote.ts';
import type { Administration } from './administration.ts';

/** What a parameter names, and the command that shows what there is. */
const THINGS: Readonly<Record<string, readonly [thing: string, shownBy: string]>> = {
  organization_id: ['organization', 'organization list'],
  project_id: ['project', 'project list'],
  user_id: ['user', 'user list'],
  issuer_id: ['issuer', 'issuer list'],
  registry_id: ['registry', 'registry list'],
  trust_relationship_id: ['trust relationship', 'trust list'],
  builder_authority_id: ['builder authority', 'builder show'],
  project_token_id: ['token', 'token list'],
  token_id: ['token', 'token list'],
  invitation_id: ['invitation', 'invitation list'],
  audit_event_id: ['audit event', 'audit list'],
};

/** Whoever typed a name wants to see it in the answer; the API says no more than that something is missing. */
export function nameMissing({ server, call }: Administration): Administration {
  return {
    server,
    call: (operation, ids, input) =>
      call(operation, ids, input).catch((error: unknown) => {
        throw error instanceof Problem && error.code === 'not_found'
          ? new Problem('not_found', sentenceOf(operation, ids) ?? error.message)
          : error;
      }),
  };
}

/** Undefined where only the input names something. */
function sentenceOf({ target }: Pick<Operation, 'target'>, ids: Ids): string | undefined {
  const { [target.parameter ?? '']: text } = ids;
  const [thing, shownBy] = THINGS[target.parameter ?? ''] ?? [];
  if (text === undefined || !thing) return undefined;
  const within = ids.organization_id;
  const isMember = target.parameter === 'user_id' && within !== undefined;
  return isMember
    ? `there is no member ${quoteIfNeeded(text)} of ${quoteIfNeeded(within)}; dockpass member list shows those that you can see`
    : `there is no ${thing} ${quoteIfNeeded(text)}; dockpass ${shownBy} shows those that you can see`;
}
