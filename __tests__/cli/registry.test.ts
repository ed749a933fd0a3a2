import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit } from './stored.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

const NAME = 'registry.example.com';
const URL = { DOCKPASS_URL: 'https://dockpass.example.com' };

test('a registry is added, listed, changed and removed, each with its event', async () => {
  const added = await dockpass.run(['registry', 'set', NAME, '--host', NAME]);
  expect(added).toEqual({
    exitCode: 0,
    stdout: `created registry ${NAME}; now configure it: dockpass registry config ${NAME}\n`,
    stderr: '',
  });
  const again = await dockpass.run(['registry', 'set', NAME, '--host', NAME]);
  expect(again.stdout).toBe(`nothing to change: ${NAME} has these hosts already\n`);
  const two = ['--host', NAME, '--host', '192.0.2.10:5000'];
  await dockpass.run(['registry', 'set', NAME, ...two]);
  const { stdout } = await dockpass.run(['registry', 'list']);
  expect(stdout).toMatch(/^NAME +HOSTS +CREATED\nregistry\.example\.com +\S+, 192\.0\.2\.10:5000 /);
  await dockpass.run(['registry', 'delete', NAME]);
  const gone = await dockpass.run(['registry', 'delete', NAME]);
  expect(gone).toMatchObject({ exitCode: 1, stdout: '' });
  expect(gone.stderr).toContain(`there is no registry ${NAME}`);
  expect((await audit(dockpass)).slice(-3)).toMatchObject([
    { action: 'registry.create', actor: 'operator', detail: { before: null } },
    {
      action: 'registry.update',
      detail: { before: { hosts: [NAME] }, after: { hosts: [NAME, '192.0.2.10:5000'] } },
    },
    { action: 'registry.delete', detail: { before: { name: NAME }, after: null } },
  ]);
});

test.each([
  [['registry', 'set', 'two words', '--host', NAME], 'It is not a valid name of a registry'],
  [['registry', 'set', NAME], "required option '--host <HOST>' not specified"],
  [['registry', 'set', NAME, '--host', 'https://x.example.com'], 'It is a URL'],
  [['registry', 'set', NAME, '--host', 'registry'], 'It is no host'],
  [['registry', 'set', NAME, '--host', NAME, '--host', NAME], 'It is named twice'],
])('%j is wrong usage', async (args, message) => {
  const { exitCode, stderr } = await dockpass.run(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

describe('registry config', () => {
  beforeAll(async () => {
    await dockpass.run(['registry', 'set', 'office', '--host', 'registry.office.example:5000']);
  });

  test('prints the configuration of distribution, the same each time', async () => {
    const args = ['registry', 'config', 'office', '--bundle', '/certs/root.pem'];
    const { exitCode, stdout, stderr } = await dockpass.run(args, '', URL);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(parse(stdout)).toMatchObject({
      version: 0.1,
      auth: {
        token: {
          realm: 'https://dockpass.example.com/registry/token',
          service: 'office',
          issuer: 'https://dockpass.example.com',
          rootcertbundle: '/certs/root.pem',
        },
      },
    });
    expect((await dockpass.run(args, '', URL)).stdout).toBe(stdout);
  });

  test.each([{}, { DOCKPASS_URL: ' ' }])(
    'refuses to make up the address that clients of the registry are sent to: %j',
    async (env) => {
      const { exitCode, stdout, stderr } = await dockpass.run(
        ['registry', 'config', 'office'],
        '',
        env,
      );
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /DOCKPASS_URL is not set, .+; set it .+https:\/\/dockpass\.example\.com/,
      );
    },
  );

  test('takes a loopback address that was meant, and needs none for the certificate', async () => {
    const local = { DOCKPASS_URL: 'http://127.0.0.1:8080' };
    const { stdout } = await dockpass.run(['registry', 'config', 'office'], '', local);
    expect(parse(stdout).auth.token.realm).toBe('http://127.0.0.1:8080/registry/token');
    const certificate = await dockpass.run(['registry', 'config', 'office', '--certificate']);
    expect(certificate).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('prints the root certificate, the same each time, and never a key', async () => {
    const args = ['registry', 'config', 'office', '--certificate'];
    const { stdout } = await dockpass.run(args, '', URL);
    const root = new X509Certificate(stdout);
    expect([root.ca, root.checkIssued(root)]).toEqual([true, true]);
    expect(root.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(stdout.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
    expect((await dockpass.run(args, '', URL)).stdout).toBe(stdout);
  });

  test('of a registry that is not registered says how to register it', async () => {
    const { exitCode, stdout, stderr } = await dockpass.run(
      ['registry', 'config', 'home'],
      '',
      URL,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('dockpass registry list');
  });
});

test('the root is replaced in two steps, so that registries may trust both in between', async () => {
  const certificates = async () => {
    const { stdout } = await dockpass.run(
      ['registry', 'config', 'office', '--certificate'],
      '',
      URL,
    );
    return stdout.split(/(?<=-----END CERTIFICATE-----\n)/).filter(Boolean);
  };
  const [old] = await certificates();
  const early = await dockpass.run(['registry', 'root', 'retire']);
  expect(early).toMatchObject({ exitCode: 1, stdout: '' });
  expect(early.stderr).toContain('dockpass registry root prepare');
  await dockpass.run(['registry', 'root', 'prepare']);
  const both = await certificates();
  expect(both).toEqual([old, expect.any(String)]);
  const retired = await dockpass.run(['registry', 'root', 'retire']);
  expect(retired.stdout).toMatch(/^retired root [\w-]{43}\n$/);
  expect(await certificates()).toEqual(both.slice(1));
  expect((await audit(dockpass)).map(({ action }) => action).slice(-2)).toEqual([
    'registry_key.create',
    'registry_key.retire',
  ]);
});
