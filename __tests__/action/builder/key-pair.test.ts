import { expect, test } from '@jest/globals';
import { makeKeyPair } from '../../../src/action/builder/key-pair.ts';

test('whoever has the key has masked it: each line of it, and no label', () => {
  const masks: string[] = [];

  const { privatePem } = makeKeyPair({ mask: (secret) => masks.push(secret) });

  expect(privatePem).toBe(
    ['-----BEGIN PRIVATE KEY-----', ...masks, '-----END PRIVATE KEY-----', ''].join('\n'),
  );
  expect(masks.length).toBeGreaterThan(1);
});
