import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import type { SqliteDatabase } from 'kysely';
import { batchCommitter, begin, type CommitBatch, rollBack } from './commit-batch.ts';
import { cacheStatements } from './connection.ts';
import type { WriterReplies, WriterReply, WriterRequest } from './writer.ts';
import { prepareWrites } from './writes.ts';

/**
 * Answers each request before it takes the next. `requireSameFile` throws once what is written would be
 * lost with a file that nobody finds any more.
 */
export function answerRequests(
  port: MessagePort,
  database: DatabaseSync,
  requireSameFile: () => void,
): void {
  const statements = cacheStatements(database);
  // Prepared when first needed: before the migrations there are no tables to prepare them for.
  let commitBatch: CommitBatch | undefined;
  let write: ReturnType<typeof prepareWrites> | undefined;

  const answer = (request: WriterRequest): WriterReplies[WriterRequest['kind']] => {
    switch (request.kind) {
      case 'query':
        return runQuery(statements, request);
      case 'begin':
        requireSameFile();
        begin(database);
        return undefined;
      case 'rollback':
        rollBack(database);
        return undefined;
      case 'commit':
        requireSameFile();
        commitBatch ??= batchCommitter(database);
        return commitBatch(request.batch);
      case 'write':
        write ??= prepareWrites(database);
        return write(request.write);
      case 'close':
        database.close();
        return undefined;
    }
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
