import { type AuditDeps, draftEvent, logFields, type RequestContext } from '../audit/audited.ts';
import type { AuditEvent } from '../audit/event.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { epochSeconds } from '../system/clock.ts';
import { tokenEventFields } from '../tokens/event-fields.ts';
import { hashPrefix, hashSecret, parseSecret } from '../tokens/secret.ts';
import type { TokenStore } from '../tokens/token-store.ts';

/** What somebody found where everybody can read it. */
export interface LeakReport {
  token: string;
  /** Where; empty if that is not told. Holds no token. */
  url: string;
  /** What kind of place: `commit`, `issue_comment`, `npm`. */
  source: string;
}

/** Whether this is a token of ours, and whether this report is what ended it. */
export interface LeakFinding {
  ours: boolean;
  revoked: boolean;
}

export interface ReportLeakedTokensDeps extends AuditDeps {
  store: AuditDeps['store'] & Pick<TokenStore, 'findToken' | 'revokeToken'>;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
}

/** One finding for each report, in their order. */
export type ReportLeakedTokens = (
  context: RequestContext,
  read: () => Promise<readonly LeakReport[]>,
) => Promise<LeakFinding[]>;

/**
 * Revokes what has leaked. A token that was revoked before stays as it is; one that is none of ours
 * is no error. `read` has made sure of who reports.
 */
export function createReportLeakedTokens(deps: ReportLeakedTokensDeps): ReportLeakedTokens {
  return async (context, read) => {
    await deps.rateLimits.takeAddress(context.clientAddress);
    const reports = await read();
    return await Promise.all(reports.map((report) => revokeLeaked(deps, context, report)));
  };
}

async function revokeLeaked(
  deps: ReportLeakedTokensDeps,
  context: RequestContext,
  { token, url, source }: LeakReport,
): Promise<LeakFinding> {
  const secret = parseSecret(token);
  if (!secret) return { ours: false, revoked: false };
  const hash = hashSecret(secret);
  const stored = await deps.store.findToken(secret.kind, hash);
  if (!stored) return { ours: false, revoked: false };
  const { detail, ...fields } = tokenEventFields(stored);
  const event: AuditEvent = {
    ...draftEvent(deps, 'leak', context),
    ...fields,
    decision: 'revoked',
    actor: 'secret scanning',
    tokenHashPrefix: hashPrefix(hash),
    detail: { token: detail, url, source },
  };
  const now = epochSeconds(deps.clock);
  const revoked = await deps.store.revokeToken(secret.kind, hash, now, event);
  if (revoked) deps.log.warn(logFields(event), 'leaked token revoked');
  return { ours: true, revoked };
}
