/** docs/builders.md: its commands are run from top to bottom, and what they make admits whom it should. */

import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { probe } from '../../../src/action/builder/probe.ts';
import type { BuilderAuthorityRecord } from '../../../src/exchange/builders/builder-store.ts';
import { type BuilderDouble, startBuilder } from '../../support/builder/builder-double.ts';
import { clientCertificate } from '../../support/builder/certificates.ts';
import { COMPILED } from '../../support/compiled.ts';
import { newUser } from '../api/admin/administration.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
import { OTHER_CA } from './builder.ts';

// Many processes, one after the other, on a machine that may be busy.
jest.setTimeout(240_000);

const DOCKPASS = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

const ENDPOINT = 'builder.example.com:1234';

interface Block {
  language: string;
  /** What stands behind the language: who runs it, if not everybody's shell. */
  runner: string;
  text: string;
}

async function blocksOf(page: string): Promise<Block[]> {
  const markdown = await readFile(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  const fences = markdown.matchAll(/^( *)```(\w+)(?: (\w+))?\n(.*?)^\1```$/gms);
  return [...fences].map(([, indent = '', language = '', runner = 'shell', text = '']) => ({
    language,
    runner,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

const versionOf = (program: string, ...args: string[]) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '';

const hasPrograms =
  versionOf('openssl', 'version').startsWith('OpenSSL 3') &&
  versionOf('curl', '--version').startsWith('curl ');

const start = services(afterAll);

(hasPrograms ? describe : describe.skip)('with the commands of docs/builders.md', () => {
  let service: Service;
  let blocks: Block[];
  let builder: BuilderDouble;
  let programs: string;

  beforeAll(async () => {
    service = await start({ trust: [{}, { project: 'acme/api', repository: 'acme/api' }] });
    blocks = (await blocksOf('builders.md')).filter(({ runner }) => runner !== 'buildkitd');
    programs = await mkdtemp(join(tmpdir(), 'dockpass-programs-'));
    const program = `#!/bin/sh\nexec "${process.execPath}" "${DOCKPASS}" "$@"\n`;
    await writeFile(join(programs, 'dockpass'), program, { mode: 0o755 });
    await writeFile(join(service.folder, 'new-server-ca.pem'), OTHER_CA);
  });
  afterAll(async () => {
    await builder.close();
    await rm(programs, { recursive: true });
  });

  const file = (name: string) => readFile(join(service.folder, name), 'utf8');

  /** The commands of the next block that is not yet taken, which must have `words` in it. */
  const next = (words: string): string => {
    const block = blocks.shift();
    expect(block?.text).toContain(words);
    return block?.text ?? '';
  };

  const run = async (commands: string, env: Record<string, string> = {}): Promise<string> => {
    const [, address = ''] = builder?.endpoint.split('//') ?? [];
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-euc', commands.replaceAll(`-connect ${ENDPOINT}`, `-connect ${address}`)],
      {
        cwd: service.folder,
        env: {
          ...COMPILED,
          PATH: `${programs}:${process.env.PATH}`,
          HOME: service.folder,
          DOCKPASS_DATABASE: `sqlite:${join(service.folder, 'dockpass.db')}`,
          DOCKPASS_URL: PUBLIC_URL,
          ...env,
        },
      },
    );
    return stdout;
  };

  /** buildkitd reads its files when it starts. */
  const restartBuilder = async () => {
    await builder?.close();
    const [cert, key, ca] = ['server.pem', 'server-key.pem', 'clients-ca.pem'].map(file);
    builder = await startBuilder({ cert: await cert, key: await key, ca: await ca });
  };

  const projectId = async (name = 'web') =>
    await service.store.read(async ({ organizations, projects }) => {
      const organization = await organizations.findByName('acme');
      return (await projects.findByName(organization?.id ?? '', name))?.id ?? '';
    });

  const authorities = async (id: string): Promise<BuilderAuthorityRecord[]> =>
    await service.store.read(({ builderAuthorities }) => builderAuthorities.list(id));

  const stored = async () => {
    const id = await projectId();
    return await service.store.read(({ builders }) => builders.find(id));
  };

  /** A job with a certificate of this authority; rejects if the builder does not admit it. */
  const comes = async (authority?: BuilderAuthorityRecord): Promise<void> => {
    if (!authority) throw new Error('there is no such authority');
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = (key: KeyObject, type: 'spki' | 'pkcs8') =>
      key.export({ type, format: 'pem' }).toString();
    const project = `${PUBLIC_URL}/acme/web`;
    const settings = await stored();
    await probe(
      {
        host: '127.0.0.1',
        port: Number(new URL(builder.endpoint).port),
        serverName: settings?.serverName ?? '',
        serverCa: settings?.serverCa ?? '',
        certificate: await clientCertificate(authority, pem(publicKey, 'spki'), project),
        privateKey: pem(privateKey, 'pkcs8'),
      },
      { within: 30_000 },
    );
  };

  test('a builder is set up', async () => {
    await run(next('-out server-ca.pem'));
    expect(await run(next('-out server.pem'))).toBe('server.pem: OK\n');
    await run(next('dockpass builder ca acme/web > clients-ca.pem'));
    const toml = next('[grpc.tls]');
    expect([...toml.matchAll(/(\w+) = "\/etc\/buildkit\/(.+)"/g)].map(([, ...it]) => it)).toEqual([
      ['cert', 'server.pem'],
      ['key', 'server-key.pem'],
      ['ca', 'clients-ca.pem'],
    ]);
    await restartBuilder();
  });

  test('its settings are the same from the command line, the policy file and the API', async () => {
    await run(next('dockpass builder set'));
    const set = await stored();
    expect(set).toMatchObject({
      endpoint: `tcp://${ENDPOINT}`,
      serverName: 'builder.example.com',
      serverCa: await file('server-ca.pem'),
    });
    const [, certificate = ''] = (await file('server-ca.pem')).split(/^-.*\n/m);
    const policy = next('builder:').replace(/^( *)MIIB…\n/m, (_, indent: string) =>
      certificate.replaceAll(/^(?=.)/gm, indent),
    );
    await writeFile(join(service.folder, 'policy.yaml'), `issuers: []\n${policy}`);
    expect(await run('dockpass apply policy.yaml')).toMatch(/^nothing to change$/m);
    const token = await newUser(service.store, 'ada@example.com', { acme: 'admin' });
    await writeFile(join(service.folder, 'dockpass-token'), `${token}\n`);
    const [setUp] = (await blocksOf('admin-api.md')).filter(({ language }) => language === 'sh');
    const put = `${setUp?.text}${next('api -X PUT')}`;
    const answer = await run(put, { DOCKPASS_URL: service.url, PROJECT: await projectId() });
    expect(JSON.parse(answer).server_ca).toBe(await file('server-ca.pem'));
    expect(await stored()).toEqual(set);
  });

  test('a client sees its name, HTTP/2 and whom it trusts', async () => {
    const seen = await run(next('openssl s_client'));
    expect(seen).toMatch(/^Verification: OK$/m);
    expect(seen).toMatch(/^ALPN protocol: h2$/m);
    expect(seen).toContain(`CN = Dockpass builder ${await projectId()} `);
  });

  test('it admits jobs of its project, and nobody of another', async () => {
    const [own] = await authorities(await projectId());
    await comes(own);
    expect(builder.admitted).toEqual([`URI:${PUBLIC_URL}/acme/web`]);
    await run('dockpass builder ca acme/api > other.pem');
    const [other] = await authorities(await projectId('api'));
    await expect(comes(other)).rejects.toThrow();
    expect(builder.admitted).toHaveLength(1);
  });

  test('the authority is replaced without an interruption', async () => {
    await run(next('dockpass builder authority prepare'));
    const [old, young] = await authorities(await projectId());
    await restartBuilder();
    await comes(old);
    await run(next('dockpass builder authority retire'));
    expect(await authorities(await projectId())).toEqual([young]);
    await comes(young);
    await comes(old);
    await run(next('dockpass builder ca'));
    await restartBuilder();
    await comes(young);
    await expect(comes(old)).rejects.toThrow();
  });

  test('two authorities vouch for the builder while one takes the place of the other', async () => {
    await run(next('cat server-ca.pem new-server-ca.pem > both.pem'));
    expect((await stored())?.serverCa).toBe((await file('server-ca.pem')) + OTHER_CA);
    await comes((await authorities(await projectId()))[0]);
  });

  test('it is watched', async () => {
    const watch = next('-checkend 2592000');
    expect(await run(watch)).toBe('Certificate will not expire\n');
    await expect(run(watch.replace('2592000', '32000000'))).rejects.toMatchObject({ code: 1 });
    expect(await run(next('dockpass audit'))).toMatch(
      / builder\.update +changed +operator +acme\/web /,
    );
    const shown = await run(next('dockpass builder list'));
    expect(shown).toContain('acme/web');
    expect(shown).toMatch(/^authority +.* signs, until /m);
  });

  test('no command of the page is left', () => {
    expect(blocks).toEqual([]);
  });
});

test('the flags of buildkitd are those of its documentation', async () => {
  const commands = (await blocksOf('builders.md')).filter(({ runner }) => runner === 'buildkitd');
  const flags = commands.flatMap(({ text }) => text.match(/--[\w-]+/g) ?? []);
  // https://github.com/moby/buildkit#expose-buildkit-as-a-tcp-service
  expect(flags).toEqual(['--addr', '--tlscacert', '--tlscert', '--tlskey']);
});
