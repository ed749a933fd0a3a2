import { type GroupCommit, groupCommit } from './group-commit.ts';
import type { ProofOfWriting } from './proof-of-writing.ts';
import type { RuleMemory } from './rule-memory.ts';
import type { Write, WriteOutcome } from './writes.ts';

/** What became of a batch. */
export interface Committed {
  outcomes: PromiseSettledResult<WriteOutcome>[];
  /** Another number once another process has changed a rule; null if nothing could be written. */
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
