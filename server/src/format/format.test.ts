// The style, case by case. Expected texts are written by hand from the reference's printer and docs/format.md.

import { beforeAll, describe, expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { applyEdits } from '../base/text.ts';
import type { WitParser } from '../syntax/parser.ts';
import { format } from './format.ts';
import { DEFAULT_FORMAT, type FormatOptions } from './options.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  const { edits, bug } = format(parser.read(text), { ...DEFAULT_FORMAT, ...options });
  expect(bug).toBeUndefined();
  return applyEdits(text, edits);
}

/** Formats to `after`, and `after` stays. */
function check(before: string, after: string, options: Partial<FormatOptions> = {}): void {
  expect(formatted(before, options)).toBe(after);
  expect(formatted(after, options)).toBe(after);
}

/** The members of an interface, two spaces deep, without the interface. */
function checkMembers(before: string, after: string, options: Partial<FormatOptions> = {}): void {
  const indented = after.replace(/^(?=.)/gm, '  ');
  check(`interface i {\n${before}\n}\n`, `interface i {\n${indented}\n}\n`, options);
}

describe('spaces', () => {
  it('sets off every kind of item as the reference prints it', () => {
    check(
      `package  a : b @1.0.0 ;
use c:d / e@1.2.3-rc.1 as f;
interface i{use f.{g,h as k};type t=tuple<u8,list<u8,4>,map<string,own<r>>,result<_,e>,future<u8>>;
record r{a:u8,%type:option<t>}flags fl{a,b}variant v{a(u8),b,}enum e{a,b,c}
resource s{constructor(a:u8)->result<s,e>;@since(version=1.0.0)m:static async func(self:borrow<s>);}resource q;
f:func()->u8;g:async func(a:u8,b:stream)->t;}
world w{include c:d/x@0.1.0;include y with{a as b,c as d}import a:b/c;import l:a:b/c@1.0.0;import n:func();
export m:interface{z:func();}export o;}`,
      `package a:b@1.0.0;

use c:d/e@1.2.3-rc.1 as f;

interface i {
  use f.{g, h as k};

  type t = tuple<u8, list<u8, 4>, map<string, own<r>>, result<_, e>, future<u8>>;

  record r {
    a: u8,
    %type: option<t>,
  }

  flags fl {
    a,
    b,
  }

  variant v {
    a(u8),
    b,
  }

  enum e {
    a,
    b,
    c,
  }

  resource s {
    constructor(a: u8) -> result<s, e>;
    @since(version = 1.0.0)
    m: static async func(self: borrow<s>);
  }

  resource q;
  f: func() -> u8;

  g: async func(a: u8, b: stream) -> t;
}

world w {
  include c:d/x@0.1.0;
  include y with { a as b, c as d }
  import a:b/c;
  import l: a:b/c@1.0.0;
  import n: func();

  export m: interface {
    z: func();
  }
  export o;
}
`,
    );
  });

  it('tells a label from the namespace of a path', () =>
    check(
      'world w {\n  import a:b;\n  import a: b/c;\n  import a:b:c/d;\n}\n',
      'world w {\n  import a: b;\n  import a:b/c;\n  import a: b:c/d;\n}\n',
    ));

  it('keeps the parts of a version together', () =>
    check(
      'package a:b@1.0.0-0-rc.1+b-2.3d;\ninterface i {\n  use c:d/e@1.0.0-3d.{t};\n}\n',
      'package a:b@1.0.0-0-rc.1+b-2.3d;\n\ninterface i {\n  use c:d/e@1.0.0-3d.{t};\n}\n',
    ));

  it('gives each gate a line, before the item', () =>
    check(
      'interface i {\n  @since(version = 1.0.0) @deprecated(version=2.0.0)f: func();\n  @unstable(feature=x)\n\n  @external-id("a\\"b") g: func();\n}\n',
      'interface i {\n  @since(version = 1.0.0)\n  @deprecated(version = 2.0.0)\n  f: func();\n\n  @unstable(feature = x)\n  @external-id("a\\"b")\n  g: func();\n}\n',
    ));

  it('indents nested packages', () =>
    check(
      'package a:b;\npackage c:d@1.0.0{\ninterface i{f:func();}\n}\n',
      'package a:b;\n\npackage c:d@1.0.0 {\n  interface i {\n    f: func();\n  }\n}\n',
    ));
});

describe('bodies', () => {
  it('gives every member a line and a comma', () =>
    checkMembers('record r { a: u8, b: u8 }', 'record r {\n  a: u8,\n  b: u8,\n}'));

  it('takes an enum apart, however wide its lines were', () =>
    checkMembers('enum e { a, b,\n c, d }', 'enum e {\n  a,\n  b,\n  c,\n  d,\n}'));

  it('keeps an empty body on one line, or on two', () => {
    check('interface a { }\n\nworld w {}\n', 'interface a {}\n\nworld w {}\n');
    check('interface a {\n}\n\nworld w {\n\n}\n', 'interface a {\n}\n\nworld w {\n}\n');
    checkMembers('record r {}', 'record r {}');
    checkMembers('resource r { }', 'resource r {}');
  });
});

describe('width', () => {
  it('wraps parameters, one a line, with a comma after the last', () =>
    checkMembers(
      'first: func(aaaaaaaaaa: u32, bbbbbbbbbb: u32) -> result<u32>;',
      'first: func(\n  aaaaaaaaaa: u32,\n  bbbbbbbbbb: u32,\n) -> result<u32>;',
      { width: 60 },
    ));

  it('counts to the last column', () => {
    const line = 'f: func(aaaaaaaaaa: u32, bbbbbbbbbb: u32);';
    checkMembers(line, line, { width: 2 + line.length });
    checkMembers(line, 'f: func(\n  aaaaaaaaaa: u32,\n  bbbbbbbbbb: u32,\n);', { width: 1 + line.length });
  });

  it('does not count gates and trailing comments', () =>
    checkMembers(
      '@since(version = 1.0.0) f: func(aaaaaa: u32); // and a comment\n',
      '@since(version = 1.0.0)\nf: func(aaaaaa: u32); // and a comment',
      { width: 30 },
    ));

  it('joins parameters that fit on one line, without the comma', () =>
    checkMembers('f: func(\n  a: u8,\n\n  b: u8,\n) -> u8;', 'f: func(a: u8, b: u8) -> u8;'));

  it('wraps constructors and imported functions', () => {
    checkMembers(
      'resource r {\n  constructor(aaaaaaaaaa: u32, bbbbbbbbbb: u32);\n}',
      'resource r {\n  constructor(\n    aaaaaaaaaa: u32,\n    bbbbbbbbbb: u32,\n  );\n}',
      { width: 40 },
    );
    check(
      'world w {\n  import f: async func(aaaaaaaaaa: u32, bbbbbbbbbb: u32);\n}\n',
      'world w {\n  import f: async func(\n    aaaaaaaaaa: u32,\n    bbbbbbbbbb: u32,\n  );\n}\n',
      { width: 40 },
    );
  });

  it('wraps lists of names', () => {
    checkMembers(
      'use aaaaaaaaaa.{bbbbbbbbbb, cccccccccc as d};',
      'use aaaaaaaaaa.{\n  bbbbbbbbbb,\n  cccccccccc as d,\n};',
      {
        width: 40,
      },
    );
    check(
      'world w {\n  include aaaaaaaaaa with { bbbbbbbbbb as c }\n}\n',
      'world w {\n  include aaaaaaaaaa with {\n    bbbbbbbbbb as c,\n  }\n}\n',
      { width: 40 },
    );
    checkMembers('use a.{\n  b,\n  c,\n};', 'use a.{b, c};');
    checkMembers('use a.{ };', 'use a.{};');
  });

  it('never wraps a type that the author did not', () =>
    checkMembers(
      'type t = tuple<aaaaaaaaaa, bbbbbbbbbb, cccccccccc,>;\n\nf: func() -> tuple<aaaaaaaaaa, bbbbbbbbbb>;',
      'type t = tuple<aaaaaaaaaa, bbbbbbbbbb, cccccccccc>;\n\nf: func() -> tuple<aaaaaaaaaa, bbbbbbbbbb>;',
      { width: 30 },
    ));

  it('keeps a wrapped type wrapped where it does not fit', () => {
    checkMembers(
      'f: func() -> tuple<\n    aaaaaaaaaa, bbbbbbbbbb\n>;',
      'f: func() -> tuple<\n  aaaaaaaaaa,\n  bbbbbbbbbb,\n>;',
      { width: 30 },
    );
    checkMembers(
      'record r {\n  a: result<\n    option<aaaaaaaaaa>, bbbbbbbbbb>\n}',
      'record r {\n  a: result<\n    option<aaaaaaaaaa>,\n    bbbbbbbbbb\n  >,\n}',
      { width: 30 },
    );
    checkMembers('type t = tuple<\n  u8,\n  u8,\n>;', 'type t = tuple<u8, u8>;');
  });
});

describe('blank lines', () => {
  it('keeps one of many, none at the edges of a body', () =>
    check(
      '\n\ninterface i {\n\n\n  a: func();\n\n\n\n  b: func();\n\n}\n\n\nworld w {\n}\n',
      'interface i {\n  a: func();\n\n  b: func();\n}\n\nworld w {\n}\n',
    ));

  it('separates the package line, interfaces, and uses from what follows', () =>
    check(
      'package a:b;\nuse c:d/e;\nuse c:d/f;\ninterface i {\n}\ninterface j {\n}\nworld w {\n}\nworld v {\n}\ninterface k {\n}\n',
      'package a:b;\n\nuse c:d/e;\nuse c:d/f;\n\ninterface i {\n}\n\ninterface j {\n}\n\nworld w {\n}\nworld v {\n}\n\ninterface k {\n}\n',
    ));

  it('separates the members of an interface, but not lines that the author put together', () =>
    checkMembers(
      'use a.{b};\nuse c.{d};\ntype t = u8;\ntype u = u8;\nrecord r {\n  a: u8,\n}\nf: func();\ng: func();\n/// Documented.\nh: func();\n@since(version = 1.0.0)\nk: func(); l: func();',
      'use a.{b};\nuse c.{d};\n\ntype t = u8;\ntype u = u8;\n\nrecord r {\n  a: u8,\n}\n\nf: func();\ng: func();\n\n/// Documented.\nh: func();\n\n@since(version = 1.0.0)\nk: func();\n\nl: func();',
    ));

  it('separates types, and exports from imports, in a world', () =>
    check(
      'world w {\n  include a;\n  import b;\n  use b.{c};\n  type t = c;\n  record r {\n    a: t,\n  }\n  import f: func();\n  export g: func();\n  export h;\n}\n',
      'world w {\n  include a;\n  import b;\n  use b.{c};\n\n  type t = c;\n\n  record r {\n    a: t,\n  }\n  import f: func();\n\n  export g: func();\n  export h;\n}\n',
    ));

  it('leaves exports among imports where they are', () => {
    const text = 'world w {\n  import a;\n  export a;\n  import b;\n\n  export b;\n}\n';
    check(text, text);
  });

  it('leaves the methods of a resource together', () =>
    checkMembers(
      'resource r {\n  a: func();\n  /// B.\n  b: func();\n\n\n  c: func();\n}',
      'resource r {\n  a: func();\n  /// B.\n  b: func();\n\n  c: func();\n}',
    ));

  it('puts the blank line above the comments of the next item', () =>
    checkMembers('f: func(); // f\n// about g\ng: func(a: u8);', 'f: func(); // f\n\n// about g\ng: func(a: u8);'));

  it('counts a blank line among comments', () => {
    const text = 'f: func();\n// about f\n\n// about g\ng: func(a: u8);';
    checkMembers(text, text);
  });
});

describe('ends', () => {
  it('ends every file with one line end', () => {
    check('world w {\n}', 'world w {\n}\n');
    check('world w {\n}\n\n\n', 'world w {\n}\n');
    check('world w {\n} // end', 'world w {\n} // end\n');
    check('', '');
    check(' \n\n', '');
    check('// only a comment', '// only a comment\n');
  });

  it('leaves the blank line with which the reference ends a file of interfaces, unless the editor trims', () => {
    check('interface i {\n}\n\n', 'interface i {\n}\n\n');
    check('interface i {\n}\n\n\n', 'interface i {\n}\n\n');
    check('interface i {\n}\n\n', 'interface i {\n}\n', { trimFinalNewlines: true });
    check('interface i {\n}\n', 'interface i {\n}\n');
  });

  it('keeps CRLF and the byte order mark', () => {
    check(
      '\ufeff  interface i {\r\n a: func();\r\n/* x\r\n  y */ b: func(); }',
      '\ufeffinterface i {\r\n  a: func();\r\n\r\n/* x\r\n  y */ b: func();\r\n}\r\n',
    );
    check('interface i {\r\n  a: func();\n}\r\n', 'interface i {\r\n  a: func();\r\n}\r\n');
    check('interface i {\r\n  a: func();\n}\n', 'interface i {\n  a: func();\n}\n');
  });

  it('indents as told', () => {
    check('interface i {\n  f: func();\n}\n', 'interface i {\n    f: func();\n}\n', { tabSize: 4 });
    check('interface i {\n  f: func();\n}\n', 'interface i {\n\tf: func();\n}\n', { insertSpaces: false });
    check('interface i {\n  f: func();\n}\n', `interface i {\n${' '.repeat(16)}f: func();\n}\n`, { tabSize: 1e12 });
    check('interface i {\n  f: func();\n}\n', 'interface i {\nf: func();\n}\n', { tabSize: -1 });
  });
});
