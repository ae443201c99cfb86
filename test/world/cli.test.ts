// The contract of `world`: which world, in which form, and what the exit status says.

import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const FILES = {
  'wit/app.wit': `package my:app@1.0.0;
world base { import wasi:cli/stdin@0.2.0; }
world app { include base; @unstable(feature = later) import log: func(); export run: func(); }
`,
  'wit/deps/cli/cli.wit': `package wasi:cli@0.2.0;
interface stdin { use streams.{input-stream}; get-stdin: func() -> input-stream; }
interface streams { resource input-stream; }
`,
};

describe('world', () => {
  it('shows a world as WIT, with reasons or without', async () => {
    const cwd = directoryWith(FILES);
    expect(await run(cwd, ['world', 'wit', 'app'])).toEqual({
      status: 0,
      err: '',
      out: `// World \`app\` with everything that its includes and uses bring.
// A component of this world:
// - can do what the host provides as \`wasi:cli\` (host-defined)
// - can read standard input and write to standard output and error
package my:app@1.0.0;

world app {
  // implicit:
  //   include my:app/base@1.0.0 (wit/app.wit:3)
  //   import wasi:cli/stdin@0.2.0 (wit/app.wit:2)
  //   use wasi:cli/streams@0.2.0 (wit/deps/cli/cli.wit:2)
  import wasi:cli/streams@0.2.0;
  // included:
  //   include my:app/base@1.0.0 (wit/app.wit:3)
  //   import wasi:cli/stdin@0.2.0 (wit/app.wit:2)
  import wasi:cli/stdin@0.2.0;

  // wit/app.wit:3
  export run: func();
}
`,
    });
    expect((await run(cwd, ['world', 'wit', 'my:app/base@1.0.0', '--no-reasons'])).out).toBe(`package my:app@1.0.0;

world base {
  import wasi:cli/streams@0.2.0;
  import wasi:cli/stdin@0.2.0;
}
`);
  });

  it('shows it as data, with places relative to the current directory', async () => {
    const { status, out } = await run(directoryWith(FILES), ['world', 'wit', 'app', '--format', 'json']);
    const { version, world } = JSON.parse(out);
    expect([status, version, world.path]).toEqual([0, 1, 'my:app/app@1.0.0']);
    expect(world.place).toEqual({
      path: 'wit/app.wit',
      range: { start: { line: 2, character: 6 }, end: { line: 2, character: 9 } },
    });
    expect(world.imports[0].items.map((it: { key: string; implicit: boolean }) => [it.key, it.implicit])).toEqual([
      ['wasi:cli/streams@0.2.0', true],
      ['wasi:cli/stdin@0.2.0', false],
    ]);
  });

  it('draws it', async () => {
    const cwd = directoryWith(FILES);
    expect((await run(cwd, ['world', 'wit', 'app', '--format', 'mermaid'])).out).toMatch(/^flowchart LR\n.*world -->/s);
    expect((await run(cwd, ['world', 'wit', 'app', '--format', 'svg'])).out).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('opens the gates it is told to', async () => {
    const cwd = directoryWith(FILES);
    const plain = ['world', 'wit', 'app', '--no-reasons'];
    expect((await run(cwd, plain)).out).not.toContain('log');
    expect((await run(cwd, [...plain, '--features', 'other,later'])).out).toContain('import log: func();');
    expect((await run(cwd, [...plain, '--all-features'])).out).toContain('import log: func();');
  });

  it('says when the package has errors, and shows what it can', async () => {
    const cwd = directoryWith({ 'a.wit': 'package a:b;\nworld w { import nope; export run: func(); }\n' });
    const { status, out, err } = await run(cwd, ['world', '.', '--no-reasons']);
    expect([status, out]).toEqual([1, 'package a:b;\n\nworld w {\n  export run: func();\n}\n']);
    expect(err).toBe('wit-language-server: the package has an error; `wit-language-server check .` shows it\n');
  });

  it.each([
    [['wit'], 'there are several worlds in wit; name one of base, app'],
    [['wit', 'nope'], 'there is no world `nope` in wit; there is base, app'],
    [['wit/deps'], 'there is no world in wit/deps'],
    [['missing'], 'no such file or directory: missing'],
    [[], '`world` needs the path'],
    [['a', 'b', 'c'], 'unexpected argument `c`; usage: `world PATH [NAME] [options]`'],
    [['wit', '--format', 'png'], '`--format` must be `wit`, `json`, `mermaid` or `svg`, not `png`'],
  ])('refuses %j', async (args, message) => {
    const { status, out, err } = await run(directoryWith(FILES), ['world', ...args]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
