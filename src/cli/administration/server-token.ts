import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSecret } from '../../exchange/tokens/secret.ts';
import { baseUrlFault, trimBaseUrl } from '../../protocol/base-url.ts';
import { CommandFailure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** Group and others. */
const OTHERS = 0o077;

/**
 * The user access token for `--server`: DOCKPASS_TOKEN, or the file `dockpass/token` below the user's
 * configuration folder (XDG Base Directory Specification), which nobody else may read.
 */
export async function serverToken({ env }: Pick<Terminal, 'env'>): Promise<string> {
  const given = env.DOCKPASS_TOKEN?.trim();
  if (given) return requireUserToken(given, 'DOCKPASS_TOKEN');
  const file = tokenFile(env);
  return requireUserToken(await readPrivate(file), file);
}

/** Where it is kept. */
export function tokenFile({
  XDG_CONFIG_HOME: folder,
  HOME: home = homedir(),
}: Terminal['env']): string {
  return join(folder?.startsWith('/') ? folder : join(home, '.config'), 'dockpass', 'token');
}

function serverFile(env: Terminal['env']): string {
  return join(dirname(tokenFile(env)), 'server');
}

async function readPrivate(file: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    if (mode & OTHERS)
      throw new CommandFailure([`${file} can be read by others; run chmod 600 ${file}`]);
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailure([
      code === 'ENOENT'
        ? `--server needs your user access token: run dockpass login, set DOCKPASS_TOKEN, or write the token to ${file} (mode 600)`
        : `${file} cannot be read: ${message}`,
    ]);
  }
}

/** Undefined: there is no file. */
export async function storedToken({ env }: Pick<Terminal, 'env'>): Promise<string | undefined> {
  const file = tokenFile(env);
  try {
    await stat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return requireUserToken(await readPrivate(file), file);
}

/** Where the stored token is from, as `dockpass login` was told. Null: it was not stored by a login. */
export async function storedServer({ env }: Pick<Terminal, 'env'>): Promise<string | null> {
  const file = serverFile(env);
  try {
    const server = (await readFile(file, 'utf8')).trim();
    const fault = baseUrlFault(server);
    if (fault)
      throw new CommandFailure([`the server in ${file} ${fault}; use --server URL instead`]);
    return trimBaseUrl(server);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** `server`: where it is from, for `dockpass logout`. */
export async function storeToken(
  { env, random }: Pick<Terminal, 'env' | 'random'>,
  token: string,
  server: string,
): Promise<void> {
  await mkdir(dirname(tokenFile(env)), { recursive: true, mode: 0o700 });
  await writePrivate(tokenFile(env), token, random.id());
  await writePrivate(serverFile(env), server, random.id());
}

/** All of it or nothing, and for this user alone from the first moment on. */
async function writePrivate(file: string, text: string, id: string): Promise<void> {
  const draft = `${file}.${id}`;
  try {
    await writeFile(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export async function forgetToken({ env }: Pick<Terminal, 'env'>): Promise<void> {
  await rm(tokenFile(env));
  await rm(serverFile(env), { force: true });
}

/** The text is never repeated: it may be another secret. */
function requireUserToken(text: string, place: string): string {
  const secret = parseSecret(text);
  if (secret?.kind === 'user') return secret.text;
  const fault = secret
    ? `holds a ${secret.kind} token`
    : 'does not hold a valid token: dpu_ and 36 letters and digits';
  throw new CommandFailure([`${place} ${fault}; --server needs a user access token (dpu_…)`]);
}
