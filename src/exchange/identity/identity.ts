import type { Issuer } from './issuer.ts';

/** String claims by name, without a prototype, so that `__proto__` is a name like any other. */
export type Claims = Readonly<Record<string, string | undefined>>;

/**
 * A job that has proven who it is: signature, issuer, audience, times and required claims of its
 * ID token all hold. Nothing else in the exchange may construct one.
 */
export interface Identity {
  issuer: Issuer;
  /** Unique per issuer, never by itself. */
  jti: string;
  /** Seconds since the epoch. */
  issuedAt: number;
  /** Seconds since the epoch. */
  expiresAt: number;
  claims: Claims;
}
