import type { AuditEvent } from '../../src/exchange/audit/event.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { hashSecret, parseSecret } from '../../src/exchange/tokens/secret.ts';
import { relationshipOf } from '../exchange/stores/furnished-store.ts';
import { exchangeRecord, grantOf, newHash } from '../exchange/stores/records.ts';
import type { CommandLine } from './command-line.ts';

/** What the commands have stored, looked at as a running exchange does. */
export async function stored<Result>(
  { database }: CommandLine,
  look: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openSqliteStore({ path: database, random: systemRandom });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** The stored token behind a secret that a command has printed. */
export async function storedToken(dockpass: CommandLine, printed: string) {
  const secret = parseSecret(printed.trimEnd());
  if (!secret) throw new Error('what was printed is no token');
  return await stored(dockpass, (store) => store.findToken(secret.kind, hashSecret(secret)));
}

/** The audit events so far, oldest first. */
export async function audit(dockpass: CommandLine): Promise<AuditEvent[]> {
  return await stored(dockpass, (store) => store.listEvents({ limit: 1000 }));
}

/** A job of `runId` exchanges its ID token for acme/web of the example. */
export async function exchangeForJob(dockpass: CommandLine, runId: string) {
  return await stored(dockpass, async (store) => {
    const relationship = await relationshipOf(store, 'acme/web');
    const hash = newHash();
    const record = exchangeRecord([grantOf(relationship)], { hash, runId });
    const outcome = await store.commitExchange(record);
    return { outcome, hash, id: record.token.id, relationship };
  });
}

/** Whether a build token still opens anything. */
export async function opens(dockpass: CommandLine, hash: Uint8Array): Promise<boolean> {
  const token = await stored(dockpass, (store) => store.findToken('build', hash));
  return token !== undefined && token.revokedAt === null;
}
