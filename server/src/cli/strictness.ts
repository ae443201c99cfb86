// How strict `check` is: which findings count as errors, how many warnings may be left, and which findings are shown.

import { didYouMean, nearest } from '../base/suggest.ts';
import { counted } from '../base/words.ts';
import { CATALOGUE, ruleOf } from '../check/catalogue.ts';
import { type CheckSettings, MAX_PROBLEMS, restMessage } from '../check/settings.ts';
import { flag, several, type Values, wholeNumber } from './command.ts';
import type { Finding, Report } from './report.ts';

export const STRICTNESS = {
  deny: several<string>(
    'CODE',
    'report findings of this code as errors; `warnings` means all warnings; may be repeated',
    (given) => (given === 'warnings' || ruleOf(given) !== undefined ? given : { refused: unknownCode(given) }),
  ),
  'max-warnings': wholeNumber('N', 0, 'exit with 1 when there are more than N warnings'),
  'max-problems': wholeNumber(
    'N',
    0,
    `print at most N findings of each file, and count the rest (default: ${MAX_PROBLEMS}; 0: print all)`,
  ),
  quiet: flag('print errors only'),
};

export type Strictness = Values<typeof STRICTNESS>;

function unknownCode(given: string): string {
  const known = ['warnings', ...CATALOGUE.map((it) => it.code)];
  return `must be \`warnings\` or the code of a diagnostic, not \`${given}\`${didYouMean(nearest(given, known))}`;
}

/** A lint that is off by default runs when its code is denied. */
export function deniedSettings(settings: CheckSettings, { deny }: Pick<Strictness, 'deny'>): CheckSettings {
  const off = deny.filter((code) => ruleOf(code)?.off === true);
  return { ...settings, levels: { ...settings.levels, ...Object.fromEntries(off.map((code) => [code, 'warning'])) } };
}

export function deniedReport(report: Report, { deny }: Pick<Strictness, 'deny'>): Report {
  const denied = ({ code, severity }: Finding): boolean =>
    deny.includes(code) || (severity === 'warning' && deny.includes('warnings'));
  return {
    ...report,
    findings: report.findings.map((it) => (denied(it) ? { ...it, severity: 'error' as const } : it)),
  };
}

/** What there is to say about the number of warnings; undefined when there are few enough. */
export function tooManyWarnings(report: Report, most: number | undefined): string | undefined {
  const { length } = report.findings.filter((it) => it.severity === 'warning');
  if (most === undefined || length <= most) return undefined;
  return `${counted(length, 'warning')}; \`--max-warnings\` allows ${most}`;
}

/** The first findings of each file, and in the place of the others one that counts them. Without a number, the default. */
export function limitedReport(report: Report, most = MAX_PROBLEMS): Report {
  if (most === 0) return report;
  const counts = new Map<string, number>();
  for (const { path } of report.findings) counts.set(path, (counts.get(path) ?? 0) + 1);
  const seen = new Map<string, number>();
  const findings = report.findings.flatMap((it): Finding[] => {
    const count = (seen.get(it.path) ?? 0) + 1;
    seen.set(it.path, count);
    if (count <= most) return [it];
    const rest = (counts.get(it.path) ?? 0) - most;
    return count > most + 1 ? [] : [restOf(it, rest, most)];
  });
  return { ...report, findings };
}

function restOf({ path, lines }: Finding, rest: number, most: number): Finding {
  const start = { line: 0, character: 0 };
  const message = `${restMessage(rest, most)}; \`--max-problems 0\` shows all`;
  return {
    path,
    lines,
    range: { start, end: start },
    severity: 'information',
    code: 'more-problems',
    message,
    related: [],
    fixes: [],
  };
}

export function errorsOf(report: Report): Report {
  return { ...report, findings: report.findings.filter((it) => it.severity === 'error') };
}
