import { generateKeyPairSync } from 'node:crypto';
import { makeBuilderAuthority } from '../../../src/exchange/builders/authority.ts';
import type { Validity } from '../../../src/exchange/certificates/x509.ts';
import { makeRoot } from '../../../src/exchange/registry/certificates.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import {
  clientCertificate,
  clockSeconds,
  expired,
  inForce,
  namesakeOf,
  type Signer,
  serverIdentity,
  testAuthority,
} from '../../support/builder/certificates.ts';
import type { DaemonTls } from '../../support/docker-daemon/daemon.ts';

/** What a job shows a builder; PEM. */
export interface JobPem {
  certificate: string;
  privateKey: string;
}

/** Who vouches for whom at the builder of one project. */
export interface BuilderPki {
  /** What its daemon is started with. */
  tls: DaemonTls;
  /** What its clients know it by; PEM. */
  serverCa: string;
  /** A job of the project. */
  own: JobPem;
  /** Everybody else, by what is wrong with them. */
  strangers: Record<keyof typeof STRANGERS, JobPem>;
}

/** Whoever signs for a stranger, and from when until when. */
type Signature = readonly [signer: Signer, validity: Validity];

const making = () => ({ now: clockSeconds(), random: systemRandom });

export const STRANGERS = {
  'of another project': async () => [await makeBuilderAuthority('docs', making()), inForce()],
  'that has expired': async (own: Signer) => [own, expired()],
  'of the registry root': async () => [await makeRoot(making()), inForce()],
  "of an authority that has taken the name of the project's": async (own) => [
    await namesakeOf(own),
    inForce(),
  ],
} as const satisfies Record<string, (own: Signer) => Promise<Signature>>;

export async function builderPki(): Promise<BuilderPki> {
  const servers = await testAuthority('the authority of a builder');
  const authority = await makeBuilderAuthority('web', making());
  const identity = await serverIdentity(servers, ['127.0.0.1']);
  const strangers = Object.entries(STRANGERS).map(
    async ([what, sign]) => [what, await jobPem(...(await sign(authority)))] as const,
  );
  return {
    tls: { ...identity, clientCa: authority.certificate },
    serverCa: servers.certificate,
    own: await jobPem(authority, inForce()),
    strangers: Object.fromEntries(await Promise.all(strangers)) as BuilderPki['strangers'],
  };
}

async function jobPem(...[signer, validity]: Signature): Promise<JobPem> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const url = 'https://dockpass.example.com/acme/web';
  return {
    certificate: await clientCertificate(signer, publicKey, url, validity),
    privateKey,
  };
}
