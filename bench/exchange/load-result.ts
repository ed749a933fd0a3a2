/** One request that was answered. */
export interface Answer {
  /** Milliseconds, on the clock of `performance.now()`. */
  finishedAt: number;
  milliseconds: number;
}

export interface LoadResult {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** `answers` in the order in which they came. */
export function resultOf(answers: readonly Answer[]): LoadResult {
  const seconds = ((answers.at(-1)?.finishedAt ?? 0) - (answers[0]?.finishedAt ?? 0)) / 1000;
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: (answers.length - 1) / seconds, p50: percentile(0.5), p99: percentile(0.99) };
}
