import { Problem } from '../../../flows/admin/problem.ts';
import { problemAnswer } from '../../../http/statuses.ts';
import { SESSION_LASTS } from '../../../sessions/session.ts';
import { anybody, type ConsoleRoute } from '../../endpoint.ts';
import { faultAt, form, type Typed, textField, UNTOUCHED } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import type { View } from '../../html/layout.ts';
import type { Page, PageRequest } from '../../request.ts';
import type { SignInDeps } from '../sign-in/deps.ts';

export function setupRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  return [
    ['GET', '/setup/:secret', anybody(setupPage(deps))],
    ['POST', '/setup/:secret', anybody(sendSetup(deps))],
  ];
}

/** Whoever only looks, such as a program that follows links beforehand, spends nothing. */
function setupPage({ firstOperator }: SignInDeps): Page {
  return async (request) => {
    await firstOperator.requireOpen(request.params.secret ?? '');
    return setupView(request, UNTOUCHED);
  };
}

function sendSetup({ firstOperator, cookies }: SignInDeps): Page {
  return async (request) => {
    const { params, form: values, visitor, session } = request;
    try {
      const sent = { email: values.get('email')?.trim() ?? '' };
      const secret = await firstOperator.become(params.secret ?? '', sent, visitor, session);
      return {
        redirect: '/welcome',
        cookies: [cookies.write('session', secret, SESSION_LASTS)],
      };
    } catch (error) {
      if (!(error instanceof Problem) || ['gone', 'not_found'].includes(error.code)) throw error;
      const { status } = problemAnswer(error.code);
      return { ...setupView(request, { values, problem: error }), status };
    }
  };
}

function setupView({ params, formKey }: PageRequest, { values, problem }: Typed): View {
  return {
    title: 'Set up Dockpass',
    narrow: true,
    body: html`<p class="lead">This installation has no operator yet. Become the first one: operators create organizations, invite people, and register issuers.</p>
${form({
  action: `/setup/${params.secret ?? ''}`,
  formKey,
  problem,
  submit: 'Create operator',
  body: textField({
    name: 'email',
    label: 'E-mail address',
    type: 'email',
    required: true,
    autocomplete: 'email',
    placeholder: 'you@example.com',
    value: values.get('email') ?? '',
    hint: 'People see you under this address. No e-mail is sent.',
    fault: faultAt(problem, '/email'),
  }),
})}
<p class="muted">Next you add a passkey, and then your first project.</p>`,
  };
}
