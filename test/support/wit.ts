// Whole files that between them hold every construct of the language, for tests that need something to start from.

export const WHOLE: readonly string[] = [
  `/// A shop.
package shop:cart@1.2.3-rc.1+build.5;

use wasi:clocks/wall-clock@0.2.0 as clock;
use types;

/// What a cart holds.
interface types {
  use clock.{datetime, datetime as moment};
  use wasi:io/streams@0.2.0-rc.1.{input-stream,};

  type id = u32;
  record line {
    /// The article.
    article: id,
    count: u8,
    %record: option<tuple<u8, string>>,
  }
  record empty {}
  flags options { gift, express, }
  enum state { open, paid }
  variant cause { none, other(string), nested(list<result<_, cause-code>>) }
  type cause-code = result<u8>;
  type maps = map<string, list<u8, 4>>;
  type streams = tuple<stream<u8>, stream, future<string>, future, error-context, bool, char, f32, f64, s8, s16, s32, s64>;
  type hands = tuple<own<cart>, borrow<cart>, result, result<u8, u16>, tuple<>>;

  @since(version = 1.0.0)
  resource cart {
    constructor(owner: string);
    @unstable(feature = bulk)
    add-all: func(lines: list<line>) -> result<_, cause>;
    merge: static func(a: cart, b: borrow<cart>,) -> cart;
    watch: async func() -> stream<line>;
    load: static async func(id: id);
  }
  resource plain;

  @deprecated(version = 1.1.0)
  @since(version = 1.0.0)
  open: func();
  @external-id("caf\\u{e9} \\"x\\"")
  close: async func(c: cart) -> u8;
}
`,
  `package a:b;

/* A world with /* nested */ comments. */
world app {
  import types;
  import a:c/d@1.0.0;
  import run: func(a: u8) -> u8;
  import local: interface {
    use types.{id};
    type t = id;
    get: func() -> t; // trailing
  }
  import named: a:c/d@1.0.0;
  export types;
  export handler: async func();
  export e: interface {}
  include other;
  include a:c/base@1.0.0 with { x as y, z as %use, }
  use types.{id as id2};
  type u = list<id2>;
  resource r { m: func(); }
}

world other { @unstable(feature = f) import x: func(); }
`,
  `package outer:one;

package inner:two@0.1.0 {
  interface i { type t = u8; }
  world w { import i; }
}

package inner:three {
  use inner:two/i@0.1.0 as j;
  interface k { use j.{t}; f: func(a: t); }
}
`,
  '\ufeffpackage é:b;\r\n// 𝔘 é\r\ninterface i {\r\n  f: func();\r\n}\r\n',
  '',
  'interface only { }',
];
