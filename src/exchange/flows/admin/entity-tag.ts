import { createHash } from 'node:crypto';

/** Members that change without anybody having edited anything. */
const VOLATILE = ['last_seen_at', 'last_used_at'];

/** A strong entity tag (RFC 9110 section 8.8.3) of a representation, quotes included. */
export function entityTag(representation: object): string {
  const settled = JSON.stringify(representation, (name, value) =>
    VOLATILE.includes(name) ? undefined : value,
  );
  return `"${createHash('sha256').update(settled).digest('base64url').slice(0, 22)}"`;
}

/**
 * A strong one, RFC 9110 section 8.8.3; the opaque part may hold commas. Begins with the quote, so that
 * a header without quotes is passed over in one go: this runs while others wait to write.
 */
const ENTITY_TAG = /(?<![^\s,])"[^"]*"/g;

/**
 * Whether `If-Match` lets a change to this representation through. Strong comparison (RFC 9110
 * section 13.1.1): a weak tag matches nothing.
 */
export function isMatched(ifMatch: string, representation: object): boolean {
  if (ifMatch.trim() === '*') return true;
  return ifMatch.match(ENTITY_TAG)?.includes(entityTag(representation)) ?? false;
}
