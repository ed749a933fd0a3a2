/**
 * Entry of the thread that owns a connection which only reads: what administrators look for must not hold up
 * the event loop (docs/decisions/0017-audit-search.md).
 */

import { parentPort, workerData } from 'node:worker_threads';
import { answerRequests } from './answer-requests.ts';
import { openReader } from './connection.ts';

if (parentPort) answerRequests(parentPort, openReader(workerData.path), () => {});
