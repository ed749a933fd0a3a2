import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { builderScenes, expectNoCredentials, OUTPUTS } from './builder-scene.ts';

const { builderScene } = builderScenes();

test('a job that names no project gets no builder, whoever would give it one', async () => {
  const stage = await builderScene();

  const main = await stage.runFor({ project: '' });

  expect(main.outputs).toMatchObject({ 'error-code': 'inputs_invalid', authenticated: 'false' });
  expect(main.log).toMatch(/`builder` needs `project`/);
  for (const name of OUTPUTS) expect(main.outputs[name] ?? '').toBe('');
  expect([...stage.issuer.requests, ...stage.exchange.requests]).toEqual([]);
});

test('inputs that no builder goes with are all named, and nothing is asked for', async () => {
  const stage = await builderScene();

  const several = await stage.runFor({ project: 'acme/api, acme/web', permissions: 'push, pull' });
  const depot = await stage.runFor({ protocol: 'depot', project: '' });
  const odd = await stage.runFor({ builder: 'yes' });

  for (const { outputs } of [several, depot, odd])
    expect(outputs).toMatchObject({ 'error-code': 'inputs_invalid', authenticated: 'false' });
  expect(several.log).toMatch(/`builder` needs one project[\s\S]*`builder` needs `build`/);
  expect(depot.log).toContain('`builder` needs `protocol: token-exchange`');
  expect(stage.exchange.requests).toEqual([]);
});

test.each(['skip', 'fallback'])(
  'without an ID token (%s): no credentials, and a notice',
  async (mode) => {
    const stage = await builderScene({ idToken: false });

    const main = await stage.runFor({
      'on-unavailable': mode,
      'fallback-token': 'dpp_a_token_of_the_project',
    });

    expect(main).toMatchObject({ exitCode: 0, stderr: '' });
    expect(main.commands.filter(({ name }) => name === 'notice')).toHaveLength(1);
    for (const name of OUTPUTS) expect(main.outputs[name] ?? '').toBe('');
    expect(stage.exchange.requests).toEqual([]);
    expect(await readdir(stage.job.temp)).toEqual([]);
  },
);

test.each([
  ['no RUNNER_TEMP', () => undefined],
  ['one that is a file', (temp: string) => join(temp, '..', 'event.json')],
  ['one that is not there', (temp: string) => join(temp, 'nothing')],
  ['one with a line break', (temp: string) => `${temp}\nkey=x`],
])('%s: builder_not_ready, and no certificate is asked for', async (_, change) => {
  const stage = await builderScene();
  const { job, inputs } = stage;

  const main = await job.run({
    with: inputs({ builder: 'true' }),
    env: { RUNNER_TEMP: change(job.temp) },
  });

  await expectNoCredentials(stage, main, 'builder_not_ready');
  expect(stage.asked()).toEqual([]);
});
