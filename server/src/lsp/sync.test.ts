import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../base/text.ts';
import { difference } from './sync.ts';

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
