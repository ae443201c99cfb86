// A finding as a terminal shows it: its line, the marks under it, other places, repairs; and the sum of all.

import { describe, expect, it } from 'vitest';
import { LineIndex } from '../base/text.ts';
import { prettyFinding, prettyReport } from './pretty.ts';
import type { Finding, Report } from './report.ts';

/** What stands between `«` and `»` is the fault. */
function finding(marked: string, more: Partial<Finding> = {}): Finding {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const lines = new LineIndex(marked.replace(/[«»]/g, ''));
  const range = lines.range({ start, end });
  const rest = {
    severity: 'error',
    code: 'name/unknown-type',
    message: 'no such type',
    related: [],
    fixes: [],
  } as const;
  return { path: 'wit/a.wit', range, lines, ...rest, ...more };
}
const shown = (marked: string, more: Partial<Finding> = {}) => prettyFinding(finding(marked, more), false);
/** The source and its marks alone. */
const frame = (marked: string) =>
  shown(marked)
    .split('\n')
    .slice(3, 5)
    .map((line) => line.slice(line.indexOf('|') + 2));

it('has the severity, the code, the place, the line and its marks, notes and repairs, in this order', () => {
  const related = [
    { path: 'wit/b.wit', range: new LineIndex('\n\n  x').range({ start: 4, end: 5 }), message: 'first' },
    { path: 'c.wit', range: new LineIndex('x').range({ start: 0, end: 1 }), message: 'then\u0007' },
  ];
  const text = `${'\n'.repeat(9)}  f: func() -> «strin»;\n`;
  expect(shown(text, { related, fixes: ['Change to `string`', 'Remove'] })).toBe(
    [
      'error[name/unknown-type]: no such type',
      '  --> wit/a.wit:10:16',
      '   |',
      '10 |   f: func() -> strin;',
      '   |                ^^^^^',
      '   = note: wit/b.wit:3:3: first',
      '   = note: c.wit:1:1: then\\u{7}',
      '   = fix: Change to `string`',
      '   = fix: Remove',
      '',
    ].join('\n'),
  );
});

it.each([
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'note'],
  ['hint', 'hint'],
] as const)('calls %s %s', (severity, word) => {
  expect(shown('«a»', { severity }).startsWith(`${word}[`)).toBe(true);
});

describe('the marks', () => {
  it.each([
    // A fault of no width, one of several lines, one at the end of its line.
    ['a«»b', ['ab', ' ^']],
    ['ab«c\nd»e', ['abc', '  ^']],
    ['«ab\n\ncd»', ['ab', '^^']],
    ['ab«»\n', ['ab', '  ^']],
    // Tabs are four columns, wide characters two, marks above a letter none.
    ['\ta«b»', ['    ab', '     ^']],
    ['«\t»', ['', '^^^^']],
    ['日本«語»x', ['日本語x', '    ^^']],
    ['e\u0301«x»', ['e\u0301x', ' ^']],
    ['😀«y»', ['😀y', '  ^']],
    ['\u202e«z»', ['\\u{202e}z', '        ^']],
  ])('of %j', (marked, expected) => {
    expect(frame(marked)).toEqual(expected);
  });

  it('a line of up to a hundred columns is whole; of a longer one the part around the fault', () => {
    const x = (count: number) => 'x'.repeat(count);
    expect(frame(`${x(50)}«ab»${x(48)}`)).toEqual([`${x(50)}ab${x(48)}`, `${' '.repeat(50)}^^`]);
    expect(frame(`${x(50)}«ab»${x(49)}`)).toEqual([`${x(50)}ab${x(48)}…`, `${' '.repeat(50)}^^`]);
    // Twenty columns before it, with a sign for what is left out.
    expect(frame(`${x(200)}«ab»`)).toEqual([`…${x(20)}ab`, `${' '.repeat(21)}^^`]);
    expect(frame(`${x(200)}«ab»${x(78)}`)).toEqual([`…${x(20)}ab${x(78)}`, `${' '.repeat(21)}^^`]);
    expect(frame(`${x(200)}«ab»${x(79)}`)).toEqual([`…${x(20)}ab${x(78)}…`, `${' '.repeat(21)}^^`]);
    // No more marks than what is shown.
    expect(frame(`${x(200)}«${x(300)}»`)).toEqual([`…${x(100)}…`, `${' '.repeat(21)}${'^'.repeat(80)}`]);
    expect(frame(`«${x(300)}»`)).toEqual([`${x(100)}…`, '^'.repeat(100)]);
  });
});

it('sums up what there is, in the order of its weight, and in how many files', () => {
  const report = (findings: readonly Finding[], files = 3): Report => ({
    files,
    findings,
    accepted: [],
    clean: [],
    unread: [],
  });
  const sum = (findings: readonly Finding[], files?: number) => {
    const all = report(findings, files);
    return prettyReport({ ...all, findings: [] }, all, false);
  };
  const of = (severity: Finding['severity'], path = 'a') => finding('«a»', { severity, path });
  expect(sum([])).toBe('no problems in 3 files\n');
  expect(sum([], 1)).toBe('no problems in 1 file\n');
  expect(sum([of('error')])).toBe('1 error in 1 file\n');
  expect(sum([of('hint'), of('warning', 'b'), of('information'), of('error'), of('error', 'b')])).toBe(
    '2 errors, 1 warning, 1 note, 1 hint in 2 files\n',
  );
  // Those that are written out stand above, an empty line after each.
  const all = report([of('error'), of('hint')]);
  const written = prettyReport(all, all, false);
  expect(written).toBe(
    `${prettyFinding(of('error'), false)}\n${prettyFinding(of('hint'), false)}\n1 error, 1 hint in 1 file\n`,
  );
});

it('is coloured by its weight: red, yellow, else cyan', () => {
  const paint = (severity: Finding['severity']) => prettyFinding(finding('«a»', { severity }), true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what this is about
  const first = (text: string) => /\u001b\[3(\d)m/.exec(text)?.[1];
  expect((['error', 'warning', 'information', 'hint'] as const).map((it) => first(paint(it)))).toEqual([
    '1',
    '3',
    '6',
    '6',
  ]);
  expect(prettyFinding(finding('«a»'), false)).not.toContain('\u001b');
  expect(
    prettyReport(
      { files: 1, findings: [], accepted: [], clean: [], unread: [] },
      { files: 1, findings: [], accepted: [], clean: [], unread: [] },
      true,
    ),
  ).toBe('\u001b[32mno problems\u001b[39m in 1 file\n');
});
