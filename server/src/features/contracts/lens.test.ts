// The lenses of contract changes: above the package all in all, above each interface and world its own.

import { expect, it } from 'vitest';
import { compared } from '../../../../test/semver/based.ts';
import { FIXTURE } from '../../../../test/support/fixture.ts';
import { contractLenses, verdictText } from './lens.ts';

const URI = `${FIXTURE}/wit/a.wit`;

async function lenses(before: string, after: string, more: Readonly<Record<string, string>> = {}) {
  const old = new Map([['wit/a.wit', before], ...Object.entries(more)]);
  const { snapshot, bases } = await compared(old, new Map([['wit/a.wit', after]]));
  return contractLenses(snapshot, bases, URI).map(({ span, title, item }) => {
    const text = after.slice(span.start, span.end);
    return `${text}${item === undefined ? '' : ` (${item})`}: ${title}`;
  });
}
const api = (version: string, body: string, rest = '') => `package a:b${version};\ninterface api { ${body} }\n${rest}`;
const F = 'f: func();';

it.each([
  ['nothing', api('@1.0.0', F), api('@1.0.0', F), ['a:b@1.0.0: no contract changes since main']],
  [
    'an addition that the version has no room for',
    api('@1.0.0', F),
    api('@1.0.0', `${F} g: func();`),
    ['a:b@1.0.0: 1 additive since main — needs 1.1.0', 'api (api): 1 additive'],
  ],
  [
    'an addition with room',
    api('@1.0.0', F),
    api('@1.1.0', `${F} g: func();`),
    ['a:b@1.1.0: 1 additive since main — 1.1.0 makes room', 'api (api): 1 additive'],
  ],
  [
    'breaks and additions, each counted',
    api('@1.0.0', `${F} g: func();`),
    api('@1.0.0', 'h: func(); k: func();', 'interface more {}\n'),
    [
      'a:b@1.0.0: 2 breaking · 3 additive since main — needs 2.0.0',
      'api (api): 2 breaking · 2 additive',
      'more (more): 1 additive',
    ],
  ],
  ['a break without a version', api('', F), api('', ''), ['a:b: 1 breaking since main', 'api (api): 1 breaking']],
])('%s', async (_, before, after, expected) => {
  expect(await lenses(before, after)).toEqual(expected);
});

it('says which packages of the directory are gone', async () => {
  const nested = 'package n:gone { interface i { f: func(); } }\n';
  const [first] = await lenses(api('@1.0.0', F, nested), api('@1.0.0', F));
  expect(first).toBe('a:b@1.0.0: no contract changes since main · removed: n:gone');
});

it('says above a world what it can do that it could not', async () => {
  const deps = { 'wit/deps/r.wit': 'package wasi:random@0.2.0;\ninterface random { get: func() -> u64; }\n' };
  const [text] = Object.values(deps);
  const world = (body: string) =>
    `package a:b@1.0.0;\nworld w { ${body} }\npackage wasi:random@0.2.0 ${(text ?? '').split('\n')[1]?.replace(/^/, '{ ')} }\n`;
  const found = await lenses(
    world('export run: func();'),
    world('import wasi:random/random@0.2.0; export run: func();'),
  );
  const own = found.find((it) => it.startsWith('w (w): '));
  expect(own).toBe('w (w): 1 additive · gains: randomness');
});

it('counts no finding about the version, and says what could not be compared', () => {
  const of = (level: string, kind = 'func-removed') => ({ level, kind }) as never;
  expect(
    verdictText({ changes: [of('major'), of('major', 'bump-too-small'), of('dangerous'), of('minor'), of('patch')] }),
  ).toBe('1 breaking · 1 dangerous · 1 additive');
  expect(verdictText({ changes: [of('patch'), of('none')] })).toBe('no contract changes');
  expect(verdictText({ changes: [of('major')], unread: 'broken' })).toBe('not compared');
});
