import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { prepareTimedJob, type TimedJob } from './job.ts';
import { measureHelper } from './measure-helper.ts';
import { wallTime } from './process-time.ts';

const RUNS = 21;
const BASE = 'node -e 0';

/** What the action adds to a job: each phase against an empty script, in turn, run by run. */
export async function measureAction(runs = RUNS): Promise<Row[]> {
  const job = await prepareTimedJob();
  try {
    const floor: number[] = [];
    const times = { main: [] as number[], post: [] as number[], idlePost: [] as number[] };
    for (let run = 0; run < runs; run++) {
      floor.push(await wallTime(['-e', '0']));
      for (const phase of ['main', 'post', 'idlePost'] as const)
        times[phase].push(await job[phase]());
    }
    const row = (what: string, values: number[], atMost: number): Row => ({
      what,
      ratio: pairedRatio(values, floor),
      base: BASE,
      budget: { atMost },
      detail: `${median(values).toFixed(0)} ms over ${median(floor).toFixed(0)} ms`,
    });
    return [
      row('main: ID token and exchange', times.main, 2.3),
      row('post: revokes', times.post, 2.2),
      row('post: nothing to do', times.idlePost, 1.25),
      ...(await measureHelper(runs)),
      ...(await countedRows(job)),
    ];
  } finally {
    await job.close();
  }
}

async function countedRows(job: TimedJob): Promise<Row[]> {
  const sizes = await job.bundleSizes();
  const kilobytes = (bytes: number) => bytes / 1000;
  return [
    { what: 'requests in main', ratio: await job.requestsPerMain(), budget: { atMost: 2 } },
    { what: 'dist/main/index.js, kB', ratio: kilobytes(sizes.main), budget: { atMost: 100 } },
    { what: 'dist/post/index.js, kB', ratio: kilobytes(sizes.post), budget: { atMost: 100 } },
    {
      what: 'dist/docker-credential-dockpass, kB',
      ratio: kilobytes(sizes.helper),
      budget: { atMost: 125 },
    },
    { what: 'all of dist, kB', ratio: kilobytes(sizes.together), budget: { atMost: 440 } },
  ];
}
