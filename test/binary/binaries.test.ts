// Binaries as files of a package and as arguments of commands.

import { describe, expect, it } from 'vitest';
import { assemble } from '../../server/src/binary/wat.ts';
import { directoryWith, run } from '../support/command.ts';

function binary(text: string): Uint8Array {
  const bytes = assemble(text);
  if (!(bytes instanceof Uint8Array)) throw new Error(bytes.fault);
  return bytes;
}

/** A package with one interface that uses a type of another package. */
const CARRIES = `(component
  (type (component
    (type (instance (type u8) (export "x" (type (eq 0)))))
    (import "acme:other/t" (instance (type 0)))
    (alias export 0 "x" (type))
    (type (instance
      (alias outer 1 1 (type)) (export "x" (type (eq 0)))
      (export "later" (type (sub resource)))
      (type (func (param "a" 1))) (export "f" (func (type 3)))))
    (export "acme:main/i" (instance (type 2)))))
  (export "i" (type 0))
  (@custom "package-docs" "\\01{\\22interfaces\\22:{\\22i\\22:{\\22types\\22:{\\22later\\22:{\\22stability\\22:{\\22unstable\\22:{\\22feature\\22:\\22later\\22}}}}}}}"))`;

const APP = `package acme:app;

world w {
  import acme:main/i;
  import acme:other/t;
  import inner: interface {
    use acme:main/i.{later};
  }
}
`;

describe('a binary package in deps/', () => {
  it.each(['wasm', 'wat'])('as .%s brings the packages that it carries, and what a gate let in', async (extension) => {
    const cwd = directoryWith({
      'wit/a.wit': APP,
      [`wit/deps/main.${extension}`]: extension === 'wat' ? CARRIES : binary(CARRIES),
    });
    expect(await run(cwd, ['check', 'wit'])).toMatchObject({ status: 0 });
  });

  it('carries copies that the package itself, as text, replaces', async () => {
    const whole = 'package acme:other;\ninterface t { type x = u8; f: func(); }\ninterface more { f: func(); }\n';
    const app = APP.replace('import acme:other/t;', 'import acme:other/t;\n  import acme:other/more;');
    const cwd = directoryWith({ 'wit/a.wit': app, 'wit/deps/a.wasm': binary(CARRIES), 'wit/deps/z.wit': whole });
    expect(await run(cwd, ['check', 'wit'])).toMatchObject({ status: 0 });
  });

  it('brings what it carries, merged with what others carry of the same package', async () => {
    const second = CARRIES.replaceAll('acme:main/i', 'acme:second/i')
      .replace('(export "x" (type (eq 0)))))', '(export "y" (type (eq 0)))))')
      .replace('(alias export 0 "x" (type))', '(alias export 0 "y" (type))');
    const app = 'package acme:app;\n\ninterface i {\n  use acme:other/t.{x, y};\n  f: func(a: x, b: y);\n}\n';
    const wit = (names: readonly string[]) =>
      directoryWith({
        'wit/a.wit': app,
        ...Object.fromEntries(names.map((name) => [`wit/deps/${name}.wasm`, binary(name === 'a' ? CARRIES : second)])),
      });
    expect(await run(wit(['a', 'b']), ['check', 'wit'])).toMatchObject({ status: 0 });
    expect(await run(wit(['b']), ['check', 'wit'])).toMatchObject({ status: 1 });
  });

  it('that is none says what it is', async () => {
    const cwd = directoryWith({
      'wit/a.wit': 'package acme:app;\n',
      'wit/deps/component.wat': '(component (core module))',
      'wit/deps/core.wat': '(module)',
    });
    const { status, out } = await run(cwd, ['check', 'wit', '--format', 'json']);
    expect(status).toBe(1);
    const messages = JSON.parse(out).diagnostics.map(({ message }: { message: string }) => message);
    expect(messages).toEqual([
      'this WebAssembly cannot be read as a WIT package: `core` in a component cannot be read in text form',
      'this WebAssembly cannot be read as a WIT package: it is no component, but `module`',
    ]);
  });
});

const OLD = `(component (type (component (type (component
  (type (func)) (import "log" (func (type 0))) (export "run" (func (type 0)))))
  (export "a:b/w" (component (type 0))))) (export "w" (type 0)))`;

/** A core module that holds a world. */
function withWorld(text: string): Uint8Array {
  const name = 'component-type';
  const inner = [name.length, ...Buffer.from(name), ...binary(text)];
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    0,
    (inner.length & 0x7f) | 0x80,
    inner.length >> 7,
    ...inner,
  ]);
}

describe('two builds of one core module', () => {
  it('are compared by what their worlds import and export', async () => {
    const more = OLD.replace('(export "run"', '(import "more" (func (type 0))) (export "run"');
    const cwd = directoryWith({ 'old.wasm': withWorld(OLD), 'new.wasm': withWorld(more) });
    const compare = (file: string) => run(cwd, ['breaking', file, '--against', 'old.wasm', '--format', 'json']);
    const kinds = async (file: string): Promise<string[]> =>
      JSON.parse((await compare(file)).out).packages.flatMap((it: { changes: { kind: string }[] }) =>
        it.changes.map(({ kind }) => kind),
      );
    expect(await kinds('old.wasm')).toEqual([]);
    expect(await kinds('new.wasm')).toEqual(['world-import-added']);
  });

  it('may be the module and the component that was made of it, and gains exports without a break', async () => {
    const cwd = directoryWith({
      'old.wasm': withWorld(OLD.replace('(export "run" (func (type 0)))', '')),
      'more.wasm': withWorld(OLD),
      'component.wasm': binary('(component (type (func)) (import "log" (func (type 0))))'),
    });
    const compare = async (file: string, base: string, ...options: string[]): Promise<[string, string][]> => {
      const { out } = await run(cwd, ['breaking', file, '--against', base, '--format', 'json', ...options]);
      return JSON.parse(out).packages.flatMap((it: { changes: { kind: string; level: string }[] }) =>
        it.changes.map(({ kind, level }) => [kind, level]),
      );
    };
    expect(await compare('component.wasm', 'old.wasm')).toEqual([]);
    expect(await compare('more.wasm', 'component.wasm')).toEqual([['world-export-added', 'minor']]);
    expect(await compare('component.wasm', 'more.wasm')).toEqual([['world-export-removed', 'major']]);
    expect(await compare('more.wasm', 'old.wasm', '--role', 'strict')).toEqual([['world-export-added', 'major']]);
  });

  it('are no components of a composition', async () => {
    const cwd = directoryWith({
      't.wac': 'package t:t;\nlet m = new a:m { ... };\nexport m...;\n',
      'deps/a/m.wasm': withWorld(OLD),
    });
    const { status, err } = await run(cwd, ['compose', 't.wac']);
    expect({ status, err }).toEqual({
      status: 1,
      err: 't.wac:2:13: `a:m` is a core module, and only components can be instantiated; make one with `wasm-tools component new` [wac/unknown-package]\n',
    });
  });

  it('show their world', async () => {
    const cwd = directoryWith({ 'old.wasm': withWorld(OLD) });
    const { out } = await run(cwd, ['world', 'old.wasm', '--no-reasons']);
    expect(out).toContain('import log: func();\n\n  export run: func();');
  });
});
