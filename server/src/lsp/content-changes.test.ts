import fc from 'fast-check';
import { expect, it } from 'vitest';
import { processorTime } from '../../../test/support/processor-time.ts';
import { applyEdits, LineIndex } from '../base/text.ts';
import { difference, editOf } from './content-changes.ts';

/** Half of a pair of surrogates. */
const HALF = /\p{Cs}/u;

it('a whole new text becomes the edit that makes it', () => {
  const piece = fc.constantFrom('a', 'b', '\n', '\r\n', '𝔘', '𝔙', 'é', ' ');
  const text = fc.array(piece, { maxLength: 12 }).map((it) => it.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = difference(before, after);
      expect(applyEdits(before, [edit])).toBe(after);
      // Half a character is no text.
      expect(edit.text).not.toMatch(HALF);
      expect(before.slice(0, edit.start) + before.slice(edit.end)).not.toMatch(HALF);
    }),
    { numRuns: 2000, seed: 20261123 },
  );
});

it.each([
  ['interface a {}', 'interface ab {}', { start: 11, end: 11, text: 'b' }],
  ['aaa', 'aa', { start: 2, end: 3, text: '' }],
  ['same', 'same', { start: 4, end: 4, text: '' }],
  ['𝔘', '𝔙', { start: 0, end: 2, text: '𝔙' }],
])('leaves alone what is equal: %j to %j', (before, after, edit) => {
  expect(difference(before, after)).toEqual(edit);
});

const position = fc.record({ line: fc.nat(12), character: fc.nat(8) });

it.each(['utf-16', 'utf-8', 'utf-32'] as const)('many changes are those changes one after another (%s)', (encoding) => {
  const piece = fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '𝔘', 'é', ' ', 'word');
  const text = fc.array(piece, { maxLength: 30 }).map((it) => it.join(''));
  const ranged = fc.record({ range: fc.record({ start: position, end: position }), text });
  const change = fc.oneof({ weight: 9, arbitrary: ranged }, { weight: 1, arbitrary: fc.record({ text }) });
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 8 }), (before, changes) => {
      let expected = before;
      for (const it of changes) expected = applyEdits(expected, [editOf(new LineIndex(expected), [it], encoding)]);
      expect(applyEdits(before, [editOf(new LineIndex(before), changes, encoding)])).toBe(expected);
    }),
    { numRuns: 1000, seed: 20261129 },
  );
});

it('costs little for many changes of a large text', () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `  f${n}: func();`);
  const changes = Array.from({ length: 40_000 }, (_, n) => ({
    range: { start: { line: (n * 7919) % 20_000, character: 2 }, end: { line: (n * 7919) % 20_000, character: 3 } },
    text: 'g',
  }));
  const before = lines.join('\n');
  const used = processorTime();
  const edit = editOf(new LineIndex(before), changes, 'utf-16');
  // Copying the text for each change would take minutes.
  expect(used()).toBeLessThan(8000);
  expect(applyEdits(before, [edit])).toBe(before.replaceAll('  f', '  g'));
});
