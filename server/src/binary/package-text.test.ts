import { describe, expect, it } from 'vitest';
import { decodePackage } from './package-text.ts';

interface WasmTools {
  readonly $init: Promise<void>;
  readonly tools: { parse(text: string): Uint8Array };
}

const vendored = new URL('../../../node_modules/@bytecodealliance/jco-transpile/vendor/wasm-tools.js', import.meta.url)
  .href;

/** A package as a person can read it in WebAssembly's text form, decoded. */
async function decoded(text: string): Promise<ReturnType<typeof decodePackage>> {
  const wasm = (await import(vendored)) as WasmTools;
  await wasm.$init;
  return decodePackage(wasm.tools.parse(text), (bytes) => new TextDecoder().decode(bytes));
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
    expect(decodePackage(new Uint8Array([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0, 7, 200]), String).kind).toBe('broken');
  });
});
