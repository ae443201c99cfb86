import { expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { docsSource } from '../workspace/docs.ts';
import { printInterface, printWorld } from './print.ts';

async function printed(text: string, name: string): Promise<string> {
  const { snapshot, uri } = await fixture(text, { features: ['new'] });
  const main = snapshot.semantics.packagesOf(uri)[0];
  const options = { from: main?.id ?? { namespace: '', name: '' }, docs: docsSource(snapshot) };
  const world = main?.worlds.get(name);
  const found = main?.interfaces.get(name);
  return world !== undefined ? printWorld(world, options) : found !== undefined ? printInterface(found, options) : '';
}

const EVERYTHING = `package a:b@1.0.0;
/// What a
///   thing is.
@since(version = 1.0.0)
interface all {
  use other.{x as y, z};
  /// A record.
  record %record { a: u32, /// last
    %list: list<u8, 4> }
  variant v { a, b(result<_, map<string, y>>) }
  enum e { one }
  flags f { one, two }
  @unstable(feature = new)
  @deprecated(version = 1.0.0)
  type t = own<res>;
  type s = res;
  resource empty;
  resource res {
    constructor(a: tuple<u8, string>) -> result<res, e>;
    m: async func(it: borrow<res>) -> option<res>;
    s: static func();
  }
  @external-id("a\\u{e9}\\"")
  go: func(a: stream<u8>, b: future, c: error-context, d: result, e: result<u8>);
}
interface other { type x = u8; type z = u8; }
`;

it('prints every kind of item in an interface', async () => {
  expect(await printed(EVERYTHING, 'all')).toBe(`/// What a
///   thing is.
@since(version = 1.0.0)
interface all {
  use other.{x as y, z};

  /// A record.
  record %record {
    a: u32,
    /// last
    %list: list<u8, 4>,
  }

  variant v {
    a,
    b(result<_, map<string, y>>),
  }

  enum e {
    one,
  }

  flags f {
    one,
    two,
  }

  resource res {
    constructor(a: tuple<u8, string>) -> result<res, e>;
    m: async func(it: borrow<res>) -> option<res>;
    s: static func();
  }

  @unstable(feature = new)
  @deprecated(version = 1.0.0)
  type t = own<res>;

  type s = res;

  resource empty;

  @external-id("a\\u{e9}\\"")
  go: func(a: stream<u8>, b: future, c: error-context, d: result, e: result<u8>);
}
`);
});

it('prints a world with what it includes under the names it has here', async () => {
  const world = `package a:b;
interface i { type x = u8; f: func(); }
interface j { use i.{x}; g: func(a: x); }
world inner { resource r { m: func(o: borrow<r>); } export go: func(a: r); }
world w {
  include inner with { r as s }
  /// Why not.
  import log: func(a: string);
  import j;
  import mine: interface { use i.{x}; f: func() -> x; }
  import named: j;
  export i;
}
`;
  expect(await printed(world, 'w')).toBe(`world w {
  import i;
  import j;
  import mine: interface {
    use i.{x};

    f: func() -> x;
  }
  import named: j;

  resource s {
    m: func(o: borrow<s>);
  }
  /// Why not.
  import log: func(a: string);

  export go: func(a: s);
  export i;
}
`);
});

it('prints paths in full outside of the own package', async () => {
  const files = `package a:b;
world w { import c:d/i@1.0.0; use c:d/i@1.0.0.{t}; }
//- deps/c/c.wit
package c:d@1.0.0;
interface i { type t = u8; }
`;
  expect(await printed(files, 'w')).toBe(`world w {
  import c:d/i@1.0.0;
  use c:d/i@1.0.0.{t};
}
`);
});
