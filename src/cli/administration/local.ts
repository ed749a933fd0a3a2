import packageJson from '../../../package.json' with { type: 'json' };
import { loadConfig } from '../../exchange/config/load-config.ts';
import { OPERATOR } from '../../exchange/flows/admin/actor.ts';
import { createAdminister } from '../../exchange/flows/admin/administer.ts';
import type { Settings } from '../../exchange/flows/admin/operation.ts';
import { runningOn } from '../../exchange/flows/admin/running.ts';
import type { Store } from '../../exchange/stores/port.ts';
import type { Log } from '../../exchange/system/log.ts';
import type { Terminal } from '../terminal.ts';
import type { Administration } from './administration.ts';

/** What the log would say, the command prints. */
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Of the exchange on this machine. */
export function settingsOf(env: Terminal['env']): Settings {
  const { requirePins, lifetimes, url } = loadConfig(env);
  return { requirePins, maxLifetime: lifetimes.max, url };
}

/** The operator on the machine, who needs no token. */
export function localAdministration(
  store: Store,
  { clock, random, env }: Pick<Terminal, 'clock' | 'random' | 'env'>,
): Administration {
  const settings = settingsOf(env);
  const administer = createAdminister({
    store,
    clock,
    random,
    log: SILENT,
    settings,
    // Keys are what an exchange fetches while it runs.
    running: runningOn(loadConfig(env), packageJson.version, () => null),
  });
  return {
    server: null,
    async call(operation, ids, input) {
      const request = { actor: OPERATOR, ids, input, ifMatch: null, idempotencyKey: null };
      const { body } = await administer(operation, { clientAddress: null }, request);
      return body;
    },
  };
}
