import { loadConfig } from '../exchange/config/load-config.ts';
import { OPERATOR } from '../exchange/flows/admin/actor.ts';
import { createAdminister } from '../exchange/flows/admin/administer.ts';
import type { Operation, Settings } from '../exchange/flows/admin/operation.ts';
import type { Store } from '../exchange/stores/port.ts';
import type { Terminal } from './terminal.ts';

/** Carries out an operation as the operator on the machine. Rejects with a Problem. */
export async function administer<Input, Answer extends object | null>(
  terminal: Terminal,
  store: Store,
  operation: Operation<Input, Answer>,
  input: Input,
): Promise<Answer> {
  const { clock, random } = terminal;
  const settings = settingsOf(terminal);
  const carryOut = createAdminister({ store, settings, clock, random, log: SILENT });
  const request = { actor: OPERATOR, ids: {}, input, ifMatch: null, idempotencyKey: null };
  const { body } = await carryOut(operation, { clientAddress: null }, request);
  return body;
}

/** Of the exchange that this machine runs. */
export function settingsOf({ env }: Pick<Terminal, 'env'>): Settings {
  const { requirePins, lifetimes } = loadConfig(env);
  return { requirePins, maxLifetime: lifetimes.max };
}

/** What is done is printed, and in the audit log. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
