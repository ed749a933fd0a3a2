import { readFile } from 'node:fs/promises';
import { beforeAll, expect } from '@jest/globals';
import type { Authority } from '../../../src/exchange/certificates/authority.ts';
import {
  type BuilderDouble,
  type BuilderOptions,
  startBuilder,
} from '../../support/builder/builder-double.ts';
import { serverIdentity, testAuthority } from '../../support/builder/certificates.ts';
import {
  type BuilderSettings,
  CREDENTIALS_ROUTE,
  type CredentialsOptions,
  credentials,
} from '../../support/builder/credentials-double.ts';
import { filesBelow } from '../../support/leaks.ts';
import type { TlsIdentity } from '../../support/loopback.ts';
import type { PhaseResult } from '../../support/runner.ts';
import { type Scene, scenes } from '../../support/scene.ts';

/** The name that the builder's certificate has; DNS never resolves it. */
export const SERVER_NAME = 'builder.test';

/** What all tests of a file share: making it takes time. */
export interface BuilderTrust {
  /** Signs the builder's own certificate. */
  serverAuthority: Authority;
  /** Signs the certificates of jobs. */
  authority: Authority;
  identity: TlsIdentity;
}

/** A scene whose exchange knows a builder. */
export interface BuilderScene extends Scene {
  builder: BuilderDouble;
  settings: BuilderSettings;
  /** Runs the step with `builder: true`. */
  runFor(changes?: Record<string, string>): Promise<PhaseResult>;
  /** From now on the exchange tells of this endpoint, or answers otherwise. */
  answering(settings: Partial<BuilderSettings>, options?: CredentialsOptions): void;
  /** Requests for credentials. */
  asked(): ReturnType<Scene['exchange']['requestsTo']>;
}

/** To be called once in a test file, as scenes(). */
export function builderScenes() {
  const { scene, closing } = scenes();
  const made: Partial<BuilderTrust> = {};
  beforeAll(async () => {
    made.serverAuthority = await testAuthority('the authority of a builder');
    made.authority = await testAuthority('the builder authority of acme/web');
    made.identity = await serverIdentity(made.serverAuthority, [SERVER_NAME]);
  });

  function trust(): BuilderTrust {
    const { serverAuthority, authority, identity } = made;
    if (!serverAuthority || !authority || !identity) throw new Error('beforeAll has not run.');
    return { serverAuthority, authority, identity };
  }

  async function builderScene(
    options: Parameters<typeof scene>[0] & { builder?: Partial<BuilderOptions> } = {},
  ): Promise<BuilderScene> {
    const { builder: changes, ...sceneOptions } = options;
    const { serverAuthority, authority, identity } = trust();
    const stage = await scene(sceneOptions);
    const builder = closing(
      await startBuilder({ ...identity, ca: authority.certificate, ...changes }),
    );
    const settings: BuilderSettings = {
      endpoint: builder.endpoint,
      server_name: SERVER_NAME,
      server_ca: serverAuthority.certificate,
      authority,
    };
    const answering: BuilderScene['answering'] = (other, credentialsOptions) =>
      stage.exchange.always(
        CREDENTIALS_ROUTE,
        credentials(stage.exchange, { ...settings, ...other }, credentialsOptions),
      );
    answering({});
    return {
      ...stage,
      builder,
      settings,
      answering,
      runFor: (inputs) => stage.run({ builder: 'true', ...inputs }),
      asked: () => stage.exchange.requestsTo(CREDENTIALS_ROUTE),
    };
  }

  return { builderScene, closing, trust };
}

export const OUTPUTS = [
  'builder-endpoint',
  'builder-driver-opts',
  'builder-server-name',
  'builder-cacert',
  'builder-cert',
  'builder-key',
] as const;

/** The step failed and tells of no builder; the token stays with the later steps. */
export function expectFailure(stage: BuilderScene, main: PhaseResult, code: string): void {
  expect({ exitCode: main.exitCode, code: main.outputs['error-code'] }).toEqual({
    exitCode: 1,
    code,
  });
  expect(main.outputs).toMatchObject({ authenticated: 'true', token: stage.exchange.granted[0] });
  for (const name of OUTPUTS) expect(main.outputs[name] ?? '').toBe('');
  expect(main.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
}

/** Neither the builder nor the disk has seen anything of it. */
export async function expectNoCredentials(
  stage: BuilderScene,
  main: PhaseResult,
  code: string,
): Promise<void> {
  expectFailure(stage, main, code);
  expect(stage.builder.connections()).toBe(0);
  expect(await filesBelow(stage.job.temp)).toEqual({});
}

/** The private key's lines, without its labels. */
export async function keyLines({ outputs }: PhaseResult): Promise<string[]> {
  const text = await readFile(outputs['builder-key'] ?? '', 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
}
