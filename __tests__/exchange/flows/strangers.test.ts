import { describe, expect, test } from '@jest/globals';
import { addBuilder, askBuilderCredentials } from '../builders/job.ts';
import { PUBLIC_URL, type Service, servicesOfOneProcess } from '../service.ts';
import { applyChanges } from '../stores/furnished-store.ts';
import type { Trust } from '../trusted.ts';

const start = servicesOfOneProcess();

/** As jobs did while there was one organization. */
const NONE = { resource: undefined };

const OWN = { resource: `${PUBLIC_URL}/acme/web` };

/** What the admin of another organization may write about acme's repository. */
const trap: Trust = { project: 'evil/trap', permissions: ['build', 'pull'], maxLifetime: 60 };

const refusalOf = ({ body }: { body: { reason?: string } }) => body.reason ?? 'granted';

/** As another process does it, beside the exchange. */
const addOrganization = ({ store }: Service) =>
  applyChanges(store, [{ kind: 'organization', action: 'create', organization: 'evil' }]);

describe("a stranger who writes a trust relationship for acme's repository", () => {
  test('gives its jobs nothing: those that name no project are refused, and nobody reads their claims', async () => {
    const service = await start({ trust: [{}, trap] });
    const answer = await service.exchange(NONE);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_target', reason: 'project_required' },
    });
    expect(answer.body.error_description).toContain('`project`');
    expect(await service.eventOf(answer)).toMatchObject({
      claims: { repository: 'acme/web' },
      projects: [],
      scopes: [],
      wouldGrant: [],
    });
  });

  test('makes no refusal a success', async () => {
    const conditions = { refs: ['refs/heads/release'] };
    const service = await start({ trust: [{ conditions }, trap] });
    await addBuilder(service.store, 'evil/trap');
    expect(refusalOf(await service.exchange(NONE))).toBe('project_required');
    expect(refusalOf(await service.exchange(OWN))).toBe('condition_failed');
  });

  test('changes nothing about a job that names its project', async () => {
    const service = await start({ trust: [{}, trap] });
    const answer = await service.exchange(OWN);
    expect(answer.body).toMatchObject({
      projects: ['acme/web'],
      scope: 'build push pull',
      expires_in: 3600,
    });
    expect((await service.eventOf(answer))?.scopes).toMatchObject([{ project: 'acme/web' }]);
  });

  test('sends no job to a builder of theirs', async () => {
    const service = await start({ trust: [{}, trap] });
    await addBuilder(service.store, 'evil/trap');
    const token = await service.buildToken(OWN);
    for (const project of [undefined, 'evil/trap']) {
      const answer = await askBuilderCredentials(service, token, { project });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(answer.body)).not.toContain('tcp://');
    }
  });

  test('is not let in by the exchange in the shape of Depot, which can name no project', async () => {
    const service = await start({ trust: [{}, trap] });
    const body = JSON.stringify({ token: service.idToken() });
    const headers = { 'content-type': 'application/json' };
    const answer = await service.post('/auth/oidc/github-actions', body, headers);
    expect(answer).toMatchObject({ status: 400, body: { ok: false, reason: 'project_required' } });
  });

  test('is not let in either when a token that names its projects is narrowed', async () => {
    const service = await start({ trust: [{}, trap] });
    const { body } = await service.narrow(await service.buildToken(OWN));
    expect(body.projects).toEqual(['acme/web']);
  });
});

describe('jobs have to name their projects', () => {
  test('from the moment in which a second organization is committed by another process', async () => {
    const service = await start();
    for (let time = 0; time < 3; time++)
      expect(refusalOf(await service.exchange(NONE))).toBe('granted');
    await addOrganization(service);
    expect(refusalOf(await service.exchange(NONE))).toBe('project_required');
    expect(refusalOf(await service.exchange(OWN))).toBe('granted');
  });

  test('until there is only one organization again', async () => {
    const service = await start();
    await addOrganization(service);
    expect(refusalOf(await service.exchange(NONE))).toBe('project_required');
    await applyChanges(service.store, [
      { kind: 'organization', action: 'remove', organization: 'evil' },
    ]);
    expect(refusalOf(await service.exchange(NONE))).toBe('granted');
  });

  test('with one organization, too, if the configuration says so', async () => {
    const service = await start({ config: { requireProject: true } });
    expect(refusalOf(await service.exchange(NONE))).toBe('project_required');
    expect(refusalOf(await service.exchange(OWN))).toBe('granted');
  });

  test('after their ID token has been judged', async () => {
    const service = await start({ trust: [{}, trap] });
    const subject_token = service.idToken({ aud: 'https://elsewhere.example' });
    expect(refusalOf(await service.exchange({ ...NONE, subject_token }))).toBe('wrong_audience');
  });
});

test('builder credentials are for a project that the job names, though the token opens no other', async () => {
  const service = await start();
  await addBuilder(service.store);
  const answer = await askBuilderCredentials(service, await service.buildToken(), {
    project: undefined,
  });
  expect(answer).toMatchObject({ status: 400, body: { reason: 'project_required' } });
  expect(answer.body.detail).toContain('`project`');
});
