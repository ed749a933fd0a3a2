import { Refusal } from '../../../src/exchange/refusal.ts';
import type { ExchangeStore, Rules } from '../../../src/exchange/stores/ports/exchanges.ts';
import type { ProjectPath } from '../../../src/protocol/projects.ts';

type Recalling = Pick<ExchangeStore, 'recallRules'>;

/** What is found without reading anything; undefined if it is not remembered. */
async function recall<Found>(
  store: Recalling,
  find: (rules: Rules) => Promise<Found>,
): Promise<Found | undefined> {
  const rules = store.recallRules();
  return await (rules && find(rules))?.catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
}

export function recallIssuer(store: Recalling, url: string) {
  return recall(store, (rules) => rules.findIssuer(url));
}

/** With the state that a grant that rests on them compares. */
export function recallRelationships(
  store: Recalling,
  issuer: string,
  repository: string,
  projects?: readonly ProjectPath[],
) {
  return recall(store, async (rules) => ({
    relationships: await rules.findRelationships(issuer, repository, projects),
    asOf: rules.asOf ?? null,
  }));
}

export function recallIsShared(store: Recalling) {
  return recall(store, (rules) => rules.isShared());
}
