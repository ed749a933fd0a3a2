import { z } from 'zod';
import { text } from '../../policy/text.ts';
import { MAX_HOSTS, registryHostFault, registryNameFault } from '../../registry/names.ts';
import type { RegistryRecord } from '../../stores/ports/registries.ts';
import { id, shownTime, time } from './fields.ts';
import { change, read, type Working } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { referencedRegistry } from './references.ts';
import { installation, type Target } from './target.ts';

const name = text(registryNameFault, {
  description: 'The `service` that the registry names when it asks for tokens.',
  examples: ['registry.example.com'],
});

const host = text(registryHostFault, {
  description: 'As in the names of images: `host` or `host:port`.',
  examples: ['registry.example.com'],
});

const hosts = z
  .array(host)
  .min(1)
  .max(MAX_HOSTS)
  .refine((all) => new Set(all).size === all.length, { error: 'names a host twice; drop one' })
  .meta({ description: 'Under which clients reach it.' });

const shape = z
  .object({ id, name: z.string(), hosts: z.array(z.string()).readonly(), created_at: time })
  .meta({
    id: 'Registry',
    description: 'A container registry that registry tokens are issued for.',
  });

function shown({ id, name, hosts, createdAt }: RegistryRecord): z.input<typeof shape> {
  return { id, name, hosts, created_at: shownTime(createdAt) };
}

const registry: Target<RegistryRecord> = {
  parameter: 'registry_id',
  async find(records, { registry_id = '' }) {
    const entity = await referencedRegistry(records, registry_id);
    return entity && { entity, organizationId: null, projectId: null };
  },
};

export const listRegistries = read({
  name: 'registry.list',
  summary: 'Container registries that tokens log in to',
  access: 'user',
  target: installation,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ records }, query) =>
    pageOf(
      query,
      (page) => records.registries.list(page),
      ({ id }) => id,
      shown,
    ),
});

export const createRegistry = change({
  name: 'registry.create',
  summary: 'Register a container registry',
  access: 'operator',
  target: installation,
  body: z.strictObject({ name, hosts }),
  answer: shape,
  change: addRegistry,
});

export async function addRegistry(
  { records, random, now }: Working,
  { name, hosts }: Pick<RegistryRecord, 'name' | 'hosts'>,
) {
  const created = { id: random.id(), name, hosts, createdAt: now };
  await records.registries.insert(created);
  const answer = shown(created);
  return { answer, before: null, after: answer };
}

export const getRegistry = read({
  name: 'registry.get',
  summary: 'Get a registry',
  access: 'user',
  target: registry,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const updateRegistry = change({
  name: 'registry.update',
  summary: 'Change the hosts of a registry',
  access: 'operator',
  target: registry,
  body: z.strictObject({ hosts }),
  answer: shape,
  represent: shown,
  change: (context, { hosts }) => setRegistryHosts(context, context.entity, hosts),
});

export async function setRegistryHosts(
  { records }: Working,
  registry: RegistryRecord,
  hosts: readonly string[],
) {
  await records.registries.setHosts(registry.id, hosts);
  const answer = shown({ ...registry, hosts });
  return { answer, before: shown(registry), after: answer };
}

export const deleteRegistry = change({
  name: 'registry.delete',
  summary: 'Delete a registry: no more tokens for it; those that are out end within five minutes',
  access: 'operator',
  target: registry,
  represent: shown,
  change: (context) => removeRegistry(context, context.entity),
});

export async function removeRegistry({ records }: Working, registry: RegistryRecord) {
  await records.registries.remove(registry.id);
  return { answer: null, before: shown(registry), after: null };
}
