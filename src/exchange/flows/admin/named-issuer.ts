import type { IssuerRecord } from '../../stores/ports/issuers.ts';
import type { Records } from '../../stores/ports/records.ts';
import { Problem } from './problem.ts';

/** The issuer that a request names by its URL, or the only one that there is; `at` is the member. */
export async function namedIssuer(
  { issuers }: Records,
  url: string | undefined,
  at: string,
): Promise<IssuerRecord> {
  const named = url === undefined ? await onlyIssuer(issuers) : await issuers.findByUrl(url);
  if (named) return named;
  const detail =
    url === undefined
      ? 'is missing; name the issuer, as there is not exactly one'
      : 'is not a registered issuer; write its URL byte for byte, or have an operator register it';
  throw new Problem('invalid_request', 'The request names no registered issuer.', [{ at, detail }]);
}

async function onlyIssuer(issuers: Records['issuers']): Promise<IssuerRecord | undefined> {
  const [first, second] = await issuers.list({ after: null, limit: 2 });
  return second ? undefined : first;
}
