import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openPostgresStore } from '../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { describePostgres } from '../support/postgres/databases.ts';
import { addBuilder, askBuilderCredentials } from './builders/job.ts';
import { eventually } from './eventually.ts';
import { type Replica, replicatedExchanges } from './replicas.ts';
import { type Answer, send } from './service.ts';
import { projectOf } from './tenants.ts';

/** Each once, so that both have the issuer's keys when it matters. */
async function warmUp(replicas: readonly Replica[], idToken: () => string): Promise<string[]> {
  const tokens: string[] = [];
  for (const { exchange } of replicas) {
    const { body } = await answered(() => exchange(idToken()));
    tokens.push(body.access_token);
  }
  return tokens;
}

/** On a busy machine the issuer's keys may come too late (503), which says nothing about the token. */
async function answered(exchange: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await exchange();
    if (answer.status !== 503) return answer;
    await delay(200);
  }
}

async function keyIds({ installation }: Replica): Promise<string[]> {
  const response = await fetch(installation.url + PATHS.jwks);
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid).toSorted();
}

describePostgres('two replicas on one database', (postgres) => {
  const start = replicatedExchanges(postgres);

  test('an ID token presented to both, many times at once, wins once', async () => {
    const { replicas, idToken } = await start();
    await warmUp(replicas, idToken);
    for (let round = 0; round < 5; round++) {
      const stolen = idToken();
      const thieves = Array.from({ length: 20 }, () => replicas).flat();
      const answers = await Promise.all(thieves.map(({ exchange }) => exchange(stolen)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.reason === 'replayed')).toHaveLength(39);
    }
  });

  test('a token revoked at one is dead at the other at once', async () => {
    const { replicas, idToken } = await start();
    const [one, other] = replicas;
    const [token = ''] = await warmUp(replicas, idToken);
    expect(await other.installation.introspect(token)).toMatchObject({ active: true });
    await send(one.installation.url + PATHS.revoke, new URLSearchParams({ token }));
    expect(await other.installation.introspect(token)).toEqual({ active: false });
  });

  test('jobs that are the first at a builder, one at each, get certificates of one authority', async () => {
    const { replicas, idToken, databaseUrl } = await start();
    const tokens = await warmUp(replicas, idToken);
    const store = await openPostgresStore({ url: databaseUrl, random: systemRandom });
    try {
      await addBuilder(store);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => replicas).flatMap((both) =>
          both.map(({ installation: { url } }, index) =>
            askBuilderCredentials(
              { post: (path, ...rest) => send(url + path, ...rest) },
              tokens[index] ?? '',
            ),
          ),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      const { id } = await store.read((records) => projectOf(records, 'acme/web'));
      const authorities = await store.read(({ builderAuthorities }) => builderAuthorities.list(id));
      expect(authorities).toHaveLength(1);
      const { publicKey } = new X509Certificate(authorities[0]?.certificate ?? '');
      const isSigned = answers.map(({ body }) =>
        new X509Certificate(body.certificate).verify(publicKey),
      );
      expect(isSigned).toEqual(answers.map(() => true));
    } finally {
      await store.close();
    }
  });

  test('replicas that started at once have one signing key, and see a new one within seconds', async () => {
    const { replicas } = await start();
    const [one, other] = replicas;
    const before = await eventually(async () => {
      const keys = await Promise.all(replicas.map(keyIds));
      return keys[0]?.join() === keys[1]?.join() ? keys[0] : undefined;
    });
    expect(before).toHaveLength(1);
    await one.installation.dockpass('keys', 'rotate');
    for (const replica of [one, other])
      await eventually(async () => ((await keyIds(replica)).length === 2 ? true : undefined));
  });

  test('a trust relationship that is taken away at one is gone at the other', async () => {
    const { replicas, idToken, issuer } = await start();
    const [one, other] = replicas;
    await warmUp(replicas, idToken);
    const empty = `issuers: [{ url: "${issuer.url}", provider: github }]\norganizations: []\n`;
    await one.installation.apply(empty, '--prune');
    const { body } = await other.exchange(idToken());
    expect(body.reason).toBe('no_trust_relationship');
  });

  test('kill -9 of one under load loses nothing that was answered and frees no burned jti', async () => {
    const { replicas, idToken } = await start();
    const [victim, survivor] = replicas;
    await warmUp(replicas, idToken);
    let answers = 0;
    const exchanged = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const presented = idToken();
        const replica = index % 2 === 0 ? victim : survivor;
        const answer = await replica.exchange(presented).catch(() => undefined);
        if (answer && ++answers === 40) void victim.installation.stop('SIGKILL');
        return { presented, answer };
      }),
    );
    const unanswered = exchanged.filter(({ answer }) => answer === undefined);
    // Otherwise it was not killed under load, and the test shows nothing.
    expect(unanswered.length).toBeGreaterThan(0);
    for (const { presented, answer } of exchanged) {
      const again = await survivor.exchange(presented);
      if (answer) {
        expect(answer.status).toBe(200);
        const { access_token } = answer.body;
        expect(await survivor.installation.introspect(access_token)).toMatchObject({
          active: true,
        });
        expect(again.body.reason).toBe('replayed');
      } else {
        // Nobody was told whether its commit came through; either way it buys one token at most.
        expect(again.status === 200 || again.body.reason === 'replayed').toBe(true);
        expect((await survivor.exchange(presented)).body.reason).toBe('replayed');
      }
    }
  });
});
