import { describe, expect, test } from '@jest/globals';
import { silence } from '../support/answers.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { eventually } from './eventually.ts';
import { servedExchanges } from './served.ts';

const serve = servedExchanges();

/** Windows ends a process without asking it. */
const describeSignals = process.platform === 'win32' ? describe.skip : describe;

describeSignals('asked to end by', () => {
  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])(
    '%s, the exchange answers what is in flight and leaves with 0',
    async (signal) => {
      const { installation, issuer, exchange } = await serve();
      const keys = Promise.withResolvers<void>();
      issuer.script(ISSUER_ROUTES.jwks, (response) => {
        void keys.promise.then(() => response.end(JSON.stringify(issuer.jwks())));
      });
      const answer = exchange(issuer.sign(installation.url));
      await issuer.arrival(ISSUER_ROUTES.jwks);
      const stopped = installation.stop(signal);
      await eventually(async () => installation.log.includes('shutting down') || undefined);
      await expect(fetch(`${installation.url}/healthz`)).rejects.toThrow();
      keys.resolve();
      const { status, body } = await answer;
      expect([status, await stopped]).toEqual([200, 0]);

      await installation.start();
      expect(await installation.introspect(body.access_token)).toMatchObject({ active: true });
    },
  );

  test('a signal, it is not ready any more but works on until load balancers have seen that', async () => {
    const { installation, issuer, exchange } = await serve({ DOCKPASS_DRAIN: '1h' });
    const { url } = installation;
    const stopped = installation.stop();
    await eventually(async () => installation.log.includes('shutting down') || undefined);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'shutting_down', checks: {} },
    ]);
    const { status, headers } = await exchange(issuer.sign(url));
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    void installation.stop();
    expect(await stopped).toBe(128 + 15);
  });

  test('a signal, it leaves with 0 when the drain is over', async () => {
    const { installation } = await serve({ DOCKPASS_DRAIN: '1s' });
    expect(await installation.stop()).toBe(0);
    expect(installation.log).toContain('"drain":1');
  });

  test('a second signal, it leaves at once', async () => {
    const { installation, issuer, exchange } = await serve();
    issuer.always(ISSUER_ROUTES.jwks, silence());
    const answer = exchange(issuer.sign(installation.url));
    answer.catch(() => {});
    await issuer.arrival(ISSUER_ROUTES.jwks);
    const stopped = installation.stop('SIGTERM');
    await eventually(async () => installation.log.includes('shutting down') || undefined);
    void installation.stop('SIGTERM');
    // As a shell reports a process that SIGTERM killed.
    expect(await stopped).toBe(128 + 15);
    await expect(answer).rejects.toThrow();
  });
});

test('everything that the process prints is a line of JSON without a token', async () => {
  const { installation, issuer, exchange } = await serve();
  const idToken = issuer.sign(installation.url);
  const { body } = await exchange(idToken);
  await exchange(idToken);
  await exchange('eyJub3QiOiJhIHRva2VuIn0');
  await installation.stop();
  const lines = installation.log.trimEnd().split('\n');
  const messages = lines.map((line) => JSON.parse(line).msg);
  expect(messages).toEqual([
    expect.stringContaining('there is no operator yet'),
    'exchange started',
    expect.stringContaining('set DOCKPASS_URL to the address that jobs use'),
    'exchange granted',
    'exchange refused',
    'exchange refused',
    'shutting down',
    'shut down',
  ]);
  for (const secret of [body.access_token, ...idToken.split('.').slice(1), 'eyJub3Q'])
    expect(installation.log).not.toContain(secret);
});
