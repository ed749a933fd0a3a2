import { type ChildProcess, spawn } from 'node:child_process';
import { type FileCommand, parseFileCommand, prepareFiles, readFiles } from './file-commands.ts';
import { maskValues, parseCommands, renderLog, type WorkflowCommand } from './workflow-commands.ts';

/** Nothing of the action may take longer; a phase that does is killed. Milliseconds. */
const KILL_AFTER = 60_000;

/** One entry of an action run once: main or post. */
export interface PhaseRequest {
  /** The Node that runs it. */
  node: string;
  entry: string;
  env: Record<string, string>;
  /** For the files of this phase. */
  directory: string;
  workspace: string;
  unwritable: readonly FileCommand[];
  /** Values masked earlier in the job. */
  masks: readonly string[];
}

export interface PhaseResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds. */
  duration: number;
  stdout: string;
  stderr: string;
  /** Standard output as GitHub shows it, masks applied. */
  log: string;
  commands: WorkflowCommand[];
  /** Values that this phase masked. */
  masks: string[];
  outputs: Record<string, string>;
  /** Variables for later steps. */
  exported: Record<string, string>;
  state: Record<string, string>;
  summary: string;
  /** The files as written. */
  files: Record<FileCommand, string>;
}

export interface RunningPhase {
  kill(signal: NodeJS.Signals): void;
  finished: Promise<PhaseResult>;
}

export async function startPhase(request: PhaseRequest): Promise<RunningPhase> {
  const files = await prepareFiles(request.directory, request.unwritable);
  const began = performance.now();
  const child = spawn(request.node, [request.entry], {
    cwd: request.workspace,
    env: { ...request.env, ...files },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: KILL_AFTER,
    killSignal: 'SIGKILL',
  });
  return {
    kill: (signal) => child.kill(signal),
    finished: waitFor(child).then(async (end) => ({
      ...end,
      duration: performance.now() - began,
      ...interpret(end.stdout, await readFiles(request.directory), request),
    })),
  };
}

type Ending = Pick<PhaseResult, 'exitCode' | 'signal' | 'stdout' | 'stderr'>;

function waitFor(child: ChildProcess): Promise<Ending> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...output }));
  });
}

function interpret(
  stdout: string,
  files: Record<FileCommand, string>,
  { env, masks }: PhaseRequest,
) {
  const commands = parseCommands(stdout);
  return {
    log: renderLog(stdout, masks, env.RUNNER_DEBUG === '1'),
    commands,
    masks: commands.filter(({ name }) => name === 'add-mask').flatMap(maskValues),
    outputs: parseFileCommand(files.output),
    exported: parseFileCommand(files.env),
    state: parseFileCommand(files.state),
    summary: files.summary,
    files,
  };
}
