import type { ProjectPath } from '../../protocol/projects.ts';
import { type Deadline, limitsWithin, tryUntil } from '../exchange/attempts.ts';
import type { Inputs } from '../inputs.ts';
import type { Pass } from '../pass.ts';
import type { Runner } from '../runner.ts';
import type { State } from '../state.ts';
import { type BuilderCredentials, readCredentials } from './credentials.ts';
import { driverOpts } from './driver-opts.ts';
import { type CredentialFiles, claimFolder, writeFiles } from './files.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { preflight } from './preflight.ts';
import { probe } from './probe.ts';
import { type CredentialsOrder, requestCredentials } from './request.ts';

/** What a step did that made a builder ready. */
export type ReadyBuilder = Pick<BuilderCredentials, 'endpoint' | 'endsAt'>;

/**
 * From here on buildx may connect to the project's builder. `state` is what has been saved for post
 * already, and is saved again with our part. Undefined if there is no build token to show.
 */
export async function makeBuilderReady(
  runner: Runner,
  inputs: Inputs,
  project: ProjectPath,
  pass: Pass,
  state: State,
  deadline: Deadline,
): Promise<ReadyBuilder | undefined> {
  if (pass.source !== 'oidc' || !pass.token) {
    runner.notice('Dockpass: no builder credentials', NO_BUILD_TOKEN);
    return undefined;
  }
  const folder = claimFolder(runner);
  // Whatever fails from here on, post takes it back.
  runner.saveState(JSON.stringify({ ...state, builder: { folder } }));
  const keys = makeKeyPair(runner);
  const request = { public_key: keys.publicPem, project };
  const order = { exchangeUrl: inputs.exchangeUrl, token: pass.token, request };
  const credentials = await fetchCredentials(
    runner,
    order,
    { project, audience: inputs.audience },
    keys,
    deadline,
  );
  const files = leaveFiles(folder, credentials, keys);
  await preflight(runner, probe, credentials, keys.privatePem, deadline);
  for (const [name, value] of Object.entries(outputsOf(credentials, files)))
    runner.output(name, value);
  return credentials;
}

const NO_BUILD_TOKEN =
  'Builders admit build tokens only, which an exchange issues for an ID token. This step has none, so the outputs builder-… are empty.';

/** `audience` is what the exchange calls itself, whatever address it was reached by. */
function fetchCredentials(
  runner: Runner,
  order: CredentialsOrder,
  { project, audience }: { project: ProjectPath; audience: string },
  { privateKey }: KeyPair,
  deadline: Deadline,
): Promise<BuilderCredentials> {
  const asked = { project, installation: audience, privateKey };
  return tryUntil(runner, deadline, async () => {
    const limits = limitsWithin(runner, deadline, runner.cancelled);
    return readCredentials(await requestCredentials(runner, order, limits), asked);
  });
}

function leaveFiles(
  folder: string,
  { serverCa, certificate }: BuilderCredentials,
  { privatePem }: KeyPair,
): CredentialFiles {
  return writeFiles(folder, { cacert: serverCa, cert: certificate, key: privatePem });
}

function outputsOf(
  { endpoint, serverName }: BuilderCredentials,
  files: CredentialFiles,
): Record<string, string> {
  return {
    'builder-endpoint': endpoint,
    'builder-driver-opts': driverOpts(files, serverName),
    'builder-server-name': serverName,
    'builder-cacert': files.cacert,
    'builder-cert': files.cert,
    'builder-key': files.key,
  };
}
