import { z } from 'zod';
import { makeRoot } from '../../registry/certificates.ts';
import type { RegistryKey } from '../../registry/registry-store.ts';
import { ALWAYS, rootsAmong } from '../../registry/roots.ts';
import { createSigningKey, PUBLISHED_AFTER_RETIREMENT } from '../../signing/keys.ts';
import { shownTime, shownTimeOrNull, thumbprint, time } from './fields.ts';
import { change, read } from './operation.ts';
import { listOf } from './page.ts';
import { Problem } from './problem.ts';
import { installation, type Target } from './target.ts';

const publishedUntil = time.nullable().meta({ description: 'Null: as long as it signs.' });

export const listSigningKeys = read({
  name: 'signing_key.list',
  summary: 'Keys that the exchange signs with, and older ones that are still published',
  access: 'machine',
  target: installation,
  answer: listOf(
    z.object({
      id: thumbprint,
      created_at: time,
      retired_at: time.nullable(),
      published_until: publishedUntil,
    }),
  ),
  async read({ records, now }) {
    const items = (await records.signingKeys.list(now)).map((key) => ({
      id: key.kid,
      created_at: shownTime(key.createdAt),
      retired_at: shownTimeOrNull(key.retiredAt),
      published_until: shownTimeOrNull(key.removeAt),
    }));
    return { items, next: null };
  },
});

export const rotateSigningKeys = change({
  name: 'signing_key.rotate',
  summary: 'Sign with a new key; those before it sign no more and stay published for a while',
  access: 'machine',
  target: installation,
  body: z.strictObject({
    keep: z.int().positive().default(PUBLISHED_AFTER_RETIREMENT).meta({
      description: 'Seconds; also shortens what an earlier rotation has left for longer.',
    }),
  }),
  answer: z.object({
    id: thumbprint,
    retired: z.array(z.object({ id: thumbprint, published_until: time })),
  }),
  prepare: ({ now }) => createSigningKey(now),
  async change({ records, now }, { keep }, key) {
    const latest = now + keep;
    const stored = await records.signingKeys.list(now);
    const retired = stored.map(({ kid, removeAt }) => ({
      id: kid,
      published_until: shownTime(Math.min(removeAt ?? latest, latest)),
    }));
    await records.signingKeys.rotate(key, latest);
    const old = retired.map(({ id: kid, published_until }) => ({ kid, published_until }));
    return {
      answer: { id: key.kid, retired },
      before: { kids: stored.map(({ kid }) => kid) },
      after: { kid: key.kid, old },
    };
  },
});

const rootShape = z
  .object({
    id: thumbprint,
    certificate: z.string().meta({ description: 'PEM, for the bundle of every registry.' }),
    signs: z.boolean().meta({ description: 'Whether it vouches for what signs now.' }),
    created_at: time,
    expires_at: time,
  })
  .meta({
    id: 'RegistryRoot',
    description: 'Vouches for the keys that registry tokens are signed with. It is no secret.',
  });

function shownRoot(root: RegistryKey, signs: boolean): z.input<typeof rootShape> {
  return {
    id: root.id,
    certificate: root.certificate,
    signs,
    created_at: shownTime(root.createdAt),
    expires_at: shownTime(root.expiresAt),
  };
}

/** What registries trust: the oldest vouches for what signs now. */
const roots: Target<RegistryKey[]> = {
  parameter: null,
  async find({ registryKeys }, _, __, now) {
    const entity = rootsAmong(await registryKeys.list(now));
    return { entity, organizationId: null, projectId: null };
  },
};

export const listRegistryRoots = read({
  name: 'registry_root.list',
  summary: 'Roots that registries must trust: all of them on one page, the oldest first',
  access: 'operator',
  target: roots,
  answer: listOf(rootShape),
  async read({ entity }) {
    return { items: entity.map((root, place) => shownRoot(root, place === 0)), next: null };
  },
});

export const createRegistryRoot = change({
  name: 'registry_root.create',
  summary: 'Make another root: it vouches for nothing until those before it are retired',
  access: 'machine',
  target: roots,
  answer: rootShape,
  prepare: ({ entity, random, now }) => makeRoot({ random, now: after(entity, now) }),
  async change({ entity, records }, _, root) {
    // They are told apart by their age, to the second.
    if (root.createdAt <= (entity.at(-1)?.createdAt ?? 0))
      throw new Problem('conflict', 'Another root was made at the same time; list them first.');
    await records.registryKeys.add(root, ALWAYS);
    const { kind, id, expiresAt } = root;
    return {
      answer: shownRoot(root, entity.length === 0),
      before: null,
      after: { kind, id, expires_at: shownTime(expiresAt) },
      event: { action: 'registry_key.create' },
    };
  },
});

function after(roots: readonly RegistryKey[], now: number): number {
  return Math.max(now, (roots.at(-1)?.createdAt ?? 0) + 1);
}

export const retireRegistryRoots = change({
  name: 'registry_root.retire',
  summary: 'Let the newest root vouch alone, and forget the others',
  access: 'machine',
  target: roots,
  answer: z.object({ retired: z.array(z.object({ id: thumbprint })) }),
  async change({ entity, records }) {
    const newest = entity.at(-1);
    if (!newest || entity.length === 1)
      throw new Problem(
        'conflict',
        'There is no other root to take its place; make one first, and give it to every registry.',
      );
    await records.registryKeys.keepOnlyRoot(newest.id);
    return {
      answer: { retired: entity.slice(0, -1).map(({ id }) => ({ id })) },
      before: { roots: entity.map(({ id }) => id) },
      after: { roots: [newest.id] },
      event: { action: 'registry_key.retire' },
    };
  },
});
