import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from '@jest/globals';
import {
  type Endpoint,
  listenAsEndpoint,
  startBuilder,
} from '../../support/builder/builder-double.ts';
import { expired, serverIdentity, testAuthority } from '../../support/builder/certificates.ts';
import { refusedUrl } from '../../support/loopback.ts';
import { together } from '../../support/together.ts';
import { type BuilderScene, builderScenes, expectFailure, SERVER_NAME } from './builder-scene.ts';

const { builderScene, closing, trust } = builderScenes();

/** Because of the builder, which the annotation says. */
async function failing(stage: BuilderScene, code: string, said = /./, timeout = '60s') {
  const main = await stage.runFor({ timeout });
  expectFailure(stage, main, code);
  const message = main.commands.find(({ name }) => name === 'error')?.message;
  for (const label of ['Where: builder', 'Whose move: ', 'Next: '])
    expect(message).toContain(label);
  expect(message).toMatch(said);
}

/** The step with something else in the builder's place. */
async function failingAt(server: Server, code: string, said?: RegExp, timeout?: string) {
  const stage = await builderScene();
  const endpoint: Endpoint = closing(await listenAsEndpoint(server));
  stage.answering({ endpoint: endpoint.endpoint });
  await failing(stage, code, said, timeout);
  return { stage, endpoint };
}

test('a builder whose certificate another authority has signed', async () => {
  const stage = await builderScene();
  const other = await testAuthority('another authority');
  stage.answering({ server_ca: other.certificate });

  await failing(stage, 'builder_certificate_untrusted', /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_/);
  expect(stage.builder.connections()).toBe(1);
});

test('a builder whose certificate has expired', async () => {
  const identity = await serverIdentity(trust().serverAuthority, [SERVER_NAME], expired());
  const stage = await builderScene({ builder: identity });

  await failing(stage, 'builder_certificate_untrusted', /CERT_HAS_EXPIRED/);
});

test('the authorities of the system and of the runner do not count, as they do not for buildx', async () => {
  const { serverAuthority, authority } = trust();
  const stage = await builderScene();
  const known = join(stage.job.temp, '..', 'known.pem');
  await writeFile(known, serverAuthority.certificate);
  stage.job.exported.NODE_EXTRA_CA_CERTS = known;
  stage.job.exported.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  stage.answering({ server_ca: authority.certificate });

  const main = await stage.runFor();

  expect(main.outputs['error-code']).toBe('builder_certificate_untrusted');
});

test('a builder whose certificate has another name, or a common name only', async () => {
  const cases = {
    'another name': { names: ['other.test', '127.0.0.1'], said: /other\.test/ },
    'a common name': { names: [], said: /does not have the name/ },
    'a common name beside an address': { names: ['192.0.2.1'], said: /does not have the name/ },
  };
  await together(cases, async ({ names, said }) => {
    const identity = await serverIdentity(trust().serverAuthority, names);

    await failing(await builderScene({ builder: identity }), 'builder_name_mismatch', said);
  });
});

test('no builder at all: nobody listens, or nobody knows the name', async () => {
  const { port } = new URL(await refusedUrl());
  const cases = {
    'nobody listens': { endpoint: `tcp://127.0.0.1:${port}`, said: /ECONNREFUSED/ },
    'no such name': { endpoint: 'tcp://builder.invalid:1234', said: /ENOTFOUND|EAI_AGAIN/ },
  };
  await together(cases, async ({ endpoint, said }) => {
    const stage = await builderScene();
    stage.answering({ endpoint });

    await failing(stage, 'builder_unreachable', said, '5s');
  });
});

test('a builder that comes back within the deadline is waited for', async () => {
  const server = createTcpServer((socket) => socket.resetAndDestroy());
  const stage = await builderScene();
  const dead = closing(await listenAsEndpoint(server));
  const port = Number(new URL(dead.endpoint).port);
  stage.answering({ endpoint: dead.endpoint });
  const running = await stage.start({ builder: 'true' });
  while (dead.connections() === 0) await new Promise((resolve) => setTimeout(resolve, 20));

  await dead.close();
  const { identity, authority } = trust();
  closing(await startBuilder({ ...identity, ca: authority.certificate }, port));

  expect(await running.finished).toMatchObject({ exitCode: 0 });
});

test('one that never speaks, before TLS and behind it: ends with the deadline', async () => {
  const { identity } = trust();
  const cases = {
    'accepts only': { server: createTcpServer(), said: /no TLS handshake/ },
    'TLS only': { server: createTlsServer(identity), said: /no HTTP\/2 SETTINGS/ },
  };
  await together(cases, async ({ server, said }) => {
    await failingAt(server, 'builder_unreachable', said, '6s');
  });
});

test('one that is no BuildKit', async () => {
  const { identity } = trust();
  const cases = {
    'HTTPS without HTTP/2': createHttpsServer(identity),
    'HTTP/1.1 behind TLS, without ALPN': createTlsServer(identity, (socket) =>
      socket.on('error', () => socket.destroy()).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ),
    'no TLS': createHttpServer(),
    'TLS 1.1': createTlsServer({
      ...identity,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    }),
  };
  await together(cases, async (server) => {
    await failingAt(server, 'builder_not_http2');
  });
});

test('one that resets: tried again until the deadline', async () => {
  const server = createTcpServer((socket) => socket.resetAndDestroy());

  const { endpoint } = await failingAt(server, 'builder_unreachable', /ECONNRESET/, '4s');

  expect(endpoint.connections()).toBeGreaterThan(1);
});

test('a builder that hangs up on our certificate without an alert, in TLS 1.3', async () => {
  const other = await testAuthority('the builder authority of another project');
  const stage = await builderScene();
  stage.answering({ authority: other });

  await failing(stage, 'builder_refused_certificate', /without a word/);
  expect(stage.builder.admitted).toEqual([]);
  // Each of three tries looks whether it was for want of ALPN.
  expect(stage.builder.connections()).toBe(6);
});
