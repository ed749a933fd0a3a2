import { CompiledQuery, type Transaction } from 'kysely';
import pg, { type Pool, type PoolClient } from 'pg';
import type { Committed } from '../commits.ts';
import type { Database } from '../schema.ts';
import type { Write, WriteOutcome } from '../writes.ts';
import { TAKE_WRITE_LOCK, withClient } from './connection.ts';
import type { BatchStatement, Verdict } from './writes.ts';
import {
  events,
  exchanges,
  narrowings,
  probes,
  RULE_VERSION,
  revocations,
  uses,
} from './writes.ts';

const STATEMENTS = [exchanges, narrowings, ...revocations, ...uses, events, probes];

type Settled = PromiseSettledResult<WriteOutcome>;

/**
 * One transaction for the whole batch. If a statement fails, each half of the batch has one of its
 * own, and so on, so that only the write that is to blame is left out.
 *
 * Rejects if the database cannot be used. If the connection was lost on the way, nobody knows whether
 * the batch was written, but it was written as a whole or not at all. Then its tokens expire without
 * anybody having held them, and the jobs come back with fresh ID tokens.
 */
export async function commitBatch(pool: Pool, batch: readonly Write[]): Promise<Committed> {
  try {
    return await withClient(pool, (client) => transact(client, batch));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (batch.length <= 1) return { outcomes: batch.map(() => rejected(error)), rulesAsOf: null };
    const middle = batch.length >> 1;
    const first = await commitBatch(pool, batch.slice(0, middle));
    const second = await commitBatch(pool, batch.slice(middle));
    return {
      outcomes: [...first.outcomes, ...second.outcomes],
      rulesAsOf: second.rulesAsOf ?? first.rulesAsOf,
    };
  }
}

const NOBODY_WROTE = 'Nobody wrote this';

/** The writes of one kind. */
interface Part {
  statement: BatchStatement;
  rows: readonly { write: number }[];
  json: string;
}

interface Answer {
  write: number;
  outcome: WriteOutcome;
}

/**
 * Everything is sent at once, and the server goes through it by itself: it holds the write lock no
 * longer than it takes to write, however busy this process is meanwhile.
 */
async function transact(client: PoolClient, batch: readonly Write[]): Promise<Committed> {
  // All of them before the first is sent: what cannot be sent must not leave the others to commit.
  const parts = partsOf(batch);
  const begun = client.query(`begin; ${TAKE_WRITE_LOCK}`);
  const version = client.query<{ version: number }>(RULE_VERSION);
  const written = parts.map((part) => write(client, part));
  const committed = client.query('commit');
  await allOrFirstError([begun, version, ...written, committed]);
  const settled = new Map((await Promise.all(written)).flat());
  const [rules] = (await version).rows;
  return {
    outcomes: batch.map((_, place) => settled.get(place) ?? rejected(new Error(NOBODY_WROTE))),
    rulesAsOf: rules?.version ?? null,
  };
}

/** One write as a part of a transaction that holds the write lock. */
export async function writeWithin(trx: Transaction<Database>, it: Write): Promise<WriteOutcome> {
  const part = partsOf([it])[0];
  if (!part) throw new Error(NOBODY_WROTE);
  const query = CompiledQuery.raw(part.statement.text, [part.json]);
  const { rows } = await trx.executeQuery<Answer>(query);
  const verdict = rows[0]?.outcome ?? part.statement.otherwise;
  if (verdict instanceof Error) throw verdict;
  return verdict;
}

function partsOf(batch: readonly Write[]): Part[] {
  return STATEMENTS.map((statement) => partOf(statement, batch)).filter(
    ({ rows }) => rows.length > 0,
  );
}

function partOf(statement: BatchStatement, batch: readonly Write[]): Part {
  const rows = batch.flatMap((it, place) => {
    const row = statement.rowOf(it);
    return row ? [{ ...row, write: place }] : [];
  });
  return { statement, rows, json: JSON.stringify(rows) };
}

/** The outcomes of the part's writes, by their place in the batch. */
async function write(
  client: PoolClient,
  { statement: { name, text, otherwise }, rows, json }: Part,
): Promise<[place: number, Settled][]> {
  const answer = await client.query<Answer>({ name, text, values: [json] });
  const outcomes = new Map(answer.rows.map((it) => [it.write, it.outcome]));
  return rows.map((row) => [row.write, settle(outcomes.get(row.write) ?? otherwise)]);
}

function settle(verdict: Verdict): Settled {
  return verdict instanceof Error ? rejected(verdict) : { status: 'fulfilled', value: verdict };
}

function rejected(reason: Error): Settled {
  return { status: 'rejected', reason };
}

/** Once all of them have ended: what comes after an error fails, too, and says less of why. */
async function allOrFirstError(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(promises))
    if (ended.status === 'rejected') throw ended.reason;
}
