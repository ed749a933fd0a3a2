/**
 * Entry of the thread that owns the writing connection: a commit waits for the disk, and the event
 * loop must not wait with it (docs/decisions/0003-stores.md).
 */

import { parentPort, workerData } from 'node:worker_threads';
import { answerRequests } from './answer-requests.ts';
import { openWriter } from './connection.ts';
import { sameFileCheck } from './same-file.ts';

const { path } = workerData;

if (parentPort) answerRequests(parentPort, openWriter(path), sameFileCheck(path));
