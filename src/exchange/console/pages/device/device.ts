import { Problem } from '../../../flows/admin/problem.ts';
import { type DeviceLogin, shownUserCode } from '../../../flows/sign-in/device-login.ts';
import type { SignInLimits } from '../../../limits/sign-in-limits.ts';
import type { DeviceAuthorizationRecord } from '../../../stores/ports/device-authorizations.ts';
import { formatTime } from '../../../system/clock.ts';
import { actionButton, faultAt, form, type Typed, textField } from '../../html/form.ts';
import { html, written } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import { callout, facts, section, time } from '../../html/parts.ts';
import { type Page, redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';

export interface DevicePageDeps {
  deviceLogin: DeviceLogin;
  signInLimits: Pick<SignInLimits, 'requireRoom' | 'countFailure'>;
}

/** The code of the link is filled in, and no more: whoever sent the link must not decide what it opens. */
export const devicePage: SignedInPage = async (request) =>
  codeView(request, { values: request.query, problem: null });

function codeView({ formKey }: SignedInRequest, { values, problem }: Typed): View {
  return {
    title: 'Connect the command line',
    narrow: true,
    body: html`<p class="lead">You ran <code>dockpass login</code>. Enter the code that your terminal shows.</p>
${form({
  action: '/device',
  formKey,
  problem,
  submit: 'Continue',
  cancel: '/projects',
  body: textField({
    name: 'user_code',
    label: 'Code',
    value: values.get('user_code') ?? '',
    required: true,
    maxlength: 20,
    placeholder: 'XXXX-XXXX',
    hint: 'Nothing is approved yet: first you see what asks.',
    fault: faultAt(problem, '/user_code'),
  }),
})}`,
  };
}

/** Nobody finds the codes of others by trying. */
export function sendCode({ deviceLogin, signInLimits }: DevicePageDeps): SignedInPage {
  return async (request) => {
    const { form: values, visitor } = request;
    signInLimits.requireRoom(visitor.clientAddress);
    const asked = await deviceLogin.find(values.get('user_code') ?? '');
    if (asked) return decisionView(request, asked);
    signInLimits.countFailure(visitor.clientAddress);
    const problem = new Problem('invalid_request', 'Nothing asks with this code.', [
      {
        at: '/user_code',
        detail:
          'is not valid any more or not the one in your terminal; compare them, or run the command again',
      },
    ]);
    return { ...codeView(request, { values, problem }), status: 400 };
  };
}

function decisionView(
  { formKey, now, session }: SignedInRequest,
  { userCode, clientName, clientAddress, createdAt }: DeviceAuthorizationRecord,
): View {
  const fields = { user_code: userCode };
  const { email } = session.user;
  return {
    title: 'Let this command line act for you?',
    narrow: true,
    body: html`<p class="lead">It gets a user access token of ${written(email)} for 90 days, with which it may do <strong>everything that you may do</strong>.</p>
${section(
  'Compare the code with your terminal',
  html`<p class="user-code"><code>${shownUserCode(userCode)}</code></p>${facts([
    ['It calls itself', written(clientName)],
    ['It asked from', html`<code>${clientAddress ?? 'an unknown address'}</code>`],
    ['When', time(formatTime(createdAt), now)],
  ])}`,
)}
${callout('warning', 'Approve only what you started yourself. If somebody sent you here, deny it: they would get your access.')}
<div class="form-end">${actionButton({ action: '/device/approve', formKey, submit: 'Approve', tone: 'primary', fields })}${actionButton({ action: '/device/deny', formKey, submit: 'Deny', fields })}</div>`,
  };
}

export function sendDecision(
  { deviceLogin, signInLimits }: DevicePageDeps,
  decision: 'approved' | 'denied',
): SignedInPage {
  return async ({ form: values, session, visitor }) => {
    const userCode = values.get('user_code') ?? '';
    signInLimits.requireRoom(visitor.clientAddress);
    if (!(await deviceLogin.find(userCode))) signInLimits.countFailure(visitor.clientAddress);
    await deviceLogin.decide(userCode, decision, session, visitor);
    return redirect('/device/done', decision === 'approved' ? 'device-approved' : 'device-denied');
  };
}

export const doneDevicePage: Page = async () => ({
  title: 'You can close this page',
  narrow: true,
  body: html`<p class="lead">Go back to your terminal. Your account page lists your tokens, and revokes them.</p>
<p><a class="button" href="/account">Go to your account</a></p>`,
});
