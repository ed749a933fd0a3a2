/** What a project has answered lately. Of each hour, only so many events are looked at. */
export interface HourOfActivity {
  /** How its times begin: `2027-01-31T18`. */
  hour: string;
  granted: number;
  refused: number;
  /** Whether there was more than was looked at, and these are the least that there can be. */
  more: boolean;
}

export interface LatestActivity {
  projectId: string;
  /** Seconds since the epoch, to a minute: when a trust relationship that there is last admitted a job. */
  lastExchangeAt: number | null;
  /** Since the hour; at most one more than `most`. */
  refusals: number;
}

/** Counted from indexes, a bounded number of rows at a time. */
export interface ProjectActivityRecords {
  /** `since`: ISO 8601, UTC; from the beginning of its hour. */
  latest(projectIds: readonly string[], since: string, most: number): Promise<LatestActivity[]>;
  /** Hours without events are left out. An event at the turn of an hour may count in the one before. */
  byHour(
    project: { id: string; organizationId: string },
    since: string,
    most: number,
  ): Promise<HourOfActivity[]>;
}
