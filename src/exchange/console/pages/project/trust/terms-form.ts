import { PERMISSIONS } from '../../../../../protocol/permissions.ts';
import type { Problem } from '../../../../flows/admin/problem.ts';
import type { Form } from '../../../../http/request.ts';
import { type GitHubServer, githubServerOf } from '../../../../identity/github-servers.ts';
import {
  type ConditionMember,
  conditionText,
  memberText,
} from '../../../../policy/condition-texts.ts';
import { choiceField, faultAt, selectField, textArea, textField } from '../../../html/form.ts';
import { type Html, html, NOTHING } from '../../../html/html.ts';
import { callout, section, snippet } from '../../../html/parts.ts';
import { type Issuers, linesOf } from './typed-terms.ts';

export interface TermsForm {
  values: Form;
  problem: Problem | null;
  issuers: Issuers;
  /** Why the ids could not be looked up, so that they are asked for; null: they need not be. */
  idsWanted: string | null;
}

/** All that terms consist of. */
export function termsFields(form: TermsForm): Html {
  return html`${repositoryFields(form)}${jobFields(form)}${grantFields(form)}${limitFields(form)}`;
}

function repositoryFields({ values, problem, issuers, idsWanted }: TermsForm): Html {
  const value = values.get('repository') ?? '';
  return section(
    'Repository',
    html`${textField({
      name: 'repository',
      label: 'Repository',
      value,
      required: true,
      placeholder: 'https://github.com/acme/web',
      hint: 'Its URL, or owner/name.',
      fault: faultAt(problem, '/repository'),
    })}${
      issuers.length > 1 &&
      selectField({
        name: 'issuer',
        label: 'Issuer',
        value: values.get('issuer') ?? '',
        choices: issuers.map(({ url, enabled }) => ({
          value: url,
          label: enabled ? url : `${url} (disabled)`,
        })),
        hint: 'Whose ID tokens the jobs show. A pasted URL decides it.',
        fault: faultAt(problem, '/issuer'),
      })
    }${idFields({ values, problem, issuers, idsWanted })}`,
  );
}

function idFields({ values, problem, issuers, idsWanted }: TermsForm): Html {
  const fields = html`<div class="pair">${textField({
    name: 'repository_id',
    label: 'Repository id',
    value: values.get('repository_id') ?? '',
    fault: faultAt(problem, '/repository_id'),
  })}${textField({
    name: 'repository_owner_id',
    label: 'Owner id',
    value: values.get('repository_owner_id') ?? '',
    fault: faultAt(problem, '/repository_owner_id'),
  })}</div>`;
  if (idsWanted !== null)
    return html`${callout('warning', html`<p><strong>Give the numeric ids of the repository.</strong> ${idsWanted}</p><p>A name can change hands; the ids stay. Without them, the first job that is admitted decides which repository is meant.</p>`)}${idCommands(values, issuers)}<input type="hidden" name="asked" value="${values.get('repository') ?? ''}">${fields}`;
  const isOpen = ['repository_id', 'repository_owner_id'].some(
    (name) => values.get(name) || faultAt(problem, `/${name}`),
  );
  return html`<details${isOpen && html` open`}><summary>Numeric ids</summary><p class="hint">Looked up for you where the exchange can reach the server and the repository is public.</p>${fields}</details>`;
}

/** What prints the ids, to be run by whoever may read the repository. Only of a sound name. */
export function idCommands(values: Form, issuers: Issuers): Html {
  const repository = values.get('repository') ?? '';
  const issuer = values.get('issuer') || issuers[0]?.url;
  const server = (issuer && githubServerOf(issuer)) || null;
  const { gh, curl } = commandsFor(repository, server);
  return html`${snippet(gh, 'Command that prints both ids')}${curl !== null && html`<details><summary>Without gh</summary>${snippet(curl, 'The same with curl')}</details>`}`;
}

function commandsFor(repository: string, server: GitHubServer | null) {
  const host = server && server.host !== 'github.com' ? ` --hostname ${server.host}` : '';
  return {
    gh: `gh api${host} repos/${repository} --jq '.id, .owner.id'`,
    curl:
      server &&
      `curl -fsS -H "Authorization: Bearer $GITHUB_TOKEN" \\\n  ${server.api}/repos/${repository} | jq '.id, .owner.id'`,
  };
}

export const CONDITION_LABELS: Readonly<Record<ConditionMember, string>> = {
  refs: 'Refs',
  events: 'Events',
  environments: 'Environments',
  base_refs: 'Base branches',
  workflows: 'Workflows',
  reusable_workflows: 'Reusable workflows',
};

const USUAL = ['refs', 'events', 'environments'] as const;
const FURTHER = ['base_refs', 'workflows', 'reusable_workflows'] as const;

function jobFields({ values, problem }: TermsForm): Html {
  const field = (member: ConditionMember) => conditionField(member, values, problem);
  const isOpen = FURTHER.some((member) => values.get(member) || faultAt(problem, `/${member}`));
  return section(
    'Which jobs',
    html`${USUAL.map(field)}<details${isOpen && html` open`}><summary>Further conditions</summary>${FURTHER.map(field)}</details>`,
    {
      description:
        'Each condition that you fill in must hold, by any one of its lines. * stands for characters within a segment, ** for whole segments.',
    },
  );
}

function conditionField(member: ConditionMember, values: Form, problem: Problem | null): Html {
  const { meaning, entry, examples } = conditionText(member);
  const value = values.get(member) ?? '';
  return html`<div class="condition">${textArea({
    name: member,
    label: CONDITION_LABELS[member],
    value,
    rows: Math.min(8, Math.max(2, linesOf(value).length + 1)),
    hint: html`${meaning} One per line: ${examples.map((example, index) => html`${index > 0 && ', '}<code>${example}</code>`)}<span class="hidden">. ${entry}</span>`,
    fault: lineFault(member, value, problem),
  })}</div>`;
}

/** Names the line, as a field may have a hundred. */
function lineFault(member: string, value: string, problem: Problem | null): string | undefined {
  const fault = problem?.faults.find(({ at }) => at.startsWith(`/${member}/`));
  if (!fault) return faultAt(problem, `/${member}`);
  const line = linesOf(value)[Number(fault.at.split('/')[2])];
  return line === undefined ? fault.detail : `“${line}” ${fault.detail}`;
}

const PERMISSION_HINTS = {
  build: 'Use the project’s builder.',
  push: 'Push to the project’s repositories in the registry.',
  pull: 'Pull from them. Pushing needs this, too.',
};

function grantFields({ values, problem }: TermsForm): Html {
  return section(
    'What they may do',
    html`${choiceField({
      name: 'permissions',
      label: 'Permissions',
      type: 'checkbox',
      values: values.getAll('permissions'),
      choices: PERMISSIONS.map((value) => ({ value, label: value, hint: PERMISSION_HINTS[value] })),
      fault: faultAt(problem, '/permissions'),
    })}${textField({
      name: 'max_lifetime',
      label: 'Longest lifetime',
      value: values.get('max_lifetime') ?? '',
      placeholder: '2h',
      hint: memberText('max_lifetime'),
      fault: faultAt(problem, '/max_lifetime'),
    })}`,
  );
}

function limitFields({ values, problem }: TermsForm): Html {
  return section(
    'Limits and notes',
    html`${expiryField(values, problem)}${choiceField({
      name: 'mode',
      label: 'Mode',
      type: 'checkbox',
      values: values.getAll('mode'),
      choices: [
        {
          value: 'audit',
          label: 'Audit mode',
          hint: 'Try it out: records what would have been granted, and grants nothing.',
        },
      ],
      fault: faultAt(problem, '/mode'),
    })}${textField({
      name: 'description',
      label: 'Description',
      value: values.get('description') ?? '',
      maxlength: 200,
      hint: 'For people, such as what it is for or who asked for it.',
      fault: faultAt(problem, '/description'),
    })}`,
  );
}

function expiryField(values: Form, problem: Problem | null): Html {
  return textField({
    name: 'expires_at',
    label: 'Expires',
    value: values.get('expires_at') ?? '',
    placeholder: '2027-01-31',
    hint: `${memberText('expires_at')} Empty: never.`,
    fault: faultAt(problem, '/expires_at'),
  });
}

/** What was typed before, on its way to the next step. */
export function hiddenValues(values: Form, except: readonly string[] = []): Html {
  const entries = [...values].filter(([name]) => !except.includes(name));
  if (entries.length === 0) return NOTHING;
  return html`${entries.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}
