// Which side of a change a text shows, by its scheme, its path and what it says.

import { beforeEach, expect, it } from 'vitest';
import { markedRanges } from '../../client/src/contract-marks.ts';
import { document, fake, resetVscode } from '../support/vscode.ts';
import { at, change } from './contract-changes.ts';

const NOW = 'new text\n';
const OLD = 'old text\n';

beforeEach(() => {
  resetVscode();
  fake.folders.push({ uri: document('file:///w').uri, name: 'w' });
  fake.files.set('file:///w/a.wit', new TextEncoder().encode(NOW));
  fake.files.set('wit-base:/0123abcd/a.wit', new TextEncoder().encode(OLD));
});

/** The lines that are marked in a text, and whether the server's hover says why already. */
async function marked(uri: string, text: string, ...changes: ReturnType<typeof change>[]) {
  const of = changes.length > 0 ? changes : [change('major', 'f')];
  const found = await markedRanges(document(uri, text) as never, of);
  return found.map(({ range, told }) => [range.start.line, told]);
}

it.each([
  ['file:///w/a.wit', NOW, [[1, true]]],
  // The file itself is asked for nothing: what it says is what was compared.
  ['file:///w/a.wit', 'edited\n', [[1, true]]],
  ['wit-base:/0123abcd/a.wit', OLD, [[2, false]]],
  ['git:/w/a.wit', NOW, [[1, false]]],
  ['git:/w/a.wit', 'new text\r\n', [[1, false]]],
  ['git:/w/a.wit', OLD, [[2, false]]],
  ['git:/w/a.wit', 'another\n', []],
  ['review:/w/a.wit', OLD, [[2, false]]],
  // Another file, and what is no file at all, whatever it says.
  ['git:/w/b.wit', NOW, []],
  ['git:/w/ba.wit', OLD, []],
  ['git:/w/deep/a.wit', OLD, [[2, false]]],
  ['git:/elsewhere/a.wit', OLD, []],
  ['file:///w/b.wit', NOW, []],
  ['untitled:/w/a.wit', NOW, []],
  ['wit-base:/ffff/w/a.wit', OLD, []],
  ['wit-wasm:/w/a.wit', NOW, []],
  ['wit-world:/w/a.wit', NOW, []],
  ['http:/w/a.wit', NOW, []],
  ['https:/w/a.wit', NOW, []],
])('%s that says %j is marked at %j', async (uri, text, expected) => {
  expect(await marked(uri, text)).toEqual(expected);
});

it('an open document counts before what the disk says', async () => {
  fake.documents.push(document('file:///w/a.wit', 'edited\n'));
  expect(await marked('git:/w/a.wit', NOW)).toEqual([]);
  expect(await marked('git:/w/a.wit', 'edited\n')).toEqual([[1, false]]);
});

it('has every change, each at its own side, and none that is on neither', async () => {
  const changes = [
    change('major', 'f'),
    change('minor', 'new', { location: at(5), baseLocation: null }),
    change('major', 'gone', { location: null, baseLocation: at(7, 'wit-base:/0123abcd/a.wit') }),
    change('minor', 'nowhere', { location: null, baseLocation: null }),
    change('minor', 'far', {
      location: at(9, 'file:///w/missing.wit'),
      baseLocation: at(8, 'wit-base:/0123abcd/b.wit'),
    }),
  ];
  expect(await marked('file:///w/a.wit', NOW, ...changes)).toEqual([
    [1, true],
    [5, true],
  ]);
  expect(await marked('git:/w/a.wit', OLD, ...changes)).toEqual([
    [2, false],
    [7, false],
  ]);
});
