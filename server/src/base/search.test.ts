import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstIndex } from './search.ts';

it('finds what a search from the front finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (numbers, wanted) => {
      const sorted = numbers.sort((a, b) => a - b);
      const found = sorted.findIndex((it) => it >= wanted);
      expect(firstIndex(sorted.length, (index) => (sorted[index] ?? 0) >= wanted)).toBe(
        found < 0 ? sorted.length : found,
      );
    }),
  );
});
