import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Installation } from '../support/installation.ts';
import { registryClients } from '../support/registry/clients.ts';
import { RegistryServer } from '../support/registry/distribution.ts';
import { digestIn, writeImage } from '../support/registry/image.ts';
import { describeRegistry } from '../support/registry/programs.ts';

const POLICY = `issuers: []
organizations:
  - name: acme
    projects:
      - name: web
registries:
  - name: registry.example.com
    hosts: [registry.example.com]
`;

describeRegistry('docs/registry.md, from the policy to the first image', (programs) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function succeed(installation: Installation, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await installation.dockpass(...args);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  }

  test('a registry that was configured by what the commands print takes an image', async () => {
    const installation = await Installation.prepare();
    closing.push(() => installation.remove());
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-registry-'));
    closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

    await installation.apply(POLICY);
    await succeed(installation, 'registry', 'create', 'office', '--host', 'localhost:5000');
    const bundle = join(folder, 'dockpass.pem');
    await writeFile(
      bundle,
      await succeed(installation, 'registry', 'config', 'office', '--certificate'),
    );
    const config = await succeed(installation, 'registry', 'config', 'office', '--bundle', bundle);
    await installation.start();
    const registry = await RegistryServer.start({
      program: programs['docker-registry'],
      config,
      folder: join(folder, 'registry'),
    });
    closing.push(() => registry.remove());

    const token = (
      await succeed(installation, 'token', 'create', '--project', 'acme/web', '--description', 'x')
    ).trim();
    const { dockerLogin, push, pull } = registryClients(programs, folder);
    const [image, pulled] = [join(folder, 'image'), join(folder, 'pulled')];
    const digest = await writeImage(image);
    const name = `${registry.host}/acme/web:1`;
    expect(await dockerLogin(registry.host, token)).toMatchObject({ exitCode: 0 });
    expect(await push(image, token, name)).toMatchObject({ exitCode: 0 });
    expect(await pull(name, token, pulled)).toMatchObject({ exitCode: 0 });
    expect(await digestIn(pulled)).toBe(digest);

    await succeed(installation, 'registry', 'delete', 'office');
    expect((await dockerLogin(registry.host, token)).said).toContain(
      'The registry service "office" is not registered here',
    );
    const { stdout } = await installation.dockpass('export');
    expect(stdout).toContain('registries:\n  - name: registry.example.com\n');
  });
});
