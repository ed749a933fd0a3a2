import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PATHS, TOKEN_USERNAME } from '../../../src/protocol/token-exchange.ts';
import { askBuilderCredentials } from '../builders/job.ts';
import { addRegistry, SERVICE } from '../registry/dock.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  await addRegistry(service.store);
});

/** Of a token that its holder has read from a file. Every door; what says that the token was taken. */
const DOORS: Record<string, (token: string) => Promise<unknown>> = {
  'GET /registry/token': async (token) => {
    const basic = Buffer.from(`${TOKEN_USERNAME}:${token}`).toString('base64');
    const url = `${service.url}/registry/token?service=${SERVICE}`;
    return (await fetch(url, { headers: { authorization: `Basic ${basic}` } })).status;
  },
  'POST /registry/token': async (password) => {
    const form = { grant_type: 'password', username: TOKEN_USERNAME, password, service: SERVICE };
    return (await service.post('/registry/token', new URLSearchParams(form))).status;
  },
  'POST /oauth/token': async (token) => (await service.narrow(token)).status,
  'POST /oauth/introspect': async (token) => {
    const caller = await service.buildToken();
    return (await service.introspect(token, caller)).body.active ? 200 : 'inactive';
  },
  'POST /oauth/revoke': async (token) => {
    await service.revoke(token);
    return (await service.introspect(token.trim(), await service.buildToken())).body.active
      ? 'alive'
      : 200;
  },
};

describe('a line break behind a token does no harm', () => {
  test.each(Object.keys(DOORS))('%s', async (door) => {
    for (const end of ['\n', '\r\n', ' '])
      expect(await DOORS[door]?.((await service.buildToken()) + end)).toBe(200);
  });

  test('nor does white space behind a bearer token', async () => {
    const token = `${await service.buildToken()} \t`;
    const refused = await askBuilderCredentials(service, token);
    expect(refused.body.reason).toBe('builder_not_configured');
    const headers = { authorization: `Bearer ${token}` };
    const form = new URLSearchParams({ token, resource: `${PUBLIC_URL}/acme/web` });
    expect((await service.post(PATHS.introspect, form, headers)).body.active).toBe(true);
  });
});
