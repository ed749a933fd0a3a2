import type { Claims } from '../exchange/identity/identity.ts';
import { looksLikeToken, pastedClaims } from '../exchange/identity/pasted-claims.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import { CommandFailure } from './failure.ts';

/** The claims in a JSON object. What the file holds is never repeated: it may be a token. */
export function readClaims(text: string, file: string): Claims {
  const name = file === '-' ? 'standard input' : file;
  if (looksLikeToken(text)) throw tokenPasted(name);
  const { claims, wrong, holdsToken } = pastedClaims(parseObject(text, name));
  if (holdsToken) throw tokenPasted(name);
  if (wrong.length > 0)
    throw new CommandFailure(
      wrong.map(
        (claim) =>
          `${name}: the claim ${quoteIfNeeded(claim, 40)} is not a string; put its value in quotes`,
      ),
    );
  return claims;
}

function tokenPasted(name: string): CommandFailure {
  return new CommandFailure([
    `${name} holds a token; tokens are secrets, so delete it and write the decoded claims instead`,
  ]);
}

function parseObject(text: string, name: string): object {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new CommandFailure([
    `${name} holds no JSON object; write the claims as {"repository": "acme/web", "ref": "refs/heads/main", …}`,
  ]);
}

/** The messages of JSON.parse quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
