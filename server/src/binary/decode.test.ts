import { describe, expect, it } from 'vitest';
import { decodeBinary } from './decode.ts';
import { assemble } from './wat.ts';

interface WasmTools {
  readonly $init: Promise<void>;
  readonly tools: { parse(text: string): Uint8Array };
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const vendored = new URL('../../../node_modules/@bytecodealliance/jco-transpile/vendor/wasm-tools.js', import.meta.url)
  .href;

/** A package as a person can read it in WebAssembly's text form, decoded. */
async function decoded(text: string): Promise<ReturnType<typeof decodeBinary>> {
  const wasm = (await import(vendored)) as WasmTools;
  await wasm.$init;
  return decodeBinary(wasm.tools.parse(text), decodeText);
}

describe('a WIT package in a .wasm', () => {
  it('is read as the text that it encodes', async () => {
    const result = await decoded(`(component
      (type (component
        (type (instance (export "base" (type (sub resource)))))
        (import "x:y/z@1.0.0" (instance (type 0)))
        (alias export 0 "base" (type))
        (type (instance
          (alias outer 1 1 (type))
          (export "base" (type (eq 0)))
          (type (record (field "a" u8) (field "list" string)))
          (export "rec" (type (eq 2)))
          (export "res" (type (sub resource)))
          (type (own 4))
          (type (func (param "a" 3) (result 5)))
          (export "[constructor]res" (func (type 6)))
          (type (borrow 4))
          (type (option u64))
          (type (func (param "self" 7) (param "at" 8) (result 3)))
          (export "[method]res.find" (func (type 9)))
          (type (func))
          (export "ping" (func (type 10)))
        ))
        (export "a:b/i@0.1.0" (instance (type 2)))
      ))
      (export "i" (type 0)))`);
    expect(result).toEqual({
      kind: 'package',
      text: `package a:b@0.1.0;

interface i {
  use x:y/z@1.0.0.{base};

  record rec {
    a: u8,
    %list: string,
  }

  resource res {
    constructor(a: rec);
    find: func(at: option<u64>) -> rec;
  }

  ping: func();
}

package x:y@1.0.0 {
  interface z {
    resource base;
  }
}
`,
    });
  });

  it('has several interfaces and worlds', async () => {
    const result = await decoded(`(component
      (type (component (type (instance)) (export "a:b/i" (instance (type 0)))))
      (export "i" (type 0))
      (type (component
        (type (component (type (instance)) (import "a:b/i" (instance (type 0)))))
        (export "a:b/w" (component (type 0)))))
      (export "w" (type 2))
      (type (component (type (component)) (export "a:b/none" (component (type 0)))))
      (export "none" (type 4)))`);
    expect(result).toEqual({
      kind: 'package',
      text: 'package a:b;\n\ninterface i {\n}\n\nworld w {\n  import i;\n}\n\nworld none {\n}\n',
    });
  });

  it('is told from a component with code, and from rubbish', async () => {
    expect((await decoded('(component (core module))')).kind).toBe('component');
    expect(decodeBinary(new Uint8Array([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0, 7, 200]), String)).toEqual({
      kind: 'unreadable',
      of: 'component',
      fault: 'it ends too early, at byte 10',
    });
  });
});

/** As the reference's encoder writes it: of another package, a world with all kinds of items, and documentation. */
const WHOLE = `(component
  (type (component
    (type (instance
      (type u8) (export "x" (type (eq 0)))
      (export "res" (type (sub resource)))))
    (import "acme:%from/t" (instance (type 0)))
    (alias export 0 "x" (type))
    (alias export 0 "res" (type))
    (type (instance
      (alias outer 1 1 (type)) (export "x" (type (eq 0)))
      (alias outer 1 2 (type)) (export "res" (type (eq 2)))
      (type (record (field "text" string) (field "n" 1)))
      (export "entry" (external-id "ent") (type (eq 4)))
      (type (borrow 3)) (type (own 3))
      (type (func (param "e" 5) (param "r" 6) (result 7)))
      (export "f" (external-id "do \\22it\\22") (func (type 8)))
      (type (own 3)) (export "owned" (type (eq 9)))))
    (export "acme:lib/types@0.1.0" (instance (type 3)))))
  (export "types" (type 0))
  (type (component
    (type (component
      (type (instance (type (record (field "text" string))) (export "entry" (type (eq 0)))))
      (import "acme:lib/types@0.1.0" (instance (type 0)))
      (type (instance (type (record (field "text" string))) (export "entry" (type (eq 0)))))
      (import "more" (implements "acme:lib/types@0.1.0") (instance (type 1)))
      (alias export 1 "entry" (type))
      (type (instance (alias outer 1 2 (type)) (export "entry" (type (eq 0)))
        (type (func (param "e" 1))) (export "put" (func (type 2)))))
      (import "store" (instance (type 3)))
      (import "en" (type (eq 2)))
      (import "file" (type (sub resource)))
      (type (borrow 5)) (type (own 5))
      (type (func (param "name" string) (result 7)))
      (import "[constructor]file" (func (type 8)))
      (type (func (param "self" 6) (result u8)))
      (import "[method]file.read" (func (type 9)))
      (type (func (result u32)))
      (import "[static]file.most" (func (type 10)))
      (type (func))
      (export "go" (func (type 11)))))
    (export "acme:lib/base@0.1.0" (component (type 0)))))
  (export "base" (type 2))
  (@custom "package-docs" "\\01{\\22docs\\22:\\22the package\\22,\\22worlds\\22:{\\22base\\22:{\\22interfaces\\22:{\\22store\\22:{\\22docs\\22:\\22inline\\22}},\\22types\\22:{\\22en\\22:{\\22stability\\22:{\\22stable\\22:{\\22since\\22:\\220.1.0\\22}}},\\22file\\22:{\\22docs\\22:\\22a file\\22}},\\22funcs\\22:{\\22[constructor]file\\22:{\\22docs\\22:\\22opens it\\22}},\\22func_exports\\22:{\\22go\\22:{\\22stability\\22:{\\22unstable\\22:{\\22feature\\22:\\22later\\22}}}},\\22interface_import_docs\\22:{\\22acme:lib/types@0.1.0\\22:\\22an import\\22}}},\\22interfaces\\22:{\\22types\\22:{\\22types\\22:{\\22entry\\22:{\\22items\\22:{\\22text\\22:\\22its text\\22}}}}}}"))`;

const WHOLE_TEXT = `/// the package
package acme:lib@0.1.0;

interface types {
  use acme:%from/t.{x, res};

  @external-id("ent")
  record entry {
    /// its text
    text: string,
    n: x,
  }

  type owned = own<res>;

  @external-id("do \\"it\\"")
  f: func(e: entry, r: borrow<res>) -> res;
}

world base {
  /// an import
  import types;

  import more: types;

  /// inline
  import store: interface {
    use types.{entry};

    put: func(e: entry);
  }

  @since(version = 0.1.0)
  use types.{entry as en};

  /// a file
  resource file {
    /// opens it
    constructor(name: string);
    read: func() -> u8;
    most: static func() -> u32;
  }

  @unstable(feature = later)
  export go: func();
}

package acme:%from {
  interface t {
    type x = u8;
    resource res;
  }
}
`;

it('loses nothing of a package with everything in it', () => {
  const assembled = assemble(WHOLE.replaceAll('%from', 'from'));
  expect(assembled).toBeInstanceOf(Uint8Array);
  if (assembled instanceof Uint8Array)
    expect(decodeBinary(assembled, decodeText)).toEqual({ kind: 'package', text: WHOLE_TEXT });
});

describe('WebAssembly text', () => {
  it('is assembled as the reference assembles it', async () => {
    const wasm = (await import(vendored)) as WasmTools;
    await wasm.$init;
    const text = `(component $outer ;; a comment (; and another ;)
      (type $t (component
        (type $i (instance
          (type $list (list u8)) (export "bytes" (type $bytes (eq $list)))
          (export "f" (func (param "a" $bytes) (param "b" (option (tuple u8 string))) (result (result (error string)))))
          (type $v (variant (case "a" u8) (case "b"))) (export "v" (type (eq $v)))
          (type $fl (flags "x" "y")) (export "fl" (type (eq $fl)))
          (type $e (enum "x")) (export "e" (type (eq $e)))
          (export "r" (type $r (sub resource)))
          (export "g" (func (param "s" (stream u8)) (param "r" (own $r)) (result (future))))))
        (export "a:b/i@1.0.0" (instance (type $i)))))
      (export "i" (type $t)))`;
    const theirs = decodeBinary(wasm.tools.parse(text), decodeText);
    const ours = assemble(text);
    expect(ours).toBeInstanceOf(Uint8Array);
    expect(theirs.kind).toBe('package');
    if (ours instanceof Uint8Array) expect(decodeBinary(ours, decodeText)).toEqual(theirs);
  });

  it.each([
    ['(component', 'the text is broken'],
    ['(module)', 'it is no component, but `module`'],
    ['(component (core module))', '`core` in a component cannot be read in text form'],
    ['(component (type (list $none)))', 'the type `$none` cannot be read in text form'],
    ['(component (type (nonsense)))', 'the type `nonsense` cannot be read in text form'],
  ])('says what it does not know of %s', (text, fault) => {
    expect(assemble(text)).toEqual({ fault });
  });
});

describe('a core module', () => {
  const world = (name: string, items: string): string =>
    `(component (type (component (type (component ${items})) (export "a:b/${name}" (component (type 0))))) (export "${name}" (type 0)))`;

  it('has the worlds that binding generators left in it, as one', () => {
    const first = world('w', '(type (func)) (import "log" (func (type 0)))');
    const second = world('v', '(type (func)) (import "log" (func (type 0))) (export "run" (func (type 0)))');
    const bytes = moduleWith([
      ['component-type:w', assemble(first)],
      ['component-type', assemble(second)],
    ]);
    expect(decodeBinary(bytes, decodeText)).toEqual({
      kind: 'core-module',
      text: 'package root:root;\n\nworld root {\n  import log: func();\n\n  export run: func();\n}\n',
    });
  });

  it('without a world has no text', () => {
    expect(decodeBinary(moduleWith([]), decodeText)).toEqual({ kind: 'unreadable', of: 'core-module' });
  });
});

/** A core module of custom sections, which are short enough for two bytes of length. */
function moduleWith(sections: readonly (readonly [string, Uint8Array | { readonly fault: string }])[]): Uint8Array {
  const bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  for (const [name, content] of sections) {
    const inner = [name.length, ...new TextEncoder().encode(name), ...(content instanceof Uint8Array ? content : [])];
    bytes.push(0, (inner.length & 0x7f) | 0x80, inner.length >> 7, ...inner);
  }
  return Uint8Array.from(bytes);
}
