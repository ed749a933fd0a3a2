import { claimTexts } from './claims.ts';
import type { Claims } from './identity.ts';
import { GITHUB_CLAIMS } from './providers.ts';

const { required, matched } = GITHUB_CLAIMS;

/** RFC 7519 section 4.1: the only claims of GitHub's ID tokens that are numbers. */
const TIMES = Object.keys(required).filter((claim) => required[claim] === 'numericDate');

/** What a trust relationship looks at must be text, as in a token. */
const TEXTS = [...Object.keys(required), ...matched].filter((claim) => !TIMES.includes(claim));

/** A JWT as far as its header, or a token of ours; as text, or as the JSON string of it. */
const TOKEN = /^\s*"?(?:ey[\w-]{10,}\.[\w-]{10,}\.|dp[upb]_\w{30})/;

/** Whether `text` is a secret that somebody pasted in place of claims. Never repeat such text. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

interface PastedClaims {
  claims: Claims;
  /** Names of those whose values are no strings, and must be. */
  wrong: string[];
  /** Whether the value of one of them is a token. */
  holdsToken: boolean;
}

/**
 * The payload of an ID token as a person pasted it, to try trust relationships with. Nothing about it is verified:
 * it must never meet anything that issues. The times are left out, since no trust relationship looks at them.
 */
export function pastedClaims(payload: object): PastedClaims {
  const entries = Object.entries(payload).filter(([claim]) => !TIMES.includes(claim));
  const isWrong = ([claim, value]: [string, unknown]) =>
    TEXTS.includes(claim) && typeof value !== 'string';
  return {
    claims: claimTexts(GITHUB_CLAIMS, Object.fromEntries(entries)),
    wrong: entries.filter(isWrong).map(([claim]) => claim),
    holdsToken: entries.flat().some((text) => typeof text === 'string' && looksLikeToken(text)),
  };
}
