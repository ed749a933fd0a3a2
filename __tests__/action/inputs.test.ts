import { describe, expect, test } from '@jest/globals';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

test('all wrong inputs are reported in one go, and nobody is asked', async () => {
  const { issuer, exchange, run } = await scene();

  const main = await run({
    'exchange-url': 'http://dockpass.example.com',
    project: 'acme/web, Acme_Web, nonsense',
    permissions: 'push, admin',
    lifetime: 'soon',
    protocol: 'carrier-pigeon',
    'export-env': 'PATH',
    'on-unavailable': 'shrug',
    registry: 'https://registry.example.com/acme, docker.io',
    revoke: 'perhaps',
    timeout: '-3',
  });

  expect(main).toMatchObject({
    exitCode: 1,
    outputs: { 'error-code': 'inputs_invalid', authenticated: 'false', source: 'none' },
  });
  const errors = main.commands.filter(({ name }) => name === 'error');
  expect(errors).toHaveLength(1);
  for (const said of [errors[0]?.message, main.summary]) {
    for (const input of [
      'exchange-url',
      'project',
      'permissions',
      'lifetime',
      'protocol',
      'export-env',
      'on-unavailable',
      'registry',
      'revoke',
      'timeout',
    ])
      expect(said).toContain(input);
    for (const value of ['Acme_Web', 'nonsense', 'admin', 'soon', 'docker.io'])
      expect(said).toContain(value);
  }
  expect([...issuer.requests, ...exchange.requests]).toEqual([]);
});

test('without exchange-url and DOCKPASS_URL the step says which to set', async () => {
  const { run } = await scene();

  const main = await run({ 'exchange-url': '' });

  expect(main.outputs['error-code']).toBe('inputs_invalid');
  expect(main.log).toContain('DOCKPASS_URL');
});

test.each([
  ['localhost:8080', 'http://localhost:8080'],
  ['dockpass.example.com', 'https://dockpass.example.com'],
  ['dockpass.example.com:8443/base/', 'https://dockpass.example.com:8443/base'],
  ['//dockpass.example.com', 'https://dockpass.example.com'],
  ['https:/dockpass.example.com', 'https://dockpass.example.com'],
])('exchange-url: %s lacks its scheme, and the whole URL is suggested', async (url, suggested) => {
  const { job } = await scene();

  const given = await job.run({ with: { 'exchange-url': url, project: 'acme/web' } });
  const inherited = await job.run({ with: { project: 'acme/web' }, env: { DOCKPASS_URL: url } });

  for (const { log, outputs } of [given, inherited]) {
    expect(outputs['error-code']).toBe('inputs_invalid');
    expect(log).toContain(`has no scheme; write ${suggested}.`);
  }
});

test.each([
  'https://https://dockpass.example.com',
  'https//dockpass.example.com',
  'https;//dockpass.example.com',
  '"https://dockpass.example.com"',
  '.',
])('exchange-url: %s is no URL, and none is made of it', async (url) => {
  const { job } = await scene();

  const { log, outputs } = await job.run({ with: { 'exchange-url': url } });

  expect(outputs['error-code']).toBe('inputs_invalid');
  expect(log).toMatch(/`exchange-url` is not a URL; [^\n]*like https:\/\/dockpass\.example\.com\./);
});

describe('inputs with a hyphen that a shell has dropped', () => {
  const dropped = {
    'INPUT_EXCHANGE-URL': undefined,
    'INPUT_EXPORT-ENV': undefined,
    'INPUT_ON-UNAVAILABLE': undefined,
    'INPUT_FALLBACK-TOKEN': undefined,
    'INPUT_JOB-WORKFLOW-REF': undefined,
  };

  test('have their defaults: the token is exported, and revoked at the end', async () => {
    const { exchange, job, post } = await scene();

    const main = await job.run({
      with: { project: 'acme/web' },
      env: { ...dropped, DOCKPASS_URL: exchange.url },
    });

    expect(main).toMatchObject({ exitCode: 0, exported: { BUILD_TOKEN: exchange.granted[0] } });
    expect(main.outputs).toMatchObject({ token: exchange.granted[0], 'error-code': '' });
    expect(main.log).toMatch(/^Warning: [\s\S]*dash[\s\S]*`on-unavailable`/m);
    await post();
    expect(exchange.revoked()).toEqual(exchange.granted);
  });

  test('are named as the cause where one is required', async () => {
    const { job } = await scene();

    const main = await job.run({ with: { project: 'acme/web' }, env: dropped });

    expect(main.outputs['error-code']).toBe('inputs_invalid');
    expect(main.log).toMatch(/`exchange-url` did not reach the action[^\n]*dash[^\n]*DOCKPASS_URL/);
  });
});

test.each(['a', 'short', 'dpp_15_letters_'])(
  'fallback-token: %j is no token, and does not blacken the log',
  async (token) => {
    const { run } = await scene();

    const main = await run({ 'fallback-token': token });

    expect(main).toMatchObject({ outputs: { 'error-code': 'inputs_invalid' }, masks: [] });
    expect(main.log).toContain('at least 16 characters');
  },
);

describe.each([
  ['exchange-url', 'dockpass.example.com'],
  ['exchange-url', 'user:canary-secret@dockpass.example.com'],
  ['exchange-url', 'http://dockpass.example.com'],
  ['exchange-url', 'http://127.0.0.1.example.com'],
  ['exchange-url', 'https://user:canary-secret@dockpass.example.com'],
  ['exchange-url', 'https://dockpass.example.com/?a=b'],
  ['exchange-url', 'ftp://dockpass.example.com'],
  ['project', 'acme'],
  ['project', 'acme/web/extra'],
  ['project', 'acme/../web'],
  ['project', `acme/${'w'.repeat(41)}`],
  ['lifetime', '0'],
  ['lifetime', '1.5h'],
  ['timeout', '0s'],
  ['registry', 'docker.io'],
  ['registry', 'https://index.docker.io/v1/'],
  ['registry', 'registry.example.com/acme/web'],
  ['registry', 'http://user:canary-secret@registry.example.com'],
  ['registry', 'registry.example.com:http'],
  ['registry', '-registry.example.com'],
  ['registry', '__proto__'],
  ['registry', 'registry.example.com"}'],
  ['audience', 'https://a\nhttps://b'],
  ['fallback-token', 'dpp_canary-secret\nx'],
] as const)('%s: %j', (input, value) => {
  test('is refused by name, without repeating a secret', async () => {
    const { issuer, exchange, run } = await scene();

    const main = await run({ [input]: value });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'inputs_invalid' } });
    expect(main.log).toContain(`\`${input}\` `);
    expect(`${main.log}${main.summary}`).not.toContain('canary-secret');
    expect([...issuer.requests, ...exchange.requests]).toEqual([]);
  });
});

test.each([
  'Path',
  'NODE_OPTIONS',
  'LD_PRELOAD',
  'GITHUB_ENV',
  'RUNNER_TEMP',
  'https_proxy',
  'A=B',
  'A\nB',
])('the token is not exported to %j, which would change how programs run', async (name) => {
  const { exchange, run } = await scene();

  const main = await run({ 'export-env': name });

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'inputs_invalid' } });
  expect(main.exported).toEqual({});
  expect(exchange.requests).toEqual([]);
});

test.each(['BUILD_TOKEN', 'DEPOT_TOKEN', '_X1', 'build_token'])(
  '%s can be exported to',
  async (name) => {
    const { exchange, run } = await scene();

    const main = await run({ 'export-env': name });

    expect(main.exported).toEqual({ [name]: exchange.granted[0] });
  },
);

test.each([
  ['lifetime', '90s', '90'],
  ['lifetime', '45m', '2700'],
  ['lifetime', '2h', '7200'],
  ['lifetime', '3600', '3600'],
])('%s: %s is %s seconds', async (input, value, seconds) => {
  const { exchange, run } = await scene();

  await run({ [input]: value });

  expect(exchange.exchanges()[0]?.get('lifetime')).toBe(seconds);
});
