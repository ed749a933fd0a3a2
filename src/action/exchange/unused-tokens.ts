import type { RequestRunner } from '../system/port.ts';
import { isBearerToken } from './answer.ts';
import { maskToken } from './issued-token.ts';
import { revokeToken } from './revoke-token.ts';

/** Found in any text: an answer may break off behind its token, or not be JSON at all. */
const TOKEN_MEMBER = /"(?:access_)?token"\s*:\s*"([^"\\]+)"/g;

/** An answer with more is not worth a revocation for each. */
const MOST = 3;

/**
 * A token in an answer that is of no use otherwise lives all the same: nobody must find it in the
 * log, and it must not outlive the job. Depot's own service has no revocation.
 */
export async function discardTokens(
  runner: RequestRunner,
  { depot, exchangeUrl }: { depot: boolean; exchangeUrl: string },
  answer: string,
): Promise<void> {
  const found = [...answer.matchAll(TOKEN_MEMBER)].map(([, token]) => token).filter(isBearerToken);
  const tokens = [...new Set(found)].slice(0, MOST);
  for (const token of tokens) maskToken(runner, token);
  if (depot && !answer.includes('"reference"')) return;
  await Promise.all(tokens.map((token) => revokeToken(runner, { url: exchangeUrl, token })));
}
