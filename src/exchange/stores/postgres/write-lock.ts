/** Any number that nothing else in the database uses: "dockpass" in ASCII. */
const WRITE_LOCK = '7237954699143344499';

/**
 * Waits until nobody else writes, and ends with the transaction. Events are numbered when they are
 * written and seen when they are committed; only one at a time keeps both orders the same, so that an
 * export that continues after the last number misses none. And whoever looks before they write may
 * rely on what they have seen.
 */
export const TAKE_WRITE_LOCK = `select pg_advisory_xact_lock(${WRITE_LOCK})`;
