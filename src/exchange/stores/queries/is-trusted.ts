import type { Kysely } from 'kysely';
import type { Grant } from '../../trust/relationship.ts';
import { repositoryKey } from '../columns.ts';
import type { ExchangeStore } from '../ports/exchanges.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

/** `issuer` is a URL. */
type Job = { issuer: string; key: string } & Grant['ids'];

type Pinned = [repository: boolean, owner: boolean];

const PINNED: [Pinned, ...Pinned[]] = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
];

export function prepareIsTrusted(db: Kysely<Database>): ExchangeStore['isTrusted'] {
  const select = prepareQuery(db, (job: Job) => trusting(db, job));
  return async (issuer, { repository, ...ids }) =>
    (await select({ issuer, key: repositoryKey(repository), ...ids })).length > 0;
}

/** By four look-ups in an index, however many relationships pin other ids under the same name. */
function trusting(db: Kysely<Database>, job: Job) {
  const issuer = db
    .selectFrom('issuers as i')
    .select('i.id')
    .where('i.url', '=', job.issuer)
    .where('i.enabled', '=', 1);
  const pinning = ([repository, owner]: Pinned) => {
    const named = db
      .selectFrom('trust_relationships as r')
      .select('r.id')
      .where('r.issuer_id', '=', issuer)
      .where('r.repository_key', '=', job.key);
    const ofRepository = repository
      ? named.where('r.repository_id', '=', job.repositoryId)
      : named.where('r.repository_id', 'is', null);
    return owner
      ? ofRepository.where('r.repository_owner_id', '=', job.repositoryOwnerId)
      : ofRepository.where('r.repository_owner_id', 'is', null);
  };
  const [both, ...others] = PINNED;
  return others.reduce((union, other) => union.unionAll(pinning(other)), pinning(both)).limit(1);
}
