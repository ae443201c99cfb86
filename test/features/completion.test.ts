// What completion offers at every kind of place: fixtures with `$0`, and the labels in their order.

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { complete } from '../../server/src/features/completion/completion.ts';
import type { CompletionItem } from '../../server/src/features/completion/item.ts';
import { fixture } from '../support/fixture.ts';

async function items(text: string): Promise<readonly CompletionItem[]> {
  const { snapshot, uri, offset } = await fixture(text);
  return complete(snapshot, uri, offset).items;
}

async function labels(text: string): Promise<string[]> {
  return (await items(text)).map((it) => it.label);
}

/** Labels without attributes and built-in types, which stand almost everywhere. */
async function names(text: string): Promise<string[]> {
  return (await items(text)).filter((it) => it.kind !== 'keyword' && it.kind !== 'primitive').map((it) => it.label);
}

/** The text after an item was taken. */
async function taken(text: string, label: string): Promise<string> {
  const { snapshot, uri, offset, texts } = await fixture(text);
  const { items: all, replace } = complete(snapshot, uri, offset);
  const item = all.find((it) => it.label === label);
  if (item === undefined) return `not offered: ${all.map((it) => it.label).join(' ')}`;
  return applyEdits(texts.get(uri) ?? '', [{ ...replace, text: item.text }, ...(item.edits ?? [])]);
}

const DEPS = `
//- wit/deps/http/types.wit
package wasi:http@0.2.0;
interface types { record request { a: u8 } resource body; use poll.{pollable}; }
interface poll { resource pollable; }
world proxy { import types; export run: func(); }
//- wit/deps/http3/types.wit
package wasi:http@0.3.0;
interface types { record request { a: u8 } }
interface client {}
`;

describe('items', () => {
  it('begin a file', async () => {
    const found = await labels('$0');
    expect(found[0]).toBe('package');
    expect(found).toEqual(expect.arrayContaining(['interface', 'world', 'use']));
    expect(found).not.toContain('record');
  });

  it.each(['', '\n', '\r\n\r\n', '// 𝔘\n', '/* a */ '])(
    'begin a file with its `package` line, after %j',
    async (above) => {
      for (const word of ['', 'p', 'pack']) {
        const found = await items(`${above}${word}$0`);
        expect(found[0]?.snippet).toBe('package ${1:namespace}:${2:name};\n$0');
      }
      // Below something else it can only be a package in a block.
      const below = await items(`${above}interface i {}\npack$0`);
      expect(below.find((it) => it.label === 'package')?.snippet).toContain('{');
    },
  );

  it('that `use` goes on with: interfaces without a type are none', async () => {
    const deps =
      '//- wit/deps/m/m.wit\npackage c:m;\ninterface nothing { f: func(); }\ninterface again { use types.{t}; }\ninterface types { type t = u8; }\n';
    const text = (use: string): string =>
      `//- wit/a.wit\npackage a:b;\ninterface empty {}\ninterface full { type x = u8; }\n${use}\n${deps}`;
    const offered = async (use: string): Promise<string[]> => (await labels(text(use))).filter((it) => it !== 'c');
    expect((await offered('interface i { use $0 }')).sort()).toEqual(['c:m/again', 'c:m/types', 'full']);
    expect((await offered('interface i { use c:m/$0 }')).sort()).toEqual(['again', 'types']);
    // An import needs none.
    expect(await offered('world w { import $0 }')).toEqual(expect.arrayContaining(['empty', 'full', 'c:m/nothing']));
  });

  it('of a file', async () => {
    expect(await labels('package a:b@1.0.0;\n\nin$0\ninterface i {}\n')).toEqual([
      'interface',
      'world',
      'use',
      'package',
      '@since',
      '@unstable',
      '@deprecated',
    ]);
  });

  it('of a nested package, where no other is', async () => {
    const found = await labels('package a:b;\npackage c:d {\n  $0\n}\n');
    expect(found).toContain('interface');
    expect(found).not.toContain('package');
  });

  it('of an interface, after a statement without its end', async () => {
    for (const before of ['', 'type t = u8', 'f: func()', 'use x', 'record r { a: u8 }', '/// docs'])
      expect((await labels(`package a:b;\ninterface i {\n  ${before}\n  $0\n}\n`)).slice(0, 4), before).toEqual([
        'use',
        'type',
        'record',
        'variant',
      ]);
  });

  it('of an interface that is never closed', async () => {
    expect(await labels('package a:b;\ninterface i {\n  record r { a: u8 }\n  $0')).toContain('resource');
    expect(await labels('package a:b;\ninterface i {\n  resource r { f: func(); }\n  $0\ninterface j {}')).toContain(
      'type',
    );
  });

  it('of a world', async () => {
    const found = await labels('package a:b;\nworld w {\n  ex$0\n}\n');
    expect(found).toEqual(expect.arrayContaining(['import', 'export', 'include', 'use', 'export func']));
    expect(found).not.toContain('interface');
  });

  it('of a resource, one constructor only', async () => {
    expect(await labels('package a:b;\ninterface i { resource r { $0 } }')).toEqual(
      expect.arrayContaining(['func', 'static func', 'constructor']),
    );
    expect(await labels('package a:b;\ninterface i { resource r { constructor(); $0 } }')).not.toContain('constructor');
  });

  it('with attributes, which leave out what they exclude', async () => {
    const found = await labels('package a:b@1.0.0;\ninterface i {\n  @since(version = 1.0.0)\n  $0\n}\n');
    expect(found).toContain('@deprecated');
    expect(found).not.toContain('@unstable');
    expect(found).not.toContain('@since');
  });

  it('nothing where a name is made', async () => {
    for (const text of [
      'interface $0',
      'world x$0',
      'interface i { type $0',
      'interface i { record r { $0',
      'interface i { f: func($0',
    ])
      expect(await labels(`package a:b;\n${text}`), text).toEqual([]);
  });

  it('nothing in comments, strings and numbers', async () => {
    expect(await labels('package a:b;\n// in$0\n')).toEqual([]);
    expect(await labels('package a:b;\n/* in$0 */\n')).toEqual([]);
    expect(await labels('package a:b;\n@external-id("in$0")\ninterface i {}\n')).toEqual([]);
    expect(await labels('package a:b;\ninterface i { type t = list<u8, 1$0>; }\n')).toEqual([]);
  });
});

describe('types', () => {
  const inside = (text: string): string =>
    `package a:b;\ninterface o { record point { x: u8 } resource file; }\ninterface i {\n  type id = u32;\n  resource r;\n  ${text}\n}\n`;

  it('in every place for one', async () => {
    for (const text of [
      'f: func(a: $0)',
      'f: func(a: u8) -> $0;',
      'type x = $0;',
      'type x = list<$0',
      'type x = result<u8, $0',
      'type x = map<string, $0',
      'record x { a: $0 }',
      'record x {\n a: u8,\n b: $0\n c: u8 }',
      'variant x { a($0) }',
      'resource q { m: func(a: $0); }',
      'resource q { constructor(a: $0); }',
      'resource q { s: static async func(a: i$0); }',
    ])
      expect(await labels(inside(text)), text).toEqual(expect.arrayContaining(['id', 'u8', 'list', 'r']));
  });

  it('the nearest first', async () => {
    const found = await labels(inside('f: func(a: $0);'));
    expect(found.indexOf('id')).toBeLessThan(found.indexOf('u8'));
    expect(found.indexOf('u8')).toBeLessThan(found.indexOf('list'));
    expect(found.indexOf('list')).toBeLessThan(found.indexOf('point'));
  });

  it('only resources in a handle', async () => {
    expect(await labels(inside('f: func(a: borrow<$0>);'))).toEqual(['r', 'file']);
  });

  it('only what can be a key', async () => {
    expect(await labels(inside('type x = map<$0'))).toEqual([
      'bool',
      'u8',
      'u16',
      'u32',
      'u64',
      's8',
      's16',
      's32',
      's64',
      'char',
      'string',
    ]);
  });

  it('no `borrow` in a result, `_` only first in `result<`', async () => {
    expect(await labels(inside('f: func() -> $0;'))).not.toContain('borrow');
    expect(await labels(inside('f: func() -> result<$0'))).toContain('_');
    expect(await labels(inside('f: func() -> result<u8, $0'))).not.toContain('_');
  });

  it('not the type itself, nor what has it inside', async () => {
    const found = await labels(inside('record x { a: $0 }\n  record y { b: list<x> }'));
    expect(found).toContain('id');
    expect(found).not.toContain('x');
    expect(found).not.toContain('y');
  });

  it('bring their `use` with them', async () => {
    expect(await taken(inside('f: func(a: poi$0);'), 'point')).toContain(
      'interface i {\n  use o.{point};\n  type id = u32;\n  resource r;\n  f: func(a: point);',
    );
  });

  it('from another package', async () => {
    const text = `//- wit/a.wit\npackage a:b;\ninterface i {\n  f: func(a: req$0);\n}\n${DEPS}`;
    expect(await taken(text, 'request')).toContain(
      'package a:b;\ninterface i {\n  use wasi:http/types@0.2.0.{request};\n  f: func(a: request);\n}\n',
    );
  });

  it('with another name where theirs is taken', async () => {
    const text = 'package a:b;\ninterface o { type t = u8; }\ninterface i { type t = u8; f: func(a: o-$0); }\n';
    expect(await labels(text)).not.toContain('o-t');
    const other = 'package a:b;\ninterface o { type t = u8; }\ninterface i { type t = u8; f: func(a: t$0); }\n';
    expect(await taken(other, 'o-t')).toContain('use o.{t as o-t};');
  });

  it('not from an interface that uses this one', async () => {
    const text = 'package a:b;\ninterface o { use i.{x}; type t = x; }\ninterface i { type x = u8; f: func(a: $0); }\n';
    expect(await names(text)).toEqual(['x']);
  });

  it('escaped, and after a typed `%`', async () => {
    const text = 'package a:b;\ninterface i { type %list = u8; f: func(a: li$0); }\n';
    expect(await taken(text, 'list')).toContain('a: %list)');
    const typed = 'package a:b;\ninterface i { type %list = u8; f: func(a: %l$0); }\n';
    expect(await labels(typed)).toEqual(['list']);
    expect(await taken(typed, 'list')).toContain('a: %list)');
  });

  it('deprecated ones marked', async () => {
    const text =
      'package a:b@1.0.0;\ninterface i { @since(version = 1.0.0) @deprecated(version = 1.0.0) type t = u8; f: func(a: $0); }\n';
    expect((await items(text)).find((it) => it.label === 't')?.deprecated).toBe(true);
  });
});

describe('paths', () => {
  const inside = (text: string): string =>
    `//- wit/a.wit\npackage a:b@1.0.0;\ninterface one { type t = u8; }\ninterface two { use me.{m}; }\ninterface me { type m = u8; ${text.startsWith('use') ? text : ''}\n}\nworld other { include w; }\nworld base {}\nworld w {\n  import one;\n  ${text.startsWith('use') ? '' : text}\n}\n${DEPS}`;

  it('of `use`: other interfaces with types, but those that use this one', async () => {
    expect(await labels(inside('use $0'))).toEqual([
      'one',
      'wasi:http/poll@0.2.0',
      'wasi:http/types@0.2.0',
      'wasi:http/types@0.3.0',
      'wasi',
    ]);
  });

  it('part by part', async () => {
    // What can be taken at once comes before what goes on.
    expect(await names(inside('use wasi:$0'))).toEqual([
      'http/types@0.3.0',
      'http/poll@0.2.0',
      'http/types@0.2.0',
      'http',
    ]);
    expect(await labels(inside('use wasi:http/$0'))).toEqual(['types@0.3.0', 'poll@0.2.0', 'types@0.2.0']);
    expect(await labels(inside('use wasi:http/types@$0'))).toEqual(['0.3.0', '0.2.0']);
    expect(await labels(inside('use wasi:http/types@0.$0'))).toEqual(['0.3.0', '0.2.0']);
    expect(await labels(inside('use wasi:http/$0@0.2.0.{x};'))).toEqual(['poll', 'types']);
  });

  it('of `import` and `export`: what is not there yet', async () => {
    expect(await names(inside('import $0'))).toEqual(expect.arrayContaining(['me', 'two', 'wasi:http/types@0.3.0']));
    expect(await names(inside('import $0'))).not.toContain('one');
    expect(await names(inside('export $0'))).toContain('one');
  });

  it('of `include`: worlds that do not include this one', async () => {
    expect(await labels(inside('include $0'))).toEqual(['base', 'wasi:http/proxy@0.2.0', 'wasi']);
  });

  it('of a `use` at the top level, and through it', async () => {
    const text = `//- wit/a.wit\npackage a:b;\nuse wasi:http/types@0.3.0 as t;\nuse wasi:http/$0\n${DEPS}`;
    expect(await labels(text)).toContain('proxy@0.2.0');
    const through = `//- wit/a.wit\npackage a:b;\nuse wasi:http/types@0.3.0 as t;\ninterface i { use $0 }\n${DEPS}`;
    expect((await labels(through))[0]).toBe('t');
  });

  it('after a label, and after what may be a namespace', async () => {
    expect(await labels(inside('import x: $0'))).toEqual(
      expect.arrayContaining(['func', 'async func', 'interface', 'me']),
    );
    expect(await labels(inside('import wasi:$0'))).toEqual(expect.arrayContaining(['http', 'func']));
    expect(await labels(inside('import x: wasi:http/$0'))).toContain('types@0.3.0');
  });

  it('replaces the whole word', async () => {
    expect(await taken(inside('import wasi:http/ty$0pes@0.2.0;'), 'poll')).toContain('import wasi:http/poll@0.2.0;');
  });

  it('words after a path', async () => {
    expect(await labels('package a:b;\nuse c:d/e $0')).toEqual(['as']);
    expect(await labels(inside('include base $0'))).toEqual(['with']);
    expect(await labels(inside('use one.{t $0'))).toEqual(['as']);
  });
});

describe('names in braces', () => {
  it('types of the interface, those that it uses too, none twice', async () => {
    const use = (names: string): string =>
      `//- wit/a.wit\npackage a:b;\ninterface i {\n  use wasi:http/types@0.2.0.{${names}};\n}\n${DEPS}`;
    expect(await labels(use('$0'))).toEqual(['body', 'request', 'pollable']);
    expect(await labels(use('body, $0'))).toEqual(['request', 'pollable']);
    expect(await labels(use('$0, body'))).toEqual(['request', 'pollable']);
    expect(await labels(use('bo$0dy, pollable'))).toEqual(['body', 'request']);
    expect(await labels(use('body as $0'))).toEqual([]);
  });

  it('before the statement is over', async () => {
    expect(
      await labels('package a:b;\ninterface o { type x = u8; }\ninterface i {\n  use o.{$0\n  f: func();\n}\n'),
    ).toEqual(['x']);
  });

  it('not what is there already', async () => {
    const text = 'package a:b;\ninterface o { type x = u8; type y = u8; }\ninterface i { type x = u8; use o.{$0}; }\n';
    expect(await labels(text)).toEqual(['y']);
  });

  it('labels of an included world', async () => {
    const text =
      'package a:b;\ninterface i {}\nworld v { import i; import f: func(); export g: func(); }\nworld w { include v with { $0 } }\n';
    expect(await labels(text)).toEqual(['f', 'g']);
    expect(await labels(text.replace('$0', 'f as h, $0'))).toEqual(['g']);
    expect(await labels(text.replace('$0', 'f $0'))).toEqual(['as']);
  });
});

describe('attributes', () => {
  const gate = (text: string): string =>
    `package a:b@1.2.0;\n@since(version = 1.0.0)\ninterface o {\n  @unstable(feature = fancy)\n  f: func();\n}\n${text}\ninterface i {}\n`;

  it('their names', async () => {
    expect(await labels(gate('@$0'))).toEqual(['since', 'unstable', 'deprecated']);
    expect(await labels(gate('@since(version = 1.0.0) @$0'))).toEqual(['deprecated']);
  });

  it('their keys and values', async () => {
    expect(await labels(gate('@since($0)'))).toEqual(['version']);
    expect(await labels(gate('@since(version = $0)'))).toEqual(['1.2.0', '1.0.0']);
    expect(await labels(gate('@since(version = 1.$0)'))).toEqual(['1.2.0', '1.0.0']);
    expect(await labels(gate('@unstable(feature = $0)'))).toEqual(['fancy']);
    expect(await labels(gate('@unstable($0)'))).toEqual(['feature']);
  });

  it('replace the whole version', async () => {
    expect(await taken(gate('@since(version = 1.$01.0)'), '1.2.0')).toContain('@since(version = 1.2.0)\ninterface i');
  });
});

describe('functions and packages', () => {
  it('after a name', async () => {
    expect(await labels('package a:b;\ninterface i { f: $0 }')).toEqual(['func', 'async func', 'get', 'set']);
    expect(await labels('package a:b;\ninterface i { resource r { f: $0 } }')).toEqual([
      'func',
      'async func',
      'static func',
      'static async func',
      'get',
      'set',
      'static get',
      'static set',
    ]);
    expect(await labels('package a:b;\ninterface i { resource r { f: static $0 } }')).toEqual([
      'func',
      'async',
      'get',
      'set',
    ]);
  });

  it('the package that the other files of a directory name', async () => {
    expect(await labels('//- wit/a.wit\npackage $0\n//- wit/b.wit\npackage my:pkg@1.0.0;\n')).toEqual(['my:pkg@1.0.0']);
    expect(await labels('package $0\n')).toEqual([]);
  });
});

it('after characters beyond the BMP, with CRLF', async () => {
  const text = 'package a:b;\r\n// 𝔘𝔘\r\ninterface i {\r\n  type id = u8;\r\n  f: func(a: i$0);\r\n}\r\n';
  expect(await taken(text, 'id')).toContain('a: id);\r\n');
});

it('offers names of a body that cannot be read, of resources only where one is wanted', async () => {
  const text = (type: string) =>
    `package a:b;\ninterface i {\n  record rec { a: u8 }\n  resource res;\n  use t.{u as used};\n  f: func(a: ${type}$0`;
  expect(await labels(text('own<'))).toEqual(expect.arrayContaining(['res']));
  expect(await labels(text('own<'))).not.toContain('rec');
  expect(await labels(text(''))).toEqual(expect.arrayContaining(['res', 'rec', 'used']));
});

it('offers at most a hundred types that would have to be brought, and says where there are more', async () => {
  const offered = async (count: number) => {
    const types = Array.from({ length: count }, (_, at) => `type x${at} = u8;`).join(' ');
    const { snapshot, uri, offset } = await fixture(
      `package a:b;\ninterface far { ${types} }\ninterface near { f: func(a: x$0); }\n`,
    );
    const { items: all, incomplete } = complete(snapshot, uri, offset);
    return [all.filter((it) => /^x\d+$/.test(it.label)).length, incomplete];
  };
  expect(await offered(99)).toEqual([99, false]);
  expect(await offered(100)).toEqual([100, false]);
  expect(await offered(101)).toEqual([100, true]);
});
