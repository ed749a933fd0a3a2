import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a credential helper said, as Docker's own client of helpers sees it. */
export interface HelperAnswer {
  exitCode: number | null;
  stdout: string;
  /** Docker lets it through to the log. */
  stderr: string;
}

export interface RunningHelper {
  kill(signal: NodeJS.Signals): void;
  finished: Promise<HelperAnswer>;
}

/**
 * As docker, buildx and skopeo look a login up: `credHelpers` of the configuration names the helper,
 * PATH has its program, which gets a verb and standard input.
 */
export function startHelper(
  env: Record<string, string>,
  registry: string,
  verb = 'get',
  input = registry,
): RunningHelper {
  const child = spawn(programFor(env, registry), [verb], { env, stdio: 'pipe' });
  const answer = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      answer[name] += chunk;
    });
  // A helper that was killed no longer reads.
  child.stdin.on('error', () => undefined).end(input);
  return {
    kill: (signal) => child.kill(signal),
    finished: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, ...answer }));
    }),
  };
}

export function askHelper(...question: Parameters<typeof startHelper>): Promise<HelperAnswer> {
  return startHelper(...question).finished;
}

/** The secret that Docker would log in with; throws if it would not. */
export async function secretFor(env: Record<string, string>, registry: string): Promise<string> {
  const { exitCode, stdout, stderr } = await askHelper(env, registry);
  if (exitCode !== 0) throw new Error(`error getting credentials, out: ${stdout}, err: ${stderr}`);
  return JSON.parse(stdout).Secret;
}

function programFor(env: Record<string, string>, registry: string): string {
  const config = JSON.parse(readFileSync(join(env.DOCKER_CONFIG ?? '', 'config.json'), 'utf8'));
  const helper = config.credHelpers?.[registry];
  if (!helper) throw new Error(`No helper is configured for ${registry}.`);
  const endings = process.platform === 'win32' ? ['.cmd'] : [''];
  const program = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) =>
      endings.map((ending) => join(folder, `docker-credential-${helper}${ending}`)),
    )
    .find(isExecutable);
  if (!program) throw new Error(`docker-credential-${helper}: executable file not found in $PATH`);
  return program;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
