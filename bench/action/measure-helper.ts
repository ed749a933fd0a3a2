import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { prepareTimedHelper, type TimedHelper } from './helper-job.ts';
import { prepareTimedPass } from './pass-helper.ts';
import { wallTime } from './process-time.ts';

/** Seconds; one token that is answered as it is, and one that has to be followed by another. */
const LONG = 3600;
const SHORT = 60;

/** What a push waits for the credential helper, against an empty script, in turn, run by run. */
export async function measureHelper(runs: number): Promise<Row[]> {
  const candidates: { what: string; atMost?: number; helper: TimedHelper | undefined }[] = [
    { what: 'credential helper: answers', atMost: 1.25, helper: await prepareTimedHelper(LONG) },
    { what: 'credential helper: exchanges', atMost: 2.6, helper: await prepareTimedHelper(SHORT) },
    { what: 'docker-credential-pass: answers', helper: await prepareTimedPass() },
  ];
  try {
    const floor: number[] = [];
    const times = candidates.map((): number[] => []);
    for (let run = 0; run < runs; run++) {
      floor.push(await wallTime(['-e', '0']));
      for (const [index, { helper }] of candidates.entries())
        if (helper) times[index]?.push(await helper.get());
    }
    return candidates.map(({ what, atMost, helper }, index) => {
      if (!helper) return { what, detail: 'not installed' };
      const values = times[index] ?? [];
      return {
        what,
        ratio: pairedRatio(values, floor),
        base: 'node -e 0',
        ...(atMost !== undefined && { budget: { atMost } }),
        detail: `${median(values).toFixed(0)} ms over ${median(floor).toFixed(0)} ms`,
      };
    });
  } finally {
    for (const { helper } of candidates) await helper?.close();
  }
}
