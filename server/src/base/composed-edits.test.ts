// Two sets of edits as one: what is done one after the other and what is done at once are the same text.

import { describe, expect, it } from 'vitest';
import { composedEdits } from './composed-edits.ts';
import { applyEdits, type TextEdit } from './text.ts';

/** Edits that do not touch each other, drawn from a simple generator. */
function draw(length: number, random: () => number): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = random() % 4; at <= length; at += 1 + (random() % 5)) {
    const end = Math.min(length, at + (random() % 4));
    edits.push({ start: at, end, text: 'xyz'.slice(random() % 4) });
    at = end;
  }
  return edits;
}

describe('composed edits', () => {
  it('do what both do', () => {
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 8;
    };
    for (let turn = 0; turn < 500; turn++) {
      const text = 'abcdefghijklmnop'.slice(random() % 16);
      const first = draw(text.length, random);
      const middle = applyEdits(text, first);
      const second = draw(middle.length, random);
      const composed = composedEdits(first, second, text.length);
      expect(applyEdits(text, composed)).toBe(applyEdits(middle, second));
    }
  });

  it('leave alone what neither touches', () => {
    const first = [{ start: 1, end: 2, text: 'BB' }];
    const second = [{ start: 6, end: 7, text: 'F' }];
    expect(composedEdits(first, second, 8)).toEqual([
      { start: 1, end: 2, text: 'BB' },
      { start: 5, end: 6, text: 'F' },
    ]);
  });
});
