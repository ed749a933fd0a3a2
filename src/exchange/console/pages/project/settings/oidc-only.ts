import type { Problem } from '../../../../flows/admin/problem.ts';
import { countProjectTokens } from '../../../../flows/admin/project-tokens.ts';
import { updateProject } from '../../../../flows/admin/projects.ts';
import { type Html, html } from '../../../html/html.ts';
import type { View } from '../../../html/layout.ts';
import { badge, section } from '../../../html/parts.ts';
import { type Question, questionLink } from '../../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../../request.ts';
import { submitted } from '../../../submitted.ts';
import { questionView, settingsFrame } from './frame.ts';

type Count = Awaited<ReturnType<typeof countOf>>;

async function countOf(request: SignedInRequest) {
  return await request.call(countProjectTokens, settingsFrame(request).ids, undefined);
}

export async function oidcOnlySection(
  request: SignedInRequest,
  { changing }: { changing: boolean },
): Promise<Html> {
  const count = await countOf(request);
  const { oidc_only: on } = count;
  const link =
    changing &&
    questionLink(question(request, count), {
      id: 'switch-oidc-only',
      label: on ? 'Accept tokens again' : 'Turn on OIDC only',
      formKey: request.formKey,
    });
  return section(
    'OIDC only',
    html`<p>${on ? badge('On', 'good') : badge('Off')} ${on ? 'Only jobs that a trust relationship admits get in.' : stopped(count)}</p>`,
    {
      id: 'oidc-only',
      description:
        'Refuse project tokens and user access tokens: only build tokens of OIDC jobs open this project.',
      actions: link,
    },
  );
}

/** What switching it on stops. */
function stopped({ live, used_recently: used }: Count): string {
  if (live === 0) return 'No project token would stop working.';
  const tokens = live === 1 ? '1 project token' : `${live} project tokens`;
  const recently =
    used === 0 ? 'none used' : used === live && live > 1 ? 'all used' : `${used} used`;
  return `Turning it on stops ${tokens}, ${recently} in the last 30 days.`;
}

function question(request: SignedInRequest, count: Count): Question {
  const { settings, path } = settingsFrame(request);
  const address = `${settings}/oidc-only`;
  const fields = html`<input type="hidden" name="oidc_only" value="${count.oidc_only ? 'off' : 'on'}">`;
  if (count.oidc_only)
    return {
      address,
      fields,
      title: 'Accept static tokens again?',
      body: html`<p>${tokensAgain(count)} Members’ user access tokens open ${path} again, too, as far as their roles permit.</p>`,
      submit: 'Accept tokens again',
      tone: 'primary',
    };
  return {
    address,
    fields,
    title: 'Turn on OIDC only?',
    body: html`<p><strong>${stopped(count)}</strong></p><p>User access tokens of members no longer open the project, either, nor do build tokens that came from any of them. Nothing is revoked: all of it works again if you turn this off.</p>`,
    submit: 'Turn on OIDC only',
    tone: 'primary',
  };
}

function tokensAgain({ live }: Count): string {
  if (live === 0) return 'There are no project tokens.';
  return live === 1 ? '1 project token works again.' : `${live} project tokens work again.`;
}

async function switchView(request: SignedInRequest, problem: Problem | null): Promise<View> {
  return questionView(request, question(request, await countOf(request)), '#oidc-only', problem);
}

export const oidcOnlyPage: SignedInPage = async (request) => await switchView(request, null);

export const sendOidcOnly: SignedInPage = async (request) => {
  const { ids, settings } = settingsFrame(request);
  const on = request.form.get('oidc_only') === 'on';
  return await submitted(
    async () => {
      await request.call(updateProject, ids, { oidc_only: on });
      return redirect(`${settings}#oidc-only`, on ? 'oidc-only-on' : 'oidc-only-off');
    },
    async (problem) => await switchView(request, problem),
  );
};
