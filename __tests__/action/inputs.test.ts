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

describe.each([
  ['exchange-url', 'dockpass.example.com'],
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
