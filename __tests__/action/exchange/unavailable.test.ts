import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { whyUnavailable } from '../../../src/action/exchange/unavailable.ts';

const OWN = 'acme/web/.github/workflows/release.yml@refs/heads/main';
const CALLED = 'acme/ci/.github/workflows/image.yml@refs/heads/main';

function why(
  variables: Record<string, string>,
  { event, jobWorkflow = '' }: { event?: unknown; jobWorkflow?: string } = {},
) {
  return whyUnavailable({
    env: (name) => variables[name],
    event: () => event,
    input: () => jobWorkflow,
  });
}

const pullRequest = (from: string | undefined) => ({
  pull_request: {
    head: { repo: from === undefined ? null : { full_name: from } },
    base: { repo: { full_name: 'acme/web' } },
  },
});

test.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])(
  '%s from a fork',
  (name) => {
    const event = pullRequest('mallory/web');
    expect(why({ GITHUB_EVENT_NAME: name }, { event }).code).toBe('id_token_fork_pull_request');
  },
);

test('pull_request_target has the identity of the base repository, so the permission is what lacks', () => {
  const event = pullRequest('mallory/web');
  const { code } = why({ GITHUB_EVENT_NAME: 'pull_request_target' }, { event });
  expect(code).toBe('id_token_permission_missing');
});

test.each([
  undefined,
  null,
  7,
  {},
  { pull_request: null },
  { pull_request: {} },
  { pull_request: 'x' },
])('an event payload of %j is no fork', (event) => {
  const { code } = why({ GITHUB_EVENT_NAME: 'pull_request' }, { event });
  expect(code).toBe('id_token_permission_missing');
});

test('a fork’s Dependabot is a fork', () => {
  const variables = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_ACTOR: 'dependabot[bot]' };
  expect(why(variables, { event: pullRequest(undefined) }).code).toBe('id_token_fork_pull_request');
});

test('the caller’s YAML names the called workflow as `uses:` wants it', () => {
  const { code, details } = why({ GITHUB_WORKFLOW_REF: OWN }, { jobWorkflow: CALLED });
  expect(code).toBe('id_token_reusable_workflow');
  expect(parse(details.paste ?? '')).toEqual({
    jobs: {
      build: {
        permissions: { 'id-token': 'write', contents: 'read' },
        uses: 'acme/ci/.github/workflows/image.yml@main',
      },
    },
  });
});

test('a job of the workflow’s own file is told about its own permissions only', () => {
  const { code, details } = why({ GITHUB_WORKFLOW_REF: OWN }, { jobWorkflow: OWN });
  expect(code).toBe('id_token_permission_missing');
  expect(parse(details.paste ?? '')).toEqual({
    permissions: { 'id-token': 'write', contents: 'read' },
  });
});

test.each(['', 'nonsense', 'acme/web/release.yml'])(
  'where the host does not tell the job’s workflow (%j), both places are shown',
  (jobWorkflow) => {
    const { code, details } = why({ GITHUB_WORKFLOW_REF: OWN }, { jobWorkflow });
    expect(code).toBe('id_token_permission_missing');
    expect(Object.keys(parse(details.paste ?? ''))).toEqual(['permissions', 'jobs']);
  },
);

test('a workflow file named like a command is no command in the message', () => {
  const hostile = 'acme/web/##[warning]x.yml@refs/heads/main';
  const { message } = why(
    { GITHUB_WORKFLOW_REF: `${hostile}\n::warning::x` },
    { jobWorkflow: hostile },
  );
  expect(message).not.toMatch(/##\[|\n/);
});
