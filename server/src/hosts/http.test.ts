// What a person reads where a registry cannot be reached: each error of the network by its code.

import { expect, it } from 'vitest';
import { get, messageOf } from './http.ts';

const of = (code: string | undefined, message = 'what Node says') =>
  messageOf(Object.assign(new Error(message), code === undefined ? {} : { code }));

it.each([
  ['ENOTFOUND', 'its name is not known to the name service'],
  ['EAI_AGAIN', 'its name is not known to the name service'],
  ['ECONNREFUSED', 'nothing listens there (connection refused)'],
  ['ECONNRESET', 'the connection was reset'],
  ['EPROTO', 'what Node says'],
  [undefined, 'what Node says'],
])('%s is: %s', (code, expected) => {
  expect(of(code)).toBe(expected);
});

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])('%s is a certificate that nobody vouches for', (code) => {
  expect(of(code)).toMatch(/^its certificate is not trusted \(what Node says\); \S/);
});

it('an error without words is called by its code, and without either unknown', () => {
  expect(of('EPIPE', '')).toBe('EPIPE');
  expect(of(undefined, '')).toBe('unknown error');
});

it.each(['ftp://registry.invalid/', 'no address', 'file:///etc/passwd'])('%j is not asked', async (url) => {
  expect(await get({ url, headers: {}, limit: 10, timeout: 1000 } as never)).toEqual({
    kind: 'failed',
    reason: 'unreachable',
    message: `\`${url}\` is not an address that can be asked`,
  });
});
