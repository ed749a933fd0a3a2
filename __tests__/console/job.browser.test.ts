import { expect, test } from '@jest/globals';
import { newUser } from '../exchange/api/admin/administration.ts';
import type { Service } from '../exchange/service.ts';
import { startJob } from '../support/runner.ts';
import { inBrowser } from './browser.ts';

const { console: start, visitor } = inBrowser();

/** The bundled action, as the runner runs it, on a branch of acme/web. */
async function runJob({ issuer, publicUrl }: Service, branch: string) {
  const ref = `refs/heads/${branch}`;
  const workflow = `acme/web/.github/workflows/release.yml@${ref}`;
  issuer.claims = { ref, workflow_ref: workflow, job_workflow_ref: workflow };
  const env = { ...issuer.environment, GITHUB_REF: ref, GITHUB_WORKFLOW_REF: workflow };
  const job = await startJob({ env });
  try {
    const main = await job.run({ with: { 'exchange-url': publicUrl, project: 'acme/web' } });
    await job.post();
    return main;
  } finally {
    await job.close();
  }
}

test('a job is the first that a project waits for; what it says when it is refused leads to its page', async () => {
  const service = await start({ trust: [{ conditions: { refs: ['refs/heads/main'] } }] });
  const token = await newUser(service.store, 'olga@example.com', { operator: true });
  const { page, signIn } = await visitor(service);
  await signIn(token, '/welcome/projects/acme/web');
  await page.getByText('Waiting for the first exchange').waitFor();
  const admitted = await runJob(service, 'main');
  expect(admitted.exitCode).toBe(0);
  await page.getByText('It works.').waitFor();

  const refused = await runJob(service, 'try-it');
  expect(refused.outputs['error-code']).toBe('condition_failed');
  const [link = ''] = /http:\/\/localhost:\d+\/events\/[\w-]+/.exec(refused.summary) ?? [];
  expect(link).toBe(`${service.publicUrl}/events/${refused.outputs.reference}`);
  await page.goto(link);
  const failed = page.getByRole('row', { name: /Fails Branch or tag/ });
  expect(await failed.innerText()).toContain('refs/heads/try-it');
});
