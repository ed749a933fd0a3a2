import autocannon from 'autocannon';

export interface Load {
  url: string;
  /** One request each, in order; all of them answered 200. */
  bodies: readonly string[];
  headers?: Record<string, string>;
  connections: number;
  /** Requests per second over all connections; absent: as fast as answers come. */
  rate?: number;
}

export interface LoadResult {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** The first requests compile code and fill caches: sent, not counted. */
const WARM_UP_SHARE = 0.2;

export async function sendLoad({
  url,
  bodies,
  headers,
  connections,
  rate,
}: Load): Promise<LoadResult> {
  let next = 0;
  const finishedAt: number[] = [];
  const durations: number[] = [];
  const failures: string[] = [];
  const options: autocannon.Options = {
    url,
    connections,
    amount: bodies.length,
    ...(rate && { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length] ?? '' }),
        onResponse(status, body) {
          if (status !== 200) failures.push(`${status} ${body}`);
        },
      },
    ],
  };
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(options, (error) => (error ? reject(error) : resolve()));
    run.on('response', (_client, _status, _bytes, milliseconds) => {
      finishedAt.push(performance.now());
      durations.push(milliseconds);
    });
  });
  if (failures.length > 0) throw new Error(`${failures.length} requests failed: ${failures[0]}`);
  const warm = Math.floor(bodies.length * WARM_UP_SHARE);
  const seconds = ((finishedAt.at(-1) ?? 0) - (finishedAt[warm] ?? 0)) / 1000;
  const sorted = durations.slice(warm).sort((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: (sorted.length - 1) / seconds, p50: percentile(0.5), p99: percentile(0.99) };
}
