import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startExchangeDouble } from '../../__tests__/support/exchange-double.ts';
import { startGitHubIssuer } from '../../__tests__/support/github-issuer.ts';
import {
  inputVariables,
  readActionMetadata,
} from '../../__tests__/support/runner/action-metadata.ts';
import {
  GITHUB_ENVIRONMENT,
  layered,
  stateVariables,
} from '../../__tests__/support/runner/environment.ts';
import { parseFileCommand, prepareFiles } from '../../__tests__/support/runner/file-commands.ts';
import { REPOSITORY } from '../../__tests__/support/runner.ts';
import { wallTime } from './process-time.ts';

/** One job whose phases can be timed again and again. Times in milliseconds. */
export interface TimedJob {
  main(): Promise<number>;
  post(): Promise<number>;
  /** post of a step whose main saved nothing. */
  idlePost(): Promise<number>;
  requestsPerMain(): Promise<number>;
  bundleSizes(): Promise<BundleSizes>;
  close(): Promise<void>;
}

/** Bytes of JavaScript. */
export interface BundleSizes {
  /** What every run loads. */
  main: number;
  post: number;
  /** Docker's credential helper, with what it loads only when it has to exchange. */
  helper: number;
  /** All three, with what they load only when something fails, or for Docker. */
  together: number;
}

export async function prepareTimedJob(): Promise<TimedJob> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-bench-'));
  const [issuer, exchange] = await Promise.all([startGitHubIssuer(), startExchangeDouble()]);
  const action = await readActionMetadata(REPOSITORY);
  const entries = { main: action.main, post: action.post ?? '' };
  const inputs = { 'exchange-url': exchange.url, project: 'acme/web' };
  const env = layered(
    GITHUB_ENVIRONMENT,
    { RUNNER_TEMP: folder },
    issuer.environment,
    inputVariables(action, inputs, {}),
    await prepareFiles(join(folder, 'files')),
  );
  const main = () => wallTime([entries.main], env);
  await main();
  const saved = parseFileCommand(await readFile(join(folder, 'files', 'state'), 'utf8'));
  const requests = () => issuer.requests.length + exchange.requests.length;
  return {
    main,
    post: () => wallTime([entries.post], layered(env, stateVariables(saved))),
    idlePost: () => wallTime([entries.post], env),
    async requestsPerMain() {
      const before = requests();
      await main();
      return requests() - before;
    },
    bundleSizes: () => bundleSizes(entries),
    async close() {
      await Promise.all([issuer.close(), exchange.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function bundleSizes({ main, post }: { main: string; post: string }): Promise<BundleSizes> {
  const size = async (path: string) => (await stat(path)).size;
  const sizeOf = async (...folders: string[]) => {
    const scripts = await Promise.all(folders.map(scriptsIn));
    const sizes = await Promise.all(scripts.flat().map(size));
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  };
  const folders = [main, post].map(dirname);
  const helper = join(dirname(main), '../docker-credential-dockpass');
  return {
    main: await size(main),
    post: await size(post),
    helper: await sizeOf(helper),
    together: await sizeOf(...folders, helper),
  };
}

async function scriptsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.js')).map((name) => join(folder, name));
}
