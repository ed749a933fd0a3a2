import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { generateSecret, parseSecret } from '../../../src/exchange/tokens/secret.ts';
import { TOKEN_PREFIXES, type TokenKind } from '../../../src/protocol/token-kinds.ts';

let page: string;
beforeAll(async () => {
  page = await readFile(new URL('../../../docs/leaked-tokens.md', import.meta.url), 'utf8');
});

const KINDS = Object.keys(TOKEN_PREFIXES) as TokenKind[];

/** Of the table of patterns. */
const patterns = () =>
  [...page.matchAll(/^\| [a-z ]+ \| `dockpass_\w+` \| `(\S+)` \|$/gm)].map(
    ([, pattern = '']) => new RegExp(pattern),
  );

/** A value of the worked example. */
function exampleOf(name: string): string {
  const [, value = ''] = new RegExp(`^\\| ${name} \\| \`(\\S+)\` \\|$`, 'm').exec(page) ?? [];
  return value;
}

test('each published pattern finds the tokens of its kind in a text, and of no other', () => {
  expect(patterns()).toHaveLength(KINDS.length);
  for (const kind of KINDS) {
    const { text } = generateSecret(kind, systemRandom);
    const found = patterns().map((pattern) => pattern.exec(`TOKEN="${text}"\n`)?.[0]);
    expect(found.filter((match) => match !== undefined)).toEqual([text]);
    expect(patterns().some((pattern) => pattern.test(`${text}x`))).toBe(false);
  }
});

test('the worked example of the checksum is right, and our own parser agrees with it', () => {
  const [token, body] = [exampleOf('token'), exampleOf('first 34 characters')];
  expect(token.slice(0, 34)).toBe(body);
  expect(String(crc32(body))).toBe(exampleOf('their CRC-32'));
  expect(inBase62(exampleOf('in base 62'))).toBe(crc32(body));
  expect(token).toBe(body + exampleOf('in base 62'));
  expect(parseSecret(token)).toEqual({ kind: 'project', text: token });
});

function inBase62(digits: string): number {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return [...digits].reduce((value, digit) => value * 62 + alphabet.indexOf(digit), 0);
}
