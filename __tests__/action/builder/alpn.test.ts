import { createSecureServer, performServerHandshake } from 'node:http2';
import { createServer } from 'node:tls';
import { expect, test } from '@jest/globals';
import { listenAsEndpoint } from '../../support/builder/builder-double.ts';
import { together } from '../../support/together.ts';
import { builderScenes } from './builder-scene.ts';

/** buildx leaves the extension out (RFC 7301): what it can use passes, and what it cannot does not. */

const { builderScene, closing, trust } = builderScenes();

test('a builder that knows no ALPN, or another protocol by it, is as good as any', async () => {
  await together({ none: [], another: ['http/1.1'] }, async (ALPNProtocols) => {
    const { runFor, builder } = await builderScene({ builder: { ALPNProtocols } });

    expect(await runFor()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(builder.connections()).toBe(1);
  });
});

test('one that speaks HTTP/2 only with clients that offer it: no use to buildx, and named so', async () => {
  const { identity, authority } = trust();
  const admitting = {
    ...identity,
    ca: authority.certificate,
    requestCert: true,
    ALPNProtocols: ['h2'],
  };
  const cases = {
    'answers in HTTP/1.1': createSecureServer(admitting),
    // As servers of grpc-go since 1.67.
    'hangs up': createServer(admitting, (socket) => {
      if (socket.alpnProtocol) performServerHandshake(socket).on('error', () => socket.destroy());
      else socket.end();
    }),
  };
  await together(cases, async (server) => {
    const stage = await builderScene();
    stage.answering({ endpoint: closing(await listenAsEndpoint(server)).endpoint });

    const { outputs, log } = await stage.runFor();

    expect(outputs['error-code']).toBe('builder_not_http2');
    expect(log).toMatch(/only .* by ALPN, which buildx does not/);
  });
});

test('one that hangs up once, because it restarts, is not taken for one of these', async () => {
  const { identity, authority } = trust();
  const options = { ...identity, ca: authority.certificate, requestCert: true };
  let restarted = false;
  const server = createServer(options, (socket) => {
    if (restarted) performServerHandshake(socket).on('error', () => socket.destroy());
    else socket.end();
    restarted = true;
  });
  const stage = await builderScene();
  stage.answering({ endpoint: closing(await listenAsEndpoint(server)).endpoint });

  expect(await stage.runFor()).toMatchObject({ exitCode: 0, stderr: '' });
});
