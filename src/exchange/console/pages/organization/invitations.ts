import {
  createInvitation,
  createInvitationLink,
  deleteInvitation,
  getInvitation,
  listInvitations,
} from '../../../flows/admin/invitations.ts';
import { notFound, type Problem } from '../../../flows/admin/problem.ts';
import { choiceField, faultAt, form, textField } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import {
  badge,
  callout,
  emptyState,
  nextPage,
  section,
  snippet,
  stacked,
  table,
  time,
} from '../../html/parts.ts';
import { MOST_DIALOGS, type Question, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { openOrganization, organizationFrame, questionView } from './frame.ts';
import { ROLE_CHOICES, roleOf } from './role-choices.ts';

type Invitation = Awaited<ReturnType<typeof ownInvitation>>;

/** For admins: who was asked, and has not accepted yet. */
export async function invitationsSection(request: SignedInRequest): Promise<Html> {
  const { ids, base } = organizationFrame(request);
  const { call, query, now, formKey } = request;
  const after = query.get('invitations_after');
  const { items, next } = await call(listInvitations, ids, { ...(after && { after }) });
  const plain = items.length > MOST_DIALOGS;
  return section(
    'Invitations',
    items.length === 0
      ? emptyState(
          'mail',
          'No open invitations',
          'Whoever you invite shows here until they accept.',
        )
      : html`${stacked(
          table(
            'Invitations',
            [
              'E-mail address',
              'Role',
              'Invited',
              'Expires',
              html`<span class="hidden">Actions</span>`,
            ],
            items.map((invitation) => [
              html`<span class="strong">${written(invitation.email)}</span>`,
              invitation.role === 'admin' ? badge('Admin', 'accent') : badge('Member'),
              html`${time(invitation.created_at, now)} <span class="muted">by ${written(invitation.invited_by)}</span>`,
              time(invitation.expires_at, now),
              html`<div class="row-actions">${questionLink(renewal(request, invitation), { id: `link-${invitation.id}`, label: 'New link', formKey, plain })}${questionLink(withdrawal(request, invitation), { id: `withdraw-${invitation.id}`, label: 'Withdraw', formKey, plain })}</div>`,
            ]),
          ),
        )}${nextPage(next && `${base}/members?invitations_after=${next}#invitations`)}`,
    { id: 'invitations' },
  );
}

export const invitePage: SignedInPage = async (request) => {
  await openOrganization(request);
  return inviteView(request, null);
};

function inviteView(request: SignedInRequest, problem: Problem | null): View {
  const { base, frame, name } = organizationFrame(request);
  const { form: values, formKey } = request;
  return {
    ...frame('members'),
    narrow: true,
    title: 'Invite member',
    body: form({
      action: `${base}/invitations/new`,
      formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create invitation',
      cancel: `${base}/members`,
      body: html`${textField({
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        value: values.get('email') ?? '',
        required: true,
        placeholder: 'ada@example.com',
        hint: `You get a link to pass on. It works once, for 14 days. ${name} sees nothing of them until they accept.`,
        fault: faultAt(problem, '/email'),
      })}${choiceField({
        name: 'role',
        label: 'Role',
        type: 'radio',
        values: [values.get('role') ?? 'member'],
        choices: ROLE_CHOICES,
        fault: faultAt(problem, '/role'),
      })}`,
    }),
  };
}

export const sendInvite: SignedInPage = async (request) => {
  const { ids } = organizationFrame(request);
  const { call, form: values } = request;
  return await submitted(
    async () => {
      const sent = { email: values.get('email') ?? '', role: roleOf(values) };
      const { email, link } = await call(createInvitation, ids, sent, values.get('once'));
      return linkView(request, 'Invitation created', { email, link });
    },
    async (problem) => inviteView(request, problem),
  );
};

/** The link is shown this once: whoever has it can accept. */
function linkView(
  request: SignedInRequest,
  title: string,
  { email, link }: { email: string; link: string | null },
): View {
  const { base, frame } = organizationFrame(request);
  return {
    ...frame('members'),
    narrow: true,
    title,
    body: html`${
      link === null
        ? callout(
            'warning',
            'This was done already, and its link was shown only once. If you did not keep it, create a new link.',
          )
        : html`${callout('warning', html`<p><strong>Copy the link now.</strong> It is shown only once.</p>`)}
${snippet(link, 'Invitation link')}
<p>Pass it on to ${written(email)} by a channel that you trust: whoever opens it first can accept.</p>`
    }<p><a class="button primary" href="${base}/members#invitations">Done</a></p>`,
  };
}

/** The invitation that the address names, if it is one of this organization. */
async function ownInvitation(request: SignedInRequest) {
  const { organization } = await openOrganization(request);
  const ids = { invitation_id: request.params.invitation ?? '' };
  const invitation = await request.call(getInvitation, ids, undefined);
  if (invitation.organization_id !== organization.id) throw notFound();
  return invitation;
}

function withdrawal(request: SignedInRequest, { id, email }: Invitation): Question {
  const { base } = organizationFrame(request);
  return {
    address: `${base}/invitations/${id}/withdraw`,
    title: 'Withdraw this invitation?',
    body: html`<p>The link that ${written(email)} got no longer works.</p>`,
    submit: 'Withdraw invitation',
  };
}

export const withdrawPage: SignedInPage = async (request) =>
  questionView(request, withdrawal(request, await ownInvitation(request)), { tab: 'members' });

export const sendWithdraw: SignedInPage = async (request) => {
  const { base } = organizationFrame(request);
  const invitation = await ownInvitation(request);
  return await submitted(
    async () => {
      await request.call(deleteInvitation, { invitation_id: invitation.id }, undefined);
      return redirect(`${base}/members#invitations`, 'invitation-withdrawn');
    },
    async (problem) =>
      questionView(request, withdrawal(request, invitation), { tab: 'members', problem }),
  );
};

function renewal(request: SignedInRequest, { id, email }: Invitation): Question {
  const { base } = organizationFrame(request);
  return {
    address: `${base}/invitations/${id}/link`,
    title: 'Create a new link?',
    body: html`<p>The link that ${written(email)} got before no longer works.</p>`,
    submit: 'Create new link',
    tone: 'primary',
  };
}

export const renewLinkPage: SignedInPage = async (request) =>
  questionView(request, renewal(request, await ownInvitation(request)), { tab: 'members' });

export const sendRenewLink: SignedInPage = async (request) => {
  const invitation = await ownInvitation(request);
  return await submitted(
    async () => {
      const ids = { invitation_id: invitation.id };
      const { link } = await request.call(createInvitationLink, ids, undefined);
      return linkView(request, 'New invitation link', { email: invitation.email, link });
    },
    async (problem) =>
      questionView(request, renewal(request, invitation), { tab: 'members', problem }),
  );
};
