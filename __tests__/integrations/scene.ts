import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { addRegistry, type Dock, openDock } from '../exchange/registry/dock.ts';
import type { Service, services } from '../exchange/service.ts';
import { addProjectToken } from '../exchange/tenants.ts';
import { findProgram } from '../support/programs.ts';
import { describeRegistry, type Programs } from '../support/registry/programs.ts';
import { type Engine, openEngine } from './engine.ts';
import { type Ended, Machine } from './machine.ts';
import { fileOf, type Page, readPage } from './page.ts';

export const LOGIN = 'ci/docker-login.sh';
export const DOCKERFILE = 'FROM scratch\nCOPY Dockerfile /\n';

const DOCKPASS = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** And their packages: what the pages ask for beside Docker. */
const ASKED_FOR = { curl: 'curl', jq: 'jq' };

export function describePages(name: string, tests: (programs: Programs) => void): void {
  describeRegistry(name, tests, ASKED_FOR);
}

/** An exchange, a real registry that trusts it, and a machine where jobs run with the real clients. */
export class Scene {
  readonly service: Service;
  readonly dock: Dock;
  readonly engine: Engine;
  readonly machine: Machine;

  private constructor(service: Service, dock: Dock, engine: Engine, machine: Machine) {
    this.service = service;
    this.dock = dock;
    this.engine = engine;
    this.machine = machine;
  }

  static async open(programs: Programs, start: ReturnType<typeof services>): Promise<Scene> {
    const service = await start({
      trust: [{ project: 'acme/web' }, { project: 'acme/docs' }],
      config: { url: 'http://127.0.0.1:0', rateLimits: { perAddress: 0, perRepository: 0 } },
    });
    await addRegistry(service.store);
    const dock = await openDock(programs, service.store, service.url);
    const engine = await openEngine(programs, dock.registry.host);
    const machine = await Machine.prepare({
      ...engine.programs,
      ...Object.fromEntries(
        [...Object.keys(ASKED_FOR), 'cat'].map((name) => [name, { path: findProgram(name) ?? '' }]),
      ),
      apk: { path: findProgram('true') ?? '', before: 'echo "NOT RUN: apk $*: it is Alpine’s"' },
      dockpass: { path: process.execPath, before: commandOf(service) },
    });
    const scene = new Scene(service, dock, engine, machine);
    await machine.checkOut('Dockerfile', DOCKERFILE);
    await machine.checkOut(LOGIN, fileOf(scene.page('README.md'), LOGIN));
    return scene;
  }

  /** With the addresses of this exchange and this registry. */
  page(name: string, changes: Readonly<Record<string, string>> = {}): Page {
    return readPage(`docs/integrations/${name}`, {
      'https://dockpass.example.com': this.service.url,
      'registry.example.com': this.dock.registry.host,
      ...changes,
    });
  }

  /** As the index has one made. */
  async projectToken(): Promise<string> {
    const permissions = ['push', 'pull'] as const;
    const { token } = await addProjectToken(this.service.store, { permissions });
    this.service.secrets.push(token);
    return token;
  }

  /** What the index says that the login needs. */
  variables(projectToken: string): Record<string, string> {
    return {
      DOCKPASS_URL: this.service.url,
      REGISTRY: this.dock.registry.host,
      DOCKPASS_PROJECT_TOKEN: projectToken,
    };
  }

  async isActive(token: string): Promise<boolean> {
    return (await this.service.introspect(token)).body.active;
  }

  async canPull(image: string, token: string): Promise<boolean> {
    return (await this.dock.pull(image, token, this.dock.nowhere())).exitCode === 0;
  }

  /** Nothing of the login can be read anywhere, and nothing is left of it. */
  async expectCleanEnd(ended: Ended, projectToken: string): Promise<void> {
    const { buildToken, log, commandLines } = ended;
    for (const token of [projectToken, buildToken].filter((it) => it !== '')) {
      expect(log).not.toContain(token);
      expect(log).not.toContain(btoa(`x-token:${token}`));
      expect(commandLines.join('\n')).not.toContain(token);
    }
    expect(ended.sawProjectToken.filter((program) => /docker|buildah/.test(program))).toEqual([]);
    expect(ended.leftBehind).toEqual([]);
    if (buildToken === '') return;
    this.service.secrets.push(buildToken);
    expect(await this.isActive(buildToken)).toBe(false);
  }

  /** Of all that was run here. */
  expectNoTokenWrittenDown(): void {
    for (const secret of this.service.secrets) {
      expect(this.dock.registry.log).not.toContain(secret);
      expect(this.service.log.join('')).not.toContain(secret);
    }
  }

  async remove(): Promise<void> {
    await this.machine.remove();
    await this.engine.remove();
    await this.dock.remove();
  }
}

/** `dockpass` on the machine of the exchange. */
function commandOf({ url, folder }: Service): string {
  return `export DOCKPASS_URL='${url}' DOCKPASS_DATABASE='sqlite:${folder}/dockpass.db' NODE_COMPILE_CACHE='${process.env.NODE_COMPILE_CACHE ?? ''}'
exec '${process.execPath}' '${DOCKPASS}' "$@"`;
}
