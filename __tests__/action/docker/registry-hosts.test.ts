import { expect, test } from '@jest/globals';
import { parseRegistries } from '../../../src/action/docker/registry-hosts.ts';

const read = (text: string) => parseRegistries(text.split(/[\s,]+/).filter(Boolean));

test.each([
  ['registry.example.com', ['registry.example.com']],
  ['localhost:5000', ['localhost:5000']],
  ['127.0.0.1:5000', ['127.0.0.1:5000']],
  ['[::1]:5000', ['[::1]:5000']],
  ['Registry.Example.com', ['Registry.Example.com']],
  ['https://registry.example.com/', ['registry.example.com']],
  [
    'a.example.com, b.example.com\nc.example.com:443',
    ['a.example.com', 'b.example.com', 'c.example.com:443'],
  ],
  ['a.example.com a.example.com', ['a.example.com']],
  ['', []],
])('%j names %j', (text, hosts) => {
  expect(read(text)).toEqual({ hosts, faults: [] });
});

test.each([
  ['docker.io/acme', 'Docker Hub'],
  ['https://registry-1.docker.io', 'Docker Hub'],
  ['https://registry.example.com/acme', 'write registry.example.com'],
  ['registry_example', 'not a host'],
  ['oci://registry.example.com', 'not a host'],
  ['registry.example.com:', 'not a host'],
])('%j is refused, and the fault says %j', (text, said) => {
  expect(read(text).faults).toEqual([expect.stringContaining(said)]);
});
