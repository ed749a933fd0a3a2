import type { Kysely } from 'kysely';
import type {
  DeviceAuthorizationRecord,
  DeviceAuthorizationRecords,
} from '../ports/device-authorizations.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf } from './lists.ts';

export function deviceAuthorizationRecords(db: Kysely<Database>): DeviceAuthorizationRecords {
  const select = () =>
    db
      .selectFrom('device_authorizations')
      .select([
        'id',
        'user_code as userCode',
        'client_name as clientName',
        'client_address as clientAddress',
        'user_id as userId',
        'session_id as sessionId',
        'decision',
        'token_expires_at as tokenExpiresAt',
        'polled_at as polledAt',
        'created_at as createdAt',
        'expires_at as expiresAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row | undefined): DeviceAuthorizationRecord | undefined => {
    if (!row) return undefined;
    const { userId, sessionId, decision, tokenExpiresAt, ...asked } = row;
    const isDecided = userId !== null && sessionId !== null && decision !== null;
    const decided = isDecided ? { userId, sessionId, decision, tokenExpiresAt } : null;
    return { ...asked, decided };
  };
  return {
    count: (now) =>
      countOf(db.selectFrom('device_authorizations').select(COUNT).where('expires_at', '>', now)),
    findByDeviceCode: async (hash) =>
      record(await select().where('device_code_hash', '=', hash).executeTakeFirst()),
    findByUserCode: async (userCode) =>
      record(await select().where('user_code', '=', userCode).executeTakeFirst()),
    async insert(asked) {
      await db
        .insertInto('device_authorizations')
        .values({
          id: asked.id,
          device_code_hash: asked.deviceCodeHash,
          user_code: asked.userCode,
          client_name: asked.clientName,
          client_address: asked.clientAddress,
          user_id: null,
          session_id: null,
          decision: null,
          token_expires_at: null,
          polled_at: null,
          created_at: asked.createdAt,
          expires_at: asked.expiresAt,
        })
        .execute();
    },
    async notePoll(id, at) {
      await db
        .updateTable('device_authorizations')
        .set({ polled_at: at })
        .where('id', '=', id)
        .execute();
    },
    async decide(id, { userId, sessionId, decision, tokenExpiresAt }) {
      await db
        .updateTable('device_authorizations')
        .set({
          user_id: userId,
          session_id: sessionId,
          decision,
          token_expires_at: tokenExpiresAt,
        })
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('device_authorizations').where('id', '=', id).execute();
    },
  };
}
