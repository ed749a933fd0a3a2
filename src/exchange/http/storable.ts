import { Problem } from '../flows/admin/problem.ts';

/** PostgreSQL stores no NUL, and fails where it is asked for one. */
export function requireStorable(sent: Iterable<readonly [name: string, text: string]>): void {
  for (const [name, text] of sent) if (`${name}${text}`.includes('\0')) throw containsNul();
}

export function containsNul(): Problem {
  return new Problem('invalid_request', 'The request contains a NUL character; remove it.');
}
