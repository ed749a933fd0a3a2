/** docs/trust-relationships.md: its recipes, on jobs as GitHub describes them in their ID tokens. */

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { evaluate, isMatch } from '../../../src/exchange/trust/match.ts';
import { jobClaims, NOW, relationship } from '../trust/examples.ts';
import { EXAMPLE } from './examples.ts';
import { parsePolicy } from './policy-file.ts';

let page: string;
beforeAll(async () => {
  const path = new URL('../../../docs/trust-relationships.md', import.meta.url);
  page = await readFile(path, 'utf8');
});

/** The first recipe behind this sentence of the page. */
function recipeAfter(sentence: string) {
  const [, behind = ''] = page.split(sentence);
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(behind) ?? [];
  const policy = EXAMPLE.replace(/ {10}- repository:[\s\S]*/, yaml.replaceAll(/^/gm, '          '));
  const [rule] = parsePolicy(policy).organizations[0]?.projects[0]?.trustRelationships ?? [];
  if (!rule) throw new Error(`no recipe behind "${sentence}"`);
  return rule;
}

type Job = Record<string, string | undefined>;

const COMMIT = '7b9e2f0c4d1a8e6f5b3c2d1e0f9a8b7c6d5e4f30';

const pullRequest = (base_ref: string): Job => ({
  event_name: 'pull_request',
  ref: 'refs/pull/7/merge',
  base_ref,
  head_ref: 'fix/1',
});

const merged = (base_ref: string): Job => ({
  ...pullRequest(base_ref),
  ref: `refs/heads/${base_ref}`,
});

const queued = (branch: string): Job => ({
  event_name: 'merge_group',
  ref: `refs/heads/gh-readonly-queue/${branch}/pr-104-${COMMIT}`,
  base_ref: '',
});

const push: Job = { event_name: 'push', ref: 'refs/heads/main', base_ref: '', head_ref: '' };

const called = (version: string): Job => ({
  ...push,
  job_workflow_ref: `acme/workflows/.github/workflows/image.yml@${version}`,
});

const RECIPES: Record<string, { admits: Job[]; refuses: Job[] }> = {
  'Pull requests into `main` only': {
    admits: [pullRequest('main'), merged('main')],
    refuses: [pullRequest('next'), pullRequest('main-2'), push, queued('main')],
  },
  'A pull request pushes once it is merged.': {
    admits: [merged('main')],
    refuses: [pullRequest('main'), merged('next'), push],
  },
  'The merge queue of `main` builds': {
    admits: [queued('main')],
    refuses: [queued('next'), push, pullRequest('main')],
  },
  'Only a central reusable workflow may push': {
    admits: [called('refs/tags/v3')],
    refuses: [called('refs/tags/v3.1'), called('refs/heads/v3'), called(COMMIT), push],
  },
  'The same by commit': {
    admits: [called(COMMIT)],
    refuses: [called('refs/tags/v3'), called(COMMIT.replace('7', '8')), push],
  },
};

describe.each(Object.keys(RECIPES))('%s', (sentence) => {
  const { admits = [], refuses = [] } = RECIPES[sentence] ?? {};

  test.each([
    ...admits.map((job) => [job, true] as const),
    ...refuses.map((job) => [job, false] as const),
  ])('%j: %j', (job, admitted) => {
    const rule = relationship(recipeAfter(sentence));
    const evaluation = evaluate(rule, jobClaims(job), { now: NOW, requirePins: true });
    expect(isMatch(evaluation)).toBe(admitted);
  });
});
