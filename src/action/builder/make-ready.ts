import type { ProjectPath } from '../../protocol/projects.ts';
import { type Deadline, limitsWithin, tryUntil } from '../exchange/attempts.ts';
import type { Runner } from '../system/port.ts';
import { type BuilderCredentials, readCredentials } from './credentials.ts';
import { driverOpts } from './driver-opts.ts';
import { type BuilderState, type CredentialFiles, claimFolder, writeFiles } from './files.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { preflight } from './preflight.ts';
import { probe } from './probe.ts';
import { requestCredentials } from './request.ts';

/** What a step did that made a builder ready. */
export type ReadyBuilder = Pick<BuilderCredentials, 'endpoint' | 'endsAt'>;

/** Whose builder is needed, and what the exchange is shown for it. */
export interface BuilderOrder {
  project: ProjectPath;
  exchangeUrl: string;
  /** What the exchange calls itself, whatever address it was reached by. */
  audience: string;
  /** The build token; undefined: none was issued. */
  token: string | undefined;
}

/**
 * From here on buildx may connect to the project's builder. `save` hands to post what it has to
 * remove. Undefined if there is no build token to show.
 */
export async function makeBuilderReady(
  runner: Runner,
  order: BuilderOrder,
  deadline: Deadline,
  save: (state: BuilderState) => void,
): Promise<ReadyBuilder | undefined> {
  const { token } = order;
  if (!token) {
    runner.notice('Dockpass: no builder credentials', NO_BUILD_TOKEN);
    return undefined;
  }
  const folder = claimFolder(runner);
  // Whatever fails from here on, post takes it back.
  save({ folder });
  const keys = makeKeyPair(runner);
  const credentials = await fetchCredentials(runner, { ...order, token }, keys, deadline);
  const files = leaveFiles(folder, credentials, keys);
  await preflight(runner, probe, credentials, keys.privatePem, deadline);
  for (const [name, value] of Object.entries(outputsOf(credentials, files)))
    runner.output(name, value);
  return credentials;
}

const NO_BUILD_TOKEN =
  'Builders admit build tokens only, which an exchange issues for an ID token. This step has none, so the outputs builder-… are empty.';

function fetchCredentials(
  runner: Runner,
  { project, exchangeUrl, audience, token }: BuilderOrder & { token: string },
  { privateKey, publicPem }: KeyPair,
  deadline: Deadline,
): Promise<BuilderCredentials> {
  const order = { exchangeUrl, token, request: { public_key: publicPem, project } };
  const expected = { project, installation: audience, privateKey };
  return tryUntil(runner, deadline, async () => {
    const limits = limitsWithin(runner, deadline, runner.cancelled);
    return readCredentials(await requestCredentials(runner, order, limits), expected);
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
