import { afterAll, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { eventually } from '../eventually.ts';
import { services } from '../service.ts';
import { addProjectToken, addUser } from '../tenants.ts';

const start = services(afterAll);

describe('last use', () => {
  async function counting(failing = false) {
    const noted: number[] = [];
    const counted = await start({
      overrides: {
        openStore: async (database, options) => {
          const store = await openStore(database, options);
          const noteUse: Store['noteUse'] = async (kind, id, at) => {
            noted.push(at);
            if (failing) throw new Error('disk full');
            await store.noteUse(kind, id, at);
          };
          return { ...store, noteUse };
        },
      },
    });
    return { ...counted, noted };
  }

  test('is noted once for a hundred uses within a minute, and again after that', async () => {
    const { introspect, store, noted, pass } = await counting();
    const { token, id } = await addProjectToken(store);
    await Promise.all(Array.from({ length: 100 }, () => introspect(token)));
    expect(noted).toHaveLength(1);
    const stored = () => store.read(({ projectTokens }) => projectTokens.find(id));
    expect(await eventually(async () => (await stored())?.lastUsedAt ?? undefined)).toBe(noted[0]);
    pass(61);
    await introspect(token);
    await introspect(token);
    expect(noted).toHaveLength(2);
  });

  test('counts for whoever asks, is asked about, or is narrowed', async () => {
    const { introspect, narrow, store, noted } = await counting();
    const [caller, subject] = [await addUser(store), await addProjectToken(store)];
    await introspect(subject.token, caller.token);
    expect(noted).toHaveLength(2);
    await narrow((await addProjectToken(store)).token);
    expect(noted).toHaveLength(3);
  });

  test('is never noted for a dead token, nor for a build token', async () => {
    const { introspect, revoke, buildToken, store, noted } = await counting();
    const { token } = await addProjectToken(store);
    await revoke(token);
    await introspect(token);
    await introspect(await buildToken());
    expect(noted).toEqual([]);
  });

  test('that cannot be noted fails no request, and is logged without the token', async () => {
    const { introspect, store, log } = await counting(true);
    const { token } = await addProjectToken(store);
    expect((await introspect(token)).body.active).toBe(true);
    const complaint = await eventually(async () =>
      log.find((line) => line.includes('could not be noted')),
    );
    expect(complaint).toContain('disk full');
    expect(log.join('')).not.toContain(token);
  });
});
