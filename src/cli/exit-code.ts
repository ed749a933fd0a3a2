/** What a script learns from `dockpass`; named in its `--help`. */
export const EXIT = {
  ok: 0,
  /** The command could not do its work. */
  failure: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** `trust test`: the job would be refused. */
  refused: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
