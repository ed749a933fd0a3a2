import { getMember } from '../../flows/admin/members.ts';
import { notFound, Problem } from '../../flows/admin/problem.ts';
import type { PageAnswer, SignedInPage, SignedInRequest } from '../request.ts';

/**
 * Whether somebody may change what belongs to an organization: what would be refused is not offered. Whether
 * it is, the operations decide; whoever is no member finds nothing here.
 */
export async function mayChange(
  { call, session: { user } }: Pick<SignedInRequest, 'call' | 'session'>,
  organization: string,
): Promise<boolean> {
  if (user.operator) return true;
  const answers = asked.get(call) ?? new Map<string, Promise<boolean>>();
  asked.set(call, answers);
  const ids = { organization_id: organization, user_id: user.id };
  const answer =
    answers.get(organization) ??
    call(getMember, ids, undefined).then(({ role }) => role === 'admin');
  answers.set(organization, answer);
  return await answer;
}

/** By request, each of which has a `call` of its own: several parts of a page ask, and one read is enough. */
const asked = new WeakMap<SignedInRequest['call'], Map<string, Promise<boolean>>>();

/** Without the tabs that they may not open. */
export async function withOwnTabs(
  request: SignedInRequest,
  answered: PageAnswer,
): Promise<PageAnswer> {
  if (answered instanceof Response || 'redirect' in answered) return answered;
  const { tabs = [] } = answered;
  if (!tabs.some(({ adminsOnly }) => adminsOnly)) return answered;
  if (await mayChange(request, request.params.organization ?? '')) return answered;
  return { ...answered, tabs: tabs.filter(({ adminsOnly }) => !adminsOnly) };
}

/** Pages below an organization that members have no use for. Whatever they send, operations refuse as well. */
export function forAdmins(page: SignedInPage): SignedInPage {
  return async (request) => {
    await requireMayChange(request);
    return await page(request);
  };
}

/** Of the organization that the address names. */
export async function requireMayChange(request: SignedInRequest): Promise<void> {
  if (!(await mayChange(request, request.params.organization ?? '')))
    throw new Problem(
      'forbidden',
      'Only admins of the organization may do this. Ask one of them: the organization’s page lists its members.',
    );
}

/** For others there is no such page. */
export function forOperators(page: SignedInPage): SignedInPage {
  return async (request) => {
    if (!request.session.user.operator) throw notFound();
    return await page(request);
  };
}
