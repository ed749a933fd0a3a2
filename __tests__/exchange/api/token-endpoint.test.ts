import { describe, expect, test } from '@jest/globals';
import { TOKEN_TYPE } from '../../../src/protocol/token-exchange.ts';
import { PUBLIC_URL, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

describe('a job that is trusted', () => {
  test('gets a build token in the shape of RFC 8693 section 2.2.1', async () => {
    const { exchange } = await start();
    const { status, headers, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^dpb_[0-9A-Za-z]{36}$/),
      issued_token_type: TOKEN_TYPE.accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'build push pull',
      projects: ['acme/web'],
      grants: [{ project: 'acme/web', permissions: ['build', 'push', 'pull'] }],
      reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  test('may call its ID token a JWT', async () => {
    const { exchange } = await start();
    expect(await exchange({ subject_token_type: TOKEN_TYPE.jwt })).toMatchObject({ status: 200 });
  });

  test('leaves an audit event under the reference of the answer', async () => {
    const { exchange, eventOf } = await start();
    const event = await eventOf(await exchange());
    expect(event).toMatchObject({
      action: 'exchange',
      decision: 'granted',
      reason: null,
      projects: ['acme/web'],
      permissions: ['build', 'push', 'pull'],
      claims: { repository: 'acme/web', run_id: '9876543210', run_attempt: '1' },
      tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
      clientAddress: '127.0.0.1',
    });
    expect(event?.relationships).toHaveLength(1);
  });

  test('gets less if it asks for less', async () => {
    const { exchange } = await start();
    const { body } = await exchange({ scope: 'pull', lifetime: '60' });
    expect(body).toMatchObject({ scope: 'pull', expires_in: 60 });
    expect(body.grants).toEqual([{ project: 'acme/web', permissions: ['pull'] }]);
  });

  test('gets no longer lifetime than the relationship and the server allow', async () => {
    const { exchange } = await start({
      trust: [{ maxLifetime: 1800 }, { project: 'acme/docs' }],
    });
    const resource = (project: string) => `${PUBLIC_URL}/${project}`;
    const long = { lifetime: '999999' };
    const web = await exchange({ ...long, resource: resource('acme/web') });
    expect(web.body.expires_in).toBe(1800);
    const docs = await exchange({ ...long, resource: resource('acme/docs') });
    expect(docs.body.expires_in).toBe(6 * 3600);
    const both = await exchange({
      ...long,
      resource: [resource('acme/web'), resource('acme/docs')],
    });
    expect(both.body.expires_in).toBe(1800);
  });
});

describe('several projects in one exchange', () => {
  const trust = [
    { project: 'acme/web' },
    { project: 'acme/docs', permissions: ['pull', 'build'] as const },
    { project: 'other/web' },
  ];

  test('are all that trust the job if none is named, where there is one organization', async () => {
    const { exchange } = await start({ trust: trust.slice(0, 2) });
    const { body } = await exchange();
    expect(body.projects).toEqual(['acme/docs', 'acme/web']);
    expect(body.scope).toBe('build pull');
    expect(body.grants[0]).toEqual({ project: 'acme/docs', permissions: ['build', 'pull'] });
  });

  test('are those that are named, each once', async () => {
    const { exchange } = await start({ trust });
    const web = `${PUBLIC_URL}/acme/web`;
    const { body } = await exchange({ resource: [web, `${PUBLIC_URL}/other/web`, web] });
    expect(body.projects).toEqual(['acme/web', 'other/web']);
  });

  test('are refused as a whole if one of them is not granted', async () => {
    const { exchange, idToken } = await start({ trust });
    const subject_token = idToken();
    const resource = [`${PUBLIC_URL}/acme/web`, `${PUBLIC_URL}/acme/secret`];
    const refused = await exchange({ subject_token, resource });
    expect(refused).toMatchObject({ status: 400, body: { reason: 'project_not_granted' } });
    // A refusal burns nothing: the same ID token still buys what is granted.
    const granted = await exchange({ subject_token, resource: `${PUBLIC_URL}/acme/web` });
    expect(granted.status).toBe(200);
  });
});
