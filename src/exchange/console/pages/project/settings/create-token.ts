import { PERMISSIONS } from '../../../../../protocol/permissions.ts';
import { Problem } from '../../../../flows/admin/problem.ts';
import { createProjectToken } from '../../../../flows/admin/project-tokens.ts';
import { getProject } from '../../../../flows/admin/projects.ts';
import { listRegistries } from '../../../../flows/admin/registries.ts';
import { choiceField, faultAt, form, selectField, textField } from '../../../html/form.ts';
import { html } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { callout, snippet } from '../../../html/parts.ts';
import type { SignedInPage, SignedInRequest } from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { timeInDays } from '../../token-end.ts';
import { settingsFrame } from './frame.ts';
import { usesOfToken } from './uses-of-token.ts';

/** Days, as the form sends them, and how it says so. */
const EXPIRIES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
  ['date', 'On a date…'],
  ['never', 'Never'],
] as const;

const PERMITTED = {
  build: 'Use the project’s builder.',
  push: 'Upload images. Registries ask for pull as well.',
  pull: 'Download images.',
};

export const createTokenPage: SignedInPage = async (request) => {
  await request.call(getProject, settingsFrame(request).ids, undefined);
  return createTokenView(request, null);
};

/** What was typed is what the request has sent. */
function createTokenView(request: SignedInRequest, problem: Problem | null): View {
  const { settings, formPage } = settingsFrame(request);
  const { form: values } = request;
  return {
    ...formPage,
    title: 'Add project token',
    body: form({
      action: `${settings}/tokens/new`,
      formKey: request.formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Create token',
      cancel: `${settings}#tokens`,
      body: html`${textField({
        name: 'description',
        label: 'Description',
        value: values.get('description') ?? '',
        required: true,
        placeholder: 'GitLab CI of the website',
        hint: 'What uses it, so that you know later what a revocation stops. One token for each system.',
        fault: faultAt(problem, '/description'),
      })}${selectField({
        name: 'expires',
        label: 'Expires',
        value: values.get('expires') ?? '90',
        choices: EXPIRIES.map(([value, label]) => ({ value, label })),
        fault: faultAt(problem, '/expires_at'),
      })}<div class="if-date">${textField({
        name: 'date',
        label: 'Date',
        type: 'date',
        value: values.get('date') ?? '',
        hint: 'The token ends when this day begins, in UTC.',
      })}</div>${choiceField({
        name: 'permissions',
        label: 'Permissions',
        type: 'checkbox',
        values: values.has('form_key') ? values.getAll('permissions') : ['push', 'pull'],
        choices: PERMISSIONS.map((value) => ({ value, label: value, hint: PERMITTED[value] })),
        fault: faultAt(problem, '/permissions'),
      })}`,
    }),
  };
}

export const sendCreateToken: SignedInPage = async (request) => {
  const { ids, settings, formPage, path } = settingsFrame(request);
  const { call, form: values, now } = request;
  return await submitted(
    async () => {
      const { token, permissions } = await call(
        createProjectToken,
        ids,
        {
          description: values.get('description') ?? '',
          ...expiryOf(values, now),
          permissions: PERMISSIONS.filter((it) => values.getAll('permissions').includes(it)),
        },
        values.get('once'),
      );
      if (token === null)
        return { ...formPage, title: 'Token created', body: shownBefore(settings) };
      const { items } = await call(listRegistries, {}, { limit: 1 });
      return {
        ...formPage,
        title: 'Token created',
        body: html`${callout('warning', html`<p><strong>Copy the token now.</strong> It is shown only once, and only its hash is stored.</p>`)}
${snippet(token, 'Project token')}
${usesOfToken({ path, permissions, registry: items[0]?.hosts[0] ?? null, trust: `${settingsFrame(request).base}/trust` })}
<p><a class="button primary" href="${settings}#tokens">Done</a></p>`,
      };
    },
    async (problem) => createTokenView(request, problem),
  ).catch((error: unknown) => {
    // A second later it ends a second later: it is another request, of the same form.
    if (!(error instanceof Problem) || error.code !== 'idempotency_key_reused') throw error;
    return { ...formPage, title: 'Token created', body: shownBefore(settings) };
  });
};

/** An empty date is left to the operation, whose words say how to write one. */
function expiryOf(values: URLSearchParams, now: number): { expires_at?: string } {
  const expires = values.get('expires') ?? '';
  if (expires === 'date') return { expires_at: values.get('date') ?? '' };
  const days = Number(expires);
  return days > 0 ? { expires_at: timeInDays(now, days) } : {};
}

function shownBefore(settings: string) {
  return html`${callout('warning', 'This token was created already, and it was shown only once. If you did not keep it, revoke it and create another one.')}
<p><a class="button primary" href="${settings}#tokens">Go to the project’s tokens</a></p>`;
}
