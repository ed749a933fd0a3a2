import { expect, test } from '@jest/globals';
import { servicesOfOneProcess } from '../../service.ts';
import { tenants } from './acme.ts';

const start = servicesOfOneProcess();

test('no secret that is handed out is ever seen again', async () => {
  const world = await tenants(start, { config: { logLevel: 'debug' } });
  const { service, admin, member, operator, organizationId, projectId } = world;
  const path = `/projects/${projectId}/tokens`;
  const once = { body: { description: 'Nightly' }, headers: { 'idempotency-key': 'once' } };
  const made = await admin('POST', path, once);
  const mine = await admin('POST', '/user/tokens', { body: { description: 'Mine' } });
  const secrets = [
    made.body.token,
    mine.body.token,
    await service.buildToken(),
    ...service.secrets,
  ];
  expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 30)).toBe(true);

  const { id } = made.body;
  const answers = [
    await admin('POST', path, once),
    await member('GET', path),
    await admin('PATCH', `/project-tokens/${id}`, { body: { description: 'Weekly' } }),
    await admin('DELETE', `/project-tokens/${id}`),
    await member('GET', `/project-tokens/${id}`),
    await admin('GET', '/user/tokens'),
    await admin('GET', `/organizations/${organizationId}/audit-events`),
    await operator('GET', '/audit-events'),
    await operator('GET', `/audit-events?organization_id=${organizationId}`),
  ];
  const places = {
    answers: JSON.stringify(answers.map(({ body }) => body)),
    events: JSON.stringify(await service.events()),
    log: service.log.join(''),
  };
  for (const text of Object.values(places)) {
    expect(text).toContain('project_token');
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
});
