import { expect, it } from 'vitest';
import { excerpt, fixture } from '../../../test/support/fixture.ts';
import { spanOf } from '../syntax/items.ts';
import { previewWorld, type WorldPreview } from './preview.ts';

const WORLD = `package my:app@1.0.0;

interface host {
  use wasi:io/streams@0.2.0.{input-stream};
  read: func(from: borrow<input-stream>);
}

world base {
  import wasi:cli/stdin@0.2.0;
  export wasi:cli/run@0.2.0;
}

world app {
  include base;
  import host;
  import log: func(text: string);
}
//- deps/io/io.wit
package wasi:io@0.2.0;
interface error { resource error { to-debug-string: func() -> string; } }
interface streams {
  use error.{error};
  resource input-stream;
  variant stream-error { last-operation-failed(error), closed }
}
//- deps/cli/cli.wit
package wasi:cli@0.2.0;
interface stdin { use wasi:io/streams@0.2.0.{input-stream}; get-stdin: func() -> input-stream; }
interface run { run: func() -> result; }
`;

async function preview(text: string, name: string): Promise<WorldPreview<string>> {
  const { snapshot, uri } = await fixture(text);
  const world = snapshot.semantics.packagesOf(uri)[0]?.worlds.get(name);
  if (world === undefined) throw new Error(`no world ${name}`);
  return previewWorld(world, {
    place: (loc) => {
      const tree = snapshot.tree(loc.uri);
      return tree === undefined ? loc.uri : excerpt(snapshot, loc.uri, spanOf(tree, loc.node));
    },
  });
}

it('lists imports and exports by package, the own labels last', async () => {
  const found = await preview(WORLD, 'app');
  const list = (groups: WorldPreview<string>['imports']) =>
    groups.map((it) => [it.package, it.version, it.own, it.items.map((item) => item.name)]);
  expect(list(found.imports)).toEqual([
    ['wasi:io', '0.2.0', false, ['error', 'streams']],
    ['my:app', '1.0.0', true, ['host']],
    ['wasi:cli', '0.2.0', false, ['stdin']],
    ['', undefined, true, ['log']],
  ]);
  expect(list(found.exports)).toEqual([['wasi:cli', '0.2.0', false, ['run']]]);
});

it('says why each is there, from the world on', async () => {
  const found = await preview(WORLD, 'app');
  const items = [...found.imports, ...found.exports].flatMap((group) => group.items);
  const why = (name: string) =>
    items.find((it) => it.name === name)?.reasons.map((it) => `${it.within}: ${it.text} at ${it.place.split(' ')[0]}`);
  expect(why('error')).toEqual([
    'my:app/app@1.0.0: import my:app/host@1.0.0 at a.wit:15',
    'my:app/host@1.0.0: use wasi:io/streams@0.2.0 at a.wit:4',
    'wasi:io/streams@0.2.0: use wasi:io/error@0.2.0 at deps/io/io.wit:4',
  ]);
  expect(why('stdin')).toEqual([
    'my:app/app@1.0.0: include my:app/base@1.0.0 at a.wit:14',
    'my:app/base@1.0.0: import wasi:cli/stdin@0.2.0 at a.wit:9',
  ]);
  expect(why('log')).toEqual(['my:app/app@1.0.0: import log at a.wit:16']);
  expect(items.filter((it) => it.implicit).map((it) => it.name)).toEqual(['error', 'streams']);
});

it('says what the world lets its component do', async () => {
  const { capabilities } = await preview(WORLD, 'app');
  expect(capabilities.map((it) => `${it.direction} ${it.title}: ${it.sentence} (${it.by.join()})`)).toEqual([
    'import host-defined: my:app: can do what the host provides as `my:app` (host-defined) (my:app/host@1.0.0)',
    'import standard streams: can read standard input and write to standard output and error (wasi:cli/stdin@0.2.0)',
    'import host-defined: log: can do what the host provides as `log` (host-defined) (log)',
    'export command: can be run as a command (wasi:cli/run@0.2.0)',
  ]);
});

it('counts', async () => {
  const { sizes } = await preview(WORLD, 'app');
  expect(sizes).toEqual({
    imports: { interfaces: 4, functions: 4, resources: 2, types: 3, implicit: 2 },
    exports: { interfaces: 1, functions: 1, resources: 0, types: 0 },
    packages: 3,
    depth: 3,
  });
});

it('connects what is exported with what it uses on the side where that is', async () => {
  const found = await preview(
    `package a:b;
interface t { resource r; }
interface u { use t.{r}; f: func(it: r); }
world both { import u; export t; export u; }
world one { export u; use t.{r}; }`,
    'both',
  );
  expect(found.exports.flatMap((it) => it.items.map((item) => [item.id, item.uses]))).toEqual([
    ['export a:b/t', []],
    ['export a:b/u', ['export a:b/t']],
  ]);
  const one = await preview(
    'package a:b;\ninterface t { resource r; }\nworld one { use t.{r}; import f: func(a: r); }',
    'one',
  );
  expect(one.imports.flatMap((it) => it.items.map((item) => [item.id, item.kind, item.detail, item.uses]))).toEqual([
    ['import a:b/t', 'interface', undefined, []],
    ['import r', 'type', 'used from a:b/t', ['import a:b/t']],
    ['import f', 'func', 'func(a: r)', []],
  ]);
});
