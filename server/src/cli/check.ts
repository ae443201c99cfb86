// `check [PATH…]`: all diagnostics of the packages at PATH.

import path from 'node:path';
import { version } from '../../../package.json';
import { onFault } from '../base/fault.ts';
import type { Clock } from '../base/task.ts';
import type { Code } from '../check/catalogue.ts';
import { checkText } from './check-stdin.ts';
import { COLOR, wantsColor } from './color.ts';
import { choice, command, flag, text, type Values } from './command.ts';
import { checkPaths } from './engine.ts';
import { type FixedFile, fixedLine } from './fix.ts';
import { gitlabReport } from './gitlab.ts';
import { CLEAN, FAILED, FOUND, fail, type Io, isFailure } from './io.ts';
import { junitReport } from './junit.ts';
import { packageOptions, packageSettings } from './package-options.ts';
import { prettyReport } from './pretty.ts';
import { createReport, githubReport, jsonReport, type Report, shownPath } from './report.ts';
import { sarifReport } from './sarif.ts';
import { deniedReport, deniedSettings, errorsOf, STRICTNESS, type Strictness, tooManyWarnings } from './strictness.ts';
import { visible } from './visible.ts';

const FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit', 'gitlab-code-quality'] as const;
type Format = (typeof FORMATS)[number];

export const check = command({
  name: 'check',
  usage: ['[PATH…] [options]', '--stdin [--stdin-filepath FILE] [options]'],
  summary: 'report all diagnostics of the packages at PATH',
  about: [
    'Reports everything that is wrong with the packages at PATH: a `.wit` file (a package of one file) or a directory (its `.wit` files are one package, its dependencies are in `deps/`). A directory without `.wit` files is searched for packages below it. Without a PATH, checks the current directory.',
  ],
  options: {
    format: choice('FORMAT', FORMATS, 'pretty', 'pretty (default), json, sarif, github, junit or gitlab-code-quality'),
    ...packageOptions('toolchain'),
    locked: flag('fail when `deps/` is not what `wkg.lock` or `deps.lock` says'),
    stdin: flag('check standard input'),
    'stdin-filepath': text('FILE', 'the file that standard input stands for: the package around it is read'),
    fix: flag('repair what has one sensible repair, write the files, and report what is left'),
    ...STRICTNESS,
    ...COLOR,
  },
  positionals: {},
  conflicts({ stdin, 'stdin-filepath': stdinFile, fix, locked }, paths) {
    if (!stdin) return stdinFile === undefined ? [] : ['`--stdin-filepath` needs `--stdin`'];
    const others = [paths.length > 0 ? 'PATH' : '', fix ? '`--fix`' : '', locked ? '`--locked`' : ''];
    return others.filter((it) => it !== '').map((it) => `\`--stdin\` checks standard input and takes no ${it}`);
  },
  exit: '0 no errors, 1 errors or more warnings than `--max-warnings` allows, 2 the paths could not be checked, or a repair could not be written.',
  run: (io, values, paths) => runCheck(io, { ...values, paths: paths.length === 0 ? ['.'] : paths }),
});

interface CheckArguments extends Strictness, Values<typeof COLOR>, Values<ReturnType<typeof packageOptions>> {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly locked: boolean;
  readonly fix: boolean;
  readonly stdin: boolean;
  readonly 'stdin-filepath': string | undefined;
}

async function runCheck(io: Io, parsed: CheckArguments): Promise<number> {
  const { paths, locked, fix } = parsed;
  // What fails costs its own findings only; the error stream holds why.
  const logFault = (message: string, error: unknown): void =>
    io.err(`wit-language-server: ${message}: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  onFault(logFault);
  const parser = await io.parser();
  parser.onFailure = logFault;
  const engine = { host: io.host, parser };
  const progress = progressLine(io);
  const options = {
    settings: deniedSettings(packageSettings(parsed), parsed),
    locked,
    fix,
    workspace: io.cwd,
    progress: progress.show,
  };
  const at = (shown: string): { path: string; shown: string } => ({ path: path.resolve(io.cwd, shown), shown });
  const file = parsed['stdin-filepath'];
  const result = parsed.stdin
    ? await checkText(engine, (await io.stdin?.()) ?? new Uint8Array(), file === undefined ? file : at(file), options)
    : await checkPaths(engine, paths.map(at), options);
  progress.clear();
  if (isFailure(result)) return fail(io, result);
  const unwritten = tellFixed(result.fixed, io);
  const report = deniedReport(createReport(result, io.cwd, parsed.stdin ? [file ?? '<stdin>'] : paths), parsed);
  await print(report, parsed, io);
  const excess = tooManyWarnings(report, parsed['max-warnings']);
  if (excess !== undefined) io.err(`wit-language-server: ${excess}\n`);
  if (unwritten || report.findings.some((it) => NOT_JUDGED.has(it.code))) return FAILED;
  return excess !== undefined || report.findings.some((it) => it.severity === 'error') ? FOUND : CLEAN;
}

/** Says what was repaired. Could something not be written? */
function tellFixed(fixed: readonly FixedFile[], io: Io): boolean {
  for (const { uri, titles, failure } of fixed) {
    const shown = shownPath(uri, io.cwd);
    if (failure === undefined) io.err(`${visible(fixedLine(shown, titles))}\n`);
    else fail(io, { failures: [`cannot write ${shown}: ${failure}`] });
  }
  return fixed.some((it) => it.failure !== undefined);
}

async function print(report: Report, { format, quiet, color }: CheckArguments, io: Io): Promise<void> {
  const shown = quiet ? errorsOf(report) : report;
  // A person who asked for quiet needs no line that says that all is well.
  if (quiet && format === 'pretty' && shown.findings.length === 0) return;
  io.out(await render(shown, format, io, wantsColor(io, color)));
}

/** Findings that say that something else was not looked for. */
const NOT_JUDGED: ReadonlySet<string> = new Set<Code>(['package/not-checked', 'syntax/reader-failed']);

async function render(report: Report, format: Format, io: Io, color: boolean): Promise<string> {
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
      return prettyReport(report, color);
  }
}

const PATIENCE = 1000;
const INTERVAL = 100;

/** One line on a terminal that says how far the work is, once it takes longer than a second. */
export function progressLine(io: Pick<Io, 'terminal' | 'err'> & { host: { clock: Clock } }): {
  show: (done: number, all: number) => void;
  clear: () => void;
} {
  const { clock } = io.host;
  const begin = clock.now();
  let next = begin + PATIENCE;
  let shown = false;
  return {
    show(done, all) {
      if (!io.terminal.err || clock.now() < next) return;
      next = clock.now() + INTERVAL;
      shown = true;
      io.err(`\r\u001b[Kchecked ${done} of ${all} packages…`);
    },
    clear() {
      if (shown) io.err('\r\u001b[K');
    },
  };
}
