// Findings as JUnit XML, which most CI services show as test results: a suite for each package or file, a case for each item.
// Errors are failures, what was accepted is skipped, everything else is in the output of its case.

import { xmlText } from '../base/escape.ts';
import { acceptanceText, type Finding, type Report, withAccepted } from './report.ts';

export function junitReport(report: Report): string {
  const { clean, unread } = report;
  const all = withAccepted(report);
  const suites = new Map<string, Finding[]>();
  for (const name of clean) suites.set(name, []);
  for (const it of all) {
    const name = it.group ?? it.path;
    suites.set(name, [...(suites.get(name) ?? []), it]);
  }
  const body = [...suites].map(([name, cases]) => suite(name, cases)).join('') + unread.map(unreadSuite).join('');
  const tests = [...suites.values()].reduce((sum, cases) => sum + Math.max(1, cases.length), unread.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="wit-language-server" ${counts(all, tests, unread.length)}>\n${body}</testsuites>\n`;
}

function suite(name: string, cases: readonly Finding[]): string {
  const inside =
    cases.length === 0
      ? `    <testcase name="${xmlText(name)}" classname="${xmlText(name)}" time="0"/>\n`
      : cases.map((it) => testCase(name, it)).join('');
  return `  <testsuite name="${xmlText(name)}" ${counts(cases, Math.max(1, cases.length))} time="0">\n${inside}  </testsuite>\n`;
}

function unreadSuite({ name, message }: Report['unread'][number]): string {
  const known = xmlText(name);
  const inside = `<error message="${xmlText(message)}" type="unread">${xmlText(message)}</error>`;
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
  const name = xmlText(`${it.item ?? `${path}:${line}`} (${code})`);
  const head = `    <testcase name="${name}" classname="${xmlText(suiteName)}" file="${xmlText(path)}" line="${line}" time="0">`;
  const text = `${path}:${line}: ${message}`;
  return `${head}\n      ${outcome(it, text)}\n    </testcase>\n`;
}

function outcome({ acceptance, severity, code, message }: Finding, text: string): string {
  if (acceptance !== undefined)
    return `<skipped message="${xmlText(acceptanceText(acceptance))}"/>\n      <system-out>${xmlText(text)}</system-out>`;
  if (severity !== 'error') return `<system-out>${xmlText(`${severity}: ${text}`)}</system-out>`;
  return `<failure message="${xmlText(message)}" type="${xmlText(code)}">${xmlText(text)}</failure>`;
}
