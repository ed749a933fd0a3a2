/** How many RS256 signatures a process can verify and do nothing else; `{ tokens, jwk }`. */

import { readFile } from 'node:fs/promises';
import { compactVerify, importJWK } from 'jose';

/** As many at once as the load has connections. */
const CONCURRENCY = 64;

const [, , tokensFile = '', jwk = '{}'] = process.argv;
const tokens = (await readFile(tokensFile, 'utf8')).split('\n');
const key = await importJWK(JSON.parse(jwk), 'RS256');

async function verifyAll(): Promise<number> {
  const began = performance.now();
  const queue = tokens.values();
  const worker = async () => {
    for (const token of queue) await compactVerify(token, key, { algorithms: ['RS256'] });
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return tokens.length / ((performance.now() - began) / 1000);
}

await verifyAll();
process.stdout.write(String(await verifyAll()));
