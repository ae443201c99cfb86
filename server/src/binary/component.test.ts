import { expect, it } from 'vitest';
import { decodeBinary } from './decode.ts';

interface WasmTools {
  readonly $init: Promise<void>;
  readonly tools: { parse(text: string): Uint8Array };
}

const vendored = new URL('../../../node_modules/@bytecodealliance/jco-transpile/vendor/wasm-tools.js', import.meta.url)
  .href;

async function binary(text: string): Promise<Uint8Array> {
  const wasm = (await import(vendored)) as WasmTools;
  await wasm.$init;
  return wasm.tools.parse(text);
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The text of a component; why there is none, where it cannot be read. */
function textOf(bytes: Uint8Array): string | undefined {
  const decoded = decodeBinary(bytes, decode);
  return 'text' in decoded ? decoded.text : decoded.fault;
}

it('follows what nested components are given and export', async () => {
  const bytes = await binary(`(component
    (import "a:b/types" (instance $types (export "r" (type (sub resource)))))
    (alias export $types "r" (type $r))
    (component $inner
      (import "import-type-r" (type $given (sub resource)))
      (import "f" (func $f (param "it" (own $given))))
      (export "r" (type $given))
      (export "g" (func $f)))
    (import "f" (func $f (param "it" (own $r))))
    (instance $made (instantiate $inner (with "import-type-r" (type $r)) (with "f" (func $f))))
    (export "a:b/api" (instance $made)))`);
  expect(textOf(bytes)).toBe(`package root:component;

world root {
  import a:b/types;
  use a:b/types.{r};

  import f: func(it: r);

  export a:b/api;
}

package a:b {
  interface types {
    resource r;
  }

  interface api {
    use types.{r};

    g: func(it: r);
  }
}
`);
});

it('passes over the functions that asynchronous code needs', async () => {
  const bytes = await binary(`(component
    (core module $m (func (export "f") (result i32) unreachable) (memory (export "memory") 1))
    (core instance $i (instantiate $m))
    (alias core export $i "memory" (core memory $memory))
    (type $stream (stream u8))
    (type $future (future string))
    (core func (canon task.return (result u32) (memory $memory) string-encoding=utf8))
    (core func (canon task.return))
    (core func (canon task.cancel))
    (core func (canon subtask.cancel async))
    (core func (canon subtask.drop))
    (core func (canon backpressure.inc))
    (core func (canon context.get i32 0))
    (core func (canon context.set i32 0))
    (core func (canon stream.new $stream))
    (core func (canon stream.read $stream async (memory $memory)))
    (core func (canon stream.cancel-read $stream async))
    (core func (canon stream.drop-readable $stream))
    (core func (canon future.new $future))
    (core func (canon future.write $future (memory $memory)))
    (core func (canon future.cancel-write $future))
    (core func (canon future.drop-writable $future))
    (core func (canon error-context.new (memory $memory)))
    (core func (canon error-context.drop))
    (core func (canon waitable-set.new))
    (core func (canon waitable-set.wait (memory $memory)))
    (core func (canon waitable.join))
    (core func (canon thread.index))
    (func $run async (result u32) (canon lift (core func $i "f") async))
    (export "run" (func $run)))`);
  expect(textOf(bytes)).toBe('package root:component;\n\nworld root {\n  export run: async func() -> u32;\n}\n');
});

it('calls a type by the name that it is mentioned by', async () => {
  const bytes = await binary(`(component
    (import "a:b/types" (instance $types
      (export "fields" (type $fields (sub resource)))
      (export "headers" (type $headers (eq $fields)))
      (type $own (own $headers))
      (export "f" (func (param "it" (own $fields)) (result $own)))))
    (alias export $types "headers" (type $headers))
    (import "a:b/api" (instance
      (export "names" (type $names (eq $headers)))
      (export "g" (func (param "it" (own $names))))))
    (import "h" (func (param "it" (own $headers)))))`);
  expect(textOf(bytes)).toBe(`package root:component;

world root {
  import a:b/types;
  import a:b/api;
  use a:b/types.{headers};

  import h: func(it: headers);
}

package a:b {
  interface types {
    resource fields;
    type headers = fields;
    f: func(it: fields) -> headers;
  }

  interface api {
    use types.{headers as names};

    g: func(it: names);
  }
}
`);
});

it('shows the whole version where it is split into a name and what follows', async () => {
  const bytes = await binary('(component (import "a:b/c@0.2" (versionsuffix ".1") (instance)))');
  expect(textOf(bytes)).toBe(`package root:component;

world root {
  import a:b/c@0.2.1;
}

package a:b@0.2.1 {
  interface c {
  }
}
`);
});

it('gives up where a small binary would become a large text, or what is broken', async () => {
  const types = Array.from({ length: 60 }, (_, n) => `(type $t${n + 1} (tuple $t${n} $t${n}))`).join(' ');
  const bytes = await binary(`(component (type $t0 (list u8)) ${types} (import "f" (func (param "a" $t60))))`);
  expect(textOf(bytes)).toBe('its types are far larger when they are written out');
  const whole = await binary('(component (import "f" (func (param "a" string))))');
  for (let end = 8; end < whole.length; end++) textOf(whole.slice(0, end));
  for (let at = 8; at < whole.length; at++) textOf(whole.map((it, index) => (index === at ? it ^ 0x5a : it)));
});

it.each([
  [
    'a function of no such type',
    'it refers to something that is not there',
    '(type $t (list u8)) (import "f" (func (type $t)))',
  ],
  [
    'a record without a name',
    'it has a record without a name, which WIT cannot express',
    '(type $t (record (field "a" u8))) (import "f" (func (param "it" $t)))',
  ],
  ['a module as an import', '`m` is no import that WIT can name', '(import "m" (core module (export "f" (func))))'],
])('makes nothing up for %s', async (_, fault, text) => {
  expect(textOf(await binary(`(component ${text} (import "g" (func)))`))).toBe(fault);
});
