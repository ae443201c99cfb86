// Findings as GitLab's code quality report: the subset of the Code Climate format that merge requests show.

import type { Severity } from '../check/severity.ts';
import { fingerprints, type Report } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'major',
  warning: 'minor',
  information: 'info',
  hint: 'info',
};

export function gitlabReport({ findings }: Report): string {
  const prints = fingerprints(findings);
  const issues = findings.map(({ path, range, severity, code, message }, index) => ({
    description: message,
    check_name: code,
    fingerprint: prints[index] ?? '',
    severity: SEVERITIES[severity],
    location: { path, lines: { begin: range.start.line + 1, end: range.end.line + 1 } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
