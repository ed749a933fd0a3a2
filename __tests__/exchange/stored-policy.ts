import { type Actor, OPERATOR } from '../../src/exchange/flows/admin/actor.ts';
import { carryOutPlan, type Done } from '../../src/exchange/flows/admin/carry-out-plan.ts';
import { readStoredPolicy } from '../../src/exchange/flows/admin/stored-policy.ts';
import { planPolicy } from '../../src/exchange/policy/diff.ts';
import type { PolicyDocument } from '../../src/exchange/policy/document.ts';
import type { PolicyChange, PolicyPlan } from '../../src/exchange/policy/plan.ts';
import type { RecordStore } from '../../src/exchange/stores/ports/records.ts';
import { epochSeconds, systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';

/** What is stored, as a policy file could say it. */
export async function storedPolicy(store: Pick<RecordStore, 'read'>): Promise<PolicyDocument> {
  return await store.read(async (records) => (await readStoredPolicy(records)).document);
}

/** Carries out `changes` whatever is stored, without audit events. */
export async function carryOut(
  store: Pick<RecordStore, 'change'>,
  changes: readonly PolicyChange[] | ((stored: PolicyDocument) => readonly PolicyChange[]),
  { now = epochSeconds(systemClock), actor = OPERATOR }: { now?: number; actor?: Actor } = {},
): Promise<Done[]> {
  return await store.change(async (records) => {
    const stored = await readStoredPolicy(records);
    const settings = {
      requirePins: false,
      maxLifetime: 21_600,
      url: 'https://dockpass.example.com',
    };
    const context = { actor, records, random: systemRandom, now, settings };
    const wanted = typeof changes === 'function' ? changes(stored.document) : changes;
    return await carryOutPlan(context, stored, wanted);
  });
}

/** Makes the store say what `wanted` says. */
export async function applyDocument(
  store: Pick<RecordStore, 'change'>,
  wanted: PolicyDocument,
  prune: boolean,
): Promise<PolicyPlan> {
  let plan: PolicyPlan = { changes: [], kept: [] };
  await carryOut(store, (stored) => {
    plan = planPolicy(stored, wanted, { prune });
    return plan.changes;
  });
  return plan;
}
