import autocannon from 'autocannon';
import { type Answer, type LoadResult, resultOf } from './load-result.ts';

export interface Load {
  url: string;
  /** One request each, in order. */
  bodies: readonly string[];
  /** That all of them are answered with; left out: 200. */
  status?: number;
  connections: number;
  /** Beside the form's own. */
  headers?: Record<string, string>;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The first requests compile code and fill caches: sent, not counted. */
export const WARM_UP_SHARE = 0.2;

/** As fast as answers come: how much the server can do. Latencies say nothing, it is saturated. */
export async function sendLoad({
  url,
  bodies,
  status: expected = 200,
  connections,
  headers,
}: Load): Promise<LoadResult> {
  let next = 0;
  const answers: Answer[] = [];
  const failures: string[] = [];
  const options: autocannon.Options = {
    url,
    connections,
    amount: bodies.length,
    requests: [
      {
        method: 'POST',
        headers: { ...FORM, ...headers },
        setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length] ?? '' }),
        onResponse(status, body) {
          if (status !== expected) failures.push(`${status} ${body}`);
        },
      },
    ],
  };
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(options, (error) => (error ? reject(error) : resolve()));
    run.on('response', (_client, _status, _bytes, milliseconds) => {
      answers.push({ finishedAt: performance.now(), milliseconds });
    });
  });
  if (failures.length > 0) throw new Error(`${failures.length} requests failed: ${failures[0]}`);
  return resultOf(answers.slice(Math.floor(answers.length * WARM_UP_SHARE)));
}
