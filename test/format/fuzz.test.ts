// The formatter on files that nobody wrote. FORMAT_FUZZ=100000 makes as many, FORMAT_SEED=N begins at another place.

import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { formatDocument, formatOnType, formatRange } from '../../server/src/features/format.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { difference } from '../../server/src/format/verify.ts';
import type { ItemTree } from '../../server/src/syntax/items.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { testParser } from '../support/parser.ts';
import { damage, layOut, random, soundTokens } from './mutate.ts';

const COUNT = Number(process.env.FORMAT_FUZZ ?? 3000);
const FIRST = Number(process.env.FORMAT_SEED ?? 1);
const TIMEOUT = 20_000 + COUNT * 20;

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

/** What a file says, without places. */
function meaning(tree: ItemTree): string {
  return JSON.stringify(tree.order.map(({ context, members, chunk }) => [context, members.length, chunk.decl]));
}

/** Formats a text; formatting the result changes nothing more, whether it is sound or broken. */
function formatted(seed: number, text: string): { tree: ItemTree; after: string } {
  const tree = parser.read(text);
  const options = { ...DEFAULT_FORMAT, width: seed % 3 === 0 ? 40 : 100, insertSpaces: seed % 5 > 0 };
  const { edits, bug } = formatDocument(tree, options);
  if (bug !== undefined) expect.fail(`seed ${seed}: ${bug}\n${text}`);
  const after = applyEdits(text, edits);
  const lost = difference(text, after);
  if (lost !== undefined) expect.fail(`seed ${seed}: ${lost}\n${text}`);
  const again = formatDocument(parser.read(after), options).edits;
  if (again.length > 0) expect(applyEdits(after, again), `seed ${seed}:\n${text}`).toBe(after);
  return { tree, after };
}

describe('made files', () => {
  it(
    'keep tokens, comments and meaning, and stay as formatted',
    async () => {
      for (let seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
        // The test runner wants to hear from us.
        if (seed % 500 === 0) await setImmediate();
        const next = random(seed);
        const text = layOut(soundTokens(next), next, [0, 0.05, 0.3][seed % 3] ?? 0);
        const { tree, after } = formatted(seed, text);
        if (tree.problems.length > 0) expect(tree.problems, `seed ${seed}:\n${text}`).toEqual([]);
        if (meaning(parser.read(after)) !== meaning(tree)) expect(after, `seed ${seed}`).toBe(text);
      }
    },
    TIMEOUT,
  );

  it(
    'keep tokens and comments when damaged, in whole and in parts, and stay as formatted',
    async () => {
      for (let seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
        // The test runner wants to hear from us.
        if (seed % 500 === 0) await setImmediate();
        const next = random(-seed);
        const text = damage(layOut(soundTokens(next), next, seed % 2 === 0 ? 0 : 0.05), next);
        const { tree } = formatted(seed, text);
        const start = Math.floor(next() * text.length);
        const end = start + Math.floor(next() * (text.length - start));
        const part = formatRange(tree, { start, end }, DEFAULT_FORMAT);
        const typed = formatOnType(tree, end, text[end - 1] ?? '', DEFAULT_FORMAT);
        for (const { edits, bug } of [part, typed]) {
          const lost = bug ?? difference(text, applyEdits(text, edits));
          if (lost !== undefined) expect.fail(`seed ${seed}, ${start} to ${end}: ${lost}\n${text}`);
        }
      }
    },
    TIMEOUT,
  );
});
