// Files in the middle of a merge: one finding for each conflict with a repair for each way to end it, both sides read, nothing
// formatted and nothing compared meanwhile.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../server/src/base/text.ts';
import { documentSymbols } from '../server/src/features/symbols.ts';
import { directoryWith, run } from './support/command.ts';
import { fixture } from './support/fixture.ts';

const [OURS, BASE, MIDDLE, THEIRS] = ['<', '|', '=', '>'].map((it) => it.repeat(7)) as [string, string, string, string];

interface Sides {
  readonly before: string;
  readonly current: string;
  readonly incoming: string;
  readonly after: string;
}

function merged({ before, current, incoming, after }: Sides, base?: string): string {
  const common = base === undefined ? '' : `${BASE} 1234567\n${base}`;
  return `${before}${OURS} HEAD\n${current}${common}${MIDDLE}\n${incoming}${THEIRS} topic\n${after}`;
}

const MEMBERS: Sides = {
  before: 'package a:b@1.0.0;\n\ninterface i {\n',
  current: '  f: func(a: u32);\n  g: func();\n',
  incoming: '  f: func(a: u64);\n  h: func();\n',
  after: '  last: func();\n}\n',
};

const ITEMS: Sides = {
  before: 'package a:b@1.0.0;\n\n',
  current: 'interface i {\n  f: func();\n}\n',
  incoming: 'interface k {\n  g: func();\n}\n',
  after: '\nworld w {\n}\n',
};

const PARAMETERS: Sides = {
  before: 'package a:b@1.0.0;\n\ninterface i {\n  f: func(\n',
  current: '    a: u32,\n',
  incoming: '    a: u64,\n    b: u8,\n',
  after: '  );\n}\n',
};

/** A brace that one side opens and what follows closes. */
const HEADS: Sides = {
  before: 'package a:b@1.0.0;\n\ninterface i {\n',
  current: '  record a {\n',
  incoming: '  variant a {\n    none,\n',
  after: '    some(u8),\n  }\n}\n',
};

const PACKAGES: Sides = {
  before: '',
  current: 'package a:b@1.0.0;\n',
  incoming: 'package a:b@1.1.0;\n',
  after: '\ninterface i {\n  @since(version = 1.0.0)\n  f: func();\n}\n',
};

const ALL = { MEMBERS, ITEMS, PARAMETERS, HEADS, PACKAGES };

describe('a conflict', () => {
  for (const [name, sides] of Object.entries(ALL)) {
    for (const [newline, base] of [
      ['\n', undefined],
      ['\r\n', undefined],
      ['\n', '  old: func();\n}}} \n'],
    ] as const) {
      const withLines = (text: string): string => text.replaceAll('\n', newline);
      it(`of ${name} is one finding, and ends in three ways ${JSON.stringify([newline, base])}`, async () => {
        const text = withLines(merged(sides, base));
        const { snapshot, uri } = await fixture(text);
        const found = snapshot.diagnostics(uri);
        expect(found.map((it) => it.code)).toEqual(['syntax/merge-conflict']);
        expect(found[0]?.message).toContain('`HEAD` and `topic`');
        expect(text.slice(found[0]?.span.start, found[0]?.span.end)).toBe(`${OURS} HEAD`);
        const { before, current, incoming, after } = sides;
        const ended = found[0]?.fixes.map((it) => [it.title, applyEdits(text, it.edits[0]?.edits ?? [])]);
        expect(ended).toEqual([
          ['Accept current change', withLines(before + current + after)],
          ['Accept incoming change', withLines(before + incoming + after)],
          ['Accept both changes', withLines(before + current + incoming + after)],
        ]);
        expect(found[0]?.fixes.some((it) => it.safe === true || it.preferred === true)).toBe(false);
      });
    }
  }

  it('has both of its sides in the outline', async () => {
    const { snapshot, uri } = await fixture(merged(ITEMS));
    const tree = snapshot.tree(uri);
    expect(tree === undefined ? [] : documentSymbols(tree).map((it) => it.name)).toEqual(['a:b@1.0.0', 'i', 'k', 'w']);
  });

  it('is one of several, and other mistakes are found between them', async () => {
    const text = `${merged(ITEMS)}interface z {\n  f: func(a: nope);\n}\n${merged({ ...ITEMS, before: '', after: '' }).replaceAll(/interface (\w)/g, 'interface $1$1')}`;
    const { snapshot, uri } = await fixture(text);
    expect(snapshot.diagnostics(uri).map((it) => it.code)).toEqual([
      'syntax/merge-conflict',
      'name/unknown-type',
      'syntax/merge-conflict',
    ]);
  });

  it('may have left a marker behind', async () => {
    for (const marker of [`${OURS} HEAD`, MIDDLE, `${THEIRS} topic`]) {
      const text = `package a:b;\n\ninterface i {\n${marker}\n  f: func();\n}\n`;
      const { snapshot, uri } = await fixture(text);
      const found = snapshot.diagnostics(uri);
      expect(found.map((it) => it.code)).toEqual(['syntax/merge-conflict']);
      const edits = found[0]?.fixes[0]?.edits[0]?.edits ?? [];
      expect(applyEdits(text, edits)).toBe('package a:b;\n\ninterface i {\n  f: func();\n}\n');
    }
  });

  it('is none in a comment', async () => {
    const text = `package a:b;\n\n/*\n${merged(MEMBERS)}*/\ninterface i {\n}\n`;
    const { snapshot, uri } = await fixture(text);
    expect(snapshot.diagnostics(uri)).toEqual([]);
  });

  it('is left as it is by the formatter', async () => {
    const text = merged(MEMBERS).replace('  last: func();', '      last:    func();');
    const folder = directoryWith({ 'a.wit': text });
    await run(folder, ['format', 'a.wit']);
    expect(readFileSync(path.join(folder, 'a.wit'), 'utf8')).toBe(text);
  });

  it('is not compared with a base', async () => {
    const folder = directoryWith({ 'old/a.wit': MEMBERS.before + MEMBERS.after, 'wit/a.wit': merged(MEMBERS) });
    const { status, out, err } = await run(folder, ['breaking', 'wit', '--against', 'old', '--format', 'json']);
    expect([status, err]).toEqual([2, expect.stringContaining('`a.wit` has an unresolved merge conflict in line 4')]);
    expect(JSON.parse(out).packages.flatMap((it: { changes: unknown[] }) => it.changes)).toEqual([]);
  });
});
