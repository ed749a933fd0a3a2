import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Random, systemRandom } from '../../../src/exchange/system/random.ts';
import {
  generateSecret,
  hashPrefix,
  hashSecret,
  parseSecret,
} from '../../../src/exchange/tokens/secret.ts';
import { TOKEN_PREFIXES, type TokenKind } from '../../../src/protocol/token-kinds.ts';

const KINDS = Object.keys(TOKEN_PREFIXES) as TokenKind[];

function randomOf(bytes: (length: number) => Uint8Array): Random {
  return { ...systemRandom, bytes };
}

describe('a secret', () => {
  test.each(KINDS)('of kind %s says so, and is read back', (kind) => {
    const secret = generateSecret(kind, systemRandom);
    expect(secret.text).toMatch(/^dp[upb]_[0-9A-Za-z]{36}$/);
    expect(secret.text.startsWith(TOKEN_PREFIXES[kind])).toBe(true);
    expect(parseSecret(secret.text)).toEqual(secret);
  });

  test('has the form that scanners are told of, to the last digit', () => {
    const zeros = generateSecret(
      'build',
      randomOf((length) => new Uint8Array(length)),
    );
    expect(zeros.text).toBe(`dpb_${'0'.repeat(30)}${checksumOf(`dpb_${'0'.repeat(30)}`)}`);
  });

  test('takes no byte that would make some digits likelier than others', () => {
    let call = 0;
    const biased = randomOf((length) => new Uint8Array(length).fill(call++ === 0 ? 248 : 1));
    expect(generateSecret('user', biased).text).toMatch(/^dpu_1{30}/);
  });

  test('repeats none in ten thousand', () => {
    const texts = Array.from({ length: 10_000 }, () => generateSecret('build', systemRandom).text);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

/** CRC-32 (IEEE 802.3) bit by bit, in base 62. */
function checksumOf(body: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = (crc ^ 0xffffffff) >>> 0;
  let text = '';
  for (let place = 0; place < 6; place++) {
    text = digits[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

describe('what is not a secret of ours never reaches the store', () => {
  const good = generateSecret('build', systemRandom).text;

  test.each([
    ['nothing', ''],
    ['one character less', good.slice(0, -1)],
    ['one character more', `${good}0`],
    ['text behind a line break', `${good}\n0`],
    ['space around it', ` ${good} `],
    ['another prefix', good.replace('dpb_', 'dpx_')],
    ['its kind changed', good.replace('dpb_', 'dpp_')],
    ['upper-case prefix', good.replace('dpb_', 'DPB_')],
    ['full-width digits', good.replace(/[0-9A-Za-z]$/, '０')],
  ])('%s', (_, text) => {
    expect(parseSecret(text)).toBeUndefined();
  });

  test.each(['\n', '\r\n', ' ', '\t\n'])('but white space behind one does no harm: %j', (space) => {
    expect(parseSecret(good + space)?.text).toBe(good);
  });

  test('any single changed character', () => {
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
        (index, digit) => {
          fc.pre(good[index] !== digit);
          const changed = good.slice(0, index) + digit + good.slice(index + 1);
          return parseSecret(changed) === undefined;
        },
      ),
    );
  });
});

test('what is stored is SHA-256 of the whole text, what is shown of it twelve digits', () => {
  const secret = generateSecret('build', systemRandom);
  const digest = createHash('sha256').update(secret.text).digest('hex');
  expect(Buffer.from(hashSecret(secret)).toString('hex')).toBe(digest);
  expect(hashPrefix(hashSecret(secret))).toBe(digest.slice(0, 12));
});
