import type { Reason } from '../protocol/reasons.ts';

interface RefusalDetails {
  /** Names of the failed claims that the job may be told. */
  claims?: readonly string[] | undefined;
  /** For the audit event only: what was presented and what was expected, or the cause. */
  detail?: unknown;
  /** The same: how much of the detail was left out, and of what. */
  omitted?: unknown;
  /** Seconds until another try makes sense. */
  retryAfter?: number | undefined;
  /** Overrides the OAuth error or status that goes with the reason. */
  kind?: 'unsupported_grant_type' | 'invalid_target' | 'invalid_scope' | 'too_large' | undefined;
  /**
   * For refusals of which one event tells together: its id. `record` says which event tells of ours, and is
   * called for the first of them only.
   */
  sharedEvent?: ((record: () => string) => string) | undefined;
  cause?: unknown;
}

/**
 * The one way an exchange ends without a token. `message` is public: one sentence that a person can
 * act on, without secrets and without what trust relationships expect.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  readonly details: RefusalDetails;

  constructor(reason: Reason, message: string, details: RefusalDetails = {}) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.details = details;
  }
}

/**
 * The result of `attempt` with the first of `sources` with which it is not refused. A refusal falls through to
 * the next one, which knows better; that of the last one stands.
 */
export async function tryInTurn<Source, Result>(
  sources: readonly Source[],
  attempt: (source: Source) => Promise<Result>,
): Promise<Result> {
  let refused: unknown;
  for (const source of sources) {
    try {
      return await attempt(source);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused = error;
    }
  }
  throw refused;
}

/**
 * Nobody is given a project that they did not name where somebody else may have chosen it for them: whoever
 * may create trust relationships can create one for any repository.
 */
export function projectRequired(remedy: string): Refusal {
  return new Refusal('project_required', `The request names no project. ${remedy}`);
}
