// What is read after edits is what would be read from scratch, and costs what was edited.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, session } from '../../../test/support/edits.ts';
import { testParser } from '../../../test/support/parser.ts';
import { WHOLE } from '../../../test/support/wit.ts';
import type { ItemTree } from './items.ts';
import type { OpenTree } from './parser.ts';

const parser = await testParser();
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

/** Everything that anyone can see of a file. */
function seen(tree: ItemTree): unknown {
  return {
    entries: tree.order.map(({ chunk, context, start, end, base, length, members }) => {
      const { decl, signature, spans } = chunk;
      return { decl, signature, spans, context, start, end, base, length, members: members.length };
    }),
    spans: [...tree.spans],
    problems: tree.problems,
  };
}

function fresh(text: string): unknown {
  return seen(parser.read(text));
}

describe('after random edits', () => {
  it('items, spans and problems are those of a fresh reading', () => {
    const before = parser.liveTrees;
    fc.assert(
      fc.property(session, fc.constantFrom(...WHOLE), (steps, start) => {
        let text = start;
        let open: OpenTree = parser.open(text);
        for (const changes of steps) {
          const step = apply(text, changes);
          text = step.text;
          open = parser.update(open, step.edits);
          expect(open.items.text).toBe(text);
          expect(parser.liveTrees).toBeLessThanOrEqual(before + 1);
          expect(seen(open.items)).toEqual(fresh(text));
        }
        parser.close(open);
      }),
      { numRuns: RUNS, seed: 20261123 },
    );
    expect(parser.liveTrees).toBe(before);
  });

  it('nothing is left behind but the trees of open files', () => {
    const before = parser.liveTrees;
    const open = [...WHOLE].map((text) => parser.open(text));
    expect(parser.liveTrees).toBe(before + WHOLE.length);
    const edited = open.map((it) => parser.update(it, [{ start: 0, end: 0, text: '{' }]));
    expect(parser.liveTrees).toBe(before + WHOLE.length);
    expect(edited.some((it) => it.items.problems.length === 0)).toBe(false);
    for (const it of edited) parser.close(it);
    expect(parser.liveTrees).toBe(before);
  });
});

describe('the cost of an edit', () => {
  const ITEMS = 200;
  const text = [
    'package a:b;',
    'interface i {',
    ...Array.from({ length: ITEMS }, (_, n) => `  /// Item ${n}.\n  f-${n}: func(a: u8) -> list<string>;`),
    '}',
    '',
  ].join('\n');

  /** How many chunks are read again when a word becomes another. */
  function lowered(before: string, word: string, replacement: string): number {
    const start = before.indexOf(word);
    const open = parser.open(before);
    const { chunksLowered } = parser.counters;
    const after = parser.update(open, [{ start, end: start + word.length, text: replacement }]);
    parser.close(after);
    return parser.counters.chunksLowered - chunksLowered;
  }

  it('is one item for an edit inside one', () => {
    expect(lowered(text, 'f-100: func(a: u8)', 'f-100: func(abc: u8)')).toBe(1);
  });

  it('is nothing for an edit of a comment', () => {
    expect(lowered(text, 'Item 100.', 'Another text, longer than before.')).toBe(0);
    expect(lowered(text, '  /// Item 100.\n', '\n\n\n')).toBe(0);
  });

  it('stays small while the file is broken', () => {
    expect(lowered(text, 'f-100: func(a: u8) ->', 'f-100: func(a: ->')).toBe(1);
    const broken = text.replace('f-50: func(a: u8) ->', 'f-50: func(a: ->');
    // The broken item is read again, and the one that was edited.
    expect(lowered(broken, 'f-100: func(a: u8)', 'f-100: func(abc: u8)')).toBe(2);
  });

  it('is the head for the name of an interface', () => {
    expect(lowered(text, 'interface i {', 'interface other {')).toBe(1);
  });
});
