import { expect, test } from '@jest/globals';
import { EXCHANGE_ROUTES, refusal } from '../support/exchange-double.ts';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

test('two steps with different projects do not disturb each other', async () => {
  const { issuer, exchange, job, inputs } = await scene();
  const web = await job.run({ with: inputs({ project: 'acme/web', 'export-env': 'WEB_TOKEN' }) });
  const api = await job.run({ with: inputs({ project: 'acme/api', 'export-env': 'API_TOKEN' }) });

  expect(new Set(issuer.issued).size).toBe(2);
  const resources = exchange.exchanges().map((form) => form.get('resource'));
  expect(resources).toEqual([`${exchange.url}/acme/web`, `${exchange.url}/acme/api`]);
  expect([web.outputs.token, api.outputs.token]).toEqual(exchange.granted);
  expect(job.exported).toEqual({ WEB_TOKEN: web.outputs.token, API_TOKEN: api.outputs.token });

  const posts = await job.post();

  expect(posts.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(exchange.revoked()).toEqual([...exchange.granted].reverse());
});

test('post empties the variable that main has exported', async () => {
  const { job, run, post } = await scene();
  await run();

  await post();

  expect(job.exported).toEqual({ BUILD_TOKEN: '' });
});

test('a variable that another step has overwritten is left alone', async () => {
  const { exchange, job, run, post } = await scene();
  await run();
  job.exported.BUILD_TOKEN = 'of-another-step';

  await post();

  expect(job.exported).toEqual({ BUILD_TOKEN: 'of-another-step' });
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('two steps that export the same variable: each takes back its own only', async () => {
  const { exchange, job, run } = await scene();
  await run();
  await run();
  const [, second] = exchange.granted;
  expect(job.exported).toEqual({ BUILD_TOKEN: second });

  const first = await (await job.startPost(0)).finished;

  expect(first.exported).toEqual({});
  expect(job.exported).toEqual({ BUILD_TOKEN: second });
  expect(exchange.revoked()).toEqual([exchange.granted[0]]);
});

test('a refused step does not take the pass of an earlier one', async () => {
  const { exchange, job, run } = await scene();
  const first = await run();
  exchange.always(EXCHANGE_ROUTES.token, refusal());
  const second = await run();

  expect([first.exitCode, second.exitCode]).toEqual([0, 1]);
  expect(job.exported).toEqual({ BUILD_TOKEN: first.outputs.token });
  await job.post();
  expect(exchange.revoked()).toEqual(exchange.granted);
});
