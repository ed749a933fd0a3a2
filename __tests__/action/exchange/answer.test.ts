import { expect, test } from '@jest/globals';
import { redacted } from '../../../src/action/exchange/answer.ts';

const ID_TOKEN = `${'abcdefghijklmnopqrstuvwxyz'.repeat(4)}.${'0123456789_-ABCDEFGH'.repeat(30)}.c2ln`;
const answer = (body: string) => ({ status: 400, headers: {}, body });
const escaped = (text: string) =>
  [...text].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

test.each([
  ['plain', (text: string) => text],
  ['escaped', escaped],
])('an ID token echoed in pieces (%s) is not shown', (_, written) => {
  const pieces = ID_TOKEN.match(/.{1,100}/g) ?? [];
  const claims = pieces.map((piece) => `"${written(piece)}"`).join();
  const body = `{"error_description":"No ${written(pieces[1] ?? '')}!","claims":[${claims}]}`;

  const shown = JSON.parse(redacted(answer(body), ID_TOKEN).body);

  expect(shown.error_description).toBe('No ***!');
  expect(shown.claims.slice(0, -1)).toEqual(pieces.slice(0, -1).map(() => '***'));
});

test('what an exchange says in its own words stays', () => {
  const body = JSON.stringify({ error_description: 'x'.repeat(100), claims: ['ref'] });
  expect(redacted(answer(body), ID_TOKEN).body).toBe(body);
  expect(redacted(answer('<html>'), ID_TOKEN).body).toBe('<html>');
});

test('an answer nested too deeply to be looked through is not quoted', () => {
  const deep = `{"error":"${escaped(ID_TOKEN)}","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(redacted(answer(deep), ID_TOKEN).body).toBe('{}');
});

test('a redirect to a host named after the ID token does not show it', () => {
  const location = `https://${ID_TOKEN.slice(0, 60)}.evil.example`;
  const { headers } = redacted({ ...answer(''), headers: { location } }, ID_TOKEN);
  expect(headers.location).toBe('https://***.evil.example');
});
