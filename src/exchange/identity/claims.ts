import { Refusal } from '../refusal.ts';
import type { Claims } from './identity.ts';
import type { SignedPayload } from './unverified-token.ts';

/** `numericId`: decimal digits in a string. `numericDate`: a number, RFC 7519 section 2. */
type ClaimForm = 'text' | 'numericId' | 'numericDate';

/** The claims of one provider, one by one, so that a person can check them against its documents. */
export interface ClaimTable {
  /** A token without them is refused. */
  required: Readonly<Record<string, ClaimForm>>;
  /** Conditions of trust relationships look at these. */
  matched: readonly string[];
  /** Kept for the audit event; no decision depends on them. */
  recorded: readonly string[];
  /** Known, of no use to anybody here, and dropped. */
  ignored: readonly string[];
}

const NUMERIC_ID = /^[1-9][0-9]{0,19}$/;

/** Throws `missing_claim` with the names of all that are missing; an empty string says nothing. */
export function requireClaims({ required }: ClaimTable, payload: SignedPayload): void {
  const missing = Object.keys(required).filter((name) => isNothing(payload[name]));
  if (missing.length === 0) return;
  throw new Refusal(
    'missing_claim',
    `The token lacks ${missing.join(', ')}, which every ID token of this issuer carries; present the ID token that the job requests with "id-token: write", not another credential of the runner.`,
    { claims: missing, detail: { claims: payload } },
  );
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * The claims as text. Throws `malformed_token` if one on which a decision depends has another form:
 * `repository: ["acme/web"]` must not meet a comparison that turns it into a string.
 *
 * No other claim ever refuses a token. One that is recorded is written down as JSON has it: a run is
 * revoked by its number, be that a string or not. One that the table does not know is left out unless it
 * is a string: a claim that GitHub adds tomorrow must not stop every build in the world.
 */
export function readClaims(table: ClaimTable, payload: SignedPayload): Claims {
  for (const [name, form] of Object.entries(table.required)) requireForm(name, form, payload);
  for (const name of table.matched)
    if (payload[name] !== undefined) requireForm(name, 'text', payload);
  return claimTexts(table, payload);
}

/** Of those that have one, whatever form the others have. */
export function claimTexts({ recorded, ignored }: ClaimTable, payload: SignedPayload): Claims {
  const claims: Record<string, string> = Object.create(null);
  for (const name of Object.keys(payload)) {
    const text = textOf(payload[name], recorded.includes(name));
    if (text !== undefined && !ignored.includes(name)) claims[name] = text;
  }
  return claims;
}

function textOf(value: unknown, isRecorded: boolean): string | undefined {
  if (typeof value === 'string') return value;
  return isRecorded && value !== null ? JSON.stringify(value) : undefined;
}

function requireForm(name: string, form: ClaimForm, payload: SignedPayload): void {
  if (hasForm(form, payload[name])) return;
  throw new Refusal(
    'malformed_token',
    `Claim "${name}" of the ID token must be ${FORM_NAMES[form]}; report it to the operator of the exchange, because no token of the issuer should have it otherwise.`,
    { claims: [name], detail: { claims: payload } },
  );
}

function hasForm(form: ClaimForm, value: unknown): boolean {
  if (form === 'numericDate') return Number.isFinite(value);
  if (typeof value !== 'string') return false;
  return form === 'text' || NUMERIC_ID.test(value);
}

const FORM_NAMES: Readonly<Record<ClaimForm, string>> = {
  text: 'a string',
  numericId: 'a string of digits',
  numericDate: 'a number',
};
