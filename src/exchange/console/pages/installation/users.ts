import type { Problem } from '../../../flows/admin/problem.ts';
import {
  createUser,
  deleteUser,
  getUser,
  listUsers,
  updateUser,
} from '../../../flows/admin/users.ts';
import { choiceField, faultAt, form, textField } from '../../html/form.ts';
import { type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import {
  badge,
  callout,
  emptyState,
  facts,
  nextPage,
  section,
  snippet,
  table,
  time,
} from '../../html/parts.ts';
import { type Question, questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { requireTypedName, submitted } from '../../submitted.ts';
import { installationFrame, questionView } from './frame.ts';

const USERS = '/installation/users';

type User = Awaited<ReturnType<typeof userOf>>;

export const usersPage: SignedInPage = async ({ call, query, now }) => {
  const after = query.get('after');
  const { items, next } = await call(listUsers, {}, { ...(after && { after }) });
  const create = html`<a class="button primary" href="${USERS}/new">${icon('user-plus')} Create user</a>`;
  return {
    ...installationFrame('users'),
    title: 'Users',
    actions: create,
    body:
      items.length === 0
        ? emptyState('users', 'No users', 'Create one, or invite somebody into an organization.')
        : html`${table(
            'Users',
            ['User', 'State', 'Created'],
            items.map((user) => [
              html`<a class="strong" href="${USERS}/${user.id}">${written(user.email)}</a>`,
              stateOf(user),
              time(user.created_at, now),
            ]),
          )}${nextPage(next && `${USERS}?after=${next}`)}`,
  };
};

function stateOf({ operator, disabled, email_proven: isProven }: User): Html {
  return html`${operator && badge('Operator', 'accent')}${disabled ? badge('Disabled', 'bad') : badge('Active', 'good')}${!isProven && badge('Unconfirmed address', 'warning')}`;
}

export const createUserPage: SignedInPage = async (request) => createView(request, null);

function createView(request: SignedInRequest, problem: Problem | null): View {
  const { form: values, formKey } = request;
  return {
    ...installationFrame('users', [{ label: 'Users', href: USERS }]),
    narrow: true,
    title: 'Create user',
    body: html`${callout('info', html`To let somebody into an organization, <a href="/organizations">invite them there</a> instead: they get a link to sign in with.`)}${form(
      {
        action: `${USERS}/new`,
        formKey,
        once: values.get('once') ?? request.newOnce(),
        problem,
        submit: 'Create user',
        cancel: USERS,
        body: html`${textField({
          name: 'email',
          label: 'E-mail address',
          type: 'email',
          value: values.get('email') ?? '',
          required: true,
          placeholder: 'ada@example.com',
          fault: faultAt(problem, '/email'),
        })}${choiceField({
          name: 'operator',
          label: 'Installation',
          type: 'checkbox',
          values: values.getAll('operator'),
          choices: [{ value: 'on', label: 'Operator', hint: OPERATOR_HINT }],
          fault: faultAt(problem, '/operator'),
        })}`,
      },
    )}`,
  };
}

const OPERATOR_HINT =
  'Administers the installation: every organization, all users, issuers, registries and audit events.';

export const sendCreateUser: SignedInPage = async (request) => {
  const { call, form: values } = request;
  return await submitted(
    async () => {
      const sent = { email: values.get('email') ?? '', operator: values.get('operator') === 'on' };
      const { id } = await call(createUser, {}, sent, values.get('once'));
      return redirect(`${USERS}/${id}`, 'user-created');
    },
    async (problem) => createView(request, problem),
  );
};

async function userOf({ call, params }: SignedInRequest) {
  return await call(getUser, { user_id: params.user ?? '' }, undefined);
}

export const userPage: SignedInPage = async (request) => {
  const user = await userOf(request);
  const { now, formKey } = request;
  const link = (question: Question, id: string, label: string) =>
    questionLink(question, { id, label, formKey });
  return {
    ...installationFrame('users', [{ label: 'Users', href: USERS }]),
    title: user.email,
    body: html`${section(
      'About',
      facts([
        ['State', stateOf(user)],
        ['Created', time(user.created_at, now)],
        user.disabled_at !== null && ['Disabled', time(user.disabled_at, now)],
      ]),
    )}${
      !user.disabled &&
      user.email_proven &&
      section(
        'Let them in',
        html`<div class="stack"><p>An admin of an organization <a href="/organizations">invites them</a>, with a link that lets them sign in. Or create a user access token on the exchange’s machine:</p>${snippet(`dockpass token create --user ${user.email} --description 'first sign-in' --expires 1d`, 'Create a user access token')}</div>`,
      )
    }${section(
      'Changes',
      html`<div class="choices">${!user.email_proven && html`<div class="split"><div><h3>Address</h3><p class="muted">Nobody has checked that it is theirs. Until then, commands and invitations that name it don’t mean this user.</p></div>${link(addressQuestion(user), 'confirm-address', 'Confirm address')}</div>`}
<div class="split"><div><h3>Operator</h3><p class="muted">${OPERATOR_HINT} The last operator stays one.</p></div>${link(operatorQuestion(user), 'switch-operator', user.operator ? 'Take operator away' : 'Make operator')}</div>
<div class="split"><div><h3>${user.disabled ? 'Enable' : 'Disable'}</h3><p class="muted">${user.disabled ? 'Tokens and passkeys work again; sessions stay ended.' : 'All tokens stop working and all sessions end at once. Memberships stay.'}</p></div>${link(disabledQuestion(user), 'switch-disabled', user.disabled ? 'Enable user' : 'Disable user')}</div>
<div class="split"><div><h3>Delete</h3><p class="muted">With their tokens and memberships. Project tokens that they created stay, and so do audit events.</p></div><a class="button danger" href="${USERS}/${user.id}/delete">Delete user</a></div></div>`,
    )}`,
  };
};

function operatorQuestion({ id, email, operator }: User): Question {
  return {
    address: `${USERS}/${id}/operator`,
    title: operator ? 'Take operator away?' : 'Make operator?',
    body: operator
      ? html`<p>${written(email)} no longer administers the installation. Memberships stay.</p>`
      : html`<p>${written(email)} gets everything: every organization, all users, issuers, registries and audit events.</p>`,
    fields: html`<input type="hidden" name="operator" value="${operator ? 'off' : 'on'}">`,
    submit: operator ? 'Take operator away' : 'Make operator',
    tone: operator ? 'danger' : 'primary',
  };
}

function disabledQuestion({ id, email, disabled }: User): Question {
  return {
    address: `${USERS}/${id}/disabled`,
    title: disabled ? 'Enable this user?' : 'Disable this user?',
    body: disabled
      ? html`<p>Tokens of ${written(email)} that have neither expired nor been revoked work again.</p>`
      : html`<p>All tokens of ${written(email)} stop working and all their sessions end at once. You can enable them again.</p>`,
    fields: html`<input type="hidden" name="disabled" value="${disabled ? 'off' : 'on'}">`,
    submit: disabled ? 'Enable user' : 'Disable user',
    tone: disabled ? 'primary' : 'danger',
  };
}

function addressQuestion({ id, email }: User): Question {
  return {
    address: `${USERS}/${id}/address`,
    title: 'Confirm this address?',
    body: html`<p>Confirm it only if you know that ${written(email)} is theirs: ask them over another channel. From then on nobody else can have it, and whoever names it means this user.</p>`,
    fields: html`<input type="hidden" name="email_proven" value="on">`,
    submit: 'Confirm address',
    tone: 'primary',
  };
}

/** Pages that ask for a switch of a user, and what they send. */
function switching(
  name: 'operator' | 'disabled' | 'email_proven',
  question: (user: User) => Question,
) {
  const view = (request: SignedInRequest, user: User, problem: Problem | null) =>
    questionView(request, question(user), { tab: 'users', back: `${USERS}/${user.id}`, problem });
  const page: SignedInPage = async (request) => view(request, await userOf(request), null);
  const send: SignedInPage = async (request) => {
    const user = await userOf(request);
    const on = request.form.get(name) === 'on';
    return await submitted(
      async () => {
        await request.call(updateUser, { user_id: user.id }, { [name]: on });
        return redirect(`${USERS}/${user.id}`, 'user-saved');
      },
      async (problem) => view(request, user, problem),
    );
  };
  return { page, send };
}

export const operatorSwitch = switching('operator', operatorQuestion);

export const disabledSwitch = switching('disabled', disabledQuestion);

export const addressSwitch = switching('email_proven', addressQuestion);

export const deleteUserPage: SignedInPage = async (request) =>
  deleteView(request, await userOf(request), null);

function deleteView(request: SignedInRequest, user: User, problem: Problem | null): View {
  const { id, email } = user;
  return {
    ...installationFrame('users', [
      { label: 'Users', href: USERS },
      { label: email, href: `${USERS}/${id}` },
    ]),
    narrow: true,
    title: 'Delete user',
    body: html`${callout('bad', html`<p>Deletes ${written(email)} with their tokens, passkeys, sessions and memberships. This can’t be undone. Disable them instead if they may come back.</p><p>Project tokens that they created stay, and so do audit events.</p>`)}${form(
      {
        action: `${USERS}/${id}/delete`,
        formKey: request.formKey,
        problem,
        submit: 'Delete user',
        tone: 'danger',
        cancel: `${USERS}/${id}`,
        body: textField({
          name: 'typed_name',
          label: 'E-mail address',
          value: request.form.get('typed_name') ?? '',
          required: true,
          hint: html`Type <strong>${written(email)}</strong> to confirm.`,
          fault: faultAt(problem, '/typed_name'),
        }),
      },
    )}`,
  };
}

export const sendDeleteUser: SignedInPage = async (request) => {
  const user = await userOf(request);
  return await submitted(
    async () => {
      requireTypedName(request.form.get('typed_name'), user.email);
      await request.call(deleteUser, { user_id: user.id }, undefined);
      return redirect(USERS, 'user-deleted');
    },
    async (problem) => deleteView(request, user, problem),
  );
};
