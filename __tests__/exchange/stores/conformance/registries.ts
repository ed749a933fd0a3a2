import { expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { makeLeaf, makeRoot } from '../../../../src/exchange/registry/certificates.ts';
import type {
  RegistryKey,
  RegistryKeyStore,
} from '../../../../src/exchange/registry/registry-store.ts';
import {
  ALWAYS,
  ensureRegistryRoot,
  listRegistryRoots,
} from '../../../../src/exchange/registry/roots.ts';
import { createTokenSigner, RENEW_BEFORE } from '../../../../src/exchange/registry/token-signer.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { auditEvent, NOW } from '../records.ts';
import type { Start } from './fixture.ts';

const DAY = 86_400;
const making = { now: NOW, random: systemRandom };

function registry(name: string, hosts = ['registry.example.com']) {
  return { id: systemRandom.id(), name, hosts, createdAt: NOW };
}

/** As a replica has it, at a time. */
function signer(store: Store, now: number) {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return createTokenSigner({ store, clock: () => now * 1000, random: systemRandom, log });
}

async function chainOf(store: Store, now: number): Promise<string[]> {
  return decodeProtectedHeader(await signer(store, now)({})).x5c ?? [];
}

export function describeRegistries(start: Start): void {
  test('a registry is found by its name, byte for byte, until it is removed', async () => {
    const { store } = await start();
    const own = registry('Registry.example.com', ['b.example.com', 'a.example.com:5000']);
    await store.change(({ registries }) => registries.insert(own));
    expect(await store.findRegistry(own.name)).toEqual({ id: own.id, name: own.name });
    expect(await store.findRegistry('registry.example.com')).toBeUndefined();
    const read = () =>
      store.read(async ({ registries }) => [
        await registries.find(own.id),
        await registries.findByName(own.name),
        ...(await registries.list({ after: null, limit: 10 })),
      ]);
    expect(await read()).toEqual([own, own, own]);
    await store.change(({ registries }) => registries.setHosts(own.id, ['c.example.com']));
    const changed = { ...own, hosts: ['c.example.com'] };
    expect(await read()).toEqual([changed, changed, changed]);
    await store.change(({ registries }) => registries.remove(own.id));
    expect(await store.findRegistry(own.name)).toBeUndefined();
  });

  test('two registries of one name are one too many', async () => {
    const { store } = await start();
    const insert = () =>
      store.change(({ registries }) => registries.insert(registry('registry.example.com')));
    await insert();
    await expect(insert()).rejects.toThrow(UniqueViolation);
  });

  test('of several replicas that make a root at once, all trust the same', async () => {
    const { store, open } = await start();
    const stores = [store, await open(), await open()];
    const deps = { clock: () => NOW * 1000, random: systemRandom };
    const roots = await Promise.all(stores.map((it) => ensureRegistryRoot({ store: it, ...deps })));
    expect(new Set(roots.map(({ id }) => id)).size).toBe(1);
    expect(await store.listRegistryKeys(NOW)).toHaveLength(1);
    expect(await store.listEvents({ limit: 10 })).toMatchObject([
      { action: 'registry_key.create', actor: 'exchange' },
    ]);
  });

  test('of several replicas that renew the leaf at once, all sign with the same', async () => {
    const { store, open } = await start();
    const stores = [store, await open(), await open()];
    const chains = async (now: number) =>
      new Set((await Promise.all(stores.map((it) => chainOf(it, now)))).map((chain) => chain[0]));
    const [first, ...others] = await chains(NOW);
    expect(others).toEqual([]);
    expect(await chains(NOW + 20 * DAY - 1)).toEqual(new Set([first]));
    const [second, ...more] = await chains(NOW + 20 * DAY);
    expect(more).toEqual([]);
    expect(second).not.toBe(first);
    const keys = await store.listRegistryKeys(NOW + 20 * DAY);
    expect(keys.map(({ kind }) => kind)).toEqual(['root', 'leaf', 'leaf']);
  });

  test('a key is added unless one of its kind and issuer lasts; what has expired goes', async () => {
    const { store } = await start();
    const root = await makeRoot(making);
    const [leaf, next] = [await makeLeaf(root, making), await makeLeaf(root, making)];
    const add = (key: RegistryKey, until: number) => store.addRegistryKey(key, until, auditEvent());
    expect(await add(root, NOW)).toBe(true);
    expect(await add(leaf, NOW + RENEW_BEFORE)).toBe(true);
    expect(await add(next, leaf.expiresAt - 1)).toBe(false);
    expect(await add({ ...next, createdAt: leaf.expiresAt }, leaf.expiresAt)).toBe(true);
    const kept = (await store.listRegistryKeys(0)).map(({ id }) => id);
    expect(kept.toSorted()).toEqual([root.id, next.id].toSorted());
    expect(await store.listEvents({ limit: 10 })).toHaveLength(3);
  });

  test('another root signs nothing until the one before it is retired, and then alone', async () => {
    const { store } = await start();
    const deps = { store, clock: () => NOW * 1000, random: systemRandom };
    const rootOf = async () => (await chainOf(store, NOW))[1];
    const before = await rootOf();
    const next = await makeRoot({ ...making, now: NOW + 1 });
    await store.change(({ registryKeys }) => registryKeys.add(next, ALWAYS));
    expect(await rootOf()).toBe(before);
    expect((await listRegistryRoots(deps)).map(({ id }) => id)).toEqual([
      expect.any(String),
      next.id,
    ]);
    await store.change(({ registryKeys }) => registryKeys.keepOnlyRoot(next.id));
    expect(await rootOf()).not.toBe(before);
    const kept = await store.listRegistryKeys(NOW);
    expect(kept.map(({ kind, id, issuerId }) => (kind === 'root' ? id : issuerId))).toEqual([
      next.id,
      next.id,
    ]);
  });

  test('a leaf whose event cannot be recorded is not made', async () => {
    const { store } = await start();
    const root = await makeRoot(making);
    const event = auditEvent();
    await store.addRegistryKey(root, NOW, event);
    await expect(store.addRegistryKey(await makeLeaf(root, making), NOW, event)).rejects.toThrow();
    expect(await store.listRegistryKeys(NOW)).toEqual([root]);
  });

  test('while a leaf cannot be renewed the old one signs, and it is said', async () => {
    const { store } = await start();
    const [before] = await chainOf(store, NOW);
    const complaints: string[] = [];
    const failing: RegistryKeyStore = {
      listRegistryKeys: (now) => store.listRegistryKeys(now),
      addRegistryKey: () => Promise.reject(new Error('the disk is full')),
    };
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (_: object, message: string) => void complaints.push(message),
    };
    const sign = (now: number) =>
      createTokenSigner({ store: failing, clock: () => now * 1000, random: systemRandom, log })({});
    const { x5c } = decodeProtectedHeader(await sign(NOW + 25 * DAY));
    expect(x5c?.[0]).toBe(before);
    expect(complaints).toHaveLength(1);
    await expect(sign(NOW + 31 * DAY)).rejects.toThrow('the disk is full');
  });
}
