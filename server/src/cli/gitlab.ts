// Findings as GitLab's code quality report: the subset of the Code Climate format that merge requests show.

import { jsonText } from '../base/escape.ts';
import type { Severity } from '../check/severity.ts';
import { acceptanceText, fingerprints, type Report, withAccepted } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'major',
  warning: 'minor',
  information: 'info',
  hint: 'info',
};

/** What passed before stays out: the format has no word for it. */
export function gitlabReport(report: Report): string {
  const shown = withAccepted(report).filter(({ acceptance }) => acceptance?.isNew !== false);
  const prints = fingerprints(shown);
  const issues = shown.map(({ path, range, severity, code, message, acceptance }, index) => ({
    description: acceptance === undefined ? message : `${acceptanceText(acceptance)}: ${message}`,
    check_name: code,
    fingerprint: prints[index] ?? '',
    severity: acceptance === undefined ? SEVERITIES[severity] : 'info',
    location: { path, lines: { begin: range.start.line + 1, end: range.end.line + 1 } },
  }));
  return `${jsonText(issues, 2)}\n`;
}
