import { getMember } from '../../flows/admin/members.ts';
import { notFound } from '../../flows/admin/problem.ts';
import type { SignedInPage, SignedInRequest } from '../request.ts';

/**
 * Whether somebody may change what belongs to an organization: what would be refused is not offered. Whether
 * it is, the operations decide; whoever is no member finds nothing here.
 */
export async function mayChange(
  { call, session: { user } }: Pick<SignedInRequest, 'call' | 'session'>,
  organization: string,
): Promise<boolean> {
  if (user.operator) return true;
  const ids = { organization_id: organization, user_id: user.id };
  const { role } = await call(getMember, ids, undefined);
  return role === 'admin';
}

/** For others there is no such page. */
export function forOperators(page: SignedInPage): SignedInPage {
  return async (request) => {
    if (!request.session.user.operator) throw notFound();
    return await page(request);
  };
}
