import { expect, it } from 'vitest';
import { proxyFor } from './proxy.ts';

const HTTPS = 'https://registry.example/v2/';
const HTTP = 'http://registry.example/v2/';

it.each<[string, Record<string, string>, string | undefined]>([
  [HTTPS, {}, undefined],
  [HTTPS, { HTTPS_PROXY: 'http://one:3128' }, 'http://one:3128'],
  [HTTP, { HTTPS_PROXY: 'http://one:3128' }, undefined],
  [HTTP, { HTTP_PROXY: 'http://two:3128' }, 'http://two:3128'],
  [HTTPS, { HTTP_PROXY: 'http://two:3128' }, undefined],
  [HTTPS, { ALL_PROXY: 'http://all:1' }, 'http://all:1'],
  [HTTP, { ALL_PROXY: 'http://all:1' }, 'http://all:1'],
  [HTTP, { ALL_PROXY: 'http://all:1', HTTP_PROXY: 'http://two:2' }, 'http://two:2'],
  // Lower case wins, as in curl; an empty variable is none.
  [HTTPS, { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1' }, 'http://lower:1'],
  [HTTPS, { https_proxy: '', HTTPS_PROXY: 'http://upper:1' }, 'http://upper:1'],
  [HTTPS, { HTTPS_PROXY: '' }, undefined],
  // An address without a scheme is one of HTTP.
  [HTTPS, { HTTPS_PROXY: 'one:3128' }, 'http://one:3128'],
  [HTTPS, { HTTPS_PROXY: 'https://one:3128' }, 'https://one:3128'],
  [HTTPS, { HTTPS_PROXY: 'HTTP://one:3128' }, 'HTTP://one:3128'],
])('%s with %o is asked through %s', (url, env, proxy) => {
  expect(proxyFor(new URL(url), env)).toBe(proxy);
});

it.each<[string, string, boolean]>([
  ['https://registry.example/', 'registry.example', true],
  ['https://registry.example/', 'REGISTRY.example', true],
  ['https://a.registry.example/', 'registry.example', true],
  ['https://a.registry.example/', '.registry.example', true],
  ['https://a.registry.example/', '*.registry.example', true],
  ['https://my-registry.example/', 'registry.example', false],
  ['https://example/', 'registry.example', false],
  ['https://registry.example/', '*', true],
  ['https://registry.example/', 'other, registry.example', true],
  ['https://registry.example/', 'other registry.example', true],
  ['https://registry.example/', 'other', false],
  ['https://registry.example/', ' , ', false],
  ['https://registry.example/', 'registry.example:443', true],
  ['https://registry.example/', 'registry.example:80', false],
  ['http://registry.example/', 'registry.example:80', true],
  ['http://registry.example:5000/', 'registry.example:5000', true],
  ['http://registry.example:5000/', 'registry.example:5001', false],
  ['http://registry.example:5000/', 'registry.example', true],
  ['http://[::1]:5000/', '[::1]', true],
  ['http://127.0.0.1:5000/', '127.0.0.1', true],
])('%s with NO_PROXY=%s: asked directly is %s', (url, list, direct) => {
  const env = { ALL_PROXY: 'http://all:1', NO_PROXY: list };
  expect(proxyFor(new URL(url), env)).toBe(direct ? undefined : 'http://all:1');
});
