/**
 * What only the operator on the machine may do: the command line that reaches the database, and with it
 * everything in it. Each is an operation without a route, with the access `machine`:
 *
 * - user access tokens of others: list them, create one (`machine-tokens.ts`);
 * - any token by its id or by the token itself: revoke it (`machine-tokens.ts`);
 * - the exchange's own keys: list and rotate them (`machine-keys.ts`);
 * - the roots that registries trust: create and retire them (`machine-keys.ts`).
 *
 * A remote operator must not: whoever creates tokens of others can act in their name, and events would
 * name the wrong person. And these rules of other operations do not bind the machine:
 */

import { type Actor, OPERATOR } from './actor.ts';

const EXEMPTIONS = [
  /** Disable, demote or delete the last operator: the machine can let one in again. */
  'last_operator',
  /** Many reads at a time: it shares no thread with jobs. */
  'reads_at_a_time',
  /** What changes may store within an hour: the disk is the operator's. */
  'bytes_of_changes',
] as const;

export function isExempt(actor: Actor, _rule: (typeof EXEMPTIONS)[number]): boolean {
  return actor === OPERATOR;
}
