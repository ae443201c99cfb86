// What a hover says of a change: whom it breaks, what version it needs, with what it was compared; and what may be let pass.

import { expect, it } from 'vitest';
import { compared } from '../../../../test/semver/based.ts';
import { FIXTURE } from '../../../../test/support/fixture.ts';
import { contractHover } from './hover.ts';
import { contractPasses } from './passes.ts';

const URI = `${FIXTURE}/wit/a.wit`;

async function versions(before: string, after: string) {
  const { snapshot, bases } = await compared(new Map([['wit/a.wit', before]]), new Map([['wit/a.wit', after]]));
  const at = (word: string, format: 'markdown' | 'plaintext' = 'plaintext') =>
    contractHover(snapshot, bases, URI, after.indexOf(word), format)?.text.split('\n\n') ?? [];
  const passes = (word: string) => {
    const start = after.indexOf(word);
    return contractPasses(snapshot, bases, URI, { start, end: start + word.length });
  };
  return { at, passes };
}
const api = (body: string, version = '1.0.0', world = '') =>
  `package a:b@${version};\ninterface api {\n  ${body}\n}\n${world}`;

it.each([
  ['f: func();', 'f: func(a: u8);', 'f: func', 'Breaks importers and implementers: '],
  ['f: func();', 'f: func(); g: func();', 'g: func', 'Breaks implementers; importers are not affected: '],
  [
    'enum e { a }\n  f: func(x: e);',
    'enum e { a, b }\n  f: func(x: e);',
    'e { a, b',
    'Breaks importers and implementers: ',
  ],
])('%j that becomes %j says at %s: %s', async (before, after, word, expected) => {
  const world = 'world host { export api; }\n';
  const { at } = await versions(api(before, '1.0.0', world), api(after, '1.0.0', world));
  expect(
    at(word)
      .find((it) => it.startsWith('Breaks'))
      ?.slice(0, expected.length),
  ).toBe(expected);
});

it('names four changes of one place by three and a number', async () => {
  const before = 'a: func(); b: func(); c: func(); d: func(); k: func();';
  const { at } = await versions(api(before), api('k: func();'));
  const said = at('api {');
  expect(said.filter((it) => it.startsWith('function removed'))).toHaveLength(3);
  expect(said).toContain('… and 1 more changes');
  const three = await versions(api('a: func(); b: func(); c: func(); k: func();'), api('k: func();'));
  expect(three.at('api {').filter((it) => it.startsWith('function removed'))).toHaveLength(3);
  expect(three.at('api {').join(' ')).not.toContain('more changes');
});

it.each([
  ['1.0.0', '1.0.0', 'Needs 2.0.0; the package says 1.0.0.'],
  [
    '1.0.0-rc.1',
    '1.0.0-rc.1',
    expect.stringMatching(
      /^Needs \S+; the package says 1\.0\.0-rc\.1; toolchains take a prerelease for compatible with nothing but itself\.$/,
    ),
  ],
  ['1.0.0', '1.1.0', 'Needs 2.0.0; the package says 1.1.0.'],
  ['1.0.0', '2.0.0', '2.0.0 makes room for it (after 1.0.0).'],
  ['1.0.0', '1.1.0-rc.1', expect.stringMatching(/^1\.1\.0-rc\.1 is a prerelease, but the release needs 2\.0\.0/)],
])('a break from %s in %s says what version it needs', async (before, after, expected) => {
  const { at } = await versions(api('f: func(); g: func();', before), api('f: func();', after));
  const said = at('api {');
  expect(said.at(-2)).toEqual(expected);
  expect(said.at(-1)).toBe('Compared with main');
});

it('a package without a version has none that could tell', async () => {
  const text = (body: string) => `package a:b;\ninterface api { ${body} }\n`;
  const { at } = await versions(text('f: func(); g: func();'), text('f: func();'));
  expect(at('api {').at(-2)).toBe('The package has no version that could tell.');
});

it('lets a change pass by an entry of its own, and asks for none where nothing breaks or the version is at fault', async () => {
  const { passes } = await versions(
    api('f: func(); g: func(); /* here */'),
    api('f: func(a: u8); /// New.\n  h: func(); /* here */'),
  );
  const found = passes('f: func(a: u8)');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ file: undefined, top: FIXTURE });
  expect(JSON.parse(found[0]?.text ?? '')).toEqual({
    ignore: [
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]+$/),
        code: 'semver/param-added',
        item: 'a:b/api.f.a',
        reason: 'reason',
      },
    ],
  });
  expect(found[0]?.text.endsWith('}\n')).toBe(true);
  expect(passes('package a:b@1.0.0')).toEqual([]);
  expect(passes('/* here */')).toEqual([]);
  expect(passes('api').flatMap(({ finding }) => finding.changes.map((it) => it.kind))).toEqual(['func-removed']);
});
