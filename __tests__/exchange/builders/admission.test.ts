/** Whom a builder admits that trusts the authority of one project: seen by Node's TLS and by OpenSSL's. */

import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureBuilderAuthority } from '../../../src/exchange/builders/authority.ts';
import { ensureRegistryRoot } from '../../../src/exchange/registry/roots.ts';
import { systemClock } from '../../../src/exchange/system/clock.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { type BuilderDouble, startBuilder } from '../../support/builder/builder-double.ts';
import {
  clientCertificate,
  namesakeOf,
  type Signer,
  serverIdentity,
  testAuthority,
} from '../../support/builder/certificates.ts';
import { PUBLIC_URL, type Service, services } from '../service.ts';
import { projectOf } from '../tenants.ts';
import type { JobPem } from './builder-pki.ts';
import { addBuilder, askBuilderCredentials, jobKey } from './job.ts';
import { CLOSED, knock, REFUSAL } from './knock.ts';

const HOUR = 3600;
const URL_OF_WEB = `${PUBLIC_URL}/acme/web`;
const STRANGERS = [
  'a certificate of another project',
  'a certificate that has expired',
  'a certificate of the registry root with the same names',
  'a certificate of an authority of the same name',
  'a self-made certificate with the same names',
] as const;

/** With an alert, or without a word, perhaps before we have said all of ours. */
const REFUSED = new RegExp(`${REFUSAL.source}|^(?:${CLOSED}|ECONNRESET|EPIPE)$`);

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl)
  process.stderr.write(
    '\nSKIPPED: builders as OpenSSL sees them: there is no openssl. On Debian:\n' +
      'apt-get install --no-install-recommends openssl\n\n',
  );

const start = services(afterAll);

let service: Service;
/** PEM, of acme/web: `--tlscacert` of its builder. */
let clientCa: string;
let serverCa: string;
let builder: BuilderDouble;
let own: JobPem;
let strangers: Record<(typeof STRANGERS)[number], JobPem>;

beforeAll(async () => {
  service = await start({ trust: [{}, { project: 'acme/docs' }] });
  for (const project of ['acme/web', 'acme/docs']) await addBuilder(service.store, project);
  own = await jobOf('acme/web');
  const deps = { store: service.store, clock: systemClock, random: systemRandom };
  const { id } = await service.store.read((records) => projectOf(records, 'acme/web'));
  const authority = await ensureBuilderAuthority(deps, id);
  if (!authority) throw new Error('acme/web is gone');
  clientCa = authority.certificate;
  const servers = await testAuthority('the authority of a builder');
  serverCa = servers.certificate;
  builder = await startBuilder({ ...(await serverIdentity(servers, ['127.0.0.1'])), ca: clientCa });
  strangers = {
    'a certificate of another project': await jobOf('acme/docs'),
    'a certificate that has expired': await jobOfThePast(),
    'a certificate of the registry root with the same names': await signedBy(
      await ensureRegistryRoot(deps),
    ),
    'a certificate of an authority of the same name': await signedBy(await namesakeOf(authority)),
    'a self-made certificate with the same names': await signedBy(await testAuthority('acme/web')),
  };
});
afterAll(() => builder?.close());

/** What the action gets. */
async function jobOf(project: string): Promise<JobPem> {
  const { publicKey, privateKey } = jobKey();
  const token = await service.buildToken({ resource: `${PUBLIC_URL}/${project}` });
  const order = { public_key: publicKey, project };
  const { status, body } = await askBuilderCredentials(service, token, order);
  if (status !== 201) throw new Error(`no certificate: ${JSON.stringify(body)}`);
  return { certificate: body.certificate, privateKey };
}

/** The same two hours ago, when it lived for one. */
async function jobOfThePast(): Promise<JobPem> {
  service.pass(-2 * HOUR);
  const job = await jobOf('acme/web');
  service.pass(2 * HOUR);
  return job;
}

async function signedBy(signer: Signer): Promise<JobPem> {
  const { publicKey, privateKey } = jobKey();
  return { certificate: await clientCertificate(signer, publicKey, URL_OF_WEB), privateKey };
}

describe('the builder of a project', () => {
  test("admits the project's job, and can tell by its certificate whose it is", async () => {
    expect(await knock({ serverCa }, builder.endpoint, 'h2', own)).toBe(null);
    expect(builder.admitted).toEqual([`URI:${URL_OF_WEB}`]);
  });

  test.each(STRANGERS)('refuses %s', async (what) => {
    const before = builder.admitted.length;
    expect(await knock({ serverCa }, builder.endpoint, 'h2', strangers[what])).toMatch(REFUSED);
    expect(builder.admitted).toHaveLength(before);
  });

  test('refuses who has no certificate', async () => {
    expect(await knock({ serverCa }, builder.endpoint, 'h2')).toMatch(REFUSED);
  });

  test('refuses who has the certificate, and not its key', async () => {
    const thief = { certificate: own.certificate, privateKey: jobKey().privateKey };
    await expect(knock({ serverCa }, builder.endpoint, 'h2', thief)).rejects.toMatchObject({
      code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    });
  });
});

(hasOpenssl ? describe : describe.skip)('to OpenSSL', () => {
  /** What it says is wrong; empty: nothing. */
  async function faultOf({ certificate }: JobPem, purpose = 'sslclient'): Promise<string> {
    const [ca, leaf] = [join(service.folder, 'ca.pem'), join(service.folder, 'leaf.pem')];
    await writeFile(ca, clientCa);
    await writeFile(leaf, certificate);
    // Nothing that the machine trusts, and all that is strict in it.
    const options = ['-no-CAfile', '-no-CApath', '-no-CAstore', '-x509_strict', '-CAfile', ca];
    try {
      await promisify(execFile)('openssl', ['verify', ...options, '-purpose', purpose, leaf]);
      return '';
    } catch (error) {
      return (error as { stderr: string }).stderr;
    }
  }

  test("the certificate of the project's job is one for clients, and for nothing else", async () => {
    expect(await faultOf(own)).toBe('');
    for (const purpose of ['sslserver', 'smimesign', 'timestampsign'])
      expect(await faultOf(own, purpose)).toMatch(/unsuitable certificate purpose/);
  });

  test.each(STRANGERS)('%s is worth nothing', async (what) => {
    expect(await faultOf(strangers[what])).toMatch(/verification failed/);
  });
});
