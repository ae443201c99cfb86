// `breaking [PATH…]`: contract changes against a base, and the version that they need.

import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../../package.json';
import type { CompositionText } from '../features/contracts/dependents.ts';
import { removalProblems } from '../features/policy/removals.ts';
import { pathToUri } from '../hosts/node.ts';
import type { PlacedRule } from '../project/projects.ts';
import { isFailing } from '../semver/verdict.ts';
import { findCompositions } from '../workspace/compositions.ts';
import type { Host } from '../workspace/host.ts';
import { BREAKING_OPTIONS, type BreakingArguments, breakingArguments } from './breaking-args.ts';
import { breakingAs } from './breaking-as.ts';
import { type Compared, type Comparison, compareContracts } from './breaking-compare.ts';
import { acceptAll, acceptanceFailures, ignoreFiles, unusedIn } from './breaking-ignore.ts';
import { type BreakingReport, breakingFindings, breakingJson, breakingReport } from './breaking-report.ts';
import { breakingGithub, breakingMarkdown, breakingPretty, breakingSuggestion } from './breaking-text.ts';
import { wantsColor } from './color.ts';
import { command } from './command.ts';
import { gitlabReport } from './gitlab.ts';
import { CLEAN, FAILED, type Failure, FOUND, fail, type Io, isFailure, note } from './io.ts';
import { junitReport } from './junit.ts';
import { sarifReport } from './sarif.ts';
import { shownPath } from './shown-path.ts';

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
  run: (io, values, paths) => runBreaking(readingOnce(io), breakingArguments(values, paths)),
});

/** Directories are read once, however often they are walked: a command looks at one moment. */
function readingOnce(io: Io): Io {
  const known = new Map<string, ReturnType<Host['readDirectory']>>();
  const readDirectory = (uri: string): ReturnType<Host['readDirectory']> => {
    const reading = known.get(uri) ?? io.host.readDirectory(uri);
    known.set(uri, reading);
    return reading;
  };
  const host = new Proxy(io.host, {
    get: (target, name) => {
      const member: unknown = name === 'readDirectory' ? readDirectory : Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...io, host };
}

async function runBreaking(io: Io, parsed: BreakingArguments): Promise<number> {
  const comparison = await compareContracts(io, parsed);
  if (isFailure(comparison)) return fail(io, comparison);
  const { compared, uncompared } = comparison;
  let report = await reportOf(comparison, parsed, io);
  if (isFailure(report)) return fail(io, report);
  if (parsed.accept !== undefined) {
    const failure = await acceptAll(io, report, parsed);
    if (failure !== undefined) return fail(io, failure);
    report = await reportOf(comparison, parsed, io);
    if (isFailure(report)) return fail(io, report);
  }
  if (parsed.as !== 'us') {
    const told = breakingAs(report, parsed.as, parsed.format);
    if (isFailure(told)) return fail(io, told);
    io.out(told.text);
    return uncompared.length > 0 ? fail(io, { failures: uncompared }) : told.status;
  }
  for (const unused of unusedIn(report)) note(io, unused);
  io.out(parsed.suggest ? breakingSuggestion(report) : await render(report, parsed, io));
  await writeSummary(report, io);
  const denied = tellRemovals(report, comparison, io);
  const status = Math.max(statusOf(report, compared, parsed, io), denied ? FOUND : CLEAN);
  return uncompared.length > 0 ? fail(io, { failures: uncompared }) : status;
}

/** Says what was removed too soon. True when something fails. */
function tellRemovals({ packages }: BreakingReport, { policyOf }: Comparison, io: Io): boolean {
  const problems = packages.flatMap(({ report, before }) => removalProblems(report, before, policyOf(report)));
  for (const it of problems) note(io, `${it.level}: ${it.message} [policy/deprecation]`);
  return problems.some((it) => it.level === 'error');
}

/** Whose acceptance counts: who every rule lets accept. */
function ownersIn(rules: readonly PlacedRule[]): readonly string[] | undefined {
  const lists = rules.flatMap(({ rule }) => (rule.breaking === undefined ? [] : [rule.breaking.acceptedBy]));
  const [first, ...others] = lists;
  return first?.filter((it) => others.every((list) => list.includes(it)));
}

/** https://docs.github.com/actions: the file whose Markdown is shown beside a job. */
async function writeSummary(report: BreakingReport, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  const failed = await appendFile(file, `${breakingMarkdown(report, io)}\n`).catch(String);
  if (failed !== undefined) note(io, `the job summary cannot be written: ${failed}`);
}

async function reportOf(
  { compared, policyOf }: Comparison,
  args: BreakingArguments,
  io: Io,
): Promise<BreakingReport | Failure> {
  const report = breakingReport(
    compared,
    { ...args, ownersOf: (it) => ownersIn(policyOf(it)) },
    io.cwd,
    await ignoreFiles(io, compared),
    await compositionsAround(io, compared, args),
  );
  return acceptanceFailures(report) ?? report;
}

/** The `.wac` files of the whole repository, whatever is compared; nobody looks for them where nothing breaks. */
async function compositionsAround(
  { host, cwd }: Io,
  compared: readonly Compared[],
  { paths }: BreakingArguments,
): Promise<readonly CompositionText[]> {
  const changes = compared.flatMap(({ reports }) => reports.flatMap((it) => it.changes));
  if (changes.every((it) => it.importer !== 'breaks' && it.implementer !== 'breaks')) return [];
  const tops = compared.flatMap((it) => it.top ?? []);
  const directories = tops.length > 0 ? new Set(tops) : paths.map((it) => pathToUri(path.resolve(cwd, it)));
  const found = await findCompositions(host, [...directories]);
  return found.map(({ uri, text }) => ({ name: shownPath(uri, cwd), text }));
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
  for (const it of notes) note(io, it);
  const failing = report.packages.some(({ report: it, findings }) =>
    findings.some(
      (one) => !one.suppressed && failOn !== 'none' && one.changes.some((change) => isFailing(it, change, failOn)),
    ),
  );
  const unread = report.packages.filter(({ report: it }) => it.unread !== undefined);
  for (const { report: it } of unread) note(io, `${it.name} cannot be compared: ${it.unread}`);
  if (unread.length > 0) return FAILED;
  return failing ? FOUND : CLEAN;
}
