/**
 * Two nets below the rule that nobody logs a secret: fields that could hold one are struck out by
 * name, and what looks like a token is struck out of the texts of errors, whose authors we do not
 * know (JSON.parse quotes what it could not read).
 */

const SECRET_FIELDS = [
  'access_token',
  'authorization',
  'body',
  'cookie',
  'headers',
  'id_token',
  'jwk',
  'password',
  'secret',
  'subject_token',
  'subjectToken',
  'token',
];

const DEPTH = 3;

/** For pino's `redact`: each field at the top and in the objects below it. */
export const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) =>
  Array.from({ length: DEPTH }, (_, depth) => `${'*.'.repeat(depth)}${field}`),
);

export const REDACTED = '[redacted]';

/** A JWT, whole or cut off, and any of our own tokens. */
const TOKEN_SHAPED = /\beyJ[\w-]{4,}(?:\.[\w-]*){0,2}|\bdp[upb]_[0-9A-Za-z]+/g;

export function withoutTokens(text: string): string {
  return text.replace(TOKEN_SHAPED, REDACTED);
}

interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: LoggedError;
}

/** Of an error only what is known to be harmless: libraries hang claims and payloads on theirs. */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: withoutTokens(String(error)) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutTokens(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: withoutTokens(error.stack) }),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  };
}
