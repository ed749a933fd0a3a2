import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, json } from '../../support/answers.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../../support/exchange-double.ts';
import type { Environment } from '../../support/runner/environment.ts';
import type { PhaseResult } from '../../support/runner.ts';
import { type Scene, type SceneOptions, scenes } from '../../support/scene.ts';

export const REGISTRY = 'registry.example.com';

/** A scene whose job has a Docker configuration of its own. */
export interface DockerScene extends Scene {
  /** DOCKER_CONFIG. */
  folder: string;
  /** Path of Docker's config.json. */
  file: string;
  /** Runs the step with `registry:`. */
  runFor(registry?: string, changes?: Record<string, string>): Promise<PhaseResult>;
  /** Docker's configuration as it stands. */
  config(): Promise<Record<string, unknown>>;
  /** From now on tokens live that many seconds. */
  tokensLast(seconds: number): void;
  /** What a Docker in a later step has. */
  env(changes?: Environment): Record<string, string>;
}

/** To be called once in a test file, as scenes(). */
export function dockerScenes() {
  const { scene, closing } = scenes();

  /** `before`: Docker's configuration as the job finds it; undefined: none. */
  async function dockerScene(
    before?: string | object,
    options?: SceneOptions,
  ): Promise<DockerScene> {
    const stage = await scene(options);
    const folder = join(stage.job.temp, '..', 'docker-config');
    const file = join(folder, 'config.json');
    if (before !== undefined) {
      await mkdir(folder);
      await writeFile(file, typeof before === 'string' ? before : JSON.stringify(before), {
        mode: 0o600,
      });
    }
    stage.job.exported.DOCKER_CONFIG = folder;
    return {
      ...stage,
      folder,
      file,
      runFor: (registry = REGISTRY, changes = {}) => stage.run({ registry, ...changes }),
      tokensLast: (seconds) => stage.exchange.always(EXCHANGE_ROUTES.token, shortLived(seconds)),
      config: async () => JSON.parse(await readFile(file, 'utf8')),
      env: (changes) => stage.job.environment(changes),
    };
  }

  return { dockerScene, closing };
}

/** Each answer has another token; they are `dpb_short_lived_0`, `_1` and so on. */
function shortLived(seconds: number): Answer {
  let issued = 0;
  return (response, request) => {
    const token = tokenResponse({ access_token: shortLivedToken(issued), expires_in: seconds });
    issued += 1;
    json(200, token)(response, request);
  };
}

export function shortLivedToken(index: number): string {
  return `dpb_short_lived_${index}`;
}
