/** Seconds since an arbitrary moment; unlike a Clock it never jumps and is finer than 1 ms. */
export type Stopwatch = () => number;

export const systemStopwatch: Stopwatch = () => performance.now() / 1000;
