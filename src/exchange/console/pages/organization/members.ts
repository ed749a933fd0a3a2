import {
  deleteMember,
  getMember,
  listMembers,
  updateMember,
} from '../../../flows/admin/members.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { choiceField, faultAt, form } from '../../html/form.ts';
import { type Content, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { badge, nextPage, section, stacked, table, time } from '../../html/parts.ts';
import { MOST_DIALOGS, type Question, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { requireMayChange } from '../roles.ts';
import { openOrganization, organizationFrame, questionView } from './frame.ts';
import { invitationsSection } from './invitations.ts';
import { ROLE_CHOICES, roleOf } from './role-choices.ts';

type Member = Awaited<ReturnType<typeof memberOf>>;

export const membersPage: SignedInPage = async (request) => {
  const { ids, base, frame } = organizationFrame(request);
  const { call, query, now } = request;
  const { changing } = await openOrganization(request);
  const after = query.get('after');
  const { items, next } = await call(listMembers, ids, { ...(after && { after }) });
  const invite =
    changing &&
    html`<a class="button primary" href="${base}/invitations/new">${icon('user-plus')} Invite member</a>`;
  return {
    ...frame('members'),
    title: 'Members',
    actions: invite,
    body: html`${section(
      'Members',
      html`${stacked(
        table(
          'Members',
          ['Member', 'Role', 'Since', html`<span class="hidden">Actions</span>`],
          items.map((member) => [
            html`<span class="strong">${written(member.email)}</span>${isSelf(request, member) && html` <span class="muted">(you)</span>`}`,
            member.role === 'admin' ? badge('Admin', 'accent') : badge('Member'),
            time(member.created_at, now),
            memberActions(request, member, { changing, plain: items.length > MOST_DIALOGS }),
          ]),
        ),
      )}${nextPage(next && `${base}/members?after=${next}`)}`,
      { id: 'members' },
    )}${changing && (await invitationsSection(request))}`,
  };
};

function isSelf({ session }: SignedInRequest, { user_id }: Member): boolean {
  return session.user.id === user_id;
}

function memberActions(
  request: SignedInRequest,
  member: Member,
  { changing, plain }: { changing: boolean; plain: boolean },
): Content {
  const { base } = organizationFrame(request);
  const self = isSelf(request, member);
  if (!changing && !self) return null;
  const about = html`<span class="hidden"> ${written(member.email)}</span>`;
  return html`<div class="row-actions">${changing && html`<a class="button" href="${base}/members/${member.user_id}/role">Change role${about}</a>`}${questionLink(
    removal(request, member),
    {
      id: `remove-${member.user_id}`,
      label: html`${self ? 'Leave' : 'Remove'}${about}`,
      formKey: request.formKey,
      plain,
    },
  )}</div>`;
}

function removal(request: SignedInRequest, member: Member): Question {
  const { base, name } = organizationFrame(request);
  const self = isSelf(request, member);
  return {
    address: `${base}/members/${member.user_id}/remove`,
    title: self ? 'Leave the organization?' : 'Remove this member?',
    body: self
      ? html`<p>You no longer see ${written(name)}, and your tokens no longer open its projects. An admin can invite you again.</p>`
      : html`<p>${written(member.email)} no longer sees ${written(name)}, and their user access tokens no longer open its projects. Project tokens that they created stay.</p>`,
    submit: self ? 'Leave organization' : 'Remove member',
  };
}

async function memberOf(request: SignedInRequest) {
  const { ids } = organizationFrame(request);
  const named = { ...ids, user_id: request.params.user ?? '' };
  return await request.call(getMember, named, undefined);
}

export const removeMemberPage: SignedInPage = async (request) => {
  const member = await memberOf(request);
  if (!isSelf(request, member)) await requireMayChange(request);
  return questionView(request, removal(request, member), { tab: 'members' });
};

export const sendRemoveMember: SignedInPage = async (request) => {
  const { ids, base } = organizationFrame(request);
  const member = await memberOf(request);
  return await submitted(
    async () => {
      await request.call(deleteMember, { ...ids, user_id: member.user_id }, undefined);
      return isSelf(request, member) && !request.session.user.operator
        ? redirect('/organizations', 'organization-left')
        : redirect(`${base}/members`, 'member-removed');
    },
    async (problem) => questionView(request, removal(request, member), { tab: 'members', problem }),
  );
};

export const rolePage: SignedInPage = async (request) =>
  roleView(request, await memberOf(request), null);

function roleView(request: SignedInRequest, member: Member, problem: Problem | null): View {
  const { base, frame } = organizationFrame(request);
  return {
    ...frame('members'),
    narrow: true,
    title: 'Change role',
    body: form({
      action: `${base}/members/${member.user_id}/role`,
      formKey: request.formKey,
      problem,
      submit: 'Change role',
      cancel: `${base}/members`,
      body: choiceField({
        name: 'role',
        label: member.email,
        type: 'radio',
        values: [request.form.get('role') ?? member.role],
        choices: ROLE_CHOICES,
        fault: faultAt(problem, '/role'),
      }),
    }),
  };
}

export const sendRole: SignedInPage = async (request) => {
  const { ids, base } = organizationFrame(request);
  const member = await memberOf(request);
  return await submitted(
    async () => {
      const role = roleOf(request.form);
      await request.call(updateMember, { ...ids, user_id: member.user_id }, { role });
      return redirect(`${base}/members`, 'role-changed');
    },
    async (problem) => roleView(request, member, problem),
  );
};
