import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Where unpredictability comes from. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** UUID version 7 (RFC 9562 section 5.7): unique, and in the order of creation. */
  id(): string;
}

export const systemRandom: Random = { bytes: randomBytes, id: () => v7() };
