import type { Store } from '../../../../src/exchange/stores/port.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import type { Role } from '../../../../src/exchange/tokens/roles.ts';
import { generateSecret, hashSecret } from '../../../../src/exchange/tokens/secret.ts';
import type { Answer } from '../../service.ts';

const now = () => Math.floor(Date.now() / 1000);

/** A user with a user access token; what `memberships` names must exist. */
export async function newUser(
  store: Store,
  email: string,
  {
    operator = false,
    ...roles
  }: { operator?: boolean } & Record<string, Role | boolean | undefined> = {},
): Promise<string> {
  const secret = generateSecret('user', systemRandom);
  await store.change(async (records) => {
    const user = {
      id: systemRandom.id(),
      email,
      emailProven: true,
      operator,
      disabledAt: null,
      createdAt: now(),
    };
    await records.users.insert(user);
    for (const [name, role] of Object.entries(roles)) {
      const organization = await records.organizations.findByName(name);
      if (!organization) throw new Error(`no organization ${name}`);
      await records.members.insert({
        organizationId: organization.id,
        userId: user.id,
        role: role as Role,
        createdAt: now(),
      });
    }
    await records.userTokens.insert({
      id: systemRandom.id(),
      userId: user.id,
      hash: hashSecret(secret),
      description: 'for a test',
      createdAt: now(),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
  });
  return secret.text;
}

export interface Call {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls the admin API as whoever holds `token`. */
export async function call(
  url: string,
  token: string | null,
  method: string,
  path: string,
  { body, headers = {} }: Call = {},
): Promise<Answer & { text: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? null : JSON.parse(text),
  };
}
