import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import type { Log } from './log.ts';
import { loggedError, withoutSecretFields } from './log-redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Where lines go; `flush` returns once they have gone. */
export interface LogDestination extends DestinationStream {
  flushSync?(): void;
}

/** Beyond this many bytes that nobody reads, lines are dropped: the audit events are in the store. */
const MAX_UNREAD = 8 * 1024 * 1024;

/**
 * Standard output, which a service has for nothing else. Lines that come while the last write is
 * under way leave with the next one, so that no request waits for whoever reads them.
 */
export function standardOutput(): LogDestination {
  return destination({ fd: 1, sync: false, maxLength: MAX_UNREAD });
}

/** One JSON object a line. */
export function createLog(level: LogLevel, to: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withoutSecretFields },
      serializers: { err: loggedError },
    },
    to,
  );
}
