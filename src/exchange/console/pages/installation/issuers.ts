import { getIssuerKeys } from '../../../flows/admin/issuer-keys.ts';
import { createIssuer, getIssuer, listIssuers } from '../../../flows/admin/issuers.ts';
import type { Problem } from '../../../flows/admin/problem.ts';
import { PROVIDERS, type Provider } from '../../../identity/identity.ts';
import { faultAt, form, selectField, textField } from '../../html/form.ts';
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
  table,
  time,
} from '../../html/parts.ts';
import { questionLink } from '../../html/question.ts';
import { redirect, type SignedInPage, type SignedInRequest } from '../../request.ts';
import { submitted } from '../../submitted.ts';
import { ISSUERS, revocation, switching } from './change-issuer.ts';
import { installationFrame } from './frame.ts';

const PROVIDER_NAMES: Readonly<Record<string, string>> = { github: 'GitHub Actions' };

export const issuersPage: SignedInPage = async ({ call, query, now }) => {
  const after = query.get('after');
  const { items, next } = await call(listIssuers, {}, { ...(after && { after }) });
  const create = html`<a class="button primary" href="${ISSUERS}/new">${icon('plus')} Register issuer</a>`;
  return {
    ...installationFrame('issuers'),
    title: 'Issuers',
    actions: items.length > 0 && create,
    body:
      items.length === 0
        ? emptyState(
            'shield-check',
            'No issuers',
            'An issuer signs the ID tokens of a CI system. Register one, and trust relationships can name its repositories.',
            create,
          )
        : html`${table(
            'Issuers',
            ['Issuer', 'Provider', 'State', 'Registered'],
            items.map((issuer) => [
              html`<a class="strong" href="${ISSUERS}/${issuer.id}">${written(issuer.url)}</a>`,
              PROVIDER_NAMES[issuer.provider] ?? issuer.provider,
              issuer.enabled ? badge('Enabled', 'good') : badge('Disabled', 'bad'),
              time(issuer.created_at, now),
            ]),
          )}${nextPage(next && `${ISSUERS}?after=${next}`)}`,
  };
};

export const createIssuerPage: SignedInPage = async (request) => createView(request, null);

function createView(request: SignedInRequest, problem: Problem | null): View {
  const { form: values, formKey } = request;
  return {
    ...installationFrame('issuers', [{ label: 'Issuers', href: ISSUERS }]),
    narrow: true,
    title: 'Register issuer',
    body: form({
      action: `${ISSUERS}/new`,
      formKey,
      once: values.get('once') ?? request.newOnce(),
      problem,
      submit: 'Register issuer',
      cancel: ISSUERS,
      body: html`${textField({
        name: 'url',
        label: 'URL',
        type: 'url',
        value: values.get('url') ?? '',
        required: true,
        hint: 'The claim iss of its ID tokens, byte for byte. GitHub.com has https://token.actions.githubusercontent.com.',
        fault: faultAt(problem, '/url'),
      })}${selectField({
        name: 'provider',
        label: 'Provider',
        value: values.get('provider') ?? PROVIDERS[0],
        choices: PROVIDERS.map((value) => ({ value, label: PROVIDER_NAMES[value] ?? value })),
        hint: 'Which CI system signs the ID tokens.',
        fault: faultAt(problem, '/provider'),
      })}`,
    }),
  };
}

export const sendCreateIssuer: SignedInPage = async (request) => {
  const { call, form: values } = request;
  return await submitted(
    async () => {
      // Whatever else was sent, the operation refuses in its own words.
      const provider = (values.get('provider') ?? '') as Provider;
      const sent = { url: values.get('url') ?? '', provider };
      const { id } = await call(createIssuer, {}, sent, values.get('once'));
      return redirect(`${ISSUERS}/${id}`, 'issuer-created');
    },
    async (problem) => createView(request, problem),
  );
};

export const issuerPage: SignedInPage = async (request) => {
  const { call, params, now, formKey } = request;
  const ids = { issuer_id: params.issuer ?? '' };
  const issuer = await call(getIssuer, ids, undefined);
  const keys = await call(getIssuerKeys, ids, undefined);
  return {
    ...installationFrame('issuers', [{ label: 'Issuers', href: ISSUERS }]),
    title: issuer.url,
    body: html`${section(
      'About',
      facts([
        ['Provider', PROVIDER_NAMES[issuer.provider] ?? issuer.provider],
        ['State', issuer.enabled ? badge('Enabled', 'good') : badge('Disabled', 'bad')],
        ['Registered', time(issuer.created_at, now)],
      ]),
    )}${keySection(keys, now)}${section(
      'Changes',
      html`<div class="choices"><div class="split"><div><h3>${issuer.enabled ? 'Disable' : 'Enable'}</h3><p class="muted">${issuer.enabled ? 'Its jobs get no more tokens, and the tokens that they have stop working for good.' : 'Its jobs may exchange again. What was revoked stays revoked.'}</p></div>${questionLink(switching(issuer), { id: 'switch-issuer', label: issuer.enabled ? 'Disable issuer' : 'Enable issuer', formKey })}</div>
<div class="split"><div><h3>Revoke</h3><p class="muted">Ends what was issued to its jobs. They can exchange again while the issuer is enabled.</p></div>${questionLink(revocation(issuer), { id: 'revoke-issuer', label: 'Revoke build tokens', formKey })}</div>
<div class="split"><div><h3>Delete</h3><p class="muted">Also deletes every trust relationship that names it, in all organizations.</p></div><a class="button danger" href="${ISSUERS}/${issuer.id}/delete">Delete issuer</a></div></div>`,
    )}`,
  };
};

type Keys = NonNullable<typeof getIssuerKeys.types>['answer'];

function keySection(keys: Keys, now: number): Html {
  return section(
    'Keys',
    html`${
      keys.failures > 0 &&
      callout(
        'warning',
        `The last ${keys.failures === 1 ? 'fetch' : `${keys.failures} fetches`} failed; the log says why. Keys that are held serve for up to a day.`,
      )
    }${facts([
      [
        'Fetched',
        time(keys.fetched_at, now, 'not yet; they are fetched when the first job needs them'),
      ],
      keys.fresh_until !== null && ['Fresh until', time(keys.fresh_until, now)],
      keys.kids.length > 0 && [
        'Key ids',
        html`<ul class="plain">${keys.kids.map((kid) => html`<li><code>${kid}</code></li>`)}</ul>`,
      ],
    ])}`,
    {
      description:
        'What this process holds of the keys that the issuer publishes. Other replicas hold their own.',
    },
  );
}
