import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { AuditEvent } from '../../../src/exchange/audit/event.ts';
import { OPERATOR } from '../../../src/exchange/flows/admin/actor.ts';
import { createAdminister } from '../../../src/exchange/flows/admin/administer.ts';
import { applyPolicy } from '../../../src/exchange/flows/admin/apply-policy.ts';
import { deleteBuilder, setBuilder } from '../../../src/exchange/flows/admin/builders.ts';
import {
  createIssuer,
  deleteIssuer,
  updateIssuer,
} from '../../../src/exchange/flows/admin/issuers.ts';
import {
  createMember,
  deleteMember,
  updateMember,
} from '../../../src/exchange/flows/admin/members.ts';
import type { Operation } from '../../../src/exchange/flows/admin/operation.ts';
import {
  createOrganization,
  deleteOrganization,
} from '../../../src/exchange/flows/admin/organizations.ts';
import {
  createProject,
  deleteProject,
  updateProject,
} from '../../../src/exchange/flows/admin/projects.ts';
import {
  createRegistry,
  deleteRegistry,
  updateRegistry,
} from '../../../src/exchange/flows/admin/registries.ts';
import {
  createRelationship,
  deleteRelationship,
  updateRelationship,
} from '../../../src/exchange/flows/admin/trust-relationships.ts';
import { createUser, updateUser } from '../../../src/exchange/flows/admin/users.ts';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Records } from '../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { quickFolder } from '../../support/quick-folder.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { SETTINGS } from '../builders/builder.ts';
import { RUNNING } from './running.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ISSUER = 'https://ci.example.com';
const BOB = 'bob@example.com';
const EVE = 'eve@example.com';

/** Carries out operations on a database of its own as the operator on the machine. */
async function installation() {
  const folder = await mkdtemp(join(quickFolder(), 'dockpass-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const database = await createTestDatabase(folder);
  closing.push(() => database.drop());
  const store = await openStore(database.config, { random: systemRandom });
  closing.push(() => store.close());
  const administer = createAdminister({
    store,
    settings: { requirePins: false, maxLifetime: 21_600, url: 'https://dockpass.example.com' },
    running: RUNNING,
    clock: () => 1_800_000_000_000,
    random: systemRandom,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return {
    async call(
      operation: Operation,
      input: object | undefined,
      find: (records: Records) => Promise<Record<string, string | undefined>> = async () => ({}),
    ): Promise<void> {
      const found = await store.read(find);
      const ids = Object.fromEntries(
        Object.entries(found).map(([name, id]) => [name, id ?? 'missing']),
      );
      const request = { actor: OPERATOR, ids, input, ifMatch: null };
      await administer(operation, { clientAddress: null }, { ...request, idempotencyKey: null });
    },
    events: async () => anonymous(await store.listEvents({ limit: 500 })),
  };
}

/** Ids are drawn: here they are numbered in the order in which they first occur. */
function anonymous(events: readonly AuditEvent[]): unknown[] {
  const numbers = new Map<string, string>();
  const text = JSON.stringify(events.map(({ id: _, ...event }) => event));
  return JSON.parse(
    text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      const number = numbers.get(id) ?? `id ${numbers.size + 1}`;
      numbers.set(id, number);
      return number;
    }),
  );
}

const rule = { repository: 'acme/web', issuer: ISSUER, permissions: ['pull'], max_lifetime: '2h' };
const registry = { name: 'registry.example.com', hosts: ['registry.example.com'] };
const moved = { ...SETTINGS, endpoint: 'tcp://10.0.0.7:1234' };

function policyOf(role: string, changes: object, project: object, builder: object | null) {
  return {
    issuers: [{ url: ISSUER, provider: 'github', ...changes }],
    organizations: [
      {
        name: 'acme',
        members: [{ user: EVE, role }],
        projects: [{ name: 'web', builder, ...project }],
      },
    ],
  };
}

test('each change is recorded as if its own operation had made it', async () => {
  const applied = await installation();
  const apply = (policy: object, prune = false) => applied.call(applyPolicy, { policy, prune });
  const users = [{ user: BOB, operator: true }];
  const first = policyOf('admin', {}, { trust_relationships: [rule] }, SETTINGS);
  await apply({ ...first, users, registries: [registry] });
  const shorter = { oidc_only: true, trust_relationships: [{ ...rule, max_lifetime: '1h' }] };
  const second = policyOf('member', { enabled: false }, shorter, moved);
  const hosts = [...registry.hosts, 'localhost:5000'];
  const disabled = [{ user: BOB, disabled: true }];
  await apply({ ...second, users: disabled, registries: [{ ...registry, hosts }] });
  await apply({ ...policyOf('member', {}, shorter, null), registries: [{ ...registry, hosts }] });
  await apply({ issuers: [], organizations: [], registries: [] }, true);

  const { call, events } = await installation();
  const issuer = async ({ issuers }: Records) => ({
    issuer_id: (await issuers.findByUrl(ISSUER))?.id,
  });
  const organization = async ({ organizations }: Records) => ({
    organization_id: (await organizations.findByName('acme'))?.id,
  });
  const member = async (records: Records) => ({
    ...(await organization(records)),
    user_id: (await records.users.findByEmail(EVE))?.id,
  });
  const bob = async ({ users }: Records) => ({ user_id: (await users.findByEmail(BOB))?.id });
  const project = async ({ projects }: Records) => ({ project_id: (await projects.all())[0]?.id });
  const relationship = async ({ relationships }: Records) => ({
    trust_relationship_id: (await relationships.all())[0]?.id,
  });
  const named = async ({ registries }: Records) => ({
    registry_id: (await registries.findByName(registry.name))?.id,
  });
  await call(createIssuer, { url: ISSUER, provider: 'github' });
  await call(createUser, { email: BOB, operator: true });
  await call(createOrganization, { name: 'acme' });
  await call(createMember, { email: EVE, role: 'admin' }, organization);
  await call(createProject, { name: 'web' }, organization);
  await call(setBuilder, SETTINGS, project);
  await call(createRelationship, rule, project);
  await call(createRegistry, registry);

  await call(updateIssuer, { enabled: false }, issuer);
  await call(updateUser, { disabled: true }, bob);
  await call(updateMember, { role: 'member' }, member);
  await call(updateProject, { oidc_only: true }, project);
  await call(setBuilder, moved, project);
  await call(updateRelationship, { max_lifetime: '1h' }, relationship);
  await call(updateRegistry, { hosts }, named);

  await call(deleteBuilder, undefined, project);
  await call(deleteRelationship, undefined, relationship);
  await call(deleteProject, undefined, project);
  await call(deleteMember, undefined, member);
  await call(deleteOrganization, undefined, organization);
  await call(deleteIssuer, undefined, issuer);
  await call(deleteRegistry, undefined, named);

  expect(await applied.events()).toEqual(await events());
}, 60_000);

test('a policy file that could never be is refused at every place of it, and changes nothing', async () => {
  const { call, events } = await installation();
  const twice = policyOf(
    'admin',
    {},
    { trust_relationships: [{ ...rule, issuer: 'https://x.example' }] },
    null,
  );
  const policy = { ...twice, registries: [registry, registry] };
  await expect(call(applyPolicy, { policy })).rejects.toMatchObject({
    code: 'invalid_request',
    faults: [
      { at: '/policy/registries/1/name', detail: expect.stringContaining('occurs twice') },
      {
        at: '/policy/organizations/0/projects/0/trust_relationships/0/issuer',
        detail: expect.stringContaining('is not listed'),
      },
    ],
  });
  expect(await events()).toEqual([]);
}, 60_000);
