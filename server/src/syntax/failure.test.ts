// Whatever fails while a change is applied, the text is the client's.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apply, session } from '../../../test/support/edits.ts';
import { WHOLE } from '../../../test/support/wit.ts';
import { format } from '../format/format.ts';
import { DEFAULT_FORMAT } from '../format/options.ts';
import { type Grammar, type OpenTree, WitParser } from './parser.ts';
import { loadGrammar } from './tree-sitter.ts';

const repository = new URL('../../../', import.meta.url);
const grammar = await loadGrammar(
  readFileSync(new URL('node_modules/web-tree-sitter/web-tree-sitter.wasm', repository)),
  readFileSync(new URL('grammar/tree-sitter-wit.wasm', repository)),
);

class Fault extends Error {}

/** The grammar, but every n-th call fails. */
function failing(every: number, renews: boolean): Grammar {
  let calls = 0;
  const counted = <A extends unknown[], R>(work: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      if (++calls % every === 0) throw new Fault('injected');
      return work(...args);
    };
  };
  return {
    parse: counted((text, old) => grammar.parse(text, old)),
    edit: counted((tree, text, edit) => grammar.edit(tree, text, edit)),
    entries: counted((tree, reuse) => grammar.entries(tree, reuse)),
    free: counted((tree) => grammar.free(tree)),
    renew: () => {
      if (!renews) throw new Fault('no parser any more');
      grammar.renew();
    },
  };
}

function seen({ items }: OpenTree): unknown {
  return [items.order.map((it) => [it.chunk.decl, it.start, it.end]), [...items.spans], items.problems];
}

it.each([
  [1, true],
  [2, true],
  [3, true],
  [5, true],
  [7, true],
  [3, false],
])(
  'a grammar that fails at every call number %i leaves the text and its items right (renewed: %s)',
  (every, renews) => {
    const plain = new WitParser();
    fc.assert(
      fc.property(session, fc.constantFrom(...WHOLE), (steps, start) => {
        const parser = new WitParser(failing(every, renews));
        let text = start;
        let open = parser.open(text);
        for (const changes of steps) {
          const step = apply(text, changes);
          text = step.text;
          open = parser.update(open, step.edits);
          expect(open.items.text).toBe(text);
          expect(seen(open)).toEqual(seen(plain.open(text)));
          expect(format(open.items, DEFAULT_FORMAT)).toEqual(format(plain.read(text), DEFAULT_FORMAT));
          expect(parser.liveTrees).toBeLessThanOrEqual(1);
        }
        parser.close(open);
        expect(parser.liveTrees).toBe(0);
      }),
      { numRuns: 60, seed: 20261129 },
    );
  },
);

it('a reader that fails leaves the text, says so, and goes on when it can', () => {
  const parser = new WitParser();
  const failures: string[] = [];
  parser.onFailure = (message) => failures.push(message);
  const open = parser.open('interface a {}\n');
  const { recover } = parser;
  parser.recover = () => {
    throw new Fault('injected');
  };
  const broken = parser.update(open, [{ start: 10, end: 11, text: 'bc' }]);
  expect(broken.items.text).toBe('interface bc {}\n');
  expect(broken.items.problems.map((it) => it.code)).toEqual(['syntax/reader-failed']);
  expect(format(broken.items, DEFAULT_FORMAT).edits).toEqual([]);
  expect(failures).toHaveLength(1);
  parser.recover = recover;
  const again = parser.update(broken, [{ start: 12, end: 12, text: 'd' }]);
  expect(again.items.text).toBe('interface bcd {}\n');
  expect(again.items.problems).toEqual([]);
});
