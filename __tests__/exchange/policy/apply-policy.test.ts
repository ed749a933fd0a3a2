import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { planPolicy } from '../../../src/exchange/policy/diff.ts';
import type { PolicyDocument } from '../../../src/exchange/policy/document.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { applyDocument, storedPolicy } from '../stored-policy.ts';
import { wantedDocuments } from './arbitraries.ts';
import { parsePolicy, printPolicy } from './policy-file.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-policy-'));
  store = await openSqliteStore({ path: join(folder, 'dockpass.db'), random: systemRandom });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const apply = (wanted: PolicyDocument, prune: boolean) => applyDocument(store, wanted, prune);

test('whatever is stored, one apply is enough: the second changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(wantedDocuments, fc.boolean(), async (document, prune) => {
      await apply(document, prune);
      expect((await apply(document, prune)).changes).toEqual([]);
      if (!prune) return;
      const stored = await storedPolicy(store);
      expect(planPolicy(stored, document, { prune: true })).toEqual({ changes: [], kept: [] });
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('whatever is stored, to apply what is exported changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(wantedDocuments, fc.boolean(), async (document, prune) => {
      await apply(document, prune);
      const exported = parsePolicy(printPolicy(await storedPolicy(store)));
      const { changes, kept } = await apply(exported, true);
      expect({ changes, kept }).toEqual({ changes: [], kept: [] });
    }),
    { numRuns: 40 },
  );
}, 120_000);
