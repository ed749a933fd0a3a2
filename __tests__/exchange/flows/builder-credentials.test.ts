import { createPublicKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureBuilderAuthority } from '../../../src/exchange/builders/authority.ts';
import { systemClock } from '../../../src/exchange/system/clock.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { STORED } from '../builders/builder.ts';
import { addBuilder, askBuilderCredentials, jobKey } from '../builders/job.ts';
import { PUBLIC_URL, type Service, services, servicesOfOneProcess } from '../service.ts';
import { addProjectToken, projectOf } from '../tenants.ts';

const start = servicesOfOneProcess();
const startForAll = services(afterAll);
const LONG_NAME = `${'o'.repeat(40)}/${'p'.repeat(40)}`;
const NO_LIMITS = { rateLimits: { perAddress: 0, perRepository: 0 } };
const OWN = { resource: `${PUBLIC_URL}/acme/web` };
const certificateOf = ({ body }: { body: { certificate: string } }) =>
  new X509Certificate(body.certificate);
const secondsOf = (time: string) => Date.parse(time) / 1000;

let service: Service;

beforeAll(async () => {
  const trust = ['acme/web', 'acme/docs', LONG_NAME].map((project) => ({ project }));
  service = await startForAll({ trust, config: NO_LIMITS });
  for (const { project } of trust) await addBuilder(service.store, project);
});

async function authorityOf(project = 'acme/web'): Promise<X509Certificate> {
  const { id } = await service.store.read((records) => projectOf(records, project));
  const authority = await ensureBuilderAuthority(
    { store: service.store, clock: systemClock, random: systemRandom },
    id,
  );
  return new X509Certificate(authority?.certificate ?? '');
}

describe('builder credentials', () => {
  test('are where the builder is, and a certificate for the key that was sent, in the project’s name', async () => {
    const token = await service.buildToken(OWN);
    const { publicKey } = jobKey();
    const answer = await askBuilderCredentials(service, token, { public_key: publicKey });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      project: 'acme/web',
      endpoint: STORED.endpoint,
      server_name: STORED.serverName,
      server_ca: STORED.serverCa,
      certificate: expect.stringMatching(
        /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/,
      ),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      reference: expect.any(String),
    });
    const certificate = certificateOf(answer);
    expect(certificate.publicKey.equals(createPublicKey(publicKey))).toBe(true);
    expect(certificate.subjectAltName).toBe(`URI:${PUBLIC_URL}/acme/web`);
    expect(certificate.subject).toBe('CN=acme/web');
    expect(certificate.ca).toBe(false);
    // clientAuth, RFC 5280 section 4.2.1.12, and nothing else.
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  test('are signed by the project’s own authority, which can vouch for leaves only', async () => {
    const certificate = certificateOf(
      await askBuilderCredentials(service, await service.buildToken(OWN)),
    );
    const [own, others] = [await authorityOf(), await authorityOf('acme/docs')];
    expect(certificate.checkIssued(own)).toBe(true);
    expect(certificate.verify(own.publicKey)).toBe(true);
    expect(certificate.checkIssued(others)).toBe(false);
    expect(certificate.verify(others.publicKey)).toBe(false);
    expect(own.ca).toBe(true);
    expect(own.subject).not.toBe(others.subject);
  });

  test('have another serial number each time, and leave an event that says which', async () => {
    const token = await service.buildToken(OWN);
    const answers = [
      await askBuilderCredentials(service, token),
      await askBuilderCredentials(service, token),
    ];
    const serials = answers.map((answer) => certificateOf(answer).serialNumber.toLowerCase());
    expect(new Set(serials).size).toBe(2);
    const [answer] = answers;
    if (!answer) throw new Error('no answer');
    const event = await service.eventOf(answer);
    expect(event).toMatchObject({
      action: 'builder_credentials',
      decision: 'granted',
      reason: null,
      actor: expect.stringMatching(/^build token [0-9a-f-]{36}$/),
      projects: ['acme/web'],
      scopes: [{ project: 'acme/web' }],
      permissions: ['build'],
      tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(event?.detail).toEqual({
      serial: serials[0],
      fingerprint: certificateOf(answer).fingerprint256.replaceAll(':', '').toLowerCase(),
      expires_at: answer.body.expires_at,
    });
  });

  test('have the project’s id as their common name if its path is too long for one', async () => {
    const token = await service.buildToken({ resource: `${PUBLIC_URL}/${LONG_NAME}` });
    const answer = await askBuilderCredentials(service, token, { project: LONG_NAME });
    const certificate = certificateOf(answer);
    expect(certificate.subject).toMatch(/^CN=[0-9a-f-]{36}$/);
    expect(certificate.subjectAltName).toBe(`URI:${PUBLIC_URL}/${LONG_NAME}`);
  });

  test('are of the project that is named, if the token builds in several', async () => {
    const resource = ['acme/web', 'acme/docs'].map((project) => `${PUBLIC_URL}/${project}`);
    const token = await service.buildToken({ resource });
    const named = await askBuilderCredentials(service, token, { project: 'acme/docs' });
    expect(named).toMatchObject({ status: 201, body: { project: 'acme/docs' } });
    expect(certificateOf(named).checkIssued(await authorityOf('acme/docs'))).toBe(true);
  });
});

describe('a certificate', () => {
  test('ends with the token to the second, however little that has left', async () => {
    const { store, buildToken, introspect, pass, ...own } = await start();
    await addBuilder(store);
    const token = await buildToken({ lifetime: '600' });
    const { exp } = (await introspect(token)).body;
    for (const passed of [0, 300, 290]) {
      pass(passed);
      const answer = await askBuilderCredentials(own, token);
      expect(secondsOf(answer.body.expires_at)).toBe(exp);
      expect(certificateOf(answer).validToDate.getTime() / 1000).toBe(exp);
    }
    pass(10);
    expect((await askBuilderCredentials(own, token)).body.reason).toBe('expired');
  });

  test('began five minutes ago, for builders whose clock is slow', async () => {
    const before = Math.floor(Date.now() / 1000);
    const answer = await askBuilderCredentials(service, await service.buildToken(OWN));
    const from = certificateOf(answer).validFromDate.getTime() / 1000;
    expect(from).toBeGreaterThanOrEqual(before - 300);
    expect(from).toBeLessThanOrEqual(Date.now() / 1000 - 300);
  });

  test('out of a narrowed token ends with that one', async () => {
    const parent = await service.buildToken({ ...OWN, lifetime: '3600' });
    const narrowed = (await service.narrow(parent, { ...OWN, lifetime: '120' })).body.access_token;
    const answer = await askBuilderCredentials(service, narrowed);
    const { exp } = (await service.introspect(narrowed)).body;
    expect(certificateOf(answer).validToDate.getTime() / 1000).toBe(exp);
    expect(exp).toBeLessThanOrEqual(Date.now() / 1000 + 120);
  });

  test('has the URL in ASCII, if the installation has another name', async () => {
    const { store, narrow, ...own } = await start({
      config: { url: 'https://dück.example' },
    });
    await addBuilder(store);
    const { token } = await addProjectToken(store);
    const answer = await askBuilderCredentials(own, (await narrow(token)).body.access_token);
    expect(certificateOf(answer).subjectAltName).toBe('URI:https://xn--dck-hoa.example/acme/web');
  });

  test('names the project as it is called now', async () => {
    const { store, buildToken, ...own } = await start();
    await addBuilder(store);
    const token = await buildToken();
    const before = certificateOf(await askBuilderCredentials(own, token));
    await store.change(async (records) => {
      const { id, oidcOnly } = await projectOf(records, 'acme/web');
      await records.projects.update(id, { name: 'site', oidcOnly });
    });
    const after = certificateOf(await askBuilderCredentials(own, token, { project: 'acme/site' }));
    expect(after.subjectAltName).toBe(`URI:${PUBLIC_URL}/acme/site`);
    expect(after.issuer).toBe(before.issuer);
  });
});

test('jobs that are the first, all at once, get certificates of one authority', async () => {
  const { store, buildToken, events, ...own } = await start({ config: NO_LIMITS });
  await addBuilder(store);
  const token = await buildToken();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => askBuilderCredentials(own, token)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  const { id } = await store.read((records) => projectOf(records, 'acme/web'));
  const authorities = await store.read(({ builderAuthorities }) => builderAuthorities.list(id));
  expect(authorities).toHaveLength(1);
  const authority = new X509Certificate(authorities[0]?.certificate ?? '');
  for (const answer of answers)
    expect(certificateOf(answer).verify(authority.publicKey)).toBe(true);
  const made = (await events()).filter(({ action }) => action === 'builder_authority.create');
  expect(made).toMatchObject([{ actor: 'exchange', projects: ['acme/web'] }]);
});
