// Findings written under the text they are about. A line `  ^^^ code: message` expects a finding at those columns of the line
// above; `  | code` expects one of no width at that column. A message may be left out, or be only the beginning.

import { expect } from 'vitest';

export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

interface Expected {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly code: string;
  readonly message: string;
}

const MARK = /^( *)(\^+|\|) ([a-z0-9-]+\/[a-z0-9-]+)(?:: (.*))?$/;

/** The text without its marks, and the marks. */
export function readCarets(marked: string): { readonly text: string; readonly expected: readonly Expected[] } {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of marked.split('\n')) {
    const [whole, indent = '', mark = '', code = '', message = ''] = MARK.exec(line) ?? [];
    if (whole === undefined) lines.push(line);
    else {
      const to = indent.length + (mark === '|' ? 0 : mark.length);
      expected.push({ line: lines.length - 1, from: indent.length, to, code, message });
    }
  }
  return { text: lines.join('\n'), expected };
}

/** Holds findings against the marks in a text, and shows both in the same form when they differ. */
export function expectFindings(marked: string, find: (text: string) => readonly Finding[]): void {
  const { text, expected } = readCarets(marked);
  const lines = text.split('\n');
  const found = find(text).map((it) => place(lines, it));
  const matched = found.map((it) => {
    const same = expected.find(
      (other) => other.line === it.line && other.from === it.from && other.to === it.to && other.code === it.code,
    );
    return same !== undefined && it.message.startsWith(same.message) ? same : it;
  });
  expect(render(lines, matched)).toBe(render(lines, expected));
}

/** A text with the marks of what was found in it. */
export function renderFindings(text: string, found: readonly Finding[]): string {
  const lines = text.split('\n');
  return render(
    lines,
    found.map((it) => place(lines, it)),
  );
}

function place(lines: readonly string[], { start, end, code, message }: Finding): Expected {
  let line = 0;
  let at = 0;
  while (line < lines.length - 1 && at + (lines[line] ?? '').length < start) at += (lines[line++] ?? '').length + 1;
  return { line, from: start - at, to: Math.min(end - at, (lines[line] ?? '').length), code, message };
}

function render(lines: readonly string[], marks: readonly Expected[]): string {
  return lines
    .flatMap((line, index) => [
      line,
      ...marks
        .filter((it) => it.line === index)
        .sort((a, b) => a.from - b.from || a.to - b.to || (a.code < b.code ? -1 : 1))
        .map(({ from, to, code, message }) => {
          const mark = to > from ? '^'.repeat(to - from) : '|';
          return `${' '.repeat(from)}${mark} ${code}${message === '' ? '' : `: ${message}`}`;
        }),
    ])
    .join('\n');
}
