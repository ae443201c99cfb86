import { expect, it } from 'vitest';
import { componentText } from './component-text.ts';

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
  expect(componentText(bytes, decode)).toBe(`package root:component;

world root {
  use a:b/types.{r};
  import a:b/types;
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

it('gives up where a small binary would become a large text, or what is broken', async () => {
  const types = Array.from({ length: 60 }, (_, n) => `(type $t${n + 1} (tuple $t${n} $t${n}))`).join(' ');
  const bytes = await binary(`(component (type $t0 (list u8)) ${types} (import "f" (func (param "a" $t60))))`);
  expect(componentText(bytes, decode)).toBeUndefined();
  const whole = await binary('(component (import "f" (func (param "a" string))))');
  for (let end = 8; end < whole.length; end++) componentText(whole.slice(0, end), decode);
  for (let at = 8; at < whole.length; at++)
    componentText(
      whole.map((it, index) => (index === at ? it ^ 0x5a : it)),
      decode,
    );
});
