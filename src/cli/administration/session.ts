import { loadConfig } from '../../exchange/config/load-config.ts';
import { useProxy } from '../../exchange/system/proxy.ts';
import { baseUrlFault, trimBaseUrl } from '../../protocol/base-url.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { isMissing, withExistingStore, withStore } from '../open-store.ts';
import type { Terminal } from '../terminal.ts';
import type { Administer } from './administration.ts';
import { localAdministration } from './local.ts';
import { nameMissing } from './name-missing.ts';
import { serverToken } from './server-token.ts';

/** A terminal, and the exchange that its commands administer. */
export interface Session extends Terminal {
  administer: Administer;
  /**
   * For as long as `work` takes, reaches the server that is named as `--server` does, without a token. Ends a
   * command that needs one if none is named. `otherwise`: the server to use then, if there is one.
   */
  atServer<Result>(
    command: string,
    work: (server: string) => Promise<Result>,
    otherwise?: () => Promise<string | null>,
  ): Promise<Result>;
  /** Whether it is the database on this machine, and not there yet. */
  hasNothing(): boolean;
  /** Whether a server is named, by the command line or the environment. */
  isRemote(): boolean;
  /** Ends a command that works on the exchange's own machine only, if a server is named. */
  requireMachine(command: string): void;
}

/** `option`: what stands behind `--server`, once the command line has been read. */
export function createSession(terminal: Terminal, option: () => string | undefined): Session {
  const server = () => serverUrl(option(), terminal.env);
  return {
    ...terminal,
    async administer(work, { create } = { create: false }) {
      const url = server();
      if (url === null)
        return await (create ? withStore : withExistingStore)(terminal, (store) =>
          work(nameMissing(localAdministration(store, terminal))),
        );
      return await throughProxy(terminal, async () => {
        const token = await serverToken(terminal);
        // All operations, to find their routes: only this way needs them.
        const { remoteAdministration } = await import('./remote.ts');
        return await work(nameMissing(remoteAdministration(url, token, terminal.fetch)));
      });
    },
    async atServer(command, work, otherwise = async () => null) {
      const url = server() ?? (await otherwise());
      if (url === null)
        throw new CommandFailure(
          [`${command} needs the server: name it with --server URL, or set DOCKPASS_SERVER`],
          EXIT.usage,
        );
      return await throughProxy(terminal, () => work(url));
    },
    hasNothing: () => server() === null && isMissing(loadConfig(terminal.env).database),
    isRemote: () => server() !== null,
    requireMachine(command) {
      if (server() !== null)
        throw new CommandFailure(
          [
            `${command} works on the exchange's own machine only; run it there, without --server and DOCKPASS_SERVER`,
          ],
          EXIT.usage,
        );
    },
  };
}

async function throughProxy<Result>(
  { env }: Terminal,
  work: () => Promise<Result>,
): Promise<Result> {
  const { proxy } = loadConfig(proxySettings(env));
  const endProxy = proxy ? useProxy(proxy) : () => {};
  try {
    return await work();
  } finally {
    endProxy();
  }
}

/** Null: none is named. */
function serverUrl(option: string | undefined, env: Terminal['env']): string | null {
  const text = option ?? env.DOCKPASS_SERVER?.trim();
  if (!text) return null;
  const fault = baseUrlFault(text);
  if (fault)
    throw new CommandFailure(
      [`${option === undefined ? 'DOCKPASS_SERVER' : '--server'} ${fault}`],
      EXIT.usage,
    );
  return trimBaseUrl(text);
}

/** Settings of an exchange on this machine have no say in how another one is reached. */
function proxySettings(env: Terminal['env']): Terminal['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /proxy$/i.test(name)));
}
