// Every real file: nothing is lost, nothing changes twice, and it says what it said.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { format } from '../../server/src/format/format.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { difference } from '../../server/src/format/verify.ts';
import type { ItemTree } from '../../server/src/syntax/items.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { testParser } from '../support/parser.ts';
import { CORPUS, hasShared, witFiles } from './shared.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

/** All declarations, without places. */
function declarations(tree: ItemTree): string {
  return JSON.stringify(tree.order.map(({ context, members, chunk }) => [context, members.length, chunk.decl]));
}

describe.skipIf(!hasShared)('real files (../shared/corpus)', () => {
  it('keep everything and are stable', { timeout: 120_000 }, () => {
    let files = 0;
    for (const file of witFiles(CORPUS)) {
      files++;
      const text = readFileSync(file, 'utf8');
      const tree = parser.read(text);
      const { edits, bug } = format(tree, DEFAULT_FORMAT);
      expect(bug, file).toBeUndefined();
      const after = applyEdits(text, edits);
      expect(difference(text, after), file).toBeUndefined();
      const again = parser.read(after);
      expect(format(again, DEFAULT_FORMAT).edits, file).toEqual([]);
      expect(again.problems.length, file).toBe(tree.problems.length);
      if (declarations(again) !== declarations(tree)) expect.fail(`${file} says something else`);
    }
    expect(files).toBeGreaterThan(2000);
  });
});
