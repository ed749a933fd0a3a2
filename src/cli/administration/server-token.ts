import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSecret } from '../../exchange/tokens/secret.ts';
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

/** All of it or nothing, and for this user alone from the first moment on. */
export async function storeToken(
  { env, random }: Pick<Terminal, 'env' | 'random'>,
  token: string,
): Promise<void> {
  const file = tokenFile(env);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${random.id()}`;
  try {
    await writeFile(draft, `${token}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export async function forgetToken({ env }: Pick<Terminal, 'env'>): Promise<void> {
  await rm(tokenFile(env));
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
