import { describe, expect, it } from 'vitest';
import { FIXTURE, fixture } from '../../../../test/support/fixture.ts';
import { applyEdits } from '../../base/text.ts';
import { prepareRename, rename } from './rename.ts';

/** The changed files after a renaming, or why there is none. */
async function renamed(text: string, name: string): Promise<Record<string, string> | string> {
  const { snapshot, uri, offset, texts } = await fixture(text);
  const result = rename(snapshot, uri, offset, name);
  if ('refused' in result) return result.refused;
  return Object.fromEntries(
    result.files.map((it) => [it.uri.slice(FIXTURE.length + 1), applyEdits(texts.get(it.uri) ?? '', it.edits).trim()]),
  );
}

const TYPES = `//- a.wit
package a:b;
interface types {
  record $0point { x: u32 }
  f: func(p: point) -> list<point>;
}
`;

describe('a type', () => {
  it('is renamed in its body and wherever it is used without a new name', async () => {
    const files = await renamed(
      `${TYPES}//- b.wit
interface user {
  use types.{point};
  g: func(p: point);
}
interface other {
  use types.{point as p};
  use user.{point as q};
  h: func(a: p, b: q);
}
`,
      'pos',
    );
    expect(files).toEqual({
      'a.wit': 'package a:b;\ninterface types {\n  record pos { x: u32 }\n  f: func(p: pos) -> list<pos>;\n}',
      'b.wit': `interface user {
  use types.{pos};
  g: func(p: pos);
}
interface other {
  use types.{pos as p};
  use user.{pos as q};
  h: func(a: p, b: q);
}`,
    });
  });

  it('keeps its old name where the new one is taken', async () => {
    const files = await renamed(
      `${TYPES}//- b.wit
interface user {
  use types.{point};
  type pos = u8;
  g: func(p: point);
}
interface third { use user.{point}; h: func(a: point); }
`,
      'pos',
    );
    expect(files).toMatchObject({
      'b.wit': `interface user {
  use types.{pos as point};
  type pos = u8;
  g: func(p: point);
}
interface third { use user.{point}; h: func(a: point); }`,
    });
  });

  it('gets a `%` where its new name is a keyword, and loses it with it', async () => {
    const list = await renamed('package a:b;\ninterface i { type $0t = u8; type u = t; }', 'list');
    expect(list).toEqual({ 'a.wit': 'package a:b;\ninterface i { type %list = u8; type u = %list; }' });
    const back = await renamed('package a:b;\ninterface i { type %li$0st = u8; type u = %list; }', '%t');
    expect(back).toEqual({ 'a.wit': 'package a:b;\ninterface i { type t = u8; type u = t; }' });
    const spare = await renamed('package a:b;\ninterface i { type %t = u8; type u = $0t; }', 'v');
    expect(spare).toEqual({ 'a.wit': 'package a:b;\ninterface i { type %v = u8; type u = v; }' });
  });

  it('is not given a name that is taken where it is defined', async () => {
    const reason = await renamed('package a:b;\ninterface i { type $0t = u8; f: func(); }', 'f');
    expect(reason).toMatch(/a\.wit:2: .*`f` is defined twice/);
  });

  it('is not given a name that differs from another in case only', async () => {
    expect(await renamed('package a:b;\ninterface i { type $0t = u8; f: func(); }', 'F')).toMatch(/case/);
  });

  it('is not given a name that is none', async () => {
    expect(await renamed('package a:b;\ninterface i { type $0t = u8; }', 'fooBar')).toMatch(
      /`fooBar` is not a valid name/,
    );
    expect(await renamed('package a:b;\ninterface i { type $0t = u8; }', '')).toMatch(/is not a valid name/);
  });
});

describe('an interface', () => {
  it('is renamed in every file and path, across packages', async () => {
    const files = await renamed(
      `//- a/a.wit
package a:b@1.0.0;
interface $0i { type t = u8; }
world w { import i; export i; import x: i; }
//- a/b.wit
interface j { use i.{t}; }
//- c/c.wit
package c:d;
use a:b/i@1.0.0;
use a:b/i@1.0.0 as other;
interface k { use i.{t}; use other.{t as t2}; use a:b/i@1.0.0.{t as t3}; }
world v { import i; include a:b/w@1.0.0; }
`,
      'new',
    );
    expect(files).toEqual({
      'a/a.wit':
        'package a:b@1.0.0;\ninterface new { type t = u8; }\nworld w { import new; export new; import x: new; }',
      'a/b.wit': 'interface j { use new.{t}; }',
      'c/c.wit': `package c:d;
use a:b/new@1.0.0;
use a:b/new@1.0.0 as other;
interface k { use new.{t}; use other.{t as t2}; use a:b/new@1.0.0.{t as t3}; }
world v { import new; include a:b/w@1.0.0; }`,
    });
  });

  it('keeps its old name in a file whose own names have the new one', async () => {
    const files = await renamed(
      `//- a/a.wit
package a:b;
interface $0i { type t = u8; }
//- c/c.wit
package c:d;
use a:b/i;
interface new { use i.{t}; use a:b/i.{t as t2}; }
`,
      'new',
    );
    expect(files).toMatchObject({
      'c/c.wit': 'package c:d;\nuse a:b/new as i;\ninterface new { use i.{t}; use a:b/new.{t as t2}; }',
    });
  });

  it('is not renamed to what a file alias hides', async () => {
    const reason = await renamed(
      `//- a.wit
package a:b;
interface $0i { type t = u8; }
interface k { type t = u16; }
//- b.wit
use k as new;
interface j { use i.{t}; use new.{t as t2}; }
`,
      'new',
    );
    expect(reason).toMatch(/b\.wit:2: `new` would mean something else there/);
  });

  it('is not given the name of another of its package', async () => {
    expect(await renamed('//- a.wit\npackage a:b;\ninterface $0i {}\n//- b.wit\nworld w {}\n', 'w')).toMatch(
      /`w` is already the name of/,
    );
  });
});

describe('labels of worlds', () => {
  it('are renamed in `with` of other worlds, and so are the names that it makes', async () => {
    const text = `package a:b;
world w { import f: func(); }
world v { include w; }
world u { include v with { f as g } }
world t { include u with { g as h } }
`;
    expect(await renamed(text.replace('f: func', '$0f: func'), 'k')).toMatchObject({
      'a.wit': expect.stringContaining(
        'import k: func(); }\nworld v { include w; }\nworld u { include v with { k as g }',
      ),
    });
    expect(await renamed(text.replace('f as g', 'f as $0g'), 'k')).toMatchObject({
      'a.wit': expect.stringContaining('with { f as k } }\nworld t { include u with { k as h } }'),
    });
  });

  it('are renamed on both sides when a `with` names both', async () => {
    const text = `package a:b;
world w { import f: func(); export f: func(); }
world u { include w with { f as g } }
`;
    expect(await renamed(text.replace('f as g', '$0f as g'), 'k')).toEqual({
      'a.wit': 'package a:b;\nworld w { import k: func(); export k: func(); }\nworld u { include w with { k as g } }',
    });
    expect(await renamed(text.replace('import f', 'import $0f'), 'k')).toMatch(/would mean something else/);
  });

  it('are not given the name of another that is included beside it', async () => {
    const reason = await renamed(
      `package a:b;
world w { import $0f: func(); }
world u { include w; import k: func(); }
`,
      'k',
    );
    expect(reason).toMatch(/a\.wit:3: the import `k` of world `w` has the name of another/);
  });
});

describe('what is vendored', () => {
  const VENDORED = `//- deps/c/c.wit
package c:d;
interface i { type t = u8; }
world w {}
`;

  it('is not renamed', async () => {
    expect(
      await renamed('package a:b;\nworld w { import c:d/$0i; }\n//- deps/c/c.wit\npackage c:d; interface i {}', 'j'),
    ).toBe('it is defined in deps/c/c.wit, which is vendored: a change there would be lost');
    expect(await renamed(VENDORED.replace('type t', 'type $0t'), 'j')).toMatch(/vendored/);
    expect(await renamed(`package a:b;\nworld w { import c:d$0/i; }\n${VENDORED}`, 'x:y')).toMatch(/vendored/);
  });

  it('gets another name where it is used', async () => {
    const files = await renamed(
      `package a:b;
interface j { use c:d/i.{t}; f: func(a: t$0); }
interface k { use j.{t}; use c:d/i.{t as t2}; g: func(a: t); }
${VENDORED}`,
      'mine',
    );
    expect(files).toEqual({
      'a.wit': `package a:b;
interface j { use c:d/i.{t as mine}; f: func(a: mine); }
interface k { use j.{mine}; use c:d/i.{t as t2}; g: func(a: mine); }`,
    });
    const inList = await renamed(`package a:b;\ninterface j { use c:d/i.{$0t}; f: func(a: t); }\n${VENDORED}`, 'mine');
    expect(inList).toEqual({ 'a.wit': 'package a:b;\ninterface j { use c:d/i.{t as mine}; f: func(a: mine); }' });
  });

  it('gets another name in a file that names it at its top', async () => {
    const files = await renamed(
      `package a:b;
use c:d/i@1.0.0;
interface j { use $0i.{t}; use c:d/i@1.0.0.{t as t2}; }
world w { import i; }
//- deps/c/c.wit
package c:d@1.0.0;
interface i { type t = u8; }
`,
      'mine',
    );
    expect(files).toEqual({
      'a.wit': `package a:b;
use c:d/i@1.0.0 as mine;
interface j { use mine.{t}; use c:d/i@1.0.0.{t as t2}; }
world w { import mine; }`,
    });
  });

  it('keeps what it mentions from being renamed', async () => {
    const reason = await renamed(
      `package a:b;
package a:n { interface $0i {} }
//- deps/c/c.wit
package c:d;
world w { import a:n/i; }
`,
      'j',
    );
    expect(reason).toBe('deps/c/c.wit mentions it, and what is vendored does not change');
  });
});

describe('a package', () => {
  const TWO = `//- a/a.wit
package $0a:b@1.0.0;
interface i { type t = u8; }
//- a/b.wit
package a:b@1.0.0;
interface j {}
//- c/c.wit
package c:d;
use a:b/i@1.0.0;
interface k { use a:b/i@1.0.0.{t}; }
world w { import a:b/j@1.0.0; import x: interface { use a:b/i@1.0.0.{t}; } }
`;

  it('is renamed with every path that leads to it', async () => {
    expect(await renamed(TWO, 'x:list')).toEqual({
      'a/a.wit': 'package x:%list@1.0.0;\ninterface i { type t = u8; }',
      'a/b.wit': 'package x:%list@1.0.0;\ninterface j {}',
      'c/c.wit': `package c:d;
use x:%list/i@1.0.0;
interface k { use x:%list/i@1.0.0.{t}; }
world w { import x:%list/j@1.0.0; import x: interface { use x:%list/i@1.0.0.{t}; } }`,
    });
  });

  it('gets another version', async () => {
    expect(await renamed(TWO, 'a:b@2.0.0')).toMatchObject({
      'a/b.wit': 'package a:b@2.0.0;\ninterface j {}',
      'c/c.wit': expect.stringContaining('use a:b/i@2.0.0.{t};'),
    });
    const first = await renamed(
      '//- a/a.wit\npackage $0a:b;\ninterface i {}\n//- c/c.wit\npackage c:d;\nuse a:b/i;\n',
      'a:b@0.1.0',
    );
    expect(first).toEqual({
      'a/a.wit': 'package a:b@0.1.0;\ninterface i {}',
      'c/c.wit': 'package c:d;\nuse a:b/i@0.1.0;',
    });
  });

  it('is renamed from a path, too; its version is not part of the name there', async () => {
    const text = TWO.replace('$0', '').replace('use a:b/i@1.0.0;', 'use a:$0b/i@1.0.0;');
    const { snapshot, uri, offset } = await fixture(text);
    expect(prepareRename(snapshot, uri, offset)).toMatchObject({ placeholder: 'a:b' });
    expect(await renamed(text, 'x:y')).toMatchObject({ 'a/a.wit': expect.stringContaining('package x:y@1.0.0;') });
  });

  it('is not given a name that is taken or none', async () => {
    expect(await renamed(TWO.replace('package c:d', 'package c:d@1.0.0'), 'c:d')).toBe(
      'there is a package `c:d@1.0.0` already',
    );
    expect(await renamed(TWO, 'ab')).toMatch(/is not a valid package name/);
    expect(await renamed(TWO, 'a:b@1.0')).toMatch(/needs three numbers/);
    expect(await renamed(TWO, 'A:b')).toMatch(/capital/);
  });

  it('keeps the name in vendored copies and in what refers to them', async () => {
    const files = await renamed(
      `//- a/a.wit
package $0a:b;
interface i {}
//- app/app.wit
package app:app;
world w { import a:b/i; }
//- app/deps/a/a.wit
package a:b;
interface i {}
`,
      'x:y',
    );
    expect(files).toEqual({ 'a/a.wit': 'package x:y;\ninterface i {}' });
  });
});

describe('other names', () => {
  it('of members, parameters and features', async () => {
    const text = `package a:b@1.0.0;
@unstable(feature = $0fancy)
interface i {
  @unstable(feature = fancy)
  record r { a: u8, b: u8 }
  @unstable(feature = fancy)
  resource res { constructor(); m: func(p: u8); }
}
`;
    expect(await renamed(text, 'plain')).toMatchObject({
      'a.wit': expect.stringMatching(/feature = plain(.|\n)*feature = plain(.|\n)*feature = plain/),
    });
    const at = (name: string): string => text.replace('$0', '').replace(name, `$0${name}`);
    expect(await renamed(at('a: u8'), 'c')).toMatchObject({ 'a.wit': expect.stringContaining('record r { c: u8, b') });
    expect(await renamed(at('a: u8'), 'b')).toMatch(/`b`/);
    expect(await renamed(at('m: func'), 'n')).toMatchObject({ 'a.wit': expect.stringContaining('n: func(p: u8)') });
    expect(await renamed(at('p: u8'), 'self')).toMatch(/self/);
    expect(await renamed(at('constructor'), 'x')).toBe('a constructor has no name of its own');
    expect(await renamed(at('record'), 'x')).toBe('there is no name here');
  });
});

describe('a name that differs in a hyphen or in case', () => {
  it.each([
    ['a function', 'interface i { foo-bar: func(); $0other: func(); }', 'foobar'],
    ['a field', 'interface i { record r { foo-bar: u8, $0other: u8 } }', 'foobar'],
    ['a case', 'interface i { enum e { foobar, $0other } }', 'foo-bar'],
    ['a parameter', 'interface i { f: func(foobar: u8, $0other: u8); }', 'foo-bar'],
    ['a method', 'interface i { resource r { foo-bar: func(); $0other: func(); } }', 'foobar'],
    ['a method, like its resource', 'interface i { resource foo-bar { $0other: func(); } }', 'foobar'],
    ['a type', 'interface i { type foo-bar = u8; type $0other = u8; }', 'foobar'],
    ['an import', 'world w { import foo-bar: func(); import $0other: func(); }', 'foobar'],
    [
      'an interface',
      'interface foo-bar { f: func(); } world w { import $0other; } interface other { f: func(); }',
      'foobar',
    ],
  ])('is refused for %s', async (_, text, name) => {
    expect(await renamed(`//- a.wit\npackage a:b;\n${text}\n`, name)).toMatch(/^that would break/);
  });

  it('is free where both can stand', async () => {
    const text = 'interface i { record r { foo-bar: u8 } record s { $0other: u8 } }';
    expect(await renamed(`//- a.wit\npackage a:b;\n${text}\n`, 'foobar')).toHaveProperty('a.wit');
  });
});

it('a type is renamed through every use on the way, up to the last', async () => {
  const files = await renamed(
    `package a:b;
interface one { type $0t = u8; }
interface two { use one.{t}; }
interface three { use two.{t}; }
interface four { use three.{t}; f: func() -> t; }
interface five { use three.{t as other}; g: func() -> other; }
`,
    'new-t',
  );
  expect(files).toEqual({
    'a.wit': `package a:b;
interface one { type new-t = u8; }
interface two { use one.{new-t}; }
interface three { use two.{new-t}; }
interface four { use three.{new-t}; f: func() -> new-t; }
interface five { use three.{new-t as other}; g: func() -> other; }`,
  });
});

it('features are renamed apart from each other', async () => {
  const text = (name: string) => `package a:b;
interface i {
  @unstable(feature = ${name})
  f: func();
  @unstable(feature = two)
  g: func();
  @unstable(feature = ${name})
  h: func();
}
`;
  expect(await renamed(text('$0one').replace('$0one)\n  h', 'one)\n  h'), 'three')).toEqual({
    'a.wit': text('three').trim(),
  });
});
