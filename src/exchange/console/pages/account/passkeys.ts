import { listIdentities } from '../../../flows/admin/identities.ts';
import {
  deletePasskey,
  getPasskey,
  listPasskeys,
  updatePasskey,
} from '../../../flows/admin/passkeys.ts';
import { Problem } from '../../../flows/admin/problem.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { browserName } from '../../html/browser-name.ts';
import { actionButton, faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { type Content, type Html, html, written } from '../../html/html.ts';
import { icon } from '../../html/icon.ts';
import type { View } from '../../html/layout.ts';
import { callout, emptyState, nextPage, section, stacked, table, time } from '../../html/parts.ts';
import { noPasskeysHere, passkeyForm } from '../../html/passkey-form.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { ceremony, requirePasskeys } from '../sign-in/passkey.ts';
import { ACCOUNT_FRAME } from './frame.ts';

const PATH = '/account/passkeys';

export function passkeyRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  return [
    ['GET', `${PATH}/new`, signedIn(async (request) => createView(deps, request, UNTOUCHED))],
    ['POST', PATH, signedIn(sendCreate(deps))],
    ['POST', `${PATH}/options`, signedIn(sendOptions(deps))],
    ['GET', `${PATH}/:passkey`, signedIn(renamePage)],
    ['POST', `${PATH}/:passkey`, signedIn(sendRename)],
    ['GET', `${PATH}/:passkey/remove`, signedIn(removePage)],
    ['POST', `${PATH}/:passkey/remove`, signedIn(sendRemove)],
  ];
}

export async function passkeysCard(
  { passkeys, url }: SignInDeps,
  { call, query, now }: SignedInRequest,
): Promise<Html> {
  const after = query.get('passkeys');
  const { items, next } = await call(listPasskeys, {}, { ...(after && { after }) });
  const add =
    passkeys !== null && html`<a class="button" href="${PATH}/new">${icon('plus')} Add passkey</a>`;
  return section(
    'Passkeys',
    items.length === 0
      ? emptyState(
          'key-round',
          'No passkeys',
          passkeys === null
            ? noPasskeysHere(url)
            : 'With a passkey you sign in by a fingerprint, your face or a PIN, and nothing can be phished.',
        )
      : html`${stacked(
          table(
            'Passkeys',
            ['Name', 'Last used', 'Added', html`<span class="hidden">Actions</span>`],
            items.map((passkey) => [
              written(passkey.name),
              time(passkey.last_used_at, now),
              time(passkey.created_at, now),
              html`<span class="actions"><a class="button" href="${PATH}/${passkey.id}">Rename</a><a class="button" href="${PATH}/${passkey.id}/remove">Remove</a></span>`,
            ]),
          ),
        )}${nextPage(next && `/account?passkeys=${next}#passkeys`)}`,
    { id: 'passkeys', description: 'How you sign in.', actions: add },
  );
}

function createView(deps: SignInDeps, request: SignedInRequest, typed: Typed): View {
  return {
    ...ACCOUNT_FRAME,
    title: 'Add a passkey',
    narrow: true,
    scripts: ['passkey'],
    body: html`<p class="lead">Your device asks for a fingerprint, your face or a PIN.</p>
${createPasskeyForm(deps, request, typed, { to: '/account', instead: html`<a class="button" href="/account#passkeys">Cancel</a>` })}`,
  };
}

/** `to`: where to go on; `instead`: beside the button. */
export function createPasskeyForm(
  { passkeys, url }: Pick<SignInDeps, 'passkeys' | 'url'>,
  { formKey, visitor }: SignedInRequest,
  { values, problem }: Typed,
  { to, instead }: { to: '/account' | '/welcome'; instead: Content },
): Html {
  if (passkeys === null) return html`${noPasskeysHere(url)}<p class="form-end">${instead}</p>`;
  return passkeyForm({
    kind: 'create',
    action: PATH,
    options: `${PATH}/options`,
    formKey,
    problem,
    fields: html`<input type="hidden" name="to" value="${to}">${textField({
      name: 'name',
      label: 'Name',
      value: values.get('name') ?? browserName(visitor.userAgent),
      required: true,
      maxlength: 200,
      hint: 'Where it is, so that you know later which one to remove.',
      fault: faultAt(problem, '/name'),
    })}`,
    submit: 'Add passkey',
    instead,
  });
}

function sendOptions(deps: SignInDeps): SignedInPage {
  return ({ session, visitor }) =>
    ceremony(deps, async ({ register }) => await register.begin(session, visitor));
}

function sendCreate(deps: SignInDeps): SignedInPage {
  const { cookies } = deps;
  return async (request) => {
    const { session, visitor, form: values, context } = request;
    const spent = cookies.write('ceremony', '', 0);
    try {
      await requirePasskeys(deps.passkeys).register.finish(session, visitor, {
        secret: cookies.read(context, 'ceremony'),
        credential: values.get('credential') ?? '',
        name: values.get('name') ?? '',
      });
      const to = values.get('to') === '/welcome' ? '/welcome' : '/account#passkeys';
      return { ...redirect(to, 'passkey-added'), cookies: [spent] };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status } = problemAnswer(error.code);
      const view = createView(deps, request, { values, problem: error });
      return { ...view, status, cookies: [spent] };
    }
  };
}

const renamePage: SignedInPage = async (request) => {
  const { call, params } = request;
  const { name } = await call(getPasskey, { passkey_id: params.passkey ?? '' }, undefined);
  return renameView(request, { values: new URLSearchParams({ name }), problem: null });
};

function renameView({ params, formKey }: SignedInRequest, { values, problem }: Typed): View {
  return {
    ...ACCOUNT_FRAME,
    title: 'Rename passkey',
    narrow: true,
    body: form({
      action: `${PATH}/${params.passkey ?? ''}`,
      formKey,
      problem,
      submit: 'Rename passkey',
      cancel: '/account#passkeys',
      body: textField({
        name: 'name',
        label: 'Name',
        value: values.get('name') ?? '',
        required: true,
        maxlength: 200,
        fault: faultAt(problem, '/name'),
      }),
    }),
  };
}

const sendRename: SignedInPage = async (request) => {
  const { call, params, form: values } = request;
  try {
    const name = values.get('name') ?? '';
    await call(updatePasskey, { passkey_id: params.passkey ?? '' }, { name });
    return redirect('/account#passkeys', 'passkey-renamed');
  } catch (error) {
    if (!(error instanceof Problem) || error.faults.length === 0) throw error;
    return { ...renameView(request, { values, problem: error }), status: 400 };
  }
};

const removePage: SignedInPage = async (request) => {
  const { call, params, formKey } = request;
  const passkey = await call(getPasskey, { passkey_id: params.passkey ?? '' }, undefined);
  const { items: passkeys } = await call(listPasskeys, {}, { limit: 2 });
  const { items: identities } = await call(listIdentities, {}, { limit: 1 });
  const isLast = passkeys.length === 1 && identities.length === 0;
  return {
    ...ACCOUNT_FRAME,
    title: 'Remove this passkey?',
    narrow: true,
    body: html`${
      isLast &&
      callout(
        'warning',
        'This is your last way to sign in, except with a user access token. Add another passkey first, or make sure that you have a token.',
      )
    }<p>Nobody can sign in with ${written(passkey.name)} any more. Sessions go on; your device keeps offering the passkey until you delete it there, too.</p>
<div class="form-end">${actionButton({ action: `${PATH}/${passkey.id}/remove`, formKey, submit: 'Remove passkey', tone: 'danger' })}<a class="button" href="/account#passkeys">Cancel</a></div>`,
  };
};

const sendRemove: SignedInPage = async ({ call, params }) => {
  await call(deletePasskey, { passkey_id: params.passkey ?? '' }, undefined);
  return redirect('/account#passkeys', 'passkey-removed');
};
