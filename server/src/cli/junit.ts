// Findings as JUnit XML, which most CI services show as test results: a suite for each package or file, a case for each item.
// Errors are failures, what was accepted is skipped, everything else is told in the output of its case.

import type { Finding, Report } from './report.ts';

export function junitReport({ findings, accepted, clean, unread }: Report): string {
  const suites = new Map<string, Finding[]>();
  for (const name of clean) suites.set(name, []);
  for (const it of [...findings, ...accepted]) {
    const name = it.group ?? it.path;
    suites.set(name, [...(suites.get(name) ?? []), it]);
  }
  const all = [...findings, ...accepted];
  const body = [...suites].map(([name, cases]) => suite(name, cases)).join('') + unread.map(unreadSuite).join('');
  const tests = [...suites.values()].reduce((sum, cases) => sum + Math.max(1, cases.length), unread.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="wit-language-server" ${counts(all, tests, unread.length)}>\n${body}</testsuites>\n`;
}

function suite(name: string, cases: readonly Finding[]): string {
  const inside =
    cases.length === 0
      ? `    <testcase name="${escaped(name)}" classname="${escaped(name)}" time="0"/>\n`
      : cases.map((it) => testCase(name, it)).join('');
  return `  <testsuite name="${escaped(name)}" ${counts(cases, Math.max(1, cases.length))} time="0">\n${inside}  </testsuite>\n`;
}

function unreadSuite({ name, message }: Report['unread'][number]): string {
  const known = escaped(name);
  const inside = `<error message="${escaped(message)}" type="unread">${escaped(message)}</error>`;
  return `  <testsuite name="${known}" ${counts([], 1, 1)} time="0">\n    <testcase name="${known}" classname="${known}" time="0">${inside}</testcase>\n  </testsuite>\n`;
}

function counts(cases: readonly Finding[], tests: number, errors = 0): string {
  const failures = cases.filter((it) => it.acceptance === undefined && it.severity === 'error').length;
  const skipped = cases.filter((it) => it.acceptance !== undefined).length;
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function testCase(suiteName: string, it: Finding): string {
  const { path, range, code, message } = it;
  const line = range.start.line + 1;
  const name = escaped(`${it.item ?? `${path}:${line}`} (${code})`);
  const head = `    <testcase name="${name}" classname="${escaped(suiteName)}" file="${escaped(path)}" line="${line}" time="0">`;
  const text = `${path}:${line}: ${message}`;
  return `${head}\n      ${outcome(it, text)}\n    </testcase>\n`;
}

function outcome({ acceptance, severity, code, message }: Finding, text: string): string {
  if (acceptance !== undefined)
    return `<skipped message="${escaped(`accepted: ${acceptance.reason}`)}"/>\n      <system-out>${escaped(text)}</system-out>`;
  if (severity !== 'error') return `<system-out>${escaped(`${severity}: ${text}`)}</system-out>`;
  return `<failure message="${escaped(message)}" type="${escaped(code)}">${escaped(text)}</failure>`;
}

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;');
}
