// The barrier is measured: what an edit cannot change is not computed again.

import { beforeEach, describe, expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { Workspace } from './workspace.ts';

const parser = await testParser();
const SHOP = 'file:///w/wit/shop.wit';
const files = {
  [SHOP]: `package acme:shop@1.0.0;

interface cart {
  use acme:money/types@1.0.0.{amount};
  /// Adds it up.
  total: func() -> amount;
  clear: func();
}
`,
  'file:///w/wit/deps/money/types.wit': `package acme:money@1.0.0;

interface types {
  type amount = u64;
}
`,
  'file:///w/wit/deps/other/other.wit': 'package acme:other@1.0.0;\n\ninterface other {}\n',
};

let workspace: Workspace;
let version = 1;

beforeEach(async () => {
  workspace = new Workspace(new MemoryHost(files), parser);
  workspace.setFolders(['file:///w']);
  workspace.openFile(SHOP, files[SHOP] ?? '', version);
  await workspace.load(SHOP);
  expect(workspace.snapshot().diagnostics(SHOP)).toEqual([]);
});

/** How many packages are resolved, and chunks lowered, by one replacement and the diagnostics after it. */
function work(find: string, replace: string): { packages: number; chunks: number } {
  const text = workspace.snapshot().tree(SHOP)?.text ?? '';
  const start = text.indexOf(find);
  const packages = workspace.caches.counters.packagesResolved;
  const chunks = parser.counters.chunksLowered;
  workspace.changeFile(SHOP, [{ start, end: start + find.length, text: replace }], ++version);
  workspace.snapshot().diagnostics(SHOP);
  return {
    packages: workspace.caches.counters.packagesResolved - packages,
    chunks: parser.counters.chunksLowered - chunks,
  };
}

describe('an edit', () => {
  it('of a comment between items resolves and lowers nothing', () => {
    expect(work('Adds it up.', 'Adds everything up.')).toEqual({ packages: 0, chunks: 0 });
  });

  it('of a comment inside an item lowers the item and resolves nothing', () => {
    expect(work('func() -> amount', 'func(/* none */) -> amount')).toEqual({ packages: 0, chunks: 1 });
  });

  it('of an item resolves its package and nothing that it uses', () => {
    expect(work('clear: func()', 'clear: func(all: bool)')).toEqual({ packages: 1, chunks: 1 });
  });

  it('that breaks an item loses that item only', () => {
    expect(work('clear: func();', 'clear: func(;')).toEqual({ packages: 1, chunks: 1 });
    const found = workspace.snapshot().diagnostics(SHOP);
    expect(found.map((it) => it.code)).toEqual(['syntax/unclosed-delimiter']);
  });
});

describe('positions', () => {
  it('are those of the text as it is now, though nothing was resolved again', () => {
    work('clear: func();', 'clear: func(it: amont);');
    const before = workspace.snapshot().diagnostics(SHOP)[0];
    expect(work('/// Adds it up.', '/// Adds it up, in the smallest unit of the currency.').packages).toBe(0);
    const after = workspace.snapshot().diagnostics(SHOP)[0];
    const text = workspace.snapshot().tree(SHOP)?.text ?? '';
    expect(after?.code).toBe('name/unknown-type');
    expect(text.slice(after?.span.start, after?.span.end)).toBe('amont');
    expect(after?.span.start).toBeGreaterThan(before?.span.start ?? 0);
  });
});

describe('packages found elsewhere in the workspace', () => {
  const A = 'file:///v/a/wit/a.wit';
  const B = 'file:///v/b/wit/b.wit';
  const C = 'file:///v/c/wit/c.wit';
  const far = {
    [A]: 'package x:a;\n\ninterface a {\n  use x:b/b.{t};\n  f: func() -> t;\n}\n',
    [B]: 'package x:b;\n\ninterface b {\n  use x:c/c.{t};\n}\n',
    [C]: 'package x:c;\n\ninterface c {\n  type t = u8;\n}\n',
  };

  /** What is wrong in B after an edit, and how many packages were resolved to say so; B is wrong where C is. */
  function edit(uri: string, find: string, replace: string): [packages: number, codes: readonly string[]] {
    const start = workspace.snapshot().tree(uri)?.text.indexOf(find) ?? -1;
    const before = workspace.caches.counters.packagesResolved;
    workspace.changeFile(uri, [{ start, end: start + find.length, text: replace }], ++version);
    workspace.snapshot().diagnostics(A);
    const codes = workspace
      .snapshot()
      .diagnostics(B)
      .map((it) => it.code);
    return [workspace.caches.counters.packagesResolved - before, codes];
  }

  beforeEach(async () => {
    workspace = new Workspace(new MemoryHost(far), parser);
    workspace.setFolders(['file:///v']);
    workspace.openFile(A, far[A] ?? '', ++version);
    for (const name of ['a', 'b', 'c']) await workspace.loadDirectory(`file:///v/${name}/wit`);
    expect(
      workspace
        .snapshot()
        .diagnostics(A)
        .map((it) => it.code),
    ).toEqual(['package/resolved-from-workspace']);
  });

  it('are not resolved again by an edit of what uses them', () => {
    expect(edit(A, 'f: func', 'g: func')).toEqual([1, ['package/resolved-from-workspace', 'lint/unused-use']]);
    expect(edit(A, 'g: func', 'h: func')).toEqual([1, ['package/resolved-from-workspace', 'lint/unused-use']]);
  });

  it('follow the edits of what they use themselves, once that is open', () => {
    edit(A, 'f: func', 'g: func');
    workspace.openFile(C, far[C] ?? '', ++version);
    expect(edit(C, 'type t', 'type u')).toEqual([3, ['package/resolved-from-workspace', 'name/not-in-interface']]);
    expect(edit(C, 'type u', 'type t')).toEqual([3, ['package/resolved-from-workspace', 'lint/unused-use']]);
    expect(edit(C, 'package x:c', 'package x:d')[1]).toEqual(['package/not-found']);
  });

  it('follow what happens on the disk', async () => {
    edit(A, 'f: func', 'g: func');
    workspace.movedOnDisk(['file:///v/b/wit']);
    expect(
      workspace
        .snapshot()
        .diagnostics(A)
        .map((it) => it.code),
    ).toEqual(['package/not-found']);
  });
});
