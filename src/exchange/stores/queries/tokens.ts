import type { Kysely } from 'kysely';
import type { TokenKind } from '../../../protocol/token-kinds.ts';
import type { StoredTokens } from '../../tokens/token-store.ts';
import type { Database } from '../schema.ts';
import { prepareFindBuildToken } from './build-tokens.ts';
import { prepareFindProjectToken, prepareFindUserToken } from './static-tokens.ts';

type Key = Uint8Array | string;

/** A token whose last project was removed or revoked is no longer found. */
export function prepareFindToken(db: Kysely<Database>, by: 'hash' | 'id') {
  const find: { [Kind in TokenKind]: (key: Key) => Promise<StoredTokens[Kind] | undefined> } = {
    build: prepareFindBuildToken(db, by),
    project: prepareFindProjectToken(db, by),
    user: prepareFindUserToken(db, by),
  };
  return <Kind extends TokenKind>(kind: Kind, key: Key): Promise<StoredTokens[Kind] | undefined> =>
    find[kind](key);
}
