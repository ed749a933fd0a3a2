import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type Answer, html, huge, json, redirect, text } from '../../support/answers.ts';
import {
  CREDENTIALS_ROUTE,
  type CredentialsOptions,
} from '../../support/builder/credentials-double.ts';
import { filesBelow } from '../../support/leaks.ts';
import { builderScenes, expectNoCredentials } from './builder-scene.ts';

const { builderScene } = builderScenes();

test.each<[string, string, Answer]>([
  ['20 MB', 'exchange_answer_too_large', huge(20_000_000, {})],
  ['an HTML page with status 201', 'exchange_answer_invalid', html(201)],
  ['an HTML page with status 404', 'exchange_answer_invalid', html(404)],
  ['an empty body', 'exchange_answer_invalid', text(201, '')],
  ['an array', 'exchange_answer_invalid', json(201, [])],
  ['status 200', 'exchange_answer_invalid', json(200, {})],
])('an answer with %s: %s', async (_, code, answer) => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, answer);

  await expectNoCredentials(stage, await stage.runFor(), code);
});

test('a redirect takes the build token nowhere', async () => {
  const stage = await builderScene();
  const elsewhere = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, redirect(307, `${elsewhere.exchange.url}/api`));

  await expectNoCredentials(stage, await stage.runFor(), 'exchange_redirected');
  expect(elsewhere.exchange.requests).toEqual([]);
});

/** Of nobody here. */
function strangersKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

const UNUSABLE: Record<string, CredentialsOptions> = {
  'a certificate for another key': { publicKey: strangersKey() },
  'a certificate for another project': { certified: 'acme/api' },
  'a certificate for a project with the same prefix': { certified: 'acme/web-admin' },
  'another project': { changes: { project: 'acme/api' }, certified: 'acme/api' },
  'a project that is a path': { changes: { project: '../../acme' } },
  'no certificate': { changes: { certificate: undefined } },
  'a certificate that is text': { changes: { certificate: 'certificate' } },
  'an empty PEM block': {
    changes: { certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  },
  'a private key among the authorities': {
    changes: { server_ca: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' },
  },
  'broken base64 among the authorities': {
    changes: { server_ca: '-----BEGIN CERTIFICATE-----\nMIIB!\n-----END CERTIFICATE-----\n' },
  },
  'no authorities': { changes: { server_ca: '' } },
  'an endpoint that is no tcp URL': { changes: { endpoint: 'unix:///run/buildkit.sock' } },
  'an endpoint that runs a program': { changes: { endpoint: 'ssh://root@10.0.0.1' } },
  'an endpoint with a path': { changes: { endpoint: 'tcp://127.0.0.1:1234/../x' } },
  'an endpoint without a port': { changes: { endpoint: 'tcp://127.0.0.1' } },
  'an endpoint with port 0': { changes: { endpoint: 'tcp://127.0.0.1:0' } },
  'an endpoint of two lines': { changes: { endpoint: 'tcp://127.0.0.1:1\n::warning::x' } },
  'a server name that is another option': { changes: { server_name: 'b,cacert=/etc/passwd' } },
  'a server name of two lines': { changes: { server_name: 'builder.test\nkey=/x' } },
  'no server name': { changes: { server_name: '' } },
};

test('an answer that does not fit what was asked for is not used', async () => {
  const stage = await builderScene();
  for (const [name, options] of Object.entries(UNUSABLE)) {
    stage.answering({}, options);
    const main = await stage.runFor();
    expect([name, main.outputs['error-code'], main.exitCode]).toEqual([
      name,
      'exchange_answer_invalid',
      1,
    ]);
    expect(main.commands.filter((command) => command.name === 'warning')).toEqual([]);
  }
  expect(stage.asked()).toHaveLength(Object.keys(UNUSABLE).length);
  expect(stage.builder.connections()).toBe(0);
  expect(await filesBelow(stage.job.temp)).toEqual({});
});
