import type { Stopwatch } from '../system/stopwatch.ts';

/** Seconds for which a commit shows that the database can be written. */
const LASTS = 0.5;

/** What the last commit has shown, so that whoever asks whether there can be one need not make one. */
export interface ProofOfWriting {
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
