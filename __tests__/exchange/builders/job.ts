import { generateKeyPairSync } from 'node:crypto';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { BUILDER_CREDENTIALS_PATH } from '../../../src/protocol/builder-credentials.ts';
import type { Answer, Service } from '../service.ts';
import { projectOf } from '../tenants.ts';
import { STORED } from './builder.ts';

/** A key pair that a job has made; PEM. */
export interface JobKey {
  publicKey: string;
  privateKey: string;
}

export function jobKey(namedCurve = 'P-256'): JobKey {
  return generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** What a job sends, with what is not given filled in; undefined leaves a member out. */
export function askBuilderCredentials(
  { post }: Pick<Service, 'post'>,
  token: string | null,
  body: object | string = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const json =
    typeof body === 'string'
      ? body
      : JSON.stringify({ public_key: jobKey().publicKey, project: 'acme/web', ...body });
  return post(BUILDER_CREDENTIALS_PATH, json, {
    'content-type': 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...headers,
  });
}

/** Builder settings of a project, as an admin of its organization makes them. */
export async function addBuilder(store: Store, project = 'acme/web', settings = {}): Promise<void> {
  await store.change(async (records) => {
    const { id: projectId } = await projectOf(records, project);
    const createdAt = Math.floor(Date.now() / 1000);
    await records.builders.put({ projectId, ...STORED, ...settings, createdAt });
  });
}
