import { expect, test } from '@jest/globals';
import { networksAround } from '../../../src/exchange/system/ip-networks.ts';

test.each([
  ['192.0.2.7', '192.0.2.7', '192.0.2'],
  ['2001:db8:0:1::1', '2001:db8:0:1', '2001:db8:0'],
  ['2001:db8::1:0:0:0:1', '2001:db8:0:1', '2001:db8:0'],
  ['2001:0db8:0000:0001:0:0:0:2', '2001:db8:0:1', '2001:db8:0'],
  ['2001:DB8:0:1::2', '2001:db8:0:1', '2001:db8:0'],
  ['::1', '0:0:0:0', '0:0:0'],
])('%s belongs to %s and %s', (address, customer, site) => {
  expect(networksAround(address)).toEqual({ customer, site });
});
