import type { Stopwatch } from '../system/stopwatch.ts';
import type { RuleMemory } from './rule-memory.ts';
import type { Write, WriteOutcome } from './writes.ts';

/** Commits a batch; rejects only if nothing of it was written. One settled outcome for each write. */
type Commit<Write, Outcome> = (batch: readonly Write[]) => Promise<PromiseSettledResult<Outcome>[]>;

interface GroupCommit<Write, Outcome> {
  /** Resolves once the write is durable; writes that arrive while a commit runs share the next. */
  submit(write: Write): Promise<Outcome>;
  /** Resolves when everything submitted has its outcome. */
  idle(): Promise<void>;
}

interface Pending<Write, Outcome> {
  write: Write;
  resolve: (outcome: Outcome) => void;
  reject: (reason: unknown) => void;
}

/** So that one transaction never keeps the rest waiting for long. */
const MAX_BATCH = 256;

/**
 * Many writers, one commit: whatever arrived while the last commit ran is the next batch. Nobody
 * waits for a timer, and the busier the server is, the more writes share the cost of a commit.
 *
 * `inFlight`: how many commits may run at a time.
 */
export function groupCommit<Write, Outcome>(
  commit: Commit<Write, Outcome>,
  inFlight = 1,
): GroupCommit<Write, Outcome> {
  const queue: Pending<Write, Outcome>[] = [];
  let drains = 0;
  let waiting: (() => void)[] = [];

  async function drain(): Promise<void> {
    drains++;
    while (queue.length > 0) {
      await endOfTurn();
      const batch = queue.splice(0, MAX_BATCH);
      // Another commit may have taken them all meanwhile.
      if (batch.length > 0) await commitAndSettle(commit, batch);
    }
    // In the same turn as the look at the queue: what comes later must find that nobody drains it.
    drains--;
    if (drains > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    submit: (write) =>
      new Promise((resolve, reject) => {
        queue.push({ write, resolve, reject });
        if (drains < inFlight) void drain();
      }),
    idle: () =>
      new Promise((resolve) => {
        if (drains === 0) resolve();
        else waiting.push(resolve);
      }),
  };
}

async function commitAndSettle<Write, Outcome>(
  commit: Commit<Write, Outcome>,
  batch: readonly Pending<Write, Outcome>[],
): Promise<void> {
  try {
    const outcomes = await commit(batch.map(({ write }) => write));
    for (const [index, pending] of batch.entries()) settle(pending, outcomes[index]);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

function settle<Write, Outcome>(
  { resolve, reject }: Pending<Write, Outcome>,
  outcome: PromiseSettledResult<Outcome> | undefined,
): void {
  if (outcome?.status === 'fulfilled') resolve(outcome.value);
  else reject(outcome ? outcome.reason : new Error('The batch came back without this outcome'));
}

/** Requests that became readable together are handled in one turn of the event loop. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** What became of a batch. */
export interface Committed {
  outcomes: PromiseSettledResult<WriteOutcome>[];
  /** Another number once another process has changed a trust relationship; null if nothing could be written. */
  rulesAsOf: number | null;
}

/** Told how many writes each commit carried, once it is durable. */
export type OnCommit = (writes: number) => void;

/** How a database commits batches. */
export interface Commits {
  commit(batch: readonly Write[]): Promise<Committed>;
  /** How many of them may be on their way at a time. */
  inFlight: number;
  onCommit: OnCommit | undefined;
}

/** Each commit tells whether the rules are still those that are remembered, and that there was one. */
export function shareCommits(
  { commit, inFlight, onCommit }: Commits,
  memory: RuleMemory,
  proof: ProofOfWriting,
): GroupCommit<Write, WriteOutcome> {
  return groupCommit(async (batch) => {
    proof.withdraw();
    const { outcomes, rulesAsOf } = await commit(batch);
    proof.give();
    if (batch.some((write, place) => hasPinned(write, outcomes[place]))) memory.forget();
    if (rulesAsOf !== null) memory.forgetUnless(rulesAsOf);
    onCommit?.(batch.length);
    return outcomes;
  }, inFlight);
}

/** A relationship that is remembered as it was before would be pinned again with each exchange. */
function hasPinned(write: Write, outcome?: PromiseSettledResult<WriteOutcome>): boolean {
  const committed = outcome?.status === 'fulfilled' && outcome.value === 'committed';
  return committed && write.kind === 'exchange' && write.grants.some(({ pins }) => pins);
}

/** Seconds for which a commit shows that the database can be written. */
const LASTS = 0.5;

/** What the last commit has shown, so that whoever asks whether there can be one need not make one. */
interface ProofOfWriting {
  /** A commit has succeeded. */
  give(): void;
  /** One has failed, or may have. */
  withdraw(): void;
  stands(): boolean;
}

export function createProofOfWriting(elapsed: Stopwatch): ProofOfWriting {
  let given = Number.NEGATIVE_INFINITY;
  return {
    give() {
      given = elapsed();
    },
    withdraw() {
      given = Number.NEGATIVE_INFINITY;
    },
    stands: () => elapsed() - given < LASTS,
  };
}
