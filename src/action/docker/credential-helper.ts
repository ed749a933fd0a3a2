import { TOKEN_USERNAME } from '../../protocol/token-exchange.ts';
import { messageOf } from '../failure/one-line.ts';
import { endOf, type HeldToken, heldTokens, type StepFolder, stepsIn } from './helper-folder.ts';
import { HELPER_NAME } from './helper-program.ts';

/** What the program needs while nothing has to be renewed. */
export interface HelperContext {
  /** Folder of helper-folder.ts. */
  root: string;
  /** Standard input, to its end. */
  input(): string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Words for people, on standard error: Docker passes it on. */
  log(line: string): void;
  renew(step: StepFolder): Promise<HeldToken>;
}

export interface Reply {
  exitCode: 0 | 1;
  /** For Docker, which shows it if the exit code is not 0. */
  stdout: string;
}

/**
 * What is left of a token must last for as long as clients remember the answer, and two minutes
 * longer. BuildKit's remember it for 10 minutes (0.20, moby/buildkit#5684) or 4 min 50 s (since
 * 0.21): a token that ended meanwhile failed the push (moby/buildkit#5852). Milliseconds.
 */
const LEAST_LIFE = 12 * 60_000;

/** docker-credential-helpers compares this word for word, and Docker goes on without a login. */
const NOT_FOUND = 'credentials not found in native keychain';
const NO_SERVER = 'no credentials server URL';

/** Docker's protocol: one verb as the argument, standard input, standard output, exit code. */
export async function answer(context: HelperContext, verb: string): Promise<Reply> {
  try {
    switch (verb) {
      case 'get':
        return await get(context);
      // `docker login` and `logout`: what there is to log in with, this helper knows already.
      case 'store':
      case 'erase':
        context.input();
        return done('');
      case 'list':
        return done(JSON.stringify(list(context)));
      case 'version':
        return done(`docker-credential-${HELPER_NAME} of github.com/dockpass/dockpass`);
      default:
        return refused(`Usage: docker-credential-${HELPER_NAME} <get|store|erase|list|version>`);
    }
  } catch (error) {
    return failed(context, `Dockpass: ${messageOf(error)}`);
  }
}

/**
 * docker push and pull drop what a helper answers when it fails, and go on without a login: standard
 * error is all that the log has of it then.
 */
export function failed({ log }: Pick<HelperContext, 'log'>, why: string): Reply {
  log(why);
  return refused(why);
}

async function get(context: HelperContext): Promise<Reply> {
  const serverUrl = context.input().trim();
  if (serverUrl === '') return refused(NO_SERVER);
  const step = stepFor(context, serverUrl);
  if (!step) return refused(NOT_FOUND);
  const { token } = await liveToken(context, step);
  return done(JSON.stringify({ ServerURL: serverUrl, Username: TOKEN_USERNAME, Secret: token }));
}

/** The latest step that named the registry; clients ask by host, some by URL. */
function stepFor({ root }: HelperContext, serverUrl: string): StepFolder | undefined {
  const [host] = serverUrl
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .split('/');
  return stepsIn(root).find(({ registries }) =>
    registries.some((registry) => registry.toLowerCase() === host),
  );
}

async function liveToken(context: HelperContext, step: StepFolder): Promise<HeldToken> {
  const ready = tokenFor(context, step, LEAST_LIFE);
  if (ready) return ready;
  try {
    return await context.renew(step);
  } catch (error) {
    // An outage, or an environment that cannot ask: the rest of a life is better than none. Looked
    // up again, because post may have come meanwhile.
    const held = tokenFor(context, step, 1);
    if (!held) throw error;
    context.log(
      `Dockpass: the build token ends soon, and could not be renewed: ${messageOf(error)}`,
    );
    return held;
  }
}

/** The one that ends last, if at least `life` milliseconds are left of it. */
function tokenFor(
  context: HelperContext,
  { folder }: StepFolder,
  life: number,
): HeldToken | undefined {
  const [held] = heldTokens(folder);
  return held && endOf(held) - context.now() >= life ? held : undefined;
}

function list({ root }: HelperContext): Record<string, string> {
  const hosts = stepsIn(root).flatMap(({ registries }) => registries);
  return Object.fromEntries(hosts.map((host) => [host, TOKEN_USERNAME]));
}

function done(stdout: string): Reply {
  return { exitCode: 0, stdout };
}

function refused(stdout: string): Reply {
  return { exitCode: 1, stdout };
}
