// Outlines, folding, growing selections, links, linked names, help inside brackets, hierarchies of types.

import { describe, expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../test/support/fixture.ts';
import { folds } from './folding.ts';
import { documentLinks } from './links.ts';
import { linkedPlaces } from './names/linked-editing.ts';
import { containedTypes, containingTypes, typeItem } from './names/type-hierarchy.ts';
import { selections } from './selection.ts';
import { signatureHelp } from './signature-help.ts';
import { type DocumentSymbol, documentSymbols } from './symbols.ts';
import { scoreOf, workspaceSymbols } from './workspace-symbols.ts';

async function treeOf(text: string) {
  const { snapshot, uri, offset } = await fixture(text);
  const tree = snapshot.tree(uri);
  if (tree === undefined) throw new Error('no such file');
  return { tree, snapshot, uri, offset };
}

function shown(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap((it) => [
    `${indent}${it.kind} ${it.name}${it.detail === '' ? '' : ` | ${it.detail}`}${it.deprecated ? ' (deprecated)' : ''}`,
    ...shown(it.children, `${indent}  `),
  ]);
}

describe('the outline', () => {
  it('has every construct of the language', async () => {
    const { tree } = await treeOf(`package a:b@1.0.0;
use c:d/e as f;
interface i {
  use t.{u};
  type x = list<u8>;
  record r { a: u8, b: option<x> }
  variant v { none, some(x) }
  enum e { one, two }
  flags fl { read, write }
  resource res {
    constructor(a: u8);
    m: func() -> u8;
    s: static func();
  }
  @since(version = 1.0.0) @deprecated(version = 1.0.0)
  %list: async func(a: u8)
    -> u8;
}
world w {
  import i;
  import c:d/e@2.0.0;
  import label: i;
  export run: func();
  export inline: interface { type t = u8; g: func(); }
  include other with { a as b }
}
package x:y { interface nested { } }
`);
    expect(shown(documentSymbols(tree))).toEqual([
      'package a:b@1.0.0',
      'interface i',
      '  type x | list<u8>',
      '  record r',
      '    field a | u8',
      '    field b | option<x>',
      '  variant v',
      '    case none',
      '    case some | x',
      '  enum e',
      '    case one',
      '    case two',
      '  flags fl',
      '    case read',
      '    case write',
      '  resource res',
      '    constructor constructor | (a: u8)',
      '    method m | func() -> u8',
      '    method s | static func()',
      '  func list | async func(a: u8) -> u8 (deprecated)',
      'world w',
      '  interface i | import',
      '  interface c:d/e@2.0.0 | import',
      '  interface label: i | import',
      '  func run | export func()',
      '  interface inline | export',
      '    type t | u8',
      '    func g | func()',
      '  include other | include',
      'package x:y',
      '  interface nested',
    ]);
  });

  it('holds each name inside its item, and each item inside its container, in broken text too', async () => {
    for (const text of [
      'interface i { f: func(; record r { a: }',
      'world { import ; export x: interface { f: func(',
      'package',
    ]) {
      const { tree } = await treeOf(text);
      const check = (symbols: readonly DocumentSymbol[], around: { start: number; end: number }): void => {
        for (const it of symbols) {
          expect(it.name).not.toBe('');
          expect(it.span.start).toBeGreaterThanOrEqual(around.start);
          expect(it.span.end).toBeLessThanOrEqual(around.end);
          expect(it.selection.start).toBeGreaterThanOrEqual(it.span.start);
          expect(it.selection.end).toBeLessThanOrEqual(it.span.end);
          check(it.children, it.span);
        }
      };
      check(documentSymbols(tree), { start: 0, end: text.length });
    }
  });
});

describe('symbols of the workspace', () => {
  const files = `//- a/a.wit
package a:b@1.0.0;
interface types { record user-profile { name: string } get-user: func(); }
//- a/deps/c/c.wit
package c:d;
interface users { }
//- z/deps/c/c.wit
package c:d;
interface users { }
//- z/z.wit
package z:z;
interface user { }
`;
  const ask = async (query: string): Promise<string[]> => {
    const { snapshot } = await fixture(files);
    return workspaceSymbols(snapshot, query).map((it) => `${it.name} in ${it.container}`);
  };

  it('are found by their letters, the nearest first, own ones before vendored ones', async () => {
    expect(await ask('user')).toEqual([
      'user in z:z',
      'user-profile in a:b@1.0.0/types',
      'get-user in a:b@1.0.0/types',
      'users in c:d',
    ]);
  });

  it('are found by the beginnings of words', async () => {
    expect(await ask('up')).toEqual(['user-profile in a:b@1.0.0/types']);
    expect(await ask('gUs')).toEqual(['get-user in a:b@1.0.0/types']);
    expect(await ask('xyz')).toEqual([]);
  });

  it('are all there when nothing is asked for', async () => {
    expect(await ask('')).toHaveLength(8);
  });

  it('are the best up to a limit, with what each is', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `  x-name-${40 - at}: func();`).join('\n');
    const { snapshot } = await fixture(
      `package a:b;\ninterface i {\n${many}\n  @deprecated(version = 1.0.0)\n  name: func();\n}\n`,
    );
    const found = workspaceSymbols(snapshot, ' %Name ', 3);
    expect(found.map((it) => [it.name, it.kind, it.container, it.deprecated])).toEqual([
      ['name', 'func', 'a:b/i', true],
      ['x-name-1', 'func', 'a:b/i', false],
      ['x-name-10', 'func', 'a:b/i', false],
    ]);
  });

  it('have every kind but fields, cases and constructors', async () => {
    const { snapshot } = await fixture(`package a:b@1.0.0-rc.1;
interface i {
  type at = u8; record ar { f: u8 } variant av { c } enum ae { c } flags af { c }
  resource as { constructor(); am: func(); an: static func(); }
}
world aw { import ai: interface { ag: func(); } export ah: func(); import i; include other; }
package n:ap { interface aj {} }
`);
    // Each stands at its own name.
    for (const { uri, span, name } of workspaceSymbols(snapshot, ''))
      expect(snapshot.tree(uri)?.text.slice(span.start, span.end)).toBe(name === 'a:b' ? 'a:b@1.0.0-rc.1' : name);
    expect(
      workspaceSymbols(snapshot, 'a')
        .map((it) => `${it.kind} ${it.container}/${it.name}`)
        .sort(),
    ).toEqual(
      [
        'package /n:ap',
        'package /a:b',
        'type /i/at',
        'record /i/ar',
        'variant /i/av',
        'enum /i/ae',
        'flags /i/af',
        'resource /i/as',
        'method /i.as/am',
        'method /i.as/an',
        'world /aw',
        'interface /aw/ai',
        'func /aw.ai/ag',
        'func /aw/ah',
        'interface /aj',
      ]
        .map((it) =>
          it.replace(' /', it.includes(' /i') || it.includes(' /aw') ? ' a:b@1.0.0-rc.1/' : ' a:b@1.0.0-rc.1/'),
        )
        .sort(),
    );
  });
});

it('a name is the nearer the earlier and the more of it is asked for', () => {
  // Each row by the rule: the same, its beginning (5 and the rest), within (20 at a word, 60 else, and where), letters (100).
  for (const [name, wanted, score] of [
    ['get-user', 'get-user', 0],
    ['get-user', 'get', 10],
    ['get-user', 'user', 24],
    ['get-user', 'ser', 65],
    ['get-user', 'gu', 108],
    ['get-user', 'gt', 114],
    ['get-user', 'ug', undefined],
    ['get-user', '', 8],
  ] as const)
    expect([name, wanted, scoreOf(name, wanted)]).toEqual([name, wanted, score]);
});

it('folds bodies, parameters, comments and runs of `use`', async () => {
  const { tree } = await treeOf(`/// One
/// two.
interface i {
  use a.{b};
  use c.{d};
  /* long
     comment */
  f: func(
    a: u8,
  );
  record r { x: u8 }
`);
  const lines = (offset: number): number => tree.text.slice(0, offset).split('\n').length - 1;
  const several = folds(tree).filter((it) => lines(it.start) < lines(it.end));
  expect(several.map((it) => [lines(it.start), lines(it.end), it.kind ?? 'brackets'])).toEqual([
    [0, 1, 'comment'],
    [3, 4, 'imports'],
    [5, 6, 'comment'],
    [7, 9, 'brackets'],
  ]);
});

describe('a selection grows', () => {
  const grow = async (text: string): Promise<string[]> => {
    const { tree, offset } = await treeOf(text);
    return selections(tree, offset).map((it) => tree.text.slice(it.start, it.end));
  };

  it('from a word to the file', async () => {
    const text = 'package a:b;\ninterface i {\n  f: func(p: list<po$0int>) -> u8;\n}\n';
    expect(await grow(text)).toEqual([
      'point',
      'list<point>',
      'p: list<point>',
      '(p: list<point>)',
      'func(p: list<point>) -> u8',
      'f: func(p: list<point>) -> u8;',
      '{\n  f: func(p: list<point>) -> u8;\n}',
      'interface i {\n  f: func(p: list<point>) -> u8;\n}',
      text.replace('$0', ''),
    ]);
  });

  it('in broken text and in comments', async () => {
    expect((await grow('interface i { f: func(a: u$08 '))[0]).toBe('u8');
    expect((await grow('// a no$0te\ninterface i {}'))[0]).toBe('// a note');
    expect(await grow('$0')).toEqual(['']);
  });
});

it('links addresses in comments, and packages to their files', async () => {
  const { snapshot } = await fixture(`//- a.wit
/// See https://example.invalid/a_(b), or (http://example.invalid/c).
package a:b;
interface i { use c:d/e.{t}; }
//- deps/c/c.wit

package c:d;
interface e { type t = u8; }
`);
  const text = snapshot.tree(`${FIXTURE}/a.wit`)?.text ?? '';
  const found = documentLinks(snapshot, `${FIXTURE}/a.wit`).map(({ span, target }) => [
    text.slice(span.start, span.end),
    target,
  ]);
  expect(found).toEqual([
    ['https://example.invalid/a_(b)', 'https://example.invalid/a_(b)'],
    ['http://example.invalid/c', 'http://example.invalid/c'],
    ['c:d', `${FIXTURE}/deps/c/c.wit#L2`],
  ]);
});

it('has links in the order of the text, each with what it leads to', async () => {
  const { snapshot, uri } = await fixture(`//- a.wit
package a:b;
interface i {
  use c:d/e@1.2.0.{t};
  // See https://example.invalid/x.
  use f:g/h.{u};
  /* [http://example.invalid/y] https://example.invalid/z! */
}
//- deps/c.wit
package c:d@1.2.0;
interface e { type t = u8; }
//- deps/f.wit
// The second line.
package f:g;
interface h { type u = u8; }
`);
  expect(documentLinks(snapshot, uri).map(({ target, tooltip }) => [target, tooltip])).toEqual([
    [`${FIXTURE}/deps/c.wit#L1`, 'package c:d@1.2.0'],
    ['https://example.invalid/x', 'https://example.invalid/x'],
    [`${FIXTURE}/deps/f.wit#L2`, 'package f:g'],
    ['http://example.invalid/y', 'http://example.invalid/y'],
    ['https://example.invalid/z', 'https://example.invalid/z'],
  ]);
});

describe('names that are typed together', () => {
  const ask = async (text: string): Promise<number | undefined> => {
    const { snapshot, uri, offset } = await fixture(text);
    return linkedPlaces(snapshot, uri, offset)?.length;
  };

  it('are those that an `as` makes', async () => {
    expect(
      await ask('package a:b;\ninterface t { type u = u8; }\ninterface i { use t.{u as $0v}; f: func(a: v) -> v; }'),
    ).toBe(3);
    expect(
      await ask('package a:b;\ninterface t { type u = u8; }\ninterface i { use t.{u as v}; f: func(a: $0v); }'),
    ).toBe(2);
  });

  it('are not the names of others', async () => {
    expect(
      await ask('package a:b;\ninterface t { type $0u = u8; }\ninterface i { use t.{u}; f: func(a: u); }'),
    ).toBeUndefined();
  });
});

describe('help inside brackets', () => {
  const ask = async (text: string): Promise<string | undefined> => {
    const { tree, offset } = await treeOf(text);
    const found = signatureHelp(tree, offset);
    return found === undefined ? undefined : `${found.label} at ${found.parameters[found.active]}`;
  };

  it.each([
    ['interface i { f: func(a: list<$0', 'list<element, length> at element'],
    ['interface i { f: func(a: list<u8, $0', 'list<element, length> at length'],
    ['interface i { f: func() -> result<list<u8>, $0', 'result<ok, error> at error'],
    ['interface i { f: func() -> result<_, $0string>; }', 'result<ok, error> at error'],
    ['interface i { type t = map<string, $0', 'map<key, value> at value'],
    ['interface i { type t = tuple<u8, u8, u8, $0', 'tuple<first, second, …> at …'],
    ['interface i { type t = option<$0>; }', 'option<value> at value'],
    ['interface i { f: func(a: borrow<$0', 'borrow<resource> at resource'],
    ['@since($0', '@since(version = 1.0.0) at version = 1.0.0'],
    ['interface i { @unstable(feature = $0) f: func(); }', '@unstable(feature = name) at feature = name'],
    ['world w { include v with { a as b, $0', 'include world with { name as new-name, … } at …'],
    ['interface i { /* 𝔘 */\r\n f: func(a: list<u8>, b: list<$0', 'list<element, length> at element'],
  ])('%s', async (text, expected) => {
    expect(await ask(text)).toBe(expected);
  });

  it.each([
    'interface i { $0',
    'interface i { f: func($0',
    'interface i { type t = list<u8>; $0',
    '// list<$0',
    'world w { $0',
  ])('nothing in %s', async (text) => {
    expect(await ask(text)).toBeUndefined();
  });
});

describe('the hierarchy of types', () => {
  const text = `//- a.wit
package a:b;
interface i {
  record inner { x: u8 }
  record $0middle { a: inner, b: list<inner> }
  variant outer { m(middle), n }
  type alias = middle;
}
//- b.wit
interface j {
  use i.{middle as mid};
  record other { m: mid }
  f: func(m: mid);
}
`;

  it('goes up to the types that contain one, and down to those in it', async () => {
    const { snapshot, uri, offset } = await fixture(text);
    expect(typeItem(snapshot, uri, offset)?.name).toBe('middle');
    const names = (all: readonly { readonly name: string; readonly kind: string }[]): string[] =>
      all.map((it) => `${it.kind} ${it.name}`);
    expect(names(containingTypes(snapshot, uri, offset))).toEqual(['variant outer', 'alias alias', 'record other']);
    expect(names(containedTypes(snapshot, uri, offset))).toEqual(['record inner']);
  });

  it('begins at types only', async () => {
    const { snapshot, uri, offset } = await fixture('package a:b;\ninterface $0i { f: func(); }');
    expect(typeItem(snapshot, uri, offset)).toBeUndefined();
  });
});
