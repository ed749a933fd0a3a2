import { expect, test } from '@jest/globals';
import type { Environment } from '../../support/runner/environment.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

async function warningsWith(env: Environment): Promise<string[]> {
  const { runFor } = await dockerScene(undefined, { env });
  const main = await runFor();
  expect(main).toMatchObject({ exitCode: 0, stderr: '' });
  return main.commands.filter(({ name }) => name === 'warning').map(({ message }) => message);
}

const logins = (registry: string) => JSON.stringify({ auths: { [registry]: { auth: 'canary' } } });

test('REGISTRY_AUTH_FILE, which turns skopeo, podman and buildah away: a warning names it', async () => {
  const warnings = await warningsWith({ REGISTRY_AUTH_FILE: '/somewhere/auth.json' });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('REGISTRY_AUTH_FILE');
  expect(warnings[0]).toContain('/somewhere/auth.json');
});

test('DOCKER_AUTH_CONFIG with a login to the registry: a warning names it, and no login', async () => {
  const warnings = await warningsWith({ DOCKER_AUTH_CONFIG: logins(REGISTRY) });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('DOCKER_AUTH_CONFIG');
  expect(warnings[0]).not.toContain('canary');
});

test.each([
  ['empty', ''],
  ['not JSON', '{'],
  ['no object', 'null'],
  ['for another registry', logins('ghcr.io')],
])('a DOCKER_AUTH_CONFIG that is %s is no reason to warn', async (_, value) => {
  expect(await warningsWith({ DOCKER_AUTH_CONFIG: value, REGISTRY_AUTH_FILE: '' })).toEqual([]);
});
