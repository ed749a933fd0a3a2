/** Answers of a key server that wants to harm whoever trusts its issuer; for hostile-server.ts. */

import { gzipSync } from 'node:zlib';
import type { Answer } from './answers.ts';

/** A JSON document that never ends. */
export function endless(): Answer {
  const chunk = 'x'.repeat(64 * 1024);
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"padding":"');
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  };
}

/** Few bytes on the wire that unfold into `bytes` of valid JSON. */
export function unfolding(bytes: number, members: object): Answer {
  const body = gzipSync(JSON.stringify({ padding: ' '.repeat(bytes), ...members }));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return (response) => response.writeHead(200, headers).end(body);
}

/** An answer that waits behind a gate until the test opens it. */
export interface Gate {
  behind(answer: Answer): Answer;
  open(): void;
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    behind: (answer) => (response, request) => {
      void promise.then(() => answer(response, request));
    },
    open: resolve,
  };
}
