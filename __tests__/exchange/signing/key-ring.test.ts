import { expect, test } from '@jest/globals';
import { decodeProtectedHeader, type JWK } from 'jose';
import {
  createSigningKey,
  PUBLISHED_AFTER_RETIREMENT,
} from '../../../src/exchange/signing/keys.ts';
import { epochSeconds, systemClock } from '../../../src/exchange/system/clock.ts';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { type Service, services } from '../service.ts';

const start = services();

async function publishedKids({ url }: Service): Promise<string[]> {
  const { keys } = (await (await fetch(url + PATHS.jwks)).json()) as { keys: JWK[] };
  return keys.map(({ kid }) => kid ?? '');
}

async function signingKid({ buildToken, post }: Service): Promise<string | undefined> {
  const token = await buildToken();
  const { body } = await post(PATHS.introspect, new URLSearchParams({ token }), {
    authorization: `Bearer ${token}`,
    accept: 'application/token-introspection+jwt',
  });
  return decodeProtectedHeader(body).kid;
}

/** As `dockpass keys rotate` does, in a process of its own. */
async function rotate({ store }: Service): Promise<void> {
  const now = epochSeconds(systemClock);
  const key = await createSigningKey(now);
  await store.change(({ signingKeys }) =>
    signingKeys.rotate(key, now + PUBLISHED_AFTER_RETIREMENT),
  );
}

test('a key that another process made signs within seconds; the old one stays published', async () => {
  const service = await start();
  const [old] = await publishedKids(service);
  expect(await signingKid(service)).toBe(old);
  await rotate(service);
  service.pass(5);
  const published = await publishedKids(service);
  expect(published).toHaveLength(2);
  expect(published).toContain(old);
  expect(await signingKid(service)).toBe(published.find((kid) => kid !== old));
});

test('a retired key is published no longer than it is kept', async () => {
  const service = await start();
  const [old] = await publishedKids(service);
  await rotate(service);
  service.pass(PUBLISHED_AFTER_RETIREMENT - 60);
  expect(await publishedKids(service)).toContain(old);
  service.pass(120);
  expect(await publishedKids(service)).not.toContain(old);
});

test('the first key is made once: a restart finds it', async () => {
  const service = await start();
  const [kid] = await publishedKids(service);
  const other = await start({
    trust: [],
    config: { database: { kind: 'sqlite', path: `${service.folder}/dockpass.db` } },
  });
  expect(await publishedKids(other)).toEqual([kid]);
});
