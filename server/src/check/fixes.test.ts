// Every repair of a problem of a package: what the text is after it, and that it is over then.

import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { applyEdits } from '../base/text.ts';

/** The text of the file with the finding after the fix; the finding is gone and nothing new is there. */
async function fixed(text: string, code: string, title?: string): Promise<string> {
  const { snapshot, texts } = await fixture(text, {
    levels: { 'lint/unused-type': 'warning', 'lint/comment-as-docs': 'warning', 'lint/unused-use': 'hint' },
  });
  for (const uri of texts.keys()) {
    const found = snapshot.diagnostics(uri).find((it) => it.code === code && it.fixes.length > 0);
    if (found === undefined) continue;
    const fix = title === undefined ? found.fixes[0] : found.fixes.find((it) => it.title === title);
    if (fix === undefined) return `no such fix; there are: ${found.fixes.map((it) => it.title).join(' | ')}`;
    if (title === undefined) expect(found.fixes.length, 'the only fix').toBe(1);
    const after = new Map(fix.edits.map((file) => [file.uri, applyEdits(texts.get(file.uri) ?? '', file.edits)]));
    const next = snapshot.supposing(after);
    const errors = [...after.keys()].flatMap((it) => next.diagnostics(it)).filter((it) => it.severity === 'error');
    expect(errors.filter((it) => it.code === code)).toEqual([]);
    return after.get(uri) ?? [...after.values()][0] ?? '';
  }
  return `no ${code}: ${[...texts.keys()].flatMap((uri) => snapshot.diagnostics(uri).map((it) => it.code)).join()}`;
}

describe('names', () => {
  it('the nearest one', async () => {
    expect(await fixed('package a:b;\ninterface i { type cat = u8; type x = cta; }\n', 'name/unknown-type')).toBe(
      'package a:b;\ninterface i { type cat = u8; type x = cat; }\n',
    );
  });

  it('escapes what it writes', async () => {
    const text = 'package a:b;\ninterface i { type %stream = u8; type x = list<streem>; }\n';
    expect(await fixed(text, 'name/unknown-type')).toContain('type x = list<%stream>;');
  });

  it('does not escape a type of the language', async () => {
    expect(await fixed('package a:b;\ninterface i { f: func(a: i32); }\n', 'name/unknown-type')).toContain('a: s32');
    const handle = 'package a:b;\ninterface i { resource r; f: func(a: own<i32>); }\n';
    expect(await fixed(handle, 'name/unknown-type')).toMatch(/^no /);
  });

  it('no `use` of what a feature gate takes away, but where the same gate stands', async () => {
    const owner = 'package a:b;\ninterface t { @unstable(feature = f) type point = u8; }\n';
    const user = 'interface i { g: func(a: point); }\n';
    expect(await fixed(`${owner}${user}`, 'name/unknown-type')).toMatch(/^no name/);
    const gated = `${owner}@unstable(feature = f)\n${user}`;
    expect(await fixed(gated, 'name/unknown-type')).toContain('use t.{point};');
  });

  it('a `use` of this package, in a new line after the others', async () => {
    const text =
      'package a:b;\ninterface t { type point = u8; type o = u8; }\ninterface i {\n  use t.{o as p};\n  f: func(a: point) -> p;\n}\n';
    expect(await fixed(text, 'name/unknown-type')).toContain('  use t.{o as p, point};\n  f:');
  });

  it('a `use` of another package', async () => {
    const text =
      '//- wit/a.wit\npackage a:b;\r\n\r\nworld w {\r\n  export f: func(a: point);\r\n}\r\n' +
      '//- wit/deps/c.wit\npackage c:d@1.0.0;\ninterface t { record point { x: u8 } }\n';
    expect(await fixed(text, 'name/unknown-type', 'Add `use c:d/t@1.0.0.{point}`')).toBe(
      'package a:b;\r\n\r\nworld w {\r\n  use c:d/t@1.0.0.{point};\r\n  export f: func(a: point);\r\n}\r\n',
    );
  });

  it('no `use` that would close a circle', async () => {
    const text =
      'package a:b;\ninterface t { use i.{o}; type point = o; }\ninterface i { type o = u8; f: func(a: point); }\n';
    expect(await fixed(text, 'name/unknown-type')).toMatch(/^no name\/unknown-type/);
  });

  it('of the kind that can stand there', async () => {
    const both = 'package a:b;\nworld typex {}\ninterface types { type a = u8; }\n';
    const changed = async (statement: string): Promise<string> =>
      (await fixed(`${both}${statement}`, 'name/unknown-interface')).slice(both.length);
    expect(await changed('world w { import typed; }')).toBe('world w { import types; }');
    expect(await changed('world w { export typed; }')).toBe('world w { export types; }');
    expect(await changed('world w { include typed; }')).toBe('world w { include typex; }');
    expect(await changed('world w { use typed.{a}; }')).toBe('world w { use types.{a}; }');
    expect(await changed('interface i { use typed.{a}; }')).toBe('interface i { use types.{a}; }');
  });

  it('an interface of another package', async () => {
    const text =
      '//- wit/a.wit\npackage a:b;\nworld w { import types; }\n//- wit/deps/c.wit\npackage c:d;\ninterface types {}\n';
    expect(await fixed(text, 'name/unknown-interface')).toContain('import c:d/types;');
  });

  it('its own package by its name', async () => {
    const text =
      'package a:b@1.0.0;\ninterface t { type u = u8; }\ninterface i { use a:b/t@1.0.0.{u}; f: func(a: u); }\n';
    expect(await fixed(text, 'package/self-reference')).toContain('use t.{u};');
  });

  it('another version', async () => {
    const text =
      '//- wit/a.wit\npackage a:b;\nworld w { import c:d/t@1.0.0; }\n//- wit/deps/c.wit\npackage c:d@1.1.0;\ninterface t {}\n';
    expect(await fixed(text, 'package/not-found')).toContain('import c:d/t@1.1.0;');
  });

  it('two of one name', async () => {
    const text = 'package a:b;\ninterface i { type t = u8; type t = u16; type t-2 = u8; }\n';
    expect(await fixed(text, 'name/duplicate')).toContain('type t-3 = u16;');
  });

  it('a name that `use` brings a second time', async () => {
    const text = 'package a:b;\ninterface o { type t = u8; }\ninterface i { type x = u8; use o.{t, t}; }\n';
    expect(await fixed(text, 'name/duplicate')).toContain('use o.{t, t as t-2};');
  });

  it('two parameters', async () => {
    expect(await fixed('package a:b;\ninterface i { f: func(a: u8, a: u8); }\n', 'type/duplicate-param')).toContain(
      'a: u8, a-2: u8',
    );
  });

  it('capital letters', async () => {
    expect(await fixed('package A:b@1.0.0;\ninterface i {}\n', 'package/uppercase')).toMatch(/^package a:b@1\.0\.0;/);
  });
});

describe('what is one too many', () => {
  it('one name of a `use`', async () => {
    const text =
      'package a:b;\ninterface t { type x = u8; type y = u8; }\ninterface i { use t.{x, y}; f: func(a: y); }\n';
    expect(await fixed(text, 'lint/unused-use')).toContain('{ use t.{y}; f:');
  });

  it('the whole `use` with its line', async () => {
    const text = 'package a:b;\ninterface t { type x = u8; }\ninterface i {\n  use t.{x};\n  f: func();\n}\n';
    expect(await fixed(text, 'lint/unused-use')).toContain('interface i {\n  f: func();\n}');
  });

  it('a second attribute', async () => {
    const text =
      'package a:b@1.0.0;\ninterface i {\n  @since(version = 1.0.0)\n  @since(version = 1.0.0)\n  type t = u8;\n}\n';
    expect(await fixed(text, 'gate/duplicate')).toBe(
      'package a:b@1.0.0;\ninterface i {\n  @since(version = 1.0.0)\n  type t = u8;\n}\n',
    );
  });

  it('a second import', async () => {
    const text = 'package a:b;\ninterface i {}\nworld w {\n  import i;\n  import i;\n}\n';
    expect(await fixed(text, 'world/duplicate-interface')).toContain('world w {\n  import i;\n}');
  });

  it('a type that nothing mentions, with its docs', async () => {
    const text = 'package a:b;\ninterface i {\n  /// docs\n  type t = u8;\n  f: func();\n}\n';
    expect(await fixed(text, 'lint/unused-type')).toContain('interface i {\n  f: func();\n}');
  });
});

describe('types', () => {
  it('`own` instead of `borrow` in a result', async () => {
    const text = 'package a:b;\ninterface i { resource r; f: func() -> option<borrow<r>>; }\n';
    expect(await fixed(text, 'type/borrow-in-result')).toContain('-> option<own<r>>;');
  });

  it('no handle of what is no resource', async () => {
    const text = 'package a:b;\ninterface i { type r = u8; f: func(a: borrow<r>); }\n';
    expect(await fixed(text, 'type/not-a-resource')).toContain('f: func(a: r);');
  });

  it('a list without a length', async () => {
    expect(await fixed('package a:b;\ninterface i { type t = list<u8, 0>; }\n', 'type/list-length')).toContain(
      'type t = list<u8>;',
    );
  });
});

describe('attributes', () => {
  it('`@since` beside `@deprecated`, also of a method', async () => {
    const text =
      'package a:b@1.2.0;\ninterface i {\n  resource r {\n    @deprecated(version = 1.2.0)\n    f: func();\n  }\n}\n';
    expect(await fixed(text, 'gate/deprecated-alone')).toContain(
      '    @since(version = 1.2.0)\n    @deprecated(version = 1.2.0)\n    f: func();',
    );
  });

  it('either `@since` or `@unstable`', async () => {
    const text = 'package a:b@1.0.0;\n@since(version = 1.0.0)\n@unstable(feature = x)\ninterface i { f: func(); }\n';
    expect(await fixed(text, 'gate/since-and-unstable', 'Remove `@unstable`')).toBe(
      'package a:b@1.0.0;\n@since(version = 1.0.0)\ninterface i { f: func(); }\n',
    );
  });

  it('a version that is there', async () => {
    const text = 'package a:b@1.0.0;\ninterface i {\n  @since(version = 2.0.0)\n  f: func();\n}\n';
    expect(await fixed(text, 'gate/unreleased')).toContain('@since(version = 1.0.0)');
  });

  it('`@unstable` at the end of a line, and the next stays where it is', async () => {
    const text = 'package a:b@1.0.0;\n@since(version = 1.0.0) @unstable(feature = x)\ninterface i { f: func(); }\n';
    expect(await fixed(text, 'gate/since-and-unstable', 'Remove `@unstable`')).toBe(
      'package a:b@1.0.0;\n@since(version = 1.0.0)\ninterface i { f: func(); }\n',
    );
  });

  it('no `@since` where there is no version', async () => {
    const text = 'package a:b;\ninterface i {\n  @deprecated(version = 1.2.0)\n  f: func();\n}\n';
    expect(await fixed(text, 'gate/deprecated-alone', 'Remove `@deprecated`')).toContain('{\n  f: func();');
  });

  it('a version that is late enough for all', async () => {
    const text = 'package a:b;\n@since(version = 0.1.0)\ninterface i {\n  @since(version = 0.2.0)\n  f: func();\n}\n';
    expect(await fixed(text, 'gate/needs-version', 'Make the package `a:b@0.2.0`')).toMatch(/^package a:b@0\.2\.0;/);
  });

  it('nothing while the version is being written', async () => {
    const text = (version: string): string => `package a:b@${version};\n@since(version = 1.0.0)\ninterface i {}\n`;
    for (const version of ['', '1', '1.', '1.0', '1.0.'])
      expect(await fixed(text(version), 'gate/needs-version')).toMatch(/^no gate\/needs-version: syntax\/[a-z-]+$/);
  });

  it('a package with a version', async () => {
    const text = 'package a:b;\ninterface i {\n  @since(version = 2.0.0)\n  f: func();\n}\n';
    expect(await fixed(text, 'gate/needs-version', 'Make the package `a:b@2.0.0`')).toMatch(/^package a:b@2\.0\.0;/);
  });

  it('where its siblings have it', async () => {
    const text =
      'package a:b@1.0.0;\n@since(version = 1.0.0)\ninterface i {\n  @since(version = 1.0.0)\n  f: func();\n  @since(version = 1.0.0)\n  g: func();\n  /// docs\n  h: func();\n}\n';
    expect(await fixed(text, 'lint/missing-since')).toContain('  /// docs\n  @since(version = 1.0.0)\n  h: func();');
  });

  it('a note that is documentation', async () => {
    expect(await fixed('package a:b;\n// x\n// y\ninterface i {}\n', 'lint/comment-as-docs')).toContain(
      ';\n/// x\n/// y\ninterface i',
    );
  });
});

it('exports that an export needs', async () => {
  const text =
    'package a:b;\ninterface one { resource r; }\ninterface two { use one.{r}; f: func(a: r); }\n' +
    'interface three { use two.{r}; g: func(a: r); }\nworld w {\n  export one;\n  export three;\n}\n';
  expect(await fixed(text, 'world/export-import-conflict')).toContain('export two;');
});
