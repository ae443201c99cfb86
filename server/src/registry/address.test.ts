import { expect, it } from 'vitest';
import { mayGiveTokens } from './address.ts';

it.each([
  ['registry.example.com', 'registry.example.com', true],
  ['example.com', 'registry.example.com', true],
  ['auth.example.com', 'registry-1.example.com', true],
  ['auth.other.com', 'registry.example.com', false],
  ['tokens.example.com', 'registry.example.com', false],
  ['registry.example.com', 'example.com', false],
  // Nobody owns what lies beside a name of two parts, or beside an address.
  ['auth.com', 'example.com', false],
  ['com', 'example.com', false],
  ['auth.0.0.1', '127.0.0.1', false],
  ['0.0.1', '127.0.0.1', false],
  ['xample.com', 'example.com', false],
])('%s gives tokens for %s: %s', (host, registry, expected) => {
  expect(mayGiveTokens(host, registry)).toBe(expected);
});
