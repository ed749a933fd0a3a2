import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { REFUSALS } from './api/refusal-cases.ts';
import { PUBLIC_URL, type Service, type ServiceOptions, servicesOfOneProcess } from './service.ts';
import { addProjectToken, addUser } from './tenants.ts';

const start = servicesOfOneProcess();

const CANARY = 'canary0canary0canary0canary0canary';

/** Of a JWT each part counts: the signature is what makes it good, the payload what makes it long. */
function partsOf(secret: string): string[] {
  return secret.split('.').slice(secret.startsWith('eyJ') ? 1 : 0);
}

/** Where anything that must stay secret can be read. */
async function leaks(service: Service): Promise<string[]> {
  const files = readdirSync(service.folder).map((name): [string, string] => [
    name,
    readFileSync(join(service.folder, name), 'latin1'),
  ]);
  const places: [string, string][] = [
    ['log', service.log.join('')],
    ['audit events', JSON.stringify(await service.events())],
    ...files,
  ];
  const secrets = [CANARY, ...service.secrets].flatMap(partsOf).filter((part) => part.length > 20);
  return places.flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${place}`),
  );
}

function verbosely(options: ServiceOptions = {}): ServiceOptions {
  return { ...options, config: { ...options.config, logLevel: 'debug' } };
}

describe('no token is written anywhere', () => {
  test.each(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])(
    'when an exchange is refused: %s',
    async (reason) => {
      const { options, request } = REFUSALS[reason];
      const service = await start(verbosely(options));
      await request(service);
      expect(service.log.join('')).toContain(reason);
      expect(await leaks(service)).toEqual([]);
    },
  );

  test('when all goes well, at every endpoint', async () => {
    const service = await start(verbosely());
    const token = await service.buildToken();
    await service.introspect(token);
    await service.post(PATHS.introspect, new URLSearchParams({ token }), {
      authorization: `Bearer ${token}`,
      accept: 'application/token-introspection+jwt',
    });
    await service.post(PATHS.depotExchange, JSON.stringify({ token: service.idToken() }), {
      'content-type': 'application/json',
    });
    await service.revoke(token);
    for (const path of ['/metrics', '/healthz', '/readyz', PATHS.jwks, PATHS.metadata])
      expect(await (await fetch(service.url + path)).text()).not.toContain(token);
    expect(service.secrets).toHaveLength(4);
    expect(await leaks(service)).toEqual([]);
  });

  test('when it is a user access token or a project token, at every endpoint', async () => {
    const service = await start(verbosely());
    const { store, narrow, introspect, revoke, secrets } = service;
    for (const { token } of [await addUser(store), await addProjectToken(store)]) {
      secrets.push(token);
      await introspect(token);
      await narrow(token, { resource: `${PUBLIC_URL}/acme/web` });
      await narrow(token, { resource: `${PUBLIC_URL}/acme/none` });
      await service.post(PATHS.leakedTokens, JSON.stringify([{ token, type: 'x' }]), {
        'content-type': 'application/json',
      });
      await revoke(token);
      await narrow(token);
    }
    expect(secrets.filter((secret) => secret.startsWith('dp'))).toHaveLength(4);
    expect(await leaks(service)).toEqual([]);
  });

  test('when it is sent where it does not belong', async () => {
    const service = await start(verbosely());
    const token = `dpb_${CANARY}`;
    const json = { 'content-type': 'application/json' };
    await service.exchange({ subject_token: CANARY, client_secret: CANARY });
    await service.exchange({ subject_token: `eyJ${CANARY}.eyJ${CANARY}.${CANARY}` });
    await service.exchange({ grant_type: CANARY });
    await service.exchange({ scope: CANARY, resource: CANARY });
    await service.exchange({ resource: CANARY });
    await service.exchange({ lifetime: CANARY });
    await service.post(PATHS.depotExchange, `{"token": ${CANARY}`, json);
    await service.post(PATHS.depotExchange, JSON.stringify({ token: [CANARY] }), json);
    await service.post(PATHS.token, new URLSearchParams(), { authorization: `Bearer ${token}` });
    await service.revoke(token);
    await service.introspect(token);
    for (const path of [`/${CANARY}`, `/healthz?token=${CANARY}`, `${PATHS.token}?token=${CANARY}`])
      await fetch(service.url + path, { headers: { cookie: CANARY } });
    expect(await leaks(service)).toEqual([]);
  });

  test('when the database fails in mid-request', async () => {
    const service = await start(verbosely());
    const token = await service.buildToken();
    await service.store.close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(service.folder, 'dockpass.db'));
    database.exec('alter table audit_events rename to gone');
    database.close();
    const answers = [await service.exchange(), await service.revoke(token)];
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    // What cannot be recorded in the database is in the log, in full.
    expect(service.log.join('')).toContain(answers[0]?.body.reference);
    expect(await leaks({ ...service, events: async () => [] })).toEqual([]);
  });
});

test('the search finds what is there', async () => {
  const service = await start();
  service.log.push(service.idToken());
  expect(await leaks(service)).not.toEqual([]);
});
