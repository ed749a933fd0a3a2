/** Commits a batch; rejects only if nothing of it was written. One settled outcome for each write. */
type Commit<Write, Outcome> = (batch: readonly Write[]) => Promise<PromiseSettledResult<Outcome>[]>;

export interface GroupCommit<Write, Outcome> {
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
