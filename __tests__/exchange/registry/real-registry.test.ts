import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LEAF_LIFE } from '../../../src/exchange/registry/certificates.ts';
import { RENEW_BEFORE } from '../../../src/exchange/registry/token-signer.ts';
import { formatTime } from '../../../src/exchange/system/clock.ts';
import { digestIn } from '../../support/registry/image.ts';
import { describeRegistry } from '../../support/registry/programs.ts';
import { type Service, services } from '../service.ts';
import { addProjectToken, addUser, setOidcOnly } from '../tenants.ts';
import { addRegistry, askToken, type Dock, openDock } from './dock.ts';

const TRUST = ['acme/web', 'acme/web-2', 'acme/docs', 'globex/app', 'globex/strict'];

describeRegistry('a real registry with its real clients', (programs) => {
  const start = services(afterAll);
  let service: Service;
  let dock: Dock;

  beforeAll(async () => {
    service = await start({
      trust: TRUST.map((project) => ({ project })),
      // Port 0: becomes the port that it listens on.
      config: { url: 'http://127.0.0.1:0', rateLimits: { perAddress: 0, perRepository: 0 } },
    });
    await addRegistry(service.store);
    dock = await openDock(programs, service.store, service.url);
  });
  afterAll(() => dock?.remove());

  const at = (repository: string) => `${dock.registry.host}/${repository}`;

  /** The build token of a job that exchanges its ID token. */
  async function buildToken(project: string): Promise<string> {
    return await service.buildToken({
      subject_token: service.issuer.sign(service.url),
      resource: `${service.url}/${project}`,
    });
  }

  async function push(token: string, repository: string) {
    const image = await dock.newImage();
    return { ...(await dock.push(image.path, token, at(repository))), ...image };
  }

  async function pull(token: string, repository: string) {
    const path = dock.nowhere();
    const ended = await dock.pull(at(repository), token, path);
    return { ...ended, digest: ended.exitCode === 0 ? await digestIn(path) : null };
  }

  test.each(['acme/web:1', 'acme/web/api:1', 'acme/web/api/v2_beta/worker:1'])(
    'a job pushes %s and pulls the same digest back',
    async (repository) => {
      const token = await buildToken('acme/web');
      const pushed = await push(token, repository);
      expect(pushed).toMatchObject({ exitCode: 0 });
      expect(await pull(token, repository)).toMatchObject({ exitCode: 0, digest: pushed.digest });
    },
  );

  test.each([
    ['another project', 'acme/docs:1'],
    ['a sibling with the same prefix', 'acme/web-2:1'],
    ['a project that does not exist', 'acme/webx:1'],
    ['another organization', 'globex/web:1'],
    ['an organization alone', 'acme:1'],
    ['no organization', 'web:1'],
  ])('a job pushes nothing to %s', async (_, repository) => {
    const before = await dock.registry.repositories();
    const pushed = await push(await buildToken('acme/web'), repository);
    expect(pushed.exitCode).not.toBe(0);
    expect(pushed.said).toMatch(
      /denied: (The token does not cover|Nobody is granted) .+ covers acme/,
    );
    expect(await dock.registry.repositories()).toEqual(before);
  });

  test('nor does it pull what others have pushed', async () => {
    expect(await push(await buildToken('acme/web-2'), 'acme/web-2:1')).toMatchObject({
      exitCode: 0,
    });
    expect((await pull(await buildToken('acme/web'), 'acme/web-2:1')).exitCode).not.toBe(0);
  });

  test('a token that is revoked in mid-job pushes nothing more', async () => {
    const token = await buildToken('acme/web');
    expect(await push(token, 'acme/web:before')).toMatchObject({ exitCode: 0 });
    await service.revoke(token);
    const { exitCode, said } = await push(token, 'acme/web:after');
    expect({ exitCode, said }).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('unauthorized: The token was revoked; use another one.'),
    });
  });

  test('an expired token is told so', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) - 1;
    const { token } = await addProjectToken(service.store, { expiresAt });
    expect(await push(token, 'acme/web:1')).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining(
        `unauthorized: The token expired at ${formatTime(expiresAt)}; `,
      ),
    });
  });

  test('a token for pulling alone pulls, and cannot push', async () => {
    await push(await buildToken('acme/web'), 'acme/web:pull');
    const { token } = await addProjectToken(service.store, { permissions: ['pull'] });
    expect(await pull(token, 'acme/web:pull')).toMatchObject({ exitCode: 0 });
    expect(await push(token, 'acme/web:push')).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining(
        'denied: The token may not push in acme/web; it covers acme/web (pull).',
      ),
    });
    expect((await pull(token, 'acme/web:push')).exitCode).not.toBe(0);
  });

  test('a token for pushing alone is told that registries ask for pull with every push', async () => {
    const { token } = await addProjectToken(service.store, { permissions: ['push'] });
    const denied = {
      said: expect.stringContaining('denied: The token may not pull in acme/web, as'),
    };
    expect(await push(token, 'acme/web/alone:1')).toMatchObject({ exitCode: 1, ...denied });
    expect(await dock.dockerLogin(dock.registry.host, token)).toMatchObject({ exitCode: 0 });
    expect(await dock.buildAndPush(at('acme/web/alone:1'))).toMatchObject({
      exitCode: 125,
      ...denied,
    });
  });

  test('a user access token reaches the projects of two organizations, and no third', async () => {
    const { token } = await addUser(service.store, { acme: 'member', globex: 'admin' });
    expect(await push(token, 'acme/docs:user')).toMatchObject({ exitCode: 0 });
    expect(await push(token, 'globex/app:user')).toMatchObject({ exitCode: 0 });
    const { token: ofOne } = await addUser(service.store, { acme: 'admin' });
    expect((await push(ofOne, 'globex/app:user')).exitCode).not.toBe(0);
  });

  test('a project token reaches its project alone', async () => {
    const { token } = await addProjectToken(service.store, { project: 'acme/docs' });
    expect(await push(token, 'acme/docs:static')).toMatchObject({ exitCode: 0 });
    expect((await push(token, 'acme/web:static')).exitCode).not.toBe(0);
  });

  test('a project that wants ID tokens refuses users, and lets its jobs in', async () => {
    await setOidcOnly(service.store, 'globex/strict', true);
    const { token } = await addUser(service.store, { globex: 'admin' });
    expect((await push(token, 'globex/strict:1')).exitCode).not.toBe(0);
    expect(await push(await buildToken('globex/strict'), 'globex/strict:1')).toMatchObject({
      exitCode: 0,
    });
  });

  test('docker login needs no daemon; buildah pushes with it', async () => {
    const token = await buildToken('acme/web');
    expect(await dock.dockerLogin(dock.registry.host, token)).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('Login Succeeded'),
    });
    expect(await dock.buildAndPush(at('acme/web/built:1'))).toMatchObject({ exitCode: 0 });
    expect(await pull(token, 'acme/web/built:1')).toMatchObject({ exitCode: 0 });
    expect((await dock.buildAndPush(at('acme/docs/built:1'))).exitCode).not.toBe(0);
  });

  test('docker login with a token that is dead says why', async () => {
    const token = await buildToken('acme/web');
    await service.revoke(token);
    expect(await dock.dockerLogin(dock.registry.host, token)).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('unauthorized: The token was revoked; use another one.'),
    });
  });

  test('docker login with another user name says which it must be', async () => {
    const token = await buildToken('acme/web');
    expect(await dock.dockerLogin(dock.registry.host, token, 'ada')).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('The user name must be x-token'),
    });
  });

  const SCOPE = 'repository:acme/web:pull';
  const TAGS = '/v2/acme/web/tags/list';

  test('the registry token of another registry opens nothing here', async () => {
    const token = await buildToken('acme/web');
    await push(token, 'acme/web:tags');
    await addRegistry(service.store, 'elsewhere.example.com');
    const own = await askToken(service.url, token, [SCOPE]);
    const foreign = await askToken(service.url, token, [SCOPE], {
      service: 'elsewhere.example.com',
    });
    expect((await dock.registry.get(TAGS, own.body.token)).status).toBe(200);
    expect((await dock.registry.get(TAGS, foreign.body.token)).status).toBe(401);
  });

  test('a new leaf needs no word to the registry', async () => {
    let shift = RENEW_BEFORE - LEAF_LIFE;
    const { store, url } = await start({
      config: { url: service.url },
      overrides: { clock: () => Date.now() + shift * 1000 },
    });
    await addRegistry(store);
    const other = await openDock(programs, store, service.url);
    const { token } = await addProjectToken(store);
    const ask = async () => (await askToken(url, token, [SCOPE])).body.token;
    // Within the leeway that registries have for clocks, and longer than the exchange remembers a leaf.
    const [made, last, next] = [await ask(), await askAt(-30), await askAt(35)];
    async function askAt(seconds: number) {
      shift = seconds;
      const registryToken = await ask();
      expect((await other.registry.get(TAGS, registryToken)).status).toBe(404);
      return registryToken;
    }
    expect(leafOf(last)).toBe(leafOf(made));
    expect(leafOf(next)).not.toBe(leafOf(made));
    expect((await other.registry.get(TAGS, last)).status).toBe(404);
    expect((await dock.registry.get(TAGS, last)).status).toBe(401);
    await other.remove();
  });

  test('neither secrets nor private keys reach a log', async () => {
    for (const secret of service.secrets) {
      expect(dock.registry.log).not.toContain(secret);
      expect(service.log.join('')).not.toContain(secret);
    }
  });
});

function leafOf(registryToken: string): string {
  const [header = ''] = registryToken.split('.');
  return JSON.parse(Buffer.from(header, 'base64url').toString()).x5c[0];
}
