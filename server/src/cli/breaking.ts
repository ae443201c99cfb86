// `breaking [PATH…]`: contract changes against a base, and the version that they need.

import { appendFile } from 'node:fs/promises';
import { version } from '../../../package.json';
import { isFailing } from '../semver/verdict.ts';
import { BREAKING_OPTIONS, type BreakingArguments, breakingArguments } from './breaking-args.ts';
import { breakingAs } from './breaking-as.ts';
import { type Compared, compareContracts } from './breaking-compare.ts';
import { acceptAll, acceptanceFailures, ignoreFiles, unusedIn } from './breaking-ignore.ts';
import { type BreakingReport, breakingFindings, breakingJson, breakingReport } from './breaking-report.ts';
import { breakingGithub, breakingMarkdown, breakingPretty, breakingSuggestion } from './breaking-text.ts';
import { wantsColor } from './color.ts';
import { command } from './command.ts';
import { compositionsAt } from './compositions.ts';
import { gitlabReport } from './gitlab.ts';
import { CLEAN, FAILED, type Failure, FOUND, fail, type Io, isFailure } from './io.ts';
import { junitReport } from './junit.ts';
import { sarifReport } from './sarif.ts';

export const breaking = command({
  name: 'breaking',
  usage: ['[PATH…] [options]'],
  summary: 'compare contracts with a git revision, a directory or a file',
  about: [
    'Compares the contracts of the packages at PATH (by default the current directory) with an older version, and reports which changes break whom and which version they need.',
  ],
  options: BREAKING_OPTIONS,
  positionals: {},
  exit: '0 nothing breaks without the version it needs, 1 something does, 2 the comparison could not be made.',
  run: (io, values, paths) => runBreaking(io, breakingArguments(values, paths)),
});

async function runBreaking(io: Io, parsed: BreakingArguments): Promise<number> {
  const comparison = await compareContracts(io, parsed);
  if (isFailure(comparison)) return fail(io, comparison);
  const { compared, uncompared } = comparison;
  let report = await reportOf(compared, parsed, io);
  if (isFailure(report)) return fail(io, report);
  if (parsed.accept !== undefined) {
    const failure = await acceptAll(io, report, parsed);
    if (failure !== undefined) return fail(io, failure);
    report = await reportOf(compared, parsed, io);
    if (isFailure(report)) return fail(io, report);
  }
  if (parsed.as !== 'us') {
    const told = breakingAs(report, parsed.as, parsed.format);
    if (isFailure(told)) return fail(io, told);
    io.out(told.text);
    return uncompared.length > 0 ? fail(io, { failures: uncompared }) : told.status;
  }
  for (const unused of unusedIn(report)) io.err(`wit-language-server: ${unused}\n`);
  io.out(parsed.suggest ? breakingSuggestion(report) : await render(report, parsed, io));
  await writeSummary(report, io);
  const status = statusOf(report, compared, parsed, io);
  return uncompared.length > 0 ? fail(io, { failures: uncompared }) : status;
}

/** https://docs.github.com/actions: the file whose Markdown is shown beside a job. */
async function writeSummary(report: BreakingReport, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  const failed = await appendFile(file, `${breakingMarkdown(report, io)}\n`).catch(String);
  if (failed !== undefined) io.err(`wit-language-server: the job summary cannot be written: ${failed}\n`);
}

async function reportOf(
  compared: readonly Compared[],
  args: BreakingArguments,
  io: Io,
): Promise<BreakingReport | Failure> {
  const report = breakingReport(
    compared,
    args,
    io.cwd,
    await ignoreFiles(io, compared),
    await compositionsAt(io, args.paths),
  );
  return acceptanceFailures(report) ?? report;
}

async function render(report: BreakingReport, { format, color }: BreakingArguments, io: Io): Promise<string> {
  switch (format) {
    case 'json':
      return breakingJson(report);
    case 'sarif':
      return sarifReport(breakingFindings(report), io.cwd, version, await io.pages());
    case 'github':
      return breakingGithub(report);
    case 'markdown':
      return breakingMarkdown(report, io);
    case 'junit':
      return junitReport(breakingFindings(report));
    case 'gitlab-code-quality':
      return gitlabReport(breakingFindings(report));
    case 'pretty':
      return breakingPretty(report, wantsColor(io, color));
  }
}

/** What could not be compared is never clean. */
function statusOf(
  report: BreakingReport,
  compared: readonly Compared[],
  { failOn }: BreakingArguments,
  io: Io,
): number {
  const notes = new Set(compared.flatMap(({ base }) => base.note ?? []));
  for (const note of notes) io.err(`wit-language-server: ${note}\n`);
  const failing = report.packages.some(({ report: it, findings }) =>
    findings.some(
      (one) => !one.suppressed && failOn !== 'none' && one.changes.some((change) => isFailing(it, change, failOn)),
    ),
  );
  const unread = report.packages.filter(({ report: it }) => it.unread !== undefined);
  for (const { report: it } of unread) io.err(`wit-language-server: ${it.name} cannot be compared: ${it.unread}\n`);
  if (unread.length > 0) return FAILED;
  return failing ? FOUND : CLEAN;
}
