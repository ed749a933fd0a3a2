import { TOKEN_USERNAME } from '../protocol/token-exchange.ts';
import type { Runner } from './runner.ts';

/** Hides a token in the log, and the pair that Docker's configuration and HTTP Basic make of it. */
export function maskToken(runner: Pick<Runner, 'mask'>, token: string): void {
  runner.mask(token);
  // From its first letter to its last.
  runner.mask(Buffer.from(`${TOKEN_USERNAME}:${token}`).toString('base64'));
}
