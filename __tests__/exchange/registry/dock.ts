import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distributionConfig } from '../../../src/exchange/registry/distribution-config.ts';
import { ensureRegistryRoot } from '../../../src/exchange/registry/roots.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { systemClock } from '../../../src/exchange/system/clock.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { REGISTRY_TOKEN_PATH } from '../../../src/protocol/registry-token.ts';
import { registryClients } from '../../support/registry/clients.ts';
import { RegistryServer } from '../../support/registry/distribution.ts';
import { writeImage } from '../../support/registry/image.ts';
import type { Programs } from '../../support/registry/programs.ts';
import type { Answer } from '../service.ts';

/** `service` of the registries of these tests. */
export const SERVICE = 'registry.example.com';

export async function addRegistry(store: Store, name = SERVICE): Promise<void> {
  await store.change((records) =>
    records.registries.insert({
      id: systemRandom.id(),
      name,
      hosts: ['registry.example.com'],
      createdAt: Math.floor(Date.now() / 1000),
    }),
  );
}

/** `GET /registry/token`, as clients send it. */
export async function askToken(
  url: string,
  token: string | null,
  scopes: readonly string[] = [],
  { service = SERVICE, username = 'x-token' } = {},
): Promise<Answer> {
  const query = new URLSearchParams([
    ['account', username],
    ['client_id', 'docker'],
    ['offline_token', 'true'],
    ['service', service],
    ...scopes.map((scope): [string, string] => ['scope', scope]),
  ]);
  const response = await fetch(`${url}${REGISTRY_TOKEN_PATH}?${query.toString()}`, {
    ...(token !== null && {
      headers: { authorization: `Basic ${btoa(`${username}:${token}`)}` },
    }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A real registry that trusts the exchange at `url`, the real clients, and images to push. */
export async function openDock(programs: Programs, store: Store, url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-dock-'));
  const bundle = join(folder, 'dockpass.pem');
  const root = await ensureRegistryRoot({ store, clock: systemClock, random: systemRandom });
  await writeFile(bundle, root.certificate);
  const registry = await RegistryServer.start({
    program: programs['docker-registry'],
    config: distributionConfig({ url, service: SERVICE, bundle }),
    folder: join(folder, 'registry'),
  });
  let images = 0;
  return {
    registry,
    ...registryClients(programs, folder),
    /** Where a new image is, and its digest. */
    async newImage() {
      images += 1;
      const path = join(folder, `image-${images}`);
      return { path, digest: await writeImage(path) };
    },
    /** A folder that is not there yet. */
    nowhere() {
      images += 1;
      return join(folder, `image-${images}`);
    },
    async remove() {
      await registry.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Dock = Awaited<ReturnType<typeof openDock>>;
