import { describe, expect, it } from 'vitest';
import { Cancellation, Task } from '../base/task.ts';
import { relativeUri } from '../base/uri.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { type Disk, loadRoot, rootDirectoryOf } from './discover.ts';
import { findRoots } from './find-roots.ts';
import { Identities } from './identity.ts';
import type { PackageRoot } from './package-folders.ts';

function host(...paths: string[]): MemoryHost {
  return new MemoryHost(Object.fromEntries(paths.map((path) => [`file://${path}`, ''])));
}

function diskOf(memory: MemoryHost): Disk {
  const identities = new Identities(memory);
  return {
    list: (uri) => memory.readDirectory(uri),
    identify: (uri) => identities.of(uri),
    textKind: async () => 'file',
  };
}

/** The root as lines: its files, then each group with its files. */
async function show(memory: MemoryHost, directory: string): Promise<string[]> {
  const root: PackageRoot = await loadRoot(`file://${directory}`, diskOf(memory));
  const short = (uri: string): string => relativeUri(`file://${directory}`, uri) ?? uri.slice('file://'.length);
  return [
    ...root.files.map(short),
    ...root.deps.map((group) => `${group.kind} ${short(group.uri)}: ${group.files.map(short).join(' ')}`),
  ];
}

describe('a package', () => {
  it('is the `.wit` of one directory, hidden ones included, case counting', async () => {
    const memory = host('/w/b.wit', '/w/a.wit', '/w/.x.wit', '/w/.wit', '/w/A.WIT', '/w/note.txt', '/w/sub/c.wit');
    expect(await show(memory, '/w')).toEqual(['.wit', '.x.wit', 'a.wit', 'b.wit']);
  });

  it('does not take a directory for a file by its name', async () => {
    expect(await show(host('/w/a.wit', '/w/d.wit/x.wit'), '/w')).toEqual(['a.wit']);
  });

  it('takes links to files, and dead ones, which cannot be read then', async () => {
    const memory = host('/w/a.wit', '/else/real.txt', '/else/d/x.wit');
    memory.link('file:///w/link.wit', 'file:///else/real.txt');
    memory.link('file:///w/dead.wit', 'file:///nowhere');
    memory.link('file:///w/dir.wit', 'file:///else/d');
    expect(await show(memory, '/w')).toEqual(['a.wit', 'dead.wit', 'link.wit']);
  });

  it('has one group for each entry of `deps`, by name', async () => {
    const memory = host(
      '/w/a.wit',
      '/w/deps/z.wit',
      '/w/deps/io/b.wit',
      '/w/deps/io/a.wit',
      '/w/deps/io/deps/x/never.wit',
      '/w/deps/bin.wasm',
      '/w/deps/text.wat',
      '/w/deps/FOO.WIT',
      '/w/deps/.wit',
      '/w/deps/.DS_Store',
      '/w/deps/empty/readme.md',
      '/else/linked/c.wit',
    );
    memory.link('file:///w/deps/link', 'file:///else/linked');
    expect(await show(memory, '/w')).toEqual([
      'a.wit',
      'binary deps/bin.wasm: deps/bin.wasm',
      'directory deps/empty: ',
      'directory deps/io: deps/io/a.wit deps/io/b.wit',
      'directory deps/link: /else/linked/c.wit',
      'binary deps/text.wat: deps/text.wat',
      'file deps/z.wit: deps/z.wit',
    ]);
  });

  it('sorts names by their bytes', async () => {
    const memory = host('/w/\u{10000}.wit', '/w/\uffee.wit', '/w/b.wit', '/w/B.wit', '/w/a-.wit', '/w/a.wit');
    const root = await loadRoot('file:///w', diskOf(memory));
    expect(root.files.map((uri) => decodeURIComponent(uri.slice('file:///w/'.length)))).toEqual([
      'B.wit',
      'a-.wit',
      'a.wit',
      'b.wit',
      '\uffee.wit',
      '\u{10000}.wit',
    ]);
  });
});

it.each([
  ['/w/a.wit', '/w'],
  ['/w/deps/io/a.wit', '/w'],
  ['/w/deps/a.wit', '/w'],
  ['/w/deps/io/deps/a.wit', '/w/deps/io'],
  ['/w/deps/io/deps/x/a.wit', '/w/deps/io'],
  ['/w/deps/io/sub/a.wit', '/w/deps/io/sub'],
  ['/deps/a.wit', '/'],
  ['/a.wit', '/'],
])('%s belongs to %s', (file, directory) => {
  expect(rootDirectoryOf(`file://${file}`)).toBe(`file://${directory}`);
});

describe('searching for packages', () => {
  it('finds directories with WIT, not those of tools', async () => {
    const memory = host(
      '/p/wit/a.wit',
      '/p/wit/deps/io/a.wit',
      '/p/crates/x/wit/a.wit',
      '/p/crates/x/wit/inner/b.wit',
      '/p/node_modules/y/wit/a.wit',
      '/p/target/wit/a.wit',
      '/p/.git/a.wit',
      '/p/.hidden/a.wit',
      '/p/empty/readme.md',
    );
    expect(await findRoots('file:///p', memory, new Task(memory.clock))).toEqual([
      'file:///p/crates/x/wit',
      'file:///p/crates/x/wit/inner',
      'file:///p/wit',
    ]);
  });

  it('ends in a circle of links and takes each place once', async () => {
    const memory = host('/p/a/x.wit');
    memory.link('file:///p/a/up', 'file:///p');
    memory.link('file:///p/b', 'file:///p/a');
    expect(await findRoots('file:///p', memory, new Task(memory.clock))).toEqual(['file:///p/a']);
  });

  it('can be given up', async () => {
    const memory = host('/p/a/x.wit');
    const cancellation = new Cancellation();
    cancellation.cancel();
    expect(await findRoots('file:///p', memory, new Task(memory.clock, cancellation))).toBeUndefined();
  });
});
