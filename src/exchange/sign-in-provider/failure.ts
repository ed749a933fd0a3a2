import { isNativeError } from 'node:util/types';
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';

/**
 * Why there is no account: the provider can't be asked; the person did not sign in there; or what it answered
 * is not accepted.
 */
type Kind = 'unavailable' | 'denied' | 'refused';

export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly kind: Kind;

  /** The message is for logs and events: what happened, without what was sent. */
  constructor(kind: Kind, cause: unknown) {
    super(describe(cause));
    this.kind = kind;
  }
}

/** Whatever openid-client has made of it. */
export function failureOf(error: unknown): ProviderFailure {
  const failure = causes(error).find((cause) => cause instanceof ProviderFailure);
  if (failure) return failure;
  const isDenied = error instanceof AuthorizationResponseError && error.error === 'access_denied';
  return new ProviderFailure(isDenied ? 'denied' : 'refused', error);
}

function describe(error: unknown): string {
  const messages = causes(error).map((cause) => [cause.message, ...sayingsOf(cause)].join(': '));
  return [...new Set(messages)].join('; ') || String(error);
}

/** RFC 6749 sections 4.1.2.1 and 5.2. */
function sayingsOf(error: Error): string[] {
  if (!(error instanceof AuthorizationResponseError || error instanceof ResponseBodyError))
    return [];
  return [error.error, error.error_description ?? ''].filter((text) => text !== '');
}

/** Causes that are no errors hold answers, and what they hold is nobody's to read. */
function causes(error: unknown): Error[] {
  return isNativeError(error) ? [error, ...causes(error.cause)] : [];
}
