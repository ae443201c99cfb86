// A unified diff says what its edits do: applied by its own line numbers it gives the new text; some by hand.

import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../base/text.ts';
import { unifiedDiff } from './diff.ts';

const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Applies a diff as `patch` does, and holds it to the rules: counts, places, at most three lines around, hunks in order. */
function patched(text: string, diff: string): string {
  const old = lines(text);
  const result: string[] = [];
  const [head = '', ...hunks] = diff.split(/^(?=@@ )/m);
  expect(head).toBe('--- a.wit\n+++ a.wit\n');
  let at = 0;
  for (const hunk of hunks) {
    const [title = '', ...body] = hunk.split('\n');
    const [, from, count = '1', to, now = '1'] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@$/.exec(title) ?? [];
    // With no line of a side, its number is that of the line before.
    const start = Number(from) - (count === '0' ? 0 : 1);
    expect(start).toBeGreaterThanOrEqual(at);
    result.push(...old.slice(at, start));
    at = start;
    expect(Number(to) - (now === '0' ? 0 : 1)).toBe(result.length);
    const before = result.length;
    const marks: string[] = [];
    for (const [index, line] of body.entries()) {
      if (line === '' && index === body.length - 1) break;
      if (line === '\\ No newline at end of file') continue;
      const end = body[index + 1] === '\\ No newline at end of file' ? '' : '\n';
      marks.push(line.charAt(0));
      if (line.charAt(0) !== '+') expect(old[at++]).toBe(line.slice(1) + end);
      if (line.charAt(0) !== '-') result.push(line.slice(1) + end);
    }
    expect([at - start, result.length - before]).toEqual([Number(count), Number(now)]);
    const [, above = '', below = ''] = /^( *)[-+](?:.*[-+])?( *)$/.exec(marks.join('')) ?? [];
    expect(Math.max(above.length, below.length)).toBeLessThanOrEqual(3);
    expect([above.length, below.length]).toEqual([
      Math.min(3, start + above.length),
      Math.min(3, old.length - at + below.length),
    ]);
    // What is further apart than twice the context is told in two parts.
    expect(marks.join('')).not.toMatch(/[-+] {7,}[-+]/);
  }
  return [...result, ...old.slice(at)].join('');
}

it('gives the new text, whatever was edited where', () => {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 400; round++) {
    const text =
      Array.from({ length: random(30) }, (_, at) => `${random(3) === 0 ? '' : `line ${at}`}\n`).join('') +
      (random(2) === 0 ? '' : 'end');
    const edits: TextEdit[] = [];
    for (let at = random(30); at <= text.length && edits.length < 4; at += 1 + random(90)) {
      const end = Math.min(text.length, at + random(12));
      edits.push({ start: at, end, text: ['', 'x', '\n', 'a\nb\n', 'long\n\nline'][random(5)] ?? '' });
      at = end;
    }
    const now = applyEdits(text, edits);
    const diff = unifiedDiff('a.wit', text, edits);
    if (now === text) expect(diff).toBe('');
    else expect(patched(text, diff)).toBe(now);
  }
});

describe('by hand', () => {
  const text = Array.from({ length: 20 }, (_, at) => `${at + 1}\n`).join('');
  const replaced = (line: number, now: string): TextEdit => {
    const start = text.indexOf(`\n${line}\n`) + 1;
    return { start, end: start + String(line).length, text: now };
  };

  it('three lines around one change', () => {
    expect(unifiedDiff('a b.wit', text, [replaced(10, 'ten')])).toBe(
      '--- a b.wit\n+++ a b.wit\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n',
    );
  });

  it('two changes with six lines between them are one part, with seven two', () => {
    const parts = (...edits: TextEdit[]) => unifiedDiff('a.wit', text, edits).match(/^@@.*$/gm);
    expect(parts(replaced(5, 'five'), replaced(12, 'twelve'))).toEqual(['@@ -2,14 +2,14 @@']);
    expect(parts(replaced(5, 'five'), replaced(13, 'thirteen'))).toEqual(['@@ -2,7 +2,7 @@', '@@ -10,7 +10,7 @@']);
    // What the first adds moves the second.
    expect(parts(replaced(5, 'five\nfive'), replaced(13, 'thirteen'))).toEqual([
      '@@ -2,7 +2,8 @@',
      '@@ -10,7 +11,7 @@',
    ]);
  });

  it('at both ends there is less around', () => {
    expect(unifiedDiff('a.wit', 'a\nb\nc\n', [{ start: 0, end: 1, text: 'x' }])).toBe(
      '--- a.wit\n+++ a.wit\n@@ -1,3 +1,3 @@\n-a\n+x\n b\n c\n',
    );
    expect(unifiedDiff('a.wit', 'a\n', [{ start: 0, end: 2, text: '' }])).toBe(
      '--- a.wit\n+++ a.wit\n@@ -1,1 +0,0 @@\n-a\n',
    );
    expect(unifiedDiff('a.wit', '', [{ start: 0, end: 0, text: 'a\n' }])).toBe(
      '--- a.wit\n+++ a.wit\n@@ -0,0 +1,1 @@\n+a\n',
    );
  });

  it('a line break that comes at the end is told', () => {
    expect(unifiedDiff('a.wit', 'a', [{ start: 1, end: 1, text: '\n' }])).toBe(
      '--- a.wit\n+++ a.wit\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n',
    );
  });
});
