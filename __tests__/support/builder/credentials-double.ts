import type { Authority } from '../../../src/exchange/certificates/authority.ts';
import {
  BUILDER_CREDENTIALS_PATH,
  type BuilderCredentialsProblem,
  type BuilderCredentialsRequest,
  type BuilderCredentialsResponse,
} from '../../../src/protocol/builder-credentials.ts';
import type { ProjectPath } from '../../../src/protocol/projects.ts';
import { type Answer, json } from '../answers.ts';
import type { ExchangeDouble } from '../exchange-double.ts';
import { clientCertificate, inForce } from './certificates.ts';

export const CREDENTIALS_ROUTE = `POST ${BUILDER_CREDENTIALS_PATH}` as const;

/** A project's builder as the exchange knows it. */
export interface BuilderSettings {
  endpoint: string;
  server_name: string;
  server_ca: string;
  authority: Authority;
}

/** Changes the answer, or asks for another certificate. */
export interface CredentialsOptions {
  changes?: Partial<Record<keyof BuilderCredentialsResponse, unknown>>;
  /** The certificate is made for this key (PEM), or this project, instead. */
  publicKey?: string;
  certified?: ProjectPath;
  validity?: { from: number; until: number };
}

/** Signs as the exchange does, whatever the token. */
export function credentials(
  exchange: ExchangeDouble,
  { authority, ...settings }: BuilderSettings,
  options: CredentialsOptions = {},
): Answer {
  return (response, request) => {
    const signed = sign(request.body);
    signed.then((body) => json(201, body)(response, request)).catch(() => response.destroy());
  };

  async function sign(text: string): Promise<object> {
    const asked: BuilderCredentialsRequest = JSON.parse(text);
    const { project = 'acme/web' } = asked;
    const url = `${exchange.url}/${options.certified ?? project}`;
    const validity = options.validity ?? inForce();
    const key = options.publicKey ?? asked.public_key;
    return {
      ...settings,
      project,
      certificate: await clientCertificate(authority, key, url, validity),
      expires_at: new Date(validity.until * 1000).toISOString(),
      reference: '019a0000-0000-7000-8000-0000000000bc',
      ...options.changes,
    };
  }
}

/** A refusal of the endpoint, RFC 9457. */
export function problem(
  status: number,
  reason: string,
  headers: Record<string, string> = {},
): Answer {
  const body: Omit<BuilderCredentialsProblem, 'reason'> & { reason: string } = {
    type: `https://dockpass.example.com/problems#${reason}`,
    title: 'The request was refused',
    status,
    detail: 'Set the builder of acme/web first.',
    code: reason,
    reason,
    reference: '019a0000-0000-7000-8000-00000000dead',
  };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}
