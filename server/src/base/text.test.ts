// Offsets and positions of one text, in each encoding that editors count in; edits applied.

import { describe, expect, it } from 'vitest';
import { applyEdits, LineIndex } from './text.ts';

// Lines: `aé𝔘b`, an empty one, `c`, and none after the last line break.
const TEXT = 'aé𝔘b\r\n\nc\n';

describe.each([
  // What each character of the first line takes.
  ['utf-8', [0, 1, 3, 7, 8]],
  ['utf-16', [0, 1, 2, 4, 5]],
  ['utf-32', [0, 1, 2, 3, 4]],
] as const)('in %s', (encoding, units) => {
  const index = new LineIndex(TEXT);
  const OFFSETS = [0, 1, 2, 4, 5];

  it('counts characters as the encoding does, both ways', () => {
    expect(OFFSETS.map((it) => index.position(it, encoding))).toEqual(
      units.map((character) => ({ line: 0, character })),
    );
    expect(units.map((character) => index.offset({ line: 0, character }, encoding))).toEqual(OFFSETS);
  });

  it('ends a line before its line break, whatever it is', () => {
    for (const [line, end] of [
      [0, 5],
      [1, 7],
      [2, 9],
      [3, 10],
    ] as const) {
      expect(index.offset({ line, character: 99 }, encoding)).toBe(end);
      expect(index.offset({ line, character: Number.MAX_SAFE_INTEGER }, encoding)).toBe(end);
    }
    expect(index.offset({ line: 4, character: 0 }, encoding)).toBe(10);
    expect(index.offset({ line: 400, character: 3 }, encoding)).toBe(10);
  });

  it('has a range of both ends, also on different lines', () => {
    expect(index.range({ start: 2, end: 9 }, encoding)).toEqual({
      start: { line: 0, character: units[2] },
      end: { line: 2, character: 1 },
    });
  });
});

it('counts the bytes of UTF-8 where their number changes', () => {
  const index = new LineIndex('\x7f\x80\u07ff\u0800\uffff\u{10000}\u{10ffff}');
  const bytes = [0, 1, 3, 5, 8, 11, 15, 19];
  const offsets = [0, 1, 2, 3, 4, 5, 7, 9];
  expect(offsets.map((it) => index.position(it, 'utf-8').character)).toEqual(bytes);
  expect(bytes.map((character) => index.offset({ line: 0, character }, 'utf-8'))).toEqual(offsets);
});

it('knows the line of an offset: a line break belongs to its line, and what is outside to the nearest', () => {
  const index = new LineIndex(TEXT);
  expect(index.lineCount).toBe(4);
  expect([0, 5, 6, 7, 8, 9, 10].map((it) => index.lineOf(it))).toEqual([0, 0, 0, 1, 2, 2, 3]);
  expect([0, 1, 2, 3, 4].map((it) => index.lineStart(it))).toEqual([0, 7, 8, 10, 10]);
  expect(index.position(-5)).toEqual({ line: 0, character: 0 });
  expect(index.position(500)).toEqual({ line: 3, character: 0 });
  expect(new LineIndex('').position(3)).toEqual({ line: 0, character: 0 });
  expect(new LineIndex('').lineCount).toBe(1);
});

it('applies edits where they were meant, however many come before', () => {
  const edits = [
    { start: 0, end: 1, text: 'longer' },
    { start: 2, end: 2, text: '+' },
    { start: 3, end: 5, text: '' },
  ];
  expect(applyEdits('abcdef', edits)).toBe('longerb+cf');
  // Their order is free; what is put in before a place that changes stays before it.
  expect(applyEdits('abcdef', [...edits].reverse())).toBe('longerb+cf');
  const both = [
    { start: 2, end: 4, text: 'X' },
    { start: 2, end: 2, text: '+' },
  ];
  expect(applyEdits('abcdef', both)).toBe('ab+Xef');
  const touching = [
    { start: 2, end: 2, text: '+' },
    { start: 1, end: 2, text: 'X' },
  ];
  expect(applyEdits('abcdef', touching)).toBe('aX+cdef');
  expect(applyEdits('abcdef', [])).toBe('abcdef');
});
