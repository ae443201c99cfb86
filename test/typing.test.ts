// Typing: statements are written into files that are right, one character after another. At every moment what is wrong is
// told where it is being written, the rest of the file keeps its peace, and completion has something to say or nothing.
// `TYPING=100 npx vitest run test/typing.test.ts` takes so many real packages (../shared).

import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../server/src/check/diagnostic.ts';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { complete } from '../server/src/features/completion/completion.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { spanOf } from '../server/src/syntax/items.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { corpusStarts } from './semver-check/starts.ts';
import { FIXTURE } from './support/fixture.ts';
import { testParser } from './support/parser.ts';
import { WHOLE } from './support/wit.ts';

const parser = await testParser();
const asked = Number(process.env.TYPING ?? 4);

/** By where they are written. */
const STATEMENTS = {
  toplevel: ['interface zz {\n  f: func();\n}', 'world zz {\n  import f: func();\n}', 'use zz:zz/zz@1.0.0 as zzz;'],
  interface: [
    'zz: func(a: u8, b: list<string>) -> result<u8, string>;',
    'zz: async func();',
    'record zz {\n    a: u8,\n    b: option<zzz>,\n  }',
    'variant zz {\n    a(u8),\n    b,\n  }',
    'enum zz { a, b }',
    'flags zz {\n    a,\n  }',
    'resource zz {\n    constructor(a: u8);\n    m: func() -> u8;\n    s: static func();\n  }',
    'type zz = tuple<u8, list<u8>>;',
    'use zz.{zza, zzb as zzc};',
    'use zz:zz/zz@1.0.0.{zza};',
    '/// Docs.\n  @since(version = 0.0.1)\n  type zz = u8;',
    '@unstable(feature = zz)\n  zz: func();',
  ],
  world: [
    'import zz: func(a: u8) -> string;',
    'export zz: interface {\n    f: func();\n  }',
    'import zz:zz/zz@1.0.0;',
    'include zz with { a as b };',
    'use zz.{zza};',
    'record zz {\n    a: u8,\n  }',
    '@since(version = 0.0.1)\n  export zz;',
  ],
} as const;

interface Spot {
  readonly uri: string;
  readonly offset: number;
  readonly indent: string;
  readonly where: keyof typeof STATEMENTS;
}

interface Moment extends Spot {
  readonly typed: string;
}

/** Before every item that has a line of its own. */
function spots(snapshot: Snapshot, uri: string): Spot[] {
  const tree = snapshot.tree(uri);
  if (tree === undefined) return [];
  return tree.order.flatMap(({ chunk: { decl }, base, context }): Spot[] => {
    if (decl.kind === 'package' || decl.kind === 'nested-package') return [];
    const { start } = spanOf(tree, base + decl.node);
    const line = tree.text.lastIndexOf('\n', start - 1) + 1;
    const indent = tree.text.slice(line, start);
    return indent.trim() === '' ? [{ uri, offset: line, indent, where: context }] : [];
  });
}

/** Errors of the package outside the lines that are being written. Until its item is there, a gate is that of the next. */
function far(
  snapshot: Snapshot,
  uris: readonly string[],
  spot: Spot,
  end: number,
  known: ReadonlySet<string>,
): Diagnostic[] {
  return uris.flatMap((uri) =>
    snapshot
      .diagnostics(uri)
      .filter((it) => it.severity === 'error' && !it.code.startsWith('gate/') && !known.has(`${it.code} ${it.message}`))
      .filter((it) => uri !== spot.uri || it.span.end < spot.offset || it.span.start > end),
  );
}

type Report = (moment: Moment, far: readonly Diagnostic[]) => void;

async function type(texts: ReadonlyMap<string, string>, report: Report): Promise<void> {
  const workspace = new Workspace(new MemoryHost(Object.fromEntries(texts)), parser);
  workspace.setFolders([FIXTURE]);
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve: 'toolchain' });
  for (const uri of texts.keys()) if (uri.endsWith('.wit')) await workspace.load(uri);
  const uris = [...texts.keys()].filter((it) => !it.includes('/deps/'));
  const before = workspace.snapshot();
  const known = new Set(uris.flatMap((uri) => before.diagnostics(uri)).map((it) => `${it.code} ${it.message}`));
  let number = 0;
  for (const uri of uris) {
    workspace.openFile(uri, texts.get(uri) ?? '', 1);
    for (const spot of spots(before, uri)) {
      const list = STATEMENTS[spot.where];
      const statement = list[number++ % list.length] ?? '';
      write(workspace, spot, statement, (typed, end) => {
        const snapshot = workspace.snapshot();
        report({ ...spot, typed }, far(snapshot, uris, spot, end, known));
        complete(snapshot, uri, end);
      });
    }
  }
}

/** Writes a statement into a line of its own, and takes it out again. */
function write(
  workspace: Workspace,
  { uri, offset, indent }: Spot,
  statement: string,
  look: (typed: string, end: number) => void,
): void {
  const start = offset + indent.length;
  workspace.changeFile(uri, [{ start: offset, end: offset, text: `${indent}\n` }], 2);
  for (let at = 0; at < statement.length; at++) {
    workspace.changeFile(uri, [{ start: start + at, end: start + at, text: statement[at] ?? '' }], 3 + at);
    look(statement.slice(0, at + 1), start + at + 1);
  }
  const end = start + statement.length + 1;
  workspace.changeFile(uri, [{ start: offset, end, text: '' }], 4 + statement.length);
}

/** The texts at which something far away was wrong, and what. */
async function faults(list: readonly ReadonlyMap<string, string>[]): Promise<string[]> {
  const found: string[] = [];
  for (const texts of list)
    await type(texts, (spot, it) => {
      if (it.length === 0) return;
      const where = `${spot.uri.slice(FIXTURE.length + 1)}, at ${spot.offset}, after \`${spot.typed}\``;
      found.push(`${where}: ${it.map((one) => `${one.code} ${one.message}`).join(' | ')}`);
    });
  return found;
}

describe('typing', () => {
  it('every construct there is', { timeout: 60_000 }, async () => {
    const texts = WHOLE.map((text) => new Map([[`${FIXTURE}/wit/a.wit`, text]]));
    expect(await faults(texts)).toEqual([]);
  });

  it('real packages (../shared)', { timeout: 1_200_000 }, async (context) => {
    const real = corpusStarts().filter((it) => [...it.files.values()].join('').length < 60_000);
    if (real.length === 0) context.skip();
    const step = Math.max(1, Math.floor(real.length / asked));
    const list = real.filter((_, index) => index % step === 0);
    const texts = list.map(({ files }) => new Map([...files].map(([file, text]) => [`${FIXTURE}/wit/${file}`, text])));
    expect(await faults(texts)).toEqual([]);
  });
});
