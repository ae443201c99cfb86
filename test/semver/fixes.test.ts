// Repairs of contract changes, on every fixture of this folder: what they leave is WIT without syntax errors, what is
// restored is no longer a change, and each does what its title says.

import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../server/src/base/text.ts';
import type { Fix } from '../../server/src/check/diagnostic.ts';
import type { Bases } from '../../server/src/contract/bases.ts';
import { contractFixes } from '../../server/src/features/contracts/fixes.ts';
import { findingsIn } from '../../server/src/features/contracts/report.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { archives, compared, versionsOf } from './based.ts';

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .reverse()
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: now }) => all.slice(0, start) + now + all.slice(end), text);
}

function after(snapshot: Snapshot, fix: Fix): Map<string, string> {
  return new Map(fix.edits.map(({ uri, edits }) => [uri, applied(snapshot.tree(uri)?.text ?? '', edits)]));
}

interface Offered {
  readonly uri: string;
  readonly fix: Fix;
  readonly changes: readonly string[];
}

function offered(snapshot: Snapshot, bases: Bases): Offered[] {
  const roots = [...snapshot.roots.values()];
  const files = roots.flatMap((root) => root.files);
  return files.flatMap((uri) => {
    const spans = findingsIn(snapshot, bases, uri)?.findings.flatMap(({ place }) =>
      place?.uri === uri ? [place.span] : [],
    );
    const seen = new Set<string>();
    return (spans ?? []).flatMap((span) =>
      contractFixes(snapshot, bases, uri, span).flatMap(({ fix, finding }) => {
        const changes = finding.changes.map((it) => `${it.kind} ${it.item}`);
        const key = JSON.stringify([fix, changes]);
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ uri, fix, changes }];
      }),
    );
  });
}

function changesIn(snapshot: Snapshot, bases: Bases): string[] {
  const all = [...snapshot.roots.keys()].flatMap((uri) => findingsIn(snapshot, bases, uri)?.reports ?? []);
  return all.flatMap((report) => report.changes.map((it) => `${it.kind} ${it.item}`));
}

describe('on every fixture', () => {
  it.each(archives)('%s', async (name) => {
    const { before, now } = versionsOf(name);
    if (now.size === 0 || before.size === 0) return;
    const { snapshot, bases } = await compared(before, now);
    for (const { fix, changes } of offered(snapshot, bases)) {
      expect(fix.title).toMatch(/^[A-Z][a-z]+ \S/);
      const texts = after(snapshot, fix);
      const then = snapshot.supposing(texts);
      for (const [uri, text] of texts) {
        const had = snapshot.tree(uri)?.problems.length ?? 0;
        expect(then.tree(uri)?.problems.length, `${fix.title}\n${text}`).toBeLessThanOrEqual(had);
      }
      if (!fix.title.startsWith('Restore')) continue;
      const left = changesIn(then, bases);
      const same = changes.filter((it) => left.includes(it));
      expect(same, `${fix.title}\n${[...texts.values()].join('')}`).toEqual([]);
    }
  });
});

const HEAD = 'package a:b@1.0.0;\n\n';

/** The text after the one repair whose title begins so. */
async function repaired(before: string, now: string, title: string): Promise<string> {
  const { snapshot, bases } = await compared(new Map([['a.wit', HEAD + before]]), new Map([['a.wit', HEAD + now]]));
  const all = offered(snapshot, bases);
  const found = all.filter(({ fix }) => fix.title.startsWith(title));
  expect([...new Set(found.map(({ fix }) => fix.title))], all.map(({ fix }) => fix.title).join('\n')).toHaveLength(1);
  const [first] = found;
  const text = first === undefined ? '' : ([...after(snapshot, first.fix).values()][0] ?? '');
  return text.startsWith(HEAD) ? text.slice(HEAD.length) : text;
}

const inside = (body: string): string => `interface i {\n${body}}\n`;

describe('single repairs', () => {
  it('keep the old name of a type', async () => {
    const before = inside('  record r { x: u8 }\n  f: func(a: r);\n');
    const now = inside('  record s { x: u8 }\n  f: func(a: s);\n');
    const expected = inside('  record s { x: u8 }\n  type r = s;\n  f: func(a: s);\n');
    expect(await repaired(before, now, 'Keep the old name')).toBe(expected);
  });

  it('keep the old function', async () => {
    const before = inside('  get-all: func(a: u8) -> string;\n');
    const now = inside('  get-every: func(a: u8) -> string;\n');
    const expected = inside(
      '  get-every: func(a: u8) -> string;\n  @since(version = 1.0.0)\n  @deprecated(version = 1.0.0)\n  get-all: func(a: u8) -> string;\n',
    );
    expect(await repaired(before, now, 'Keep the old function')).toBe(expected);
  });

  it('put a function of a resource back where it was, below its own comments', async () => {
    const body = (funcs: string) =>
      inside(`  type t = u8;\n  resource r {\n    constructor();\n${funcs}    last: func();\n  }\n  f: func();\n`);
    const before = body('    /// Reads.\n    read: func() -> t;\n    make: static func() -> r;\n');
    const now = body('    make: static func() -> r;\n');
    expect(await repaired(before, now, 'Restore')).toBe(before);
  });

  it('put members back in order, with their documentation', async () => {
    const before = inside('  enum e {\n    /// One.\n    a,\n    b,\n  }\n');
    const now = inside('  enum e {\n    b,\n    /// One.\n    a,\n  }\n');
    expect(await repaired(before, now, 'Restore the order')).toBe(before);
  });

  it('move a new case to the end', async () => {
    const before = inside('  enum e { a, b }\n');
    expect(await repaired(before, inside('  enum e { n, a, b }\n'), 'Move added items')).toBe(
      inside('  enum e { a, b, n }\n'),
    );
  });

  it('keep a type and give the new one a name', async () => {
    const before = inside('  record r { x: u8 }\n');
    expect(await repaired(before, inside('  record r { x: u8, y: u8 }\n'), 'Keep `r` as in main')).toBe(
      inside('  record r { x: u8 }\n\n  record r2 { x: u8, y: u8 }\n'),
    );
  });

  it('use a moved type again', async () => {
    const before = 'interface c {\n  type t = u8;\n  f: func();\n}\ninterface d {\n  g: func();\n}\n';
    const now = 'interface c {\n  f: func();\n}\ninterface d {\n  type t = u8;\n  g: func();\n}\n';
    expect(await repaired(before, now, 'Use it from its new place')).toBe(
      now.replace('interface c {\n', 'interface c {\n  use d.{t};\n'),
    );
  });

  it('put a function behind a gate that its implementers would have to add', async () => {
    const world = 'world w {\n  export i;\n}\n';
    const before = inside('  f: func();\n') + world;
    const now = inside('  f: func();\n  new-one: func();\n') + world;
    expect(await repaired(before, now, 'Gate with')).toBe(
      inside('  f: func();\n  @unstable(feature = b-new-one)\n  new-one: func();\n') + world,
    );
  });

  it('add the gate that the siblings have', async () => {
    const before = inside('  @since(version = 1.0.0)\n  type t = u8;\n').replace(
      'interface',
      '@since(version = 1.0.0)\ninterface',
    );
    const now = before.replace('}', '  type n = u8;\n}');
    expect(await repaired(before, now, 'Add `@since')).toBe(
      before.replace('}', '  @since(version = 1.0.0)\n  type n = u8;\n}'),
    );
  });

  it('raise the version wherever it is mentioned', async () => {
    const before = new Map([['a.wit', `${HEAD}interface i { f: func(); }\nworld w { import a:b/i@1.0.0; }\n`]]);
    const now = new Map([['a.wit', `${HEAD}interface i { f: func(a: u8); }\nworld w { import a:b/i@1.0.0; }\n`]]);
    const { snapshot, bases } = await compared(before, now);
    const found = offered(snapshot, bases).find(({ fix }) => fix.title.includes('2.0.0'));
    const [text] = found === undefined ? [] : after(snapshot, found.fix).values();
    expect(text).toBe(now.get('a.wit')?.replaceAll('1.0.0', '2.0.0'));
  });

  it('restore a field, a method, an interface and a statement of a world', async () => {
    const record = inside('  record r {\n    /// X.\n    x: u8,\n    y: u8,\n  }\n');
    expect(await repaired(record, record.replace('    /// X.\n    x: u8,\n', ''), 'Restore `x`')).toBe(record);
    const resource = inside('  resource r {\n    a: func();\n    b: func();\n  }\n');
    expect(await repaired(resource, resource.replace('    b: func();\n', ''), 'Restore `b`')).toBe(resource);
    const two = 'interface i {}\n\n/// Two.\ninterface j {\n  f: func();\n}\n';
    const restored = await repaired(two, 'interface i {}\n', 'Restore `j`');
    expect(restored.replace(/\n+/g, '\n')).toBe(two.replace(/\n+/g, '\n'));
    const world = 'interface i {}\nworld w {\n  import i;\n  export f: func();\n}\n';
    expect(await repaired(world, world.replace('  export f: func();\n', ''), 'Restore')).toBe(world);
  });
});

it('a selection of many changes is offered one new version, and repairs of the first twenty', async () => {
  const functions = (type: string) => Array.from({ length: 60 }, (_, n) => `  fn${n}: func(a: ${type});\n`).join('');
  const text = (type: string) => new Map([['a.wit', `package a:b@1.0.0;\ninterface i {\n${functions(type)}}\n`]]);
  const { snapshot, bases } = await compared(text('u8'), text('u16'));
  const [uri = ''] = [...snapshot.roots.values()].flatMap((root) => root.files);
  const end = snapshot.tree(uri)?.text.length ?? 0;
  const repairs = contractFixes(snapshot, bases, uri, { start: 0, end });
  expect(repairs.filter(({ fix }) => fix.title.startsWith('Change the version'))).toHaveLength(1);
  expect(new Set(repairs.map(({ finding }) => finding)).size).toBe(20);
});
