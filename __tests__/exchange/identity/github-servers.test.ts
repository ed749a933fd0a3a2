import { expect, test } from '@jest/globals';
import { githubServerOf } from '../../../src/exchange/identity/github-servers.ts';

test.each([
  ['https://token.actions.githubusercontent.com', 'github.com', 'https://api.github.com'],
  ['https://token.actions.githubusercontent.com/acme', 'github.com', 'https://api.github.com'],
  ['https://token.actions.acme.ghe.com', 'acme.ghe.com', 'https://api.acme.ghe.com'],
  [
    'https://ghes.example.com/_services/token',
    'ghes.example.com',
    'https://ghes.example.com/api/v3',
  ],
  [
    'https://ghes.example.com:8443/_services/token',
    'ghes.example.com:8443',
    'https://ghes.example.com:8443/api/v3',
  ],
])('the issuer %s is of %s', (issuer, host, api) => {
  expect(githubServerOf(issuer)).toEqual({ host, api });
});

test.each([
  'http://127.0.0.1:8080',
  'https://token.actions.githubusercontent.com.evil.example',
  'https://token.actions.a.b.ghe.com',
  'https://issuer.example.com/other',
])('whose jobs %s signs for is not told by its URL', (issuer) => {
  expect(githubServerOf(issuer)).toBeNull();
});
