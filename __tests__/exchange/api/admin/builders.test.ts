/** Where builds run, and who vouches for the jobs that run them. */

import { X509Certificate } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenStore, openStore } from '../../../../src/exchange/stores/open-store.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { SERVER_CA, SETTINGS } from '../../builders/builder.ts';
import { type Answer, services } from '../../service.ts';
import { type Tenants, tenants } from './acme.ts';

type Body = Answer['body'];

const start = services();

let world: Tenants;
let builder: string;
let authorities: string;

beforeEach(async () => {
  world = await tenants(start);
  builder = `/projects/${world.projectId}/builder`;
  authorities = `/projects/${world.projectId}/builder-authorities`;
});

/** What administrators did, oldest first. */
const changes = async () =>
  (await world.service.events()).filter(({ actor }) => actor === 'ada@example.com');

describe("a project's builder", () => {
  test('is set, read, replaced and forgotten, each change with its event', async () => {
    expect((await world.member('GET', builder)).status).toBe(404);
    const created = await world.admin('PUT', builder, { body: SETTINGS });
    expect(created).toMatchObject({
      status: 201,
      body: {
        project_id: world.projectId,
        ...SETTINGS,
        server_name: 'builder.example.com',
        created_at: expect.any(String),
      },
    });
    expect((await world.member('GET', builder)).body).toEqual(created.body);
    const moved = { ...SETTINGS, endpoint: 'tcp://10.0.0.7:1234', server_name: 'builder' };
    const replaced = await world.admin('PUT', builder, { body: moved });
    expect(replaced).toMatchObject({ status: 200, body: { ...created.body, ...moved } });
    expect(await world.admin('DELETE', builder)).toMatchObject({ status: 204, body: null });
    expect((await world.admin('DELETE', builder)).status).toBe(404);
    const scope = { organizationId: world.organizationId, projectId: world.projectId };
    expect(await changes()).toMatchObject([
      {
        action: 'builder.create',
        scopes: [scope],
        detail: { before: null, after: created.body },
      },
      { action: 'builder.update', detail: { before: created.body, after: replaced.body } },
      { action: 'builder.delete', detail: { before: replaced.body, after: null } },
    ]);
  });

  test('has the name that its endpoint says, if no other is given', async () => {
    await world.admin('PUT', builder, { body: { ...SETTINGS, server_name: 'other' } });
    const body = { ...SETTINGS, endpoint: 'tcp://[2001:db8::1]:1234' };
    expect((await world.admin('PUT', builder, { body })).body.server_name).toBe('2001:db8::1');
  });

  test('has certificates in one form, however they are sent', async () => {
    const first = await world.admin('PUT', builder, { body: SETTINGS });
    const server_ca = `subject=x\r\n${SERVER_CA.replaceAll('\n', '\r\n  ')}\n\n`;
    const again = await world.admin('PUT', builder, { body: { ...SETTINGS, server_ca } });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  test('that is set by two at once keeps what the first one said, if the second asks for that', async () => {
    const tag = '"of what is not there"';
    const body = SETTINGS;
    for (const ifMatch of [tag, '*'])
      expect(
        await world.admin('PUT', builder, { body, headers: { 'if-match': ifMatch } }),
      ).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    const { headers } = await world.admin('PUT', builder, { body });
    const headersOf = { 'if-match': `${headers.get('etag')}` };
    const other = { ...SETTINGS, endpoint: 'tcp://other.example.com:1' };
    const second = { body: other, headers: headersOf };
    expect((await world.admin('PUT', builder, second)).status).toBe(200);
    expect((await world.admin('PUT', builder, { body, headers: headersOf })).status).toBe(412);
  });

  test('is created once by a request that is sent twice', async () => {
    const once = { body: SETTINGS, headers: { 'idempotency-key': 'once' } };
    const first = await world.admin('PUT', builder, once);
    const again = await world.admin('PUT', builder, once);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await changes()).toHaveLength(1);
  });

  test('takes all faults at once, and none repeats what may be a private key', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';
    const body = { endpoint: 'builder:1234', server_name: '*.example.com', server_ca: key };
    const answer = await world.admin('PUT', builder, { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { faults: [{ at: '/endpoint' }, { at: '/server_name' }, { at: '/server_ca' }] },
    });
    expect(JSON.stringify(answer.body) + world.service.log.join('')).not.toContain('MIGHAgEA');
  });
});

describe('builder authorities', () => {
  const list = async () => (await world.member('GET', authorities)).body.items;
  const make = async () => (await world.admin('POST', authorities)).body;

  test('the first signs; the next one waits until the first is deleted', async () => {
    expect(await list()).toEqual([]);
    const [first, second] = [await make(), await make()];
    expect(await list()).toEqual([
      { ...first, signs: true },
      { ...second, signs: false },
    ]);
    expect((await world.member('GET', `/builder-authorities/${second.id}`)).body).toEqual(second);
    expect((await world.admin('DELETE', `/builder-authorities/${first.id}`)).status).toBe(204);
    expect(await list()).toEqual([{ ...second, signs: true }]);
    expect((await changes()).map(({ action }) => action)).toEqual([
      'builder_authority.create',
      'builder_authority.create',
      'builder_authority.delete',
    ]);
  });

  test('the last is not deleted: a builder would trust nobody who comes next', async () => {
    const last = await make();
    const answer = await world.admin('DELETE', `/builder-authorities/${last.id}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(answer.body.detail).toContain(`POST /api/v1${authorities}`);
    expect(await list()).toEqual([last]);
    await make();
    expect((await world.admin('DELETE', `/builder-authorities/${last.id}`)).status).toBe(204);
  });

  test('do not pass for who vouches for the builder itself', async () => {
    const { certificate } = await make();
    const body = { ...SETTINGS, server_ca: SERVER_CA + certificate };
    expect(await world.admin('PUT', builder, { body })).toMatchObject({
      status: 400,
      body: { faults: [{ at: '/server_ca', detail: expect.stringContaining('vouches for jobs') }] },
    });
    expect((await world.member('GET', builder)).status).toBe(404);
  });

  test('that stand side by side have different names, which certificates can have', async () => {
    const made = [await make(), await make()];
    expect(made.map(({ certificate }) => new X509Certificate(certificate).subject)).toEqual(
      made.map(({ id }) => `CN=Dockpass builder ${world.projectId} ${id.slice(0, 8)}`),
    );
    expect(`Dockpass builder ${world.projectId} 12345678`.length).toBeLessThanOrEqual(64);
  });

  test('are certificate authorities, and nothing else of them is told or logged', async () => {
    const made = await make();
    expect(Object.keys(made).toSorted()).toEqual([
      'certificate',
      'created_at',
      'expires_at',
      'id',
      'project_id',
      'signs',
    ]);
    expect(new X509Certificate(made.certificate)).toMatchObject({ ca: true });
    const stored = await world.service.store.read(({ builderAuthorities }) =>
      builderAuthorities.find(made.id),
    );
    const { d } = JSON.parse(stored?.jwk ?? '{}');
    expect(d).toHaveLength(43);
    const told = [await list(), await world.service.events(), world.service.log];
    expect(JSON.stringify(told)).not.toContain(d);
  });

  test('that was changed in its role meanwhile is not deleted for somebody who thinks it waits', async () => {
    const [first, second] = [await make(), await make()];
    const path = `/builder-authorities/${second.id}`;
    const headers = { 'if-match': `${(await world.admin('GET', path)).headers.get('etag')}` };
    await world.admin('DELETE', `/builder-authorities/${first.id}`);
    expect((await world.admin('DELETE', path, { headers })).status).toBe(412);
  });

  describe('are few', () => {
    const filled = async () => {
      for (let count = 0; count < 4; count++) await make();
    };

    test('however many are asked for at once', async () => {
      await filled();
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => world.admin('POST', authorities)),
      );
      const refused = answers.filter(({ status }) => status !== 201);
      const told = { code: 'conflict', detail: expect.stringContaining('at most 5 builder') };
      expect(refused).toMatchObject(Array(3).fill({ status: 409, body: told }));
      expect(await list()).toHaveLength(5);
      expect(new Set((await list()).map(({ created_at }: Body) => created_at)).size).toBe(5);
    });

    test('whoever was told of the last one is told again, even if they are no admin any more', async () => {
      await filled();
      const once = { headers: { 'idempotency-key': 'last' } };
      const first = await world.admin('POST', authorities, once);
      const { body: me } = await world.admin('GET', '/whoami');
      const member = `/organizations/${world.organizationId}/members/${me.user.id}`;
      await world.operator('PATCH', member, { body: { role: 'member' } });
      const again = await world.admin('POST', authorities, once);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect((await world.admin('POST', authorities)).status).toBe(403);
      expect(await list()).toHaveLength(5);
    });
  });
});

describe('the key of an authority', () => {
  /** How many changes were under way at each drawing of random bytes. */
  let drawn: number[];
  let watched: Tenants;
  let place: string;

  beforeEach(async () => {
    drawn = [];
    let changing = 0;
    const bytes = (length: number) => {
      drawn.push(changing);
      return systemRandom.bytes(length);
    };
    const openWatched: OpenStore = async (...of) => {
      const store = await openStore(...of);
      const change: typeof store.change = (work) =>
        store.change(async (records) => {
          changing++;
          return await work(records).finally(() => changing--);
        });
      return { ...store, change };
    };
    const overrides = { random: { ...systemRandom, bytes }, openStore: openWatched };
    watched = await tenants((options) => start({ ...options, overrides }));
    place = `/projects/${watched.projectId}/builder-authorities`;
    drawn = [];
  });

  test('is made while everybody else can write', async () => {
    expect((await watched.admin('POST', place)).status).toBe(201);
    expect(drawn).toEqual([0]);
  });

  test('is not made for those who may not have one', async () => {
    expect((await watched.member('POST', place)).status).toBe(403);
    expect((await watched.stranger('POST', place)).status).toBe(404);
    expect(drawn).toEqual([]);
  });
});
