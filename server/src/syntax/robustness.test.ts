// No text is too long, too deep or too strange: reading it ends, soon, and agrees with itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, session } from '../../../test/support/edits.ts';
import { testParser } from '../../../test/support/parser.ts';
import { processorTime } from '../../../test/support/processor-time.ts';
import { WHOLE } from '../../../test/support/wit.ts';
import type { ItemTree } from './items.ts';

const parser = await testParser();
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const SEED = 20261123;

/** As an open file is read: through the grammar while it is sound. */
function byGrammar(text: string): ItemTree {
  const open = parser.open(text);
  parser.close(open);
  return open.items;
}

function seen(tree: ItemTree): unknown {
  const entries = tree.order.map(({ chunk: { decl, signature }, context, start, end }) => ({
    decl,
    signature,
    context,
    start,
    end,
  }));
  return { entries, spans: [...tree.spans], problems: tree.problems };
}

/** Spans lie in the text, and fixes can be applied. */
function expectSound(tree: ItemTree): void {
  const { length } = tree.text;
  const outside = (start: number, end: number): boolean => !(start >= 0 && start <= end && end <= length);
  const wrong = tree.problems.filter(
    ({ start, end, fix }) => outside(start, end) || fix?.edits.some((edit) => outside(edit.start, edit.end)),
  );
  expect(wrong).toEqual([]);
  for (let at = 0; at < tree.spans.length; at += 2) {
    if (outside(tree.spans[at] ?? -1, tree.spans[at + 1] ?? -1)) expect.fail(`node ${at / 2} lies outside the text`);
  }
}

describe('both readers', () => {
  it('agree on whole files', () => {
    for (const text of WHOLE) {
      const tree = byGrammar(text);
      expect(seen(tree)).toEqual(seen(parser.read(text)));
    }
  });

  it('agree where types are nested deeper than the language allows', () => {
    for (const inside of ['u8', 'u8, u8', 'list<u8>, string', 'a', 'option<tuple<u8, list<a>>>']) {
      const type = `${'list<'.repeat(98)}tuple<${inside}>${'>'.repeat(98)}`;
      for (const deep of [type, `list<${type}>`, `result<_, option<${type}>>`]) {
        const text = `package a:b;\ninterface i {\n  type a = u8;\n  type t = ${deep};\n  f: func(x: ${deep}) -> ${deep};\n}\n`;
        expect(seen(byGrammar(text))).toEqual(seen(parser.read(text)));
      }
    }
  });

  it('agree on whatever the grammar takes, after random edits', () => {
    fc.assert(
      fc.property(session, fc.constantFrom(...WHOLE), (steps, start) => {
        let text = start;
        for (const changes of steps) {
          text = apply(text, changes).text;
          const tree = byGrammar(text);
          expect(seen(tree)).toEqual(seen(parser.read(text)));
          expectSound(tree);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('take any text', () => {
    const words = fc.constantFrom(
      ...'package interface world use type record flags enum variant resource func static async import export include with as list option'.split(
        ' ',
      ),
      ...'{ } ( ) < > , ; : . / @ = -> % _ * "'.split(' '),
      ...['a', 'b:c', '1.0.0', '"x"', '//x\n', '/*', '*/', '\n', '\r', '\ufeff', '\u0000', '\ud800', '𝔘', ' '],
    );
    const soup = fc.array(words, { maxLength: 120 }).map((it) => it.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const tree = byGrammar(text);
        expect(tree.text).toBe(text);
        expect(seen(tree)).toEqual(seen(parser.read(text)));
        expectSound(tree);
      }),
      { numRuns: RUNS * 4, seed: SEED },
    );
  });
});

describe('large and deep texts', () => {
  const N = 40_000;
  it.each([
    ['braces', '{'.repeat(N)],
    ['closing braces', '}'.repeat(N)],
    ['brackets', `interface i { f: func(${'('.repeat(N)}`],
    ['lists', `interface i { type t = ${'list<'.repeat(N)}`],
    ['closed lists', `interface i { type t = ${'list<'.repeat(N)}u8${'>'.repeat(N)}; }`],
    ['packages', 'package a:b {'.repeat(N)],
    ['attributes', `interface i { ${'@since(version = 1.0.0) '.repeat(N)}`],
    ['open attributes', 'interface i {\n'.concat('@since(version\n'.repeat(N))],
    ['comments', '/*'.repeat(N)],
    ['closed comments', `${'/*'.repeat(N)}${'*/'.repeat(N)}`],
    ['a path of dots', `interface i { use ${'a.'.repeat(N)}{b}; }`],
    ['one line of items', `interface i { ${'f: func() '.repeat(N)}}`],
    ['one line of broken records', `interface i { ${'record r { a '.repeat(N)}`],
    ['one name', `interface ${'a'.repeat(N)} {}`],
    ['one number', `interface i { type t = list<u8, ${'9'.repeat(N)}>; }`],
    ['one version', `package a:b@1.0.0-${'a.'.repeat(N)};`],
    ['carriage returns', '\r'.repeat(N)],
    ['quotes', '"'.repeat(N)],
    ['control characters', '\u0001'.repeat(N)],
    ['unfinished uses', 'interface i {\n'.concat('  use j.{\n'.repeat(N))],
    ['unions', 'interface i {\n'.concat('  union u {\n'.repeat(N))],
  ])('%s', (_, text) => {
    const used = processorTime();
    expectSound(parser.read(text));
    // Linear reading takes a tenth of it; quadratic would take minutes.
    expect(used()).toBeLessThan(5000);
  });
});
