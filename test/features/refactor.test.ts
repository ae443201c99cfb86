// Rewritings: the text after each, and that it means what it meant (no error that was not there).

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { refactorings, sourceActions } from '../../server/src/features/code-actions.ts';
import type { Refactoring } from '../../server/src/features/refactor/selection.ts';
import { type Fixture, fixture } from '../support/fixture.ts';

function titles(list: readonly Refactoring[]): string[] {
  return list.map((it) => it.title);
}

function found({ snapshot, uri, offset, cursors }: Fixture): readonly Refactoring[] {
  return refactorings(snapshot, uri, { start: offset, end: cursors[1]?.offset ?? offset });
}

/** But for what every item without documentation has (doc-links.test.ts). */
async function offered(text: string): Promise<string[]> {
  return titles(found(await fixture(text))).filter((it) => it !== 'Document this item');
}

/** The files that change, after the rewriting. Nothing may be wrong in them that was not before. */
function applied({ snapshot, texts }: Fixture, it: Refactoring): Map<string, string> {
  const after = new Map(it.edits.map((file) => [file.uri, applyEdits(texts.get(file.uri) ?? '', file.edits)]));
  const errors = (view: typeof snapshot): string[] =>
    [...after.keys()].flatMap((uri) =>
      view
        .diagnostics(uri)
        .filter((d) => d.severity === 'error')
        .map((d) => d.message),
    );
  if (it.creates === undefined) expect(errors(snapshot.supposing(after))).toEqual(errors(snapshot));
  for (const { uri, text } of it.creates ?? []) after.set(uri, text);
  return after;
}

/** The text of the file after a rewriting with this title, or its start. */
async function rewritten(text: string, title: string): Promise<string> {
  const made = await fixture(text);
  const it = found(made).find((one) => one.title.startsWith(title));
  if (it === undefined) return `not offered: ${titles(found(made)).join(' | ')}`;
  return applied(made, it).get(made.uri) ?? '';
}

it('nothing of what is broken', async () => {
  expect(await offered('package a:b;\ninterface i {\n  f: func(a$0 u8, b: list<u8>);\n}\n')).toEqual([]);
});

describe('extract', () => {
  it('a type of something unstable', async () => {
    const text = 'package a:b;\ninterface i {\n  @unstable(feature = x)\n  f: func(a: op$0tion<u8>);\n}\n';
    expect(await rewritten(text, 'Extract into a type')).toBe(
      'package a:b;\ninterface i {\n  @unstable(feature = x)\n  type new-type = option<u8>;\n  @unstable(feature = x)\n  f: func(a: new-type);\n}\n',
    );
  });

  it('a type', async () => {
    const text = 'package a:b;\n\ninterface i {\n  /// docs\n  f: func(a: list<op$0tion<u8>>) -> u8;\n}\n';
    expect(await rewritten(text, 'Extract into a type')).toBe(
      'package a:b;\n\ninterface i {\n  type new-type = option<u8>;\n  /// docs\n  f: func(a: list<new-type>) -> u8;\n}\n',
    );
  });

  it('a type in a record, a resource, a world, with a free name', async () => {
    expect(
      await rewritten('package a:b;\ninterface i { type new-type = u8; record r { x: $0list<u8>$0 } }', 'Extract'),
    ).toContain('type new-type-2 = list<u8>; record r { x: new-type-2 }');
    expect(
      await rewritten('package a:b;\ninterface i {\n  resource r {\n    m: func() -> res$0ult;\n  }\n}', 'Extract'),
    ).toContain('  type new-type = result;\n  resource r {\n    m: func() -> new-type;');
    expect(await rewritten('package a:b;\nworld w {\n  export f: func(a: tup$0le<u8>);\n}', 'Extract')).toContain(
      '  type new-type = tuple<u8>;\n  export f: func(a: new-type);',
    );
  });

  it('not what has a name', async () => {
    expect(await offered('package a:b;\ninterface i { type t = li$0st<u8>; f: func(a: u8); }')).toEqual([]);
    expect(await offered('package a:b;\ninterface i { f: func(a: u$08); }')).toEqual([]);
  });

  it('a record from parameters', async () => {
    const text = 'package a:b;\ninterface i {\n  open: func(a$0: u8, %list: string,) -> u8;\n}\n';
    expect(await rewritten(text, 'Extract the parameters')).toBe(
      'package a:b;\ninterface i {\n  record open-params {\n    a: u8,\n    %list: string,\n  }\n  open: func(params: open-params) -> u8;\n}\n',
    );
  });
});

describe('inline', () => {
  it('an alias, from its definition and from a mention', async () => {
    for (const text of [
      'package a:b;\ninterface i {\n  /// docs\n  type t$0 = list<u8>;\n  f: func(a: t) -> option<t>;\n}\n',
      'package a:b;\ninterface i {\n  /// docs\n  type t = list<u8>;\n  f: func(a: $0t) -> option<t>;\n}\n',
    ])
      expect(await rewritten(text, 'Inline `t`')).toBe(
        'package a:b;\ninterface i {\n  f: func(a: list<u8>) -> option<list<u8>>;\n}\n',
      );
  });

  it('not what others use, nothing, or what a handle needs', async () => {
    expect(
      await offered('package a:b;\ninterface i { type t$0 = u8; f: func(a: t); }\ninterface j { use i.{t}; }'),
    ).toEqual([]);
    expect(await offered('package a:b;\ninterface i { type t$0 = u8; }')).toEqual([]);
    expect(await offered('package a:b;\ninterface i { resource r; type t$0 = r; f: func(a: borrow<t>); }')).toEqual([]);
    expect(await offered('package a:b;\ninterface i { record t$0 { x: u8 } f: func(a: t); }')).toEqual([]);
  });
});

describe('uses', () => {
  const types = 'package a:b;\ninterface t { type x = u8; type y = u8; type z = u8; }\ninterface s { type w = u8; }\n';

  it('sorted names', async () => {
    expect(await rewritten(`${types}interface i { use t.{z, x as %type, $0y}; }\n`, 'Sort')).toContain(
      'use t.{x as %type, y, z};',
    );
    expect(await offered(`${types}interface i { use t.{x, $0y}; }\n`)).not.toContain('Sort the names of this `use`');
  });

  async function organized(text: string): Promise<string> {
    const made = await fixture(text);
    const [it] = sourceActions(made.snapshot, made.uri);
    return it === undefined ? 'nothing to do' : (applied(made, it).get(made.uri) ?? '');
  }

  it('put together and sorted', async () => {
    expect(
      await organized(`${types}interface i {\n  use t.{z, x};\n  use s.{w};\n  use t.{y};\n\n  f: func(a: x);\n}\n`),
    ).toBe(`${types}interface i {\n  use s.{w};\n  use t.{x, y, z};\n\n  f: func(a: x);\n}\n`);
  });

  it('not over comments and attributes', async () => {
    const text = `${types}interface i {\n  use t.{z};\n  // kept\n  use s.{w};\n  use t.{/* no */ y, x};\n}\n`;
    expect(await organized(text)).toBe('nothing to do');
  });

  it('in worlds, and on lines of their own', async () => {
    expect(await organized(`${types}world v {\n  use t.{\n    z,\n    y,\n  };\n}\n`)).toContain(
      'use t.{\n    y,\n    z,\n  };',
    );
  });

  it('not in a broken file', async () => {
    expect(await organized(`${types}interface i { use t.{y, x} }`)).toBe('nothing to do');
  });
});

describe('items', () => {
  it('enum and variant', async () => {
    const text = 'package a:b;\ninterface i {\n  /// an enum\n  en$0um e { a, b }\n}\n';
    expect(await rewritten(text, 'Convert to a variant')).toContain('  /// an enum\n  variant e { a, b }');
    expect(await rewritten('package a:b;\ninterface i { variant e$0 { a, b } }', 'Convert to an enum')).toContain(
      'enum e { a, b }',
    );
    expect(await offered('package a:b;\ninterface i { variant e$0 { a(u8), b } }')).not.toContain('Convert to an enum');
  });

  it('parameters', async () => {
    const flat = 'package a:b;\ninterface i {\n  resource r {\n    m: func($0a: u8, b: list<u8>);\n  }\n}\n';
    const wrapped = await rewritten(flat, 'Put each');
    expect(wrapped).toContain('    m: func(\n      a: u8,\n      b: list<u8>,\n    );\n');
    expect(await rewritten(wrapped.replace('a: u8', 'a$0: u8'), 'Put the parameters')).toBe(flat.replace('$0', ''));
    expect(await offered('package a:b;\ninterface i { f: func(a$0: u8); }')).toEqual([]);
  });

  it('attributes', async () => {
    const text = 'package a:b@1.2.0;\ninterface i {\n  /// docs\n  f$0: func();\n}\n';
    expect(await rewritten(text, 'Add `@since')).toContain('  /// docs\n  @since(version = 1.2.0)\n  f: func();');
    const gated = 'package a:b@1.2.0;\ninterface i {\n  @since(version = 1.0.0)\n  f$0: func();\n}\n';
    expect(await rewritten(gated, 'Add `@deprecated')).toContain(
      '  @since(version = 1.0.0)\n  @deprecated(version = 1.2.0)\n  f: func();',
    );
    const method = 'package a:b@1.2.0;\ninterface i {\n  resource r {\n    $0m: func();\n  }\n}\n';
    expect(await rewritten(method, 'Add `@since')).toContain('    @since(version = 1.2.0)\n    m: func();');
    expect(await offered('package a:b;\ninterface i { f$0: func(); }')).toEqual([]);
  });

  it('an interface in a file of its own', async () => {
    const made = await fixture(
      '//- wit/a.wit\npackage a:b@1.0.0;\n\nuse c:d/e as other;\n\n/// docs\ninterface m$0e {\n  use other.{t};\n}\n\nworld w { import me; }\n//- wit/deps/c.wit\npackage c:d;\ninterface e { type t = u8; }\n',
    );
    const it = found(made).find((one) => one.kind === 'refactor.move');
    expect(it?.title).toBe('Move `me` to `me.wit`');
    const files = it === undefined ? new Map<string, string>() : applied(made, it);
    expect([...files.values()]).toEqual([
      'package a:b@1.0.0;\n\nuse c:d/e as other;\n\n\nworld w { import me; }\n',
      'package a:b@1.0.0;\nuse c:d/e as other;\n\n/// docs\ninterface me {\n  use other.{t};\n}\n',
    ]);
  });

  it('not the only one of its file', async () => {
    expect(await offered('//- wit/a.wit\npackage a:b;\ninterface m$0e {}\n')).toEqual([]);
  });
});

describe('includes', () => {
  const text =
    'package a:b;\ninterface x { type t = u8; }\ninterface y { use x.{t}; }\ninterface z {}\nworld v {\n  import y;\n  export z;\n}\n';

  it('expanded to what is written there', async () => {
    expect(await rewritten(`${text}world w {\n  include$0 v;\n}\n`, 'Expand')).toContain(
      'world w {\n  import y;\n  export z;\n}',
    );
  });

  it('not when it brings more than interfaces', async () => {
    expect(await offered('package a:b;\nworld v { import f: func(); }\nworld w { incl$0ude v; }')).toEqual([]);
  });

  it('for what another world has', async () => {
    expect(await rewritten(`${text}world w$0 {\n  import y;\n  import z;\n  export z;\n}\n`, 'Replace 2')).toContain(
      'world w {\n  include v;\n  import z;\n}',
    );
    expect(await offered(`${text}world w$0 {\n  import y;\n}\n`)).toEqual([]);
  });

  it('from another package, by its path', async () => {
    const many = `//- wit/a.wit\npackage p:q;\nworld w {\n  im$0port c:d/e@1.0.0;\n  import c:d/f@1.0.0;\n}\n//- wit/deps/c.wit\npackage c:d@1.0.0;\ninterface e {}\ninterface f {}\nworld all { import e; import f; }\n`;
    expect(await rewritten(many, 'Replace 2')).toBe('package p:q;\nworld w {\n  include c:d/all@1.0.0;\n}\n');
  });
});

it('nothing in vendored files', async () => {
  const made = await fixture(
    '//- wit/a.wit\npackage a:b;\n//- wit/deps/c.wit\npackage c:d;\ninterface i { en$0um e { a } }\n',
  );
  expect(found(made)).toEqual([]);
});
