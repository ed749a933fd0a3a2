import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import type { SqliteDatabase } from 'kysely';
import { batchCommitter, type CommitBatch } from './commit-batch.ts';
import { cacheStatements } from './statement-cache.ts';
import { prepareWrites } from './write-statements.ts';
import type { WriterReplies, WriterReply, WriterRequest } from './writer-messages.ts';

/** Answers each request before it takes the next. */
export function answerRequests(port: MessagePort, database: DatabaseSync): void {
  const statements = cacheStatements(database);
  // Prepared when first needed: before the migrations there are no tables to prepare them for.
  let commitBatch: CommitBatch | undefined;
  let write: ReturnType<typeof prepareWrites> | undefined;

  const answer = (request: WriterRequest): WriterReplies[WriterRequest['kind']] => {
    if (request.kind === 'query') return runQuery(statements, request);
    if (request.kind === 'commit') {
      commitBatch ??= batchCommitter(database);
      return commitBatch(request.batch);
    }
    if (request.kind === 'write') {
      write ??= prepareWrites(database);
      return write(request.write);
    }
    database.close();
    return undefined;
  };

  port.on('message', (request: WriterRequest) => {
    port.postMessage(replyWith(() => answer(request)));
    if (request.kind === 'close') port.close();
  });
}

function replyWith(answer: () => WriterReplies[WriterRequest['kind']]): WriterReply {
  try {
    return { value: answer() };
  } catch (error) {
    return { error };
  }
}

function runQuery(
  statements: SqliteDatabase,
  { sql, parameters }: Extract<WriterRequest, { kind: 'query' }>,
): WriterReplies['query'] {
  const statement = statements.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) };
  return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) };
}
