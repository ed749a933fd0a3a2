import { expect, test } from '@jest/globals';
import { leaks } from '../support/leaks.ts';
import { scenes } from '../support/scene.ts';

/**
 * Order is shown by what is left when one of the runner's files cannot be written: everything
 * before it is done, nothing after it. That is also the reason for the order.
 */

const { scene } = scenes();

test('masks come first: where state cannot be saved, the token is masked and goes nowhere', async () => {
  const { exchange, job, inputs } = await scene();

  const main = await job.run({ with: inputs(), unwritable: ['state'] });

  const [token = ''] = exchange.granted;
  const pair = Buffer.from(`x-token:${token}`).toString('base64');
  expect(main.exitCode).toBe(1);
  expect(main.masks).toEqual(expect.arrayContaining([token, pair]));
  expect(main.outputs.token ?? '').toBe('');
  expect(main.exported).toEqual({});
  expect(leaks(main, token)).toEqual([]);
});

test('a token that post could never learn of is revoked on the spot', async () => {
  const { exchange, job, inputs } = await scene();

  await job.run({ with: inputs(), unwritable: ['state'] });

  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('state comes before outputs: where those cannot be written, post revokes', async () => {
  const { exchange, job, inputs, post } = await scene();

  const main = await job.run({ with: inputs(), unwritable: ['output'] });

  expect(main.exitCode).toBe(1);
  expect(main.masks).toContain(exchange.granted[0]);
  expect(await post()).toMatchObject({ exitCode: 0 });
  expect(new Set(exchange.revoked())).toEqual(new Set(exchange.granted));
});

test('state comes before export: where that cannot be written, post revokes', async () => {
  const { exchange, job, inputs, post } = await scene();

  const main = await job.run({ with: inputs(), unwritable: ['env'] });

  expect(main.exitCode).toBe(1);
  expect(await post()).toMatchObject({ exitCode: 0 });
  expect(new Set(exchange.revoked())).toEqual(new Set(exchange.granted));
});

test.each(['state', 'output', 'env'] as const)(
  'the runner’s file that cannot be written is named by its variable: %s',
  async (file) => {
    const { job, inputs } = await scene();

    const { log } = await job.run({ with: inputs(), unwritable: [file] });

    expect(log).toContain(`The runner's file GITHUB_${file.toUpperCase()} can't be written`);
  },
);

test('a summary that cannot be written harms nobody', async () => {
  const { exchange, job, inputs } = await scene();

  const main = await job.run({ with: inputs(), unwritable: ['summary'] });

  expect(main.exitCode).toBe(0);
  expect(main.outputs.token).toBe(exchange.granted[0]);
});

test('the log shows no secret before its mask', async () => {
  const { issuer, exchange, run } = await scene({ env: { RUNNER_DEBUG: '1' } });

  const main = await run();

  for (const secret of [issuer.issued[0] ?? '', exchange.granted[0] ?? '']) {
    const mask = main.stdout.indexOf(`::add-mask::${secret}`);
    expect(mask).toBeGreaterThanOrEqual(0);
    expect(main.stdout.indexOf(secret)).toBe(mask + '::add-mask::'.length);
  }
});
