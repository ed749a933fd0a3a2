import type { Records } from '../../stores/ports/records.ts';
import { Problem } from '../admin/problem.ts';
import type { Session } from './sessions.ts';

/** A leaked token that ends tomorrow must not become another way in, which never ends. `what`: that. */
export async function requireLasting(
  { userTokens }: Pick<Records, 'userTokens'>,
  { record }: Session,
  what: string,
): Promise<void> {
  if (record.tokenId === null) return;
  const token = await userTokens.find(record.tokenId);
  if (token && token.expiresAt !== null)
    throw new Problem(
      'forbidden',
      `You signed in with a token that expires, and ${what} would outlive it. Sign in another way to add one.`,
    );
}
