import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RopeText } from './rope.ts';
import { LineIndex } from './text.ts';

const piece = fc.oneof(
  fc.constantFrom('\n', '\r\n', '\r', 'a', 'bc', '𝔘'),
  fc.string({ maxLength: 2000, unit: fc.constantFrom('x', '\r', '\n', 'y') }),
);

it('says the same as a plain text after any edits', () => {
  const edit = fc.record({ from: fc.nat(10_000), length: fc.nat(3000), text: piece });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.array(edit, { maxLength: 30 }), (start, edits) => {
      let text = start.join('');
      const rope = new RopeText(text);
      for (const { from, length, text: inserted } of edits) {
        const at = Math.min(from, text.length);
        const end = Math.min(at + length, text.length);
        text = text.slice(0, at) + inserted + text.slice(end);
        rope.replace(at, end, inserted);
        const lines = new LineIndex(text);
        expect(rope.length).toBe(text.length);
        expect(rope.lineCount).toBe(lines.lineCount);
        for (let line = 0; line < lines.lineCount; line += 1 + (lines.lineCount >> 4))
          expect([line, rope.lineStart(line)]).toEqual([line, lines.lineStart(line)]);
        expect(rope.slice(at, end + 5)).toBe(text.slice(at, end + 5));
      }
      expect(rope.toString()).toBe(text);
    }),
    { numRuns: 200, seed: 20261129 },
  );
});
