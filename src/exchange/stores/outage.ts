import { Refusal } from '../refusal.ts';

/**
 * The refusal where the database cannot be used for now. `reason` is for whoever operates it, in a log or
 * on a command line; a client is not told.
 */
export function storeOutage(reason: string, cause?: unknown): Refusal {
  return new Refusal(
    'store_unavailable',
    'The exchange cannot use its database at the moment; try again in a few seconds.',
    { detail: reason, cause },
  );
}

/** Whether an error is one that `storeOutage` has made. */
export function isStoreOutage(error: unknown): error is Refusal {
  return error instanceof Refusal && error.reason === 'store_unavailable';
}

/**
 * Why, for whoever operates the database. Node leaves the message empty if several addresses were tried.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) {
    const { detail } = error.details;
    return typeof detail === 'string' ? detail : error.message;
  }
  const { message, errors }: { message?: string; errors?: unknown[] } = Object(error);
  return message || errors?.map(reasonOf).join('; ') || String(error);
}
