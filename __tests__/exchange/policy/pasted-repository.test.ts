import { expect, test } from '@jest/globals';
import { pastedRepository } from '../../../src/exchange/policy/pasted-repository.ts';

test.each([
  ['acme/web', 'acme/web', null],
  [' acme/web/ ', 'acme/web', null],
  ['acme/web.git', 'acme/web', null],
  ['https://github.com/acme/web', 'acme/web', 'github.com'],
  ['https://github.com/acme/web/', 'acme/web', 'github.com'],
  ['https://GitHub.com/acme/web.git', 'acme/web', 'github.com'],
  ['https://www.github.com/acme/web/tree/main/docs?x=1#readme', 'acme/web', 'github.com'],
  ['https://ada:dpu_secret@github.com/acme/web.git', 'acme/web', 'github.com'],
  ['git@github.com:acme/web.git', 'acme/web', 'github.com'],
  ['org-4242@github.com:acme/web.git', 'acme/web', 'github.com'],
  ['ssh://git@ssh.github.com:443/acme/web.git', 'acme/web', 'github.com'],
  ['git://github.com/acme/web.git', 'acme/web', 'github.com'],
  ['github.com/acme/web', 'acme/web', 'github.com'],
  ['https://ghes.example.com:8443/acme/web', 'acme/web', 'ghes.example.com'],
  ['git@ghes.example.com:acme/web.name.git', 'acme/web.name', 'ghes.example.com'],
  ['https://github.com/acme', 'acme/', 'github.com'],
  ['acme', 'acme', null],
  ['acme/web/tree', 'acme/web/tree', null],
  ['', '', null],
])('%j is %s on %s', (text, repository, host) => {
  expect(pastedRepository(text)).toEqual({ repository, host });
});
