import { createHash } from 'node:crypto';
import { certificateUri } from '../../protocol/builder-credentials.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Authority } from '../certificates/authority.ts';
import { issueLeaf } from '../certificates/leaf.ts';
import { loadX509, type Validity } from '../certificates/x509.ts';
import type { Random } from '../system/random.ts';

/** For builders whose clock is slow. Seconds. */
const BACKDATED = 300;

/** RFC 5280 appendix A.1, `ub-common-name`. */
const MAX_COMMON_NAME_LENGTH = 64;

interface ClientRequest {
  project: ProjectPath;
  projectId: string;
  /** DOCKPASS_URL. */
  installation: string;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** Seconds since the epoch. */
  now: number;
  until: number;
}

export interface ClientCertificate {
  pem: string;
  /** Hexadecimal, both; under these builders and TLS libraries log it. */
  serial: string;
  /** SHA-256 of the DER. */
  fingerprint: string;
}

/** What the builder of a project admits a job by, for as long as the job's token lives. */
export async function issueClientCertificate(
  authority: Pick<Authority, 'jwk' | 'certificate'>,
  { project, projectId, installation, publicKey, now, until }: ClientRequest,
  random: Random,
): Promise<ClientCertificate> {
  const { SubjectAlternativeNameExtension, ExtendedKeyUsageExtension, ExtendedKeyUsage } =
    await loadX509();
  const validity: Validity = { from: now - BACKDATED, until };
  const certificate = await issueLeaf(
    authority,
    {
      // For people and logs; what counts is the alternative name.
      name: project.length <= MAX_COMMON_NAME_LENGTH ? project : projectId,
      publicKey,
      ...validity,
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'url', value: certificateUri(installation, project) },
        ]),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      ],
    },
    random,
  );
  return {
    pem: `${certificate.toString('pem')}\n`,
    serial: certificate.serialNumber,
    fingerprint: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex'),
  };
}
