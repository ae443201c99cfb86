// Findings in the format that was asked for; the same for every command that reports them.

import { version } from '../../../package.json';
import { choice } from './command.ts';
import { gitlabReport } from './gitlab.ts';
import type { Io } from './io.ts';
import { junitReport } from './junit.ts';
import { prettyReport } from './pretty.ts';
import { githubReport, jsonReport, type Report } from './report.ts';
import { sarifReport } from './sarif.ts';

const FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit', 'gitlab-code-quality'] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT = {
  format: choice('FORMAT', FORMATS, 'pretty', 'pretty (default), json, sarif, github, junit or gitlab-code-quality'),
};

/** `counted`: all findings, where `report` leaves some out. */
export async function render(
  report: Report,
  format: Format,
  io: Io,
  color: boolean,
  counted = report,
): Promise<string> {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, io.cwd, version, await io.pages());
    case 'github':
      return githubReport(report);
    case 'junit':
      return junitReport(report);
    case 'gitlab-code-quality':
      return gitlabReport(report);
    case 'pretty':
      return prettyReport(report, counted, color);
  }
}
