import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Administration } from '../../../src/cli/administration/administration.ts';
import { localAdministration } from '../../../src/cli/administration/local.ts';
import { remoteAdministration } from '../../../src/cli/administration/remote.ts';
import { ADMIN_ROUTES, type AdminRoute } from '../../../src/exchange/api/admin/routes.ts';
import type { AuditEvent } from '../../../src/exchange/audit/event.ts';
import { actorOf, OPERATOR } from '../../../src/exchange/flows/admin/actor.ts';
import { createAdminister } from '../../../src/exchange/flows/admin/administer.ts';
import type { Operation } from '../../../src/exchange/flows/admin/operation.ts';
import { shownEvent } from '../../../src/exchange/flows/admin/shown-event.ts';
import type { Ids } from '../../../src/exchange/flows/admin/target.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { systemClock } from '../../../src/exchange/system/clock.ts';
import { createLog } from '../../../src/exchange/system/log-lines.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { createFindLiveToken } from '../../../src/exchange/tokens/live-token.ts';
import { call } from '../api/admin/administration.ts';
import { bodyOf, idsOf, pathWith } from '../api/admin/requests.ts';
import { createWorld, type World } from '../api/admin/world.ts';
import { RUNNING } from '../flows/running.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';

/** Every operation that there is, whoever may carry it out. */
const operations: Operation[] = [];
for (const file of readdirSync('src/exchange/flows/admin')) {
  const module: object = await import(`../../../src/exchange/flows/admin/${file}`);
  operations.push(...Object.values(module).filter(isOperation));
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'run' in value && 'target' in value;
}

interface Case {
  ids: Ids;
  input: unknown;
}

/** What is sent to those that no route leads to. */
const ON_THE_MACHINE: Record<string, (world: World) => Case> = {
  'user_token.list_of_user': (world) => ({ ids: world.ids('operator'), input: {} }),
  'user_token.create_for_user': (world) => ({
    ids: world.ids('operator'),
    input: { description: 'laptop' },
  }),
  'token.revoke': (world) => ({ ids: {}, input: { token: world.tokens.build } }),
  'signing_key.list': () => ({ ids: {}, input: undefined }),
  'signing_key.rotate': () => ({ ids: {}, input: {} }),
  'registry_root.create': () => ({ ids: {}, input: undefined }),
  'registry_root.retire': () => ({ ids: {}, input: undefined }),
};

/** What a route needs besides what `requests.ts` says, where the operator on the machine has no default. */
const MORE: Record<string, (world: World) => object> = {
  'organization.create': ({ name }) => ({ admin: `admin@${name}.example.com` }),
};

/** Two doors may see another second: no test waits for that. */
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

const start = services(afterAll);

let service: Service;

let machine: Administration;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  const { store } = service;
  const { kind } = service.database.config;
  // Reads what the exchange says of itself as well: both have to be configured alike.
  const env = {
    DOCKPASS_URL: PUBLIC_URL,
    ...(kind === 'postgres' && { DOCKPASS_DATABASE: service.database.config.url }),
  };
  machine = localAdministration(store, { clock: systemClock, random: systemRandom, env });
});

type Door = (world: World, operation: Operation, sent: Case) => Promise<unknown>;

const overTheApi: Door = async ({ tokens }, { name, query }, { ids, input }) => {
  const [method, path] = routeOf(name);
  const parameters = new URLSearchParams(query ? (input as Record<string, string>) : {});
  const target = `${pathWith(path, { ...ids })}?${parameters.toString()}`;
  const sent = query || input === undefined ? {} : { body: input };
  const answer = await call(service.url, tokens.operator, method, target, sent);
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
};

const byCommandHere: Door = async (_, operation, { ids, input }) =>
  await machine.call(operation, ids, input);

const byCommandElsewhere: Door = async ({ tokens }, operation, { ids, input }) =>
  await remoteAdministration(service.url, tokens.operator ?? '', fetch).call(operation, ids, input);

function routeOf(name: string): AdminRoute {
  const route = ADMIN_ROUTES.find(([, , operation]) => operation.name === name);
  if (!route) throw new Error(`${name} has no route`);
  return route;
}

function caseOf(route: AdminRoute, world: World): Case {
  const [, path, { name }] = route;
  const named = idsOf(route, world, 'operator');
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => parameter);
  const ids = Object.fromEntries(
    parameters.map((parameter) => [parameter, named[parameter] ?? '']),
  );
  const body = bodyOf(route, world);
  return { ids, input: body && { ...body, ...MORE[name]?.(world) } };
}

/** Everything that belongs to the world, as it is stored. */
async function stored({ store }: Service, world: World): Promise<unknown> {
  const { organization_id: id = '', project_id: projectId = '' } = world.ids('operator');
  const page = { after: null, limit: 100 };
  const now = Math.floor(Date.now() / 1000);
  const all = await store.read(async (records) => ({
    organizations: await records.organizations.all(),
    members: await records.members.all(),
    projects: await records.projects.all(),
    users: await records.users.all(),
    issuers: await records.issuers.all(),
    registries: await records.registries.all(),
    relationships: await records.relationships.all(),
    builders: await records.builders.all(),
    invitations: await records.invitations.list(id, page, now),
    authorities: await records.builderAuthorities.list(projectId),
    projectTokens: await records.projectTokens.list(projectId, page),
  }));
  // The rest belongs to the worlds of other cases.
  const isIts = (row: object) =>
    [world.name, id, projectId].some((mark) => JSON.stringify(row).includes(mark));
  return Object.fromEntries(
    Object.entries(all).map(([kind, rows]) => [kind, (rows as object[]).filter(isIts)]),
  );
}

async function lastEvent(store: Store): Promise<string | undefined> {
  const { events } = await store.read(({ auditEvents }) =>
    auditEvents.search(EVERYTHING, { before: null, limit: 1 }),
  );
  return events[0]?.id;
}

const EVERYTHING = {
  organizationId: null,
  projectId: null,
  repository: null,
  runId: null,
  decision: null,
  since: null,
  until: null,
};

async function eventsSince(store: Store, last: string | undefined): Promise<AuditEvent[]> {
  return await store.listEvents({ limit: 100, ...(last !== undefined && { after: last }) });
}

/** One operation through one door, in a world of its own, as far as worlds can be compared. */
async function through(door: Door, route: AdminRoute): Promise<unknown> {
  const world = await createWorld(service.store);
  const last = await lastEvent(service.store);
  const answered = await door(world, route[2], caseOf(route, world));
  const recorded = await eventsSince(service.store, last);
  return comparable(world, {
    answered,
    recorded: recorded.map(shownEvent),
    scopes: recorded.map(({ scopes }) => scopes),
    stored: await stored(service, world),
  });
}

/** Ids by their order, and what two doors say differently: who it was, and from where. */
function comparable(world: World, told: object): unknown {
  const ids = new Map<string, string>();
  const numbered = (id: string) => {
    const number = ids.get(id) ?? `#${ids.size}`;
    ids.set(id, number);
    return number;
  };
  const actors = ['operator', `operator@${world.name}.example.com`];
  const text = JSON.stringify(told, (name, value: unknown) => {
    if (name === 'client_address') return null;
    // Of a policy file: worlds of other cases are stored as well, and more of them each time.
    if (name === 'kept' && Array.isArray(value))
      return value.filter((about) => String(about).includes(world.name));
    if (typeof value === 'number' && /At$/.test(name)) return 'TIME';
    if (typeof value !== 'string') return value;
    if (['actor', 'created_by', 'createdBy', 'invited_by', 'invitedBy'].includes(name))
      return actors.includes(value) ? 'ACTOR' : value;
    if (TIME.test(value)) return 'TIME';
    if (['token', 'link'].includes(name)) return 'SECRET';
    if (name === 'token_hash_prefix') return 'HASH';
    if (['certificate', 'jwk', 'client_key'].includes(name)) return name;
    return value
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, numbered)
      .replace(/^[\w-]{43}$/, numbered);
  });
  // Paths are names of members as well.
  return JSON.parse(text.replaceAll(world.name, 'WORLD'));
}

const routed = ADMIN_ROUTES.map((route) => [route[2].name, route] as const);

/** About the user who asks, whom the operator on the machine is not. */
const personal = routed.filter(([, [, , { access }]]) => ['own', 'token'].includes(access));

const shared = routed.filter(([name]) => !personal.some(([other]) => other === name));

test('every operation has a case here, and one door at least', () => {
  const cases = [...routed.map(([name]) => name), ...Object.keys(ON_THE_MACHINE)];
  expect(operations.map(({ name }) => name).toSorted()).toEqual(cases.toSorted());
  expect(new Set(cases).size).toBe(cases.length);
});

describe('a change is stored, answered and recorded alike', () => {
  const changes = shared.filter(([, [, , { kind }]]) => kind === 'change');

  test.each(changes)('%s', async (_, route) => {
    const wanted = await through(overTheApi, route);
    expect(await through(byCommandHere, route)).toEqual(wanted);
    expect(await through(byCommandElsewhere, route)).toEqual(wanted);
  });
});

describe('what is read is the same', () => {
  const reads = shared.filter(([, [, , { kind }]]) => kind === 'read');

  test.each(reads)('%s', async (_, route) => {
    const world = await createWorld(service.store);
    const [, , operation] = route;
    const sent = { ...caseOf(route, world) };
    if (operation.query) sent.input = {};
    const wanted = await overTheApi(world, operation, sent);
    expect(await byCommandHere(world, operation, sent)).toEqual(wanted);
    expect(await byCommandElsewhere(world, operation, sent)).toEqual(wanted);
  });
});

test.each(personal)('%s is about a user, and the machine is none', async (_, route) => {
  const world = await createWorld(service.store);
  const sent = caseOf(route, world);
  await expect(byCommandHere(world, route[2], sent)).rejects.toMatchObject({ code: 'forbidden' });
});

describe('what only the machine may do', () => {
  const machineOnly = Object.entries(ON_THE_MACHINE).map(([name, make]) => {
    const operation = operations.find((one) => one.name === name);
    if (!operation) throw new Error(`there is no operation ${name}`);
    return [name, operation, make] as const;
  });

  test.each(machineOnly)('%s is refused to an operator elsewhere', async (_, operation, make) => {
    const world = await createWorld(service.store);
    const before = await lastEvent(service.store);
    const { ids, input } = make(world);
    const { store } = service;
    const findLiveToken = createFindLiveToken({ store, clock: systemClock });
    const actor = actorOf(await findLiveToken(world.tokens.operator ?? ''));
    const administer = createAdminister({
      store,
      clock: systemClock,
      random: systemRandom,
      log: createLog('silent', { write: () => {} }),
      settings: { requirePins: false, maxLifetime: 3600, url: 'https://dockpass.example.com' },
      running: RUNNING,
    });
    const request = { actor, ids, input, ifMatch: null, idempotencyKey: null };
    await expect(administer(operation, { clientAddress: null }, request)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(byCommandElsewhere(world, operation, { ids, input })).rejects.toThrow(
      expect.objectContaining({ lines: [expect.stringContaining('own machine only')] }),
    );
    expect(await lastEvent(service.store)).toBe(before);
  });

  test.each(machineOnly)('%s works there', async (_, operation, make) => {
    const world = await createWorld(service.store);
    if (operation.name === 'registry_root.retire')
      for (const _ of [1, 2]) await byCommandHere(world, named('registry_root.create'), NOTHING);
    const last = await lastEvent(service.store);
    await byCommandHere(world, operation, make(world));
    const recorded = await eventsSince(service.store, last);
    expect(recorded.map(({ actor }) => actor)).toEqual(
      operation.kind === 'read' ? [] : [OPERATOR.name],
    );
    for (const { detail } of recorded)
      expect(JSON.stringify(detail)).not.toMatch(/"[a-z]+[A-Z]\w*":/);
  });
});

const NOTHING: Case = { ids: {}, input: undefined };

function named(name: string): Operation {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`there is no operation ${name}`);
  return operation;
}
