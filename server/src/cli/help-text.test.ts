import { expect, it } from 'vitest';
import { wrapped } from './help-text.ts';

const word = (length: number) => 'x'.repeat(length);

it('breaks at the last space that keeps a line within 80 columns', () => {
  expect(wrapped(`${word(39)} ${word(40)}`)).toBe(`${word(39)} ${word(40)}`);
  expect(wrapped(`${word(40)} ${word(40)}`)).toBe(`${word(40)}\n${word(40)}`);
  expect(wrapped('a b c')).toBe('a b c');
  expect(wrapped('')).toBe('');
});

it('leaves a word that is too long as it is, and breaks around it', () => {
  expect(wrapped(`a ${word(100)} b`)).toBe(`a\n${word(100)}\nb`);
  expect(wrapped(`${word(100)} b`)).toBe(`${word(100)}\nb`);
});

it('indents what follows as far as is said, and keeps what the first line has there', () => {
  const text = `  --option  ${word(60)} ${word(20)} ${word(30)}`;
  expect(wrapped(text, 12)).toBe(`  --option  ${word(60)}\n            ${word(20)} ${word(30)}`);
  // The indentation counts.
  expect(wrapped(`${' '.repeat(40)}${word(40)} y`, 40)).toBe(`${' '.repeat(40)}${word(40)}\n${' '.repeat(40)}y`);
  expect(wrapped(`${' '.repeat(40)}${word(38)} y`, 40)).toBe(`${' '.repeat(40)}${word(38)} y`);
});
