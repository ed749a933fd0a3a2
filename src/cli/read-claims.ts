import type { Claims } from '../exchange/identity/identity.ts';
import { quoteIfNeeded } from '../exchange/identity/quote.ts';
import { CommandFailure } from './failure.ts';

/** RFC 7519 section 4.1: the only claims of GitHub's ID tokens that are numbers. */
const TIMES = ['iat', 'nbf', 'exp'];

/** The claims in a JSON object. What the file holds is never repeated: it may be a token. */
export function readClaims(text: string, file: string): Claims {
  const name = file === '-' ? 'standard input' : file;
  if (/^\s*"?ey[\w-]+\.[\w-]+\./.test(text))
    throw new CommandFailure([
      `${name} holds a token; tokens are secrets, so delete it and write the decoded claims instead`,
    ]);
  const claims = parseObject(text, name);
  const entries = Object.entries(claims).filter(([claim]) => !TIMES.includes(claim));
  const wrong = entries.filter(([, value]) => typeof value !== 'string').map(([claim]) => claim);
  if (wrong.length > 0)
    throw new CommandFailure(
      wrong.map(
        (claim) =>
          `${name}: the claim ${quoteIfNeeded(claim, 40)} is no string; put its value in quotes`,
      ),
    );
  return Object.assign(Object.create(null), Object.fromEntries(entries));
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
