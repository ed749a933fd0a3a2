import type { Config } from '../../config/config.ts';
import type { HeldKeys } from '../../identity/published-keys.ts';
import { nodeVersion } from '../../system/node-version.ts';

/** The process that carries operations out, for operators to look at. */
export interface Running {
  versions: { dockpass: string; node: string };
  database: Config['database']['kind'];
  /** Seconds after which audit events are removed; null: never. */
  auditRetention: number | null;
  /** What it holds of an issuer's keys, by its URL; null: nothing. */
  heldKeys(issuer: string): HeldKeys | null;
}

/** A process that is configured so; `version` is that of Dockpass. */
export function runningOn(
  { database, auditRetention }: Pick<Config, 'database' | 'auditRetention'>,
  version: string,
  heldKeys: Running['heldKeys'],
): Running {
  return {
    versions: { dockpass: version, node: nodeVersion() },
    database: database.kind,
    auditRetention,
    heldKeys,
  };
}
