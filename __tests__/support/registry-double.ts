import { createHash } from 'node:crypto';
import { json, text } from './answers.ts';
import { type HostileServer, startHostileServer } from './hostile-server.ts';

/** A registry on the wire only, with one image in it and HTTP Basic in front of it. */
export interface RegistryDouble extends HostileServer {
  /** `127.0.0.1:PORT`, as image names begin with it. */
  host: string;
  /** Name of its image. */
  image: string;
  /** User names and passwords that came, each once, in the order of arrival. */
  logins(): string[];
}

const CONFIG = '{}';

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: CONFIG.length,
    digest: digestOf(CONFIG),
  },
  // `docker manifest` wants one.
  layers: [
    {
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      size: 0,
      digest: digestOf(''),
    },
  ],
});

export async function startRegistryDouble(): Promise<RegistryDouble> {
  const server = await startHostileServer();
  const digest = digestOf(MANIFEST);
  // Docker's older clients insist on the version.
  const version = { 'docker-distribution-api-version': 'registry/2.0' };
  const challenge = text(401, '{}', {
    ...version,
    'www-authenticate': 'Basic realm="registry"',
  });
  const manifest = text(200, MANIFEST, {
    'content-type': 'application/vnd.docker.distribution.manifest.v2+json',
    'docker-content-digest': digest,
  });
  const behindLogin = [
    ['GET /v2/', json(200, {}, version)],
    [`GET /v2/acme/web/blobs/${digestOf(CONFIG)}`, text(200, CONFIG)],
    ['GET /v2/acme/web/manifests/1', manifest],
    [`GET /v2/acme/web/manifests/${digest}`, manifest],
    ['HEAD /v2/acme/web/manifests/1', manifest],
  ] as const;
  for (const [route, answer] of behindLogin)
    server.always(route, (response, request) =>
      (request.headers.authorization ? answer : challenge)(response, request),
    );
  const host = new URL(server.url).host;
  return {
    ...server,
    host,
    image: `${host}/acme/web:1`,
    logins: () => [
      ...new Set(
        server.requests.flatMap(({ headers }) => {
          const [, credentials] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
          return credentials ? [Buffer.from(credentials, 'base64').toString()] : [];
        }),
      ),
    ],
  };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
