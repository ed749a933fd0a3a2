import type { Kysely } from 'kysely';
import type { SigningKey, SigningKeyRecords } from '../../signing/keys.ts';
import type { Database } from '../schema.ts';

export function signingKeyRecords(db: Kysely<Database>): SigningKeyRecords {
  return {
    list: (now) => listSigningKeys(db, now),
    rotate: (key, removeOldAt) => rotateSigningKey(db, key, removeOldAt),
  };
}

/** Newest first; keys past their removal are left out. */
export async function listSigningKeys(db: Kysely<Database>, now: number): Promise<SigningKey[]> {
  return await db
    .selectFrom('signing_keys')
    .select([
      'kid',
      'jwk',
      'created_at as createdAt',
      'retired_at as retiredAt',
      'remove_at as removeAt',
    ])
    .where((key) => key.or([key('remove_at', 'is', null), key('remove_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();
}

/** Whether it was added: not if another signs. */
export async function addFirstSigningKey(trx: Kysely<Database>, key: SigningKey): Promise<boolean> {
  const signing = await trx
    .selectFrom('signing_keys')
    .select('kid')
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (signing === undefined) await insertSigningKey(trx, key);
  return signing === undefined;
}

async function rotateSigningKey(
  trx: Kysely<Database>,
  key: SigningKey,
  removeOldAt: number,
): Promise<void> {
  const old = await trx.selectFrom('signing_keys').selectAll().execute();
  for (const { kid, jwk, retired_at, remove_at } of old)
    await trx
      .updateTable('signing_keys')
      .set({
        jwk: publicPart(jwk),
        retired_at: retired_at ?? key.createdAt,
        remove_at: Math.min(remove_at ?? removeOldAt, removeOldAt),
      })
      .where('kid', '=', kid)
      .execute();
  await insertSigningKey(trx, key);
}

/** RFC 7518 section 6.2.2: `d` is all that is private in the key of an elliptic curve. */
function publicPart(jwk: string): string {
  const { d: _, ...rest } = JSON.parse(jwk) as { d?: string };
  return JSON.stringify(rest);
}

async function insertSigningKey(trx: Kysely<Database>, key: SigningKey): Promise<void> {
  await trx
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      jwk: key.jwk,
      created_at: key.createdAt,
      retired_at: key.retiredAt,
      remove_at: key.removeAt,
    })
    .execute();
}
