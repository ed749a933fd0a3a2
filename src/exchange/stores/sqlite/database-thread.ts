/**
 * Entry of a thread that owns a connection. The one that writes: a commit waits for the disk, and the
 * event loop must not wait with it (docs/decisions/0003-stores.md). Those that only read: what
 * administrators look for must not hold it up either (docs/decisions/0017-audit-search.md).
 */

import { parentPort, workerData } from 'node:worker_threads';
import { answerRequests } from './answer-requests.ts';
import { openReader, openWriter, sameFileCheck } from './connection.ts';
import type { ThreadData } from './writer.ts';

const { path, writes }: ThreadData = workerData;

if (parentPort && writes) answerRequests(parentPort, openWriter(path), sameFileCheck(path));
else if (parentPort) answerRequests(parentPort, openReader(path), () => {});
