import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import type { LoadResult } from './load-result.ts';
import { measureCleanUp } from './measure-clean-up.ts';
import { measureSearch } from './measure-search.ts';
import { CONNECTIONS, type Scene } from './scene.ts';
import type { Amounts } from './seed.ts';

export interface Effort {
  /** Per server and round. */
  requests: number;
  rounds: number;
  /** Other people's rows. */
  relationships: number;
  tokens: number;
  /** For the memory that they leave behind. */
  endured: number;
}

export const USUAL: Effort = {
  requests: 10_000,
  rounds: 5,
  relationships: 100_000,
  tokens: 1_000_000,
  endured: 100_000,
};
export const FULL: Effort = {
  ...USUAL,
  relationships: 1_000_000,
  tokens: 10_000_000,
  endured: 1_000_000,
};

/** Exchanges per second on one process, beside what bounds them and what others need. */
export async function measureExchange(scene: Scene, effort: Effort): Promise<Row[]> {
  const rounds = await measureServers(scene, effort.rounds);
  const perSecond = median(rounds.durable.map((result) => result.perSecond));
  return [
    ...throughputRows(rounds, await scene.signatureCeiling()),
    latencyRow(await atHalfLoad(scene, effort.rounds, perSecond / 2)),
    ...(await scaleRows(scene, effort, perSecond / 2)),
    ...(await measureCleanUp(scene, perSecond / 2, {
      name: 'SQLite',
      newDatabase: (expired) => scene.newDatabase({ expired }),
    })),
    ...(await measureSearch(scene, perSecond / 2, {
      name: 'SQLite',
      newDatabase: (events) => scene.newDatabase({ events }),
    })),
  ];
}

interface Rounds {
  durable: LoadResult[];
  storeless: LoadResult[];
  peer: LoadResult[];
}

async function measureServers(scene: Scene, count: number): Promise<Rounds> {
  const rounds: Rounds = { durable: [], storeless: [], peer: [] };
  for (let round = 0; round < count; round++) {
    rounds.storeless.push(await scene.storeless());
    rounds.durable.push(await scene.durable());
    rounds.peer.push(await scene.oidcProvider());
  }
  return rounds;
}

const speeds = (results: readonly LoadResult[]) => results.map((result) => result.perSecond);
const perSecondText = (values: readonly number[]) => `${median(values).toFixed(0)}/s`;

function throughputRows({ durable, storeless, peer }: Rounds, ceiling: number): Row[] {
  const own = speeds(durable);
  return [
    {
      what: `durable exchanges, ${CONNECTIONS} connections`,
      ratio: pairedRatio(own, speeds(storeless)),
      base: 'the same server without its store',
      budget: { atLeast: 0.9 },
      detail: `${perSecondText(own)} over ${perSecondText(speeds(storeless))}`,
    },
    {
      what: 'durable exchanges',
      ratio: pairedRatio(own, speeds(peer)),
      base: 'oidc-provider in memory',
      budget: { atLeast: 2 },
      detail: `${perSecondText(own)} over ${perSecondText(speeds(peer))}`,
    },
    {
      what: 'durable exchanges',
      ratio: median(own) / ceiling,
      base: 'RS256 verification alone',
      detail: `${perSecondText(own)} over ${ceiling.toFixed(0)}/s (on all cores)`,
    },
  ];
}

/** Several times: one stall of the machine is more than a hundredth of one time. */
async function atHalfLoad(scene: Scene, rounds: number, rate: number): Promise<LoadResult[]> {
  const results: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) results.push(await scene.durable({}, rate));
  return results;
}

function latencyRow(results: readonly LoadResult[]): Row {
  const p50 = results.map((result) => result.p50);
  const p99 = results.map((result) => result.p99);
  return {
    what: 'p99 at half load',
    ratio: pairedRatio(p99, p50),
    base: 'p50',
    budget: { atMost: 20 },
    detail: `${median(p99).toFixed(2)} ms over ${median(p50).toFixed(2)} ms`,
  };
}

async function scaleRows(
  scene: Scene,
  { relationships, tokens, rounds }: Effort,
  halfLoad: number,
): Promise<Row[]> {
  const others = (count: number) => count.toLocaleString('en');
  const scales = [
    {
      what: `10 → ${others(relationships)} relationships, a repository each`,
      few: { relationships: 10 },
      many: { relationships },
    },
    { what: `0 → ${others(tokens)} tokens`, few: {}, many: { tokens } },
  ];
  const rows: Row[] = [];
  for (const scale of scales) {
    rows.push(await costRow(scene, rounds, scale));
    rows.push(...(await latencyRows(scene, halfLoad, scale)));
  }
  return rows;
}

interface Scale {
  what: string;
  few: Amounts;
  many: Amounts;
}

async function costRow(scene: Scene, rounds: number, { what, few, many }: Scale): Promise<Row> {
  const costs = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    costs.few.push(1 / (await scene.durable(few)).perSecond);
    costs.many.push(1 / (await scene.durable(many)).perSecond);
  }
  return {
    what: `cost of an exchange, ${what}`,
    ratio: pairedRatio(costs.many, costs.few),
    base: 'with few',
    budget: { atMost: 1.2 },
  };
}

/** At the same rate for both: what somebody waits, not what the server can do. */
async function latencyRows(scene: Scene, rate: number, { what, few, many }: Scale): Promise<Row[]> {
  const before = await scene.durable(few, rate);
  const after = await scene.durable(many, rate);
  return (['p50', 'p99'] as const).map((percentile) => ({
    what: `${percentile} at half load, ${what}`,
    ratio: after[percentile] / before[percentile],
    base: 'with few',
    detail: `${after[percentile].toFixed(2)} ms over ${before[percentile].toFixed(2)} ms`,
  }));
}
