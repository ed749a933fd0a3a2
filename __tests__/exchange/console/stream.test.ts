import { expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { eventually } from '../eventually.ts';
import { type Service, services } from '../service.ts';
import { addUser, disableUser, leaveOrganization } from '../tenants.ts';
import { type PageVisitor, signIn } from './visitor.ts';

const start = services();

const STREAM = '/projects/acme/web/activity/stream';

interface Open {
  status: number;
  /** What was sent so far. */
  text(): string;
  /** Resolves once the exchange has ended it. */
  ended: Promise<void>;
  close(): Promise<void>;
}

async function open(visitor: PageVisitor, path = STREAM, init?: RequestInit): Promise<Open> {
  const answer = await visitor.request(path, init);
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const read = async (): Promise<void> => {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) return;
    text += decoder.decode(value, { stream: true });
    await read();
  };
  return {
    status: answer.status,
    text: () => text,
    ended: read(),
    close: async () => reader?.cancel(),
  };
}

/** Resolves once the stream has sent this. */
const sent = (stream: Open, text: string) =>
  eventually(async () => stream.text().includes(text) || undefined);

async function admin(service: Service, roles = { acme: 'admin' as const }) {
  const user = await addUser(service.store, roles);
  return { user, visitor: await signIn(service, user.token) };
}

test('tells of what happens, and nothing of what has happened before', async () => {
  const service = await start();
  await service.exchange();
  const { visitor } = await admin(service);
  const stream = await open(visitor);
  expect(stream.status).toBe(200);
  await sent(stream, 'retry: 5000\n\n');
  await service.exchange({
    subject_token: service.idToken({ ref: 'refs/heads/x' }),
  });
  const last = (await service.events()).at(-1)?.id;
  await sent(stream, 'data: ');
  expect(stream.text()).toBe(`retry: 5000\n\nid: ${last}\ndata: ${last}\n\n`);
  await stream.close();
});

test('tells at once of what came after the event that a page shows, or that was told before', async () => {
  const service = await start();
  await service.exchange();
  const { visitor } = await admin(service);
  const older = systemRandom.id();
  for (const stream of [
    await open(visitor, `${STREAM}?after=`),
    await open(visitor, `${STREAM}?after=${older}`),
    await open(visitor, STREAM, { headers: { 'last-event-id': older } }),
  ]) {
    await sent(stream, 'data: ');
    await stream.close();
  }
});

test.each([
  ['left the organization', (service: Service, id: string) => leaveOrganization(service.store, id)],
  ['was disabled', (service: Service, id: string) => disableUser(service.store, id)],
] as const)('ends for a user who %s', async (_, lose) => {
  const service = await start();
  const { user, visitor } = await admin(service);
  const stream = await open(visitor);
  await lose(service, user.userId);
  await stream.ended;
  expect(stream.text()).not.toContain('data:');
});

test('ends with the session, and after ten minutes; says meanwhile that it is still there', async () => {
  const service = await start();
  const one = await admin(service);
  const other = await admin(service);
  const stream = await open(one.visitor);
  const signedOut = await open(other.visitor);
  await other.visitor.post('/sign-out');
  await signedOut.ended;
  service.pass(16);
  await sent(stream, '\n: nothing new\n\n');
  service.pass(600);
  await stream.ended;
});

test('does not hold up a shutdown', async () => {
  const service = await start({ config: { shutdownGrace: 60 } });
  const { visitor } = await admin(service);
  const stream = await open(visitor);
  await service.exchangeProcess.close();
  await stream.ended;
  expect(service.log.join('')).not.toContain('cut off');
});

test('is bounded for each user; one that is closed makes room', async () => {
  const service = await start();
  const { visitor } = await admin(service);
  const streams = await Promise.all([1, 2, 3, 4].map(async () => await open(visitor)));
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await visitor.get(STREAM)).status).toBe(429);
  await streams[0]?.close();
  const another = await eventually(async () => {
    const tried = await open(visitor);
    return tried.status === 200 ? tried : undefined;
  });
  await another.close();
  const head = await visitor.request(STREAM, { method: 'HEAD' });
  expect(head.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  for (const stream of streams) await stream.close();
});

test('is nothing to members, to other organizations, and to those who are not signed in', async () => {
  const service = await start({ trust: [{}, { project: 'globex/app', repository: 'globex/app' }] });
  const stranger = await admin(service, { globex: 'admin' } as never);
  expect((await stranger.visitor.get(STREAM)).status).toBe(404);
  expect((await stranger.visitor.get('/organizations/acme/activity/stream')).status).toBe(404);
  expect((await stranger.visitor.get('/installation/activity/stream')).status).toBe(403);
  expect((await stranger.visitor.get('/projects/acme/none/activity/stream')).status).toBe(404);
  const member = await signIn(service, (await addUser(service.store)).token);
  expect((await member.get(STREAM)).status).toBe(403);
  const nobody = await fetch(service.url + STREAM, { redirect: 'manual' });
  expect(nobody.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(STREAM)}`);
});
