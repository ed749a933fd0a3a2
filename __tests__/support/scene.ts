import { afterEach, beforeAll } from '@jest/globals';
import { type ExchangeDouble, startExchangeDouble } from './exchange-double.ts';
import type { Claims } from './github-claims.ts';
import { type GitHubIssuer, startGitHubIssuer } from './github-issuer.ts';
import { createSigningKey, type SigningKey } from './jws.ts';
import type { TlsIdentity } from './loopback.ts';
import type { Contexts } from './runner/action-metadata.ts';
import type { Environment } from './runner/environment.ts';
import type { FileCommand } from './runner/file-commands.ts';
import { type Job, type PhaseResult, type RunningPhase, startJob } from './runner.ts';

export interface SceneOptions {
  /** Variables of the job beside those that the runner sets. */
  env?: Environment;
  /** The webhook payload. */
  event?: object;
  contexts?: Contexts;
  /** What makes the job differ from a push to acme/web's main branch. */
  claims?: Claims;
  /** False: the workflow lacks `id-token: write`. */
  idToken?: boolean;
  /** Both servers speak https with this certificate. */
  tls?: TlsIdentity;
}

/** One job, the issuer that vouches for it, and an exchange double. */
export interface Scene {
  issuer: GitHubIssuer;
  exchange: ExchangeDouble;
  job: Job;
  /** Inputs of the step that every test starts from: a pass for acme/web. */
  inputs(changes?: Record<string, string>): Record<string, string>;
  /** Starts that step. */
  start(changes?: Record<string, string>): Promise<RunningPhase>;
  /** Runs that step. */
  run(changes?: Record<string, string>): Promise<PhaseResult>;
  /** Runs the post of the only step. */
  post(env?: Environment, unwritable?: FileCommand[]): Promise<PhaseResult>;
}

interface Closable {
  close(): Promise<void>;
}

/** To be called once in a test file: sets scenes up, and takes them down after each test. */
export function scenes() {
  const open: Closable[] = [];
  let keys: SigningKey[] = [];
  beforeAll(() => {
    keys = [createSigningKey()];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((item) => item.close()));
  });

  /** Has something else closed together with the scene. */
  function closing<Item extends Closable>(item: Item): Item {
    open.push(item);
    return item;
  }

  async function scene(options: SceneOptions = {}): Promise<Scene> {
    const { claims = {}, contexts = {}, env, event = {}, idToken = true, tls } = options;
    const issuer = closing(await startGitHubIssuer({ keys, claims, ...(tls && { tls }) }));
    const exchange = closing(await startExchangeDouble(tls));
    const jobEnv = { ...(idToken && issuer.environment), ...env };
    const job = closing(await startJob({ env: jobEnv, event, contexts }));
    const inputs = (changes: Record<string, string> = {}) => ({
      'exchange-url': exchange.url,
      project: 'acme/web',
      ...changes,
    });
    return {
      issuer,
      exchange,
      job,
      inputs,
      start: (changes) => job.start({ with: inputs(changes) }),
      run: (changes) => job.run({ with: inputs(changes) }),
      post: async (...changes) => (await job.startPost(0, ...changes)).finished,
    };
  }

  return { scene, closing };
}
