const DAY = 86_400;

/** So many days from now, as operations take it. What is no such time is left to the operation, which says so. */
export function timeInDays(now: number, days: number): string {
  const end = new Date((now + days * DAY) * 1000);
  return Number.isNaN(end.getTime()) ? '' : end.toISOString();
}
