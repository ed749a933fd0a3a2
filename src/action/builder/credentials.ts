import { type KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { certificateUri } from '../../protocol/builder-credentials.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { isReference, parseMembers, shapeOf } from '../exchange/answer.ts';
import { Failure } from '../failure/failure.ts';
import type { HttpAnswer } from '../system/port.ts';

/** What admits this job to its project's builder, checked. */
export interface BuilderCredentials {
  project: ProjectPath;
  /** `tcp://host:port`, and its parts; an IPv6 address has its brackets in the endpoint only. */
  endpoint: string;
  host: string;
  port: number;
  serverName: string;
  /** PEM, as `certificate`. */
  serverCa: string;
  certificate: string;
  endsAt: Date;
  reference: string | undefined;
}

/** What the answer must fit. */
export interface Expected {
  project: ProjectPath;
  /** The exchange's own name for itself, which is the audience of every ID token. */
  installation: string;
  privateKey: KeyObject;
}

/** 201 of the builder credentials; throws unless buildx can use them as they are. */
export function readCredentials(answer: HttpAnswer, expected: Expected): BuilderCredentials {
  const members = parseMembers(answer.body);
  if (!members) throw unusable(`HTTP 201 with ${shapeOf(answer)} instead of builder credentials`);
  const { server_name: serverName, reference } = members;
  const { project } = expected;
  if (members.project !== project) throw unusable('`project` is not the one that was asked for');
  if (!isServerName(serverName)) throw unusable('`server_name` is not a valid host name');
  const [certificate, ...rest] = certificatesIn('certificate', members.certificate);
  if (!certificate || rest.length > 0) throw unusable('`certificate` is not one certificate');
  checkCertificate(certificate, expected);
  return {
    project,
    ...addressIn(members.endpoint),
    serverName,
    serverCa: certificatesIn('server_ca', members.server_ca).map(String).join(''),
    certificate: certificate.toString(),
    endsAt: certificate.validToDate,
    reference: isReference(reference) ? reference : undefined,
  };
}

const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i;

/** It becomes a field of `builder-driver-opts`. */
function isServerName(value: unknown): value is string {
  return typeof value === 'string' && (HOST.test(value) || isIP(value) !== 0);
}

const ENDPOINT = /^tcp:\/\/(?:\[([0-9a-f:.]+)\]|([^[\]:]+)):([0-9]{1,5})$/i;

function addressIn(endpoint: unknown): Pick<BuilderCredentials, 'endpoint' | 'host' | 'port'> {
  const text = typeof endpoint === 'string' ? endpoint : '';
  const [, address = '', name = '', port = ''] = ENDPOINT.exec(text) ?? [];
  const host = address || name;
  const isHost = address ? isIP(address) === 6 : HOST.test(name);
  if (!isHost || Number(port) < 1 || Number(port) > 65_535)
    throw unusable('`endpoint` is not of the form tcp://host:port');
  return { endpoint: text, host, port: Number(port) };
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]*-----END \1-----\s*/g;

/** At least one. What is written to files is what was parsed, not what was sent. */
function certificatesIn(member: string, value: unknown): X509Certificate[] {
  const text = typeof value === 'string' ? value.trim() : '';
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0 || blocks.join('') !== text) throw unusable(`\`${member}\` is no PEM`);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw unusable(`\`${member}\` holds something that is no certificate`);
  }
}

/** RFC 5280 section 4.1.2.5: what stands for no end, and what no date reaches. */
const NO_END = new Date('9999-12-31T23:59:59Z');

/** A mix-up, be it between jobs or between projects, must not get as far as the builder. */
function checkCertificate(
  certificate: X509Certificate,
  { project, installation, privateKey }: Expected,
): void {
  if (!certificate.checkPrivateKey(privateKey))
    throw unusable('`certificate` was made for another key than that of this job');
  if (certificate.subjectAltName !== `URI:${certificateUri(installation, project)}`)
    throw unusable(`\`certificate\` is not made out to the project ${project}`);
  // Written so that no time at all is not before it.
  if (!(certificate.validToDate < NO_END)) throw unusable('`certificate` has no end');
}

function unusable(seen: string): Failure {
  return new Failure('exchange_answer_invalid', `The builder credentials cannot be used: ${seen}.`);
}
