import { expect, test } from '@jest/globals';
import {
  addBuilderAuthority,
  BUILDER_AUTHORITY_LIFE,
  ensureBuilderAuthority,
  makeBuilderAuthority,
} from '../../../../src/exchange/builders/authority.ts';
import type { BuilderRecord } from '../../../../src/exchange/builders/builder-store.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

const making = { now: NOW, random: systemRandom };
const deps = { clock: () => NOW * 1000, random: systemRandom };

function builderOf(projectId: string): BuilderRecord {
  return {
    projectId,
    endpoint: 'tcp://builder.example.com:1234',
    serverName: 'builder.example.com',
    serverCa: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
    createdAt: NOW,
  };
}

const put = (store: Store, builder: BuilderRecord) =>
  store.change(({ builders }) => builders.put(builder));

const authoritiesOf = (store: Store, projectId: string) =>
  store.read(({ builderAuthorities }) => builderAuthorities.list(projectId));

export function describeBuilders(start: Start): void {
  test('a builder is found by its project alone, replaced, and removed', async () => {
    const { store, web, api } = await start();
    const own = builderOf(web.projectId);
    const find = () => store.read(({ builders }) => builders.find(web.projectId));
    expect(await find()).toBeUndefined();
    await put(store, own);
    expect(await find()).toEqual(own);
    expect(await store.read(({ builders }) => builders.find(api.projectId))).toBeUndefined();
    const moved = {
      ...own,
      endpoint: 'tcp://b.example.com:1',
      serverName: 'b',
      createdAt: NOW + 1,
    };
    await put(store, moved);
    expect(await find()).toEqual(moved);
    await store.change(({ builders }) => builders.remove(web.projectId));
    expect(await find()).toBeUndefined();
  });

  test('authorities come with the oldest first, and no other project’s among them', async () => {
    const { store, web, api } = await start();
    const [younger, older, others] = [
      await makeBuilderAuthority(web.projectId, { ...making, now: NOW + 1 }),
      await makeBuilderAuthority(web.projectId, making),
      await makeBuilderAuthority(api.projectId, making),
    ];
    await store.change(async ({ builderAuthorities }) => {
      for (const authority of [younger, older, others]) await builderAuthorities.insert(authority);
    });
    expect(await authoritiesOf(store, web.projectId)).toEqual([older, younger]);
    expect(await authoritiesOf(store, api.projectId)).toEqual([others]);
    const found = (id: string) =>
      store.read(({ builderAuthorities }) => builderAuthorities.find(id));
    expect(await found(older.id)).toEqual(older);
    await store.change(({ builderAuthorities }) => builderAuthorities.remove(older.id));
    expect(await found(older.id)).toBeUndefined();
    expect(await authoritiesOf(store, web.projectId)).toEqual([younger]);
  });

  test('whoever needs a builder finds it with the authority that signs, which is the oldest in force', async () => {
    const { store, web, api } = await start();
    const find = (now = NOW) => store.findBuilder(web.projectId, now);
    const [older, younger] = [
      await makeBuilderAuthority(web.projectId, making),
      await makeBuilderAuthority(web.projectId, { ...making, now: NOW + 1 }),
    ];
    await store.change(({ builderAuthorities }) => builderAuthorities.insert(younger));
    expect(await find()).toBeUndefined();
    const { createdAt: _, ...own } = builderOf(web.projectId);
    await put(store, builderOf(web.projectId));
    await put(store, builderOf(api.projectId));
    expect(await find()).toEqual({ ...own, authority: younger });
    await store.change(({ builderAuthorities }) => builderAuthorities.insert(older));
    expect(await find()).toEqual({ ...own, authority: older });
    expect(await find(older.expiresAt)).toEqual({ ...own, authority: younger });
    expect(await find(younger.expiresAt)).toEqual({ ...own, authority: null });
    expect((await store.findBuilder(api.projectId, NOW))?.authority).toBeNull();
  });

  test('of several replicas that make an authority at once, all have the same', async () => {
    const { store, open, web } = await start();
    const stores = [store, await open(), await open()];
    const made = await Promise.all(
      stores.map((it) => ensureBuilderAuthority({ store: it, ...deps }, web.projectId)),
    );
    expect(new Set(made.map((authority) => authority?.id)).size).toBe(1);
    expect(await authoritiesOf(store, web.projectId)).toEqual([made[0]]);
    expect(await store.listEvents({ limit: 10 })).toMatchObject([
      {
        action: 'builder_authority.create',
        decision: 'changed',
        actor: 'exchange',
        projects: ['acme/web'],
        scopes: [{ organizationId: web.organizationId, projectId: web.projectId }],
        detail: { before: null, after: { id: made[0]?.id } },
      },
    ]);
  });

  test('another authority signs nothing while the one before it is there', async () => {
    const { store, web } = await start();
    const first = await ensureBuilderAuthority({ store, ...deps }, web.projectId);
    const made = await makeBuilderAuthority(web.projectId, making);
    const next = await store.change(({ builderAuthorities }) =>
      addBuilderAuthority(builderAuthorities, made),
    );
    const ensured = async (at = NOW) =>
      await ensureBuilderAuthority({ ...deps, store, clock: () => at * 1000 }, web.projectId);
    expect(await ensured()).toEqual(first);
    expect(await authoritiesOf(store, web.projectId)).toEqual([first, next]);
    await store.change(({ builderAuthorities }) => builderAuthorities.remove(first?.id ?? ''));
    expect(await ensured()).toEqual(next);
    const third = await ensured(NOW + BUILDER_AUTHORITY_LIFE + 1);
    expect(await authoritiesOf(store, web.projectId)).toEqual([next, third]);
  });

  test('an authority whose event cannot be recorded is not made', async () => {
    const { store, web } = await start();
    const random = { ...systemRandom, id: () => web.id };
    const taken = { store, clock: deps.clock, random };
    await ensureBuilderAuthority(taken, web.projectId);
    await store.change(async ({ builderAuthorities }) => {
      for (const { id } of await builderAuthorities.list(web.projectId))
        await builderAuthorities.remove(id);
    });
    await expect(ensureBuilderAuthority(taken, web.projectId)).rejects.toThrow();
    expect(await authoritiesOf(store, web.projectId)).toEqual([]);
  });

  test('a project takes its builder and its authorities with it', async () => {
    const { store, web, api } = await start();
    for (const { projectId } of [web, api]) {
      await put(store, builderOf(projectId));
      await ensureBuilderAuthority({ store, ...deps }, projectId);
    }
    await store.change(({ projects }) => projects.remove(web.projectId));
    expect(await store.findBuilder(web.projectId, NOW)).toBeUndefined();
    expect(await authoritiesOf(store, web.projectId)).toEqual([]);
    expect(await ensureBuilderAuthority({ store, ...deps }, web.projectId)).toBeUndefined();
    expect((await store.findBuilder(api.projectId, NOW))?.authority).not.toBeNull();
  });

  test('a builder of no project cannot be', async () => {
    const { store, web } = await start();
    await expect(put(store, builderOf(web.id))).rejects.toThrow();
  });
}
