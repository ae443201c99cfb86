// `check [PATH…]`: all diagnostics of the packages and compositions at PATH.

import path from 'node:path';
import { visible } from '../base/escape.ts';
import { onFault } from '../base/fault.ts';
import type { Clock } from '../base/task.ts';
import type { Code } from '../check/catalogue.ts';
import { againstBaseline, BASELINE } from './baseline.ts';
import { checkText } from './check-stdin.ts';
import { COLOR, wantsColor } from './color.ts';
import { command, flag, text, type Values } from './command.ts';
import { checkPaths } from './engine.ts';
import { type FixedFile, fixedLine } from './fix.ts';
import { CLEAN, FAILED, FOUND, fail, type Io, isFailure, note } from './io.ts';
import { givenSettings, POLICY_OPTION, packageOptions } from './package-options.ts';
import { configText } from './print-config.ts';
import { ProjectSettings } from './project.ts';
import { FORMAT, type Format, render } from './render.ts';
import { createReport, type Report } from './report.ts';
import { shownPath } from './shown-path.ts';
import {
  deniedReport,
  deniedSettings,
  errorsOf,
  limitedReport,
  STRICTNESS,
  type Strictness,
  tooManyWarnings,
} from './strictness.ts';

export const check = command({
  name: 'check',
  usage: ['[PATH…] [options]', '--stdin [--stdin-filepath FILE] [options]'],
  summary: 'report all diagnostics of the packages and `.wac` files at PATH',
  about: [
    'Reports everything that is wrong with the packages at PATH: a `.wit` file (a package of one file) or a directory (its `.wit` files are one package, its dependencies are in `deps/`). A directory without `.wit` files is searched for packages below it. A `.wac` file is a composition, judged as in an editor, with the packages in its `deps/`, those of the project file, and those below the current directory; it is named itself, since a directory stands for its packages. Without a PATH, checks the current directory.',
  ],
  options: {
    ...FORMAT,
    ...packageOptions('toolchain'),
    ...POLICY_OPTION,
    locked: flag('fail when `deps/` is not what `wkg.lock` or `deps.lock` says'),
    stdin: flag('check standard input'),
    'stdin-filepath': text('FILE', 'the file that standard input stands for: the package around it is read'),
    fix: flag('repair what has one sensible repair, write the files, and report what is left'),
    ...STRICTNESS,
    ...BASELINE,
    'print-config': flag('print the settings that hold for PATH, with where each comes from, and check nothing'),
    ...COLOR,
  },
  positionals: {},
  conflicts(values, paths) {
    const { stdin, 'stdin-filepath': stdinFile, fix, locked } = values;
    if (values['update-baseline'] && values.baseline === undefined)
      return ['`--update-baseline` needs `--baseline FILE`'];
    if (values['print-config'] && paths.length > 1) return ['`--print-config` takes one PATH'];
    if (!stdin) return stdinFile === undefined ? [] : ['`--stdin-filepath` needs `--stdin`'];
    const others = [paths.length > 0 ? 'PATH' : '', fix ? '`--fix`' : '', locked ? '`--locked`' : ''];
    return others.filter((it) => it !== '').map((it) => `\`--stdin\` checks standard input and takes no ${it}`);
  },
  exit: '0 no errors, 1 errors or more warnings than `--max-warnings` allows, 2 the paths could not be checked, or a repair could not be written.',
  run: (io, values, paths) => runCheck(io, { ...values, paths: paths.length === 0 ? ['.'] : paths }),
});

interface CheckArguments
  extends Strictness,
    Values<typeof COLOR>,
    Values<typeof BASELINE>,
    Values<typeof POLICY_OPTION>,
    Values<ReturnType<typeof packageOptions>> {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly locked: boolean;
  readonly fix: boolean;
  readonly stdin: boolean;
  readonly 'print-config': boolean;
  readonly 'stdin-filepath': string | undefined;
}

async function runCheck(io: Io, parsed: CheckArguments): Promise<number> {
  const { paths, locked, fix } = parsed;
  const projects = new ProjectSettings(io, givenSettings(parsed, 'toolchain'), (it) => deniedSettings(it, parsed));
  if (parsed['print-config']) {
    const text = await configText(io, projects, parsed['stdin-filepath'] ?? paths[0] ?? '.');
    if (typeof text !== 'string') return fail(io, text);
    io.out(text);
    return CLEAN;
  }
  // What fails costs its own findings only; the error stream holds why.
  const logFault = (message: string, error: unknown): void => {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of `${message}: ${said}`.split('\n')) note(io, line);
  };
  onFault(logFault);
  const parser = await io.parser();
  parser.onFailure = logFault;
  const engine = { host: io.host, parser };
  const progress = progressLine(io);
  const options = {
    projects,
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
  const all = deniedReport(createReport(result, io.cwd, parsed.stdin ? [file ?? '<stdin>'] : paths), parsed);
  const report = await againstBaseline(all, parsed, io);
  if (isFailure(report)) return fail(io, report);
  await print(report, parsed, io);
  const excess = tooManyWarnings(report, parsed['max-warnings']);
  if (excess !== undefined) note(io, excess);
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

async function print(report: Report, parsed: CheckArguments, io: Io): Promise<void> {
  const { format, quiet, color, 'max-problems': most } = parsed;
  const wanted = quiet ? errorsOf(report) : report;
  const shown = limitedReport(wanted, most);
  // A person who asked for quiet needs no line that says that all is well.
  if (quiet && format === 'pretty' && shown.findings.length === 0) return;
  io.out(await render(shown, format, io, wantsColor(io, color), wanted));
}

/** Findings that say that something else was not looked for. */
const NOT_JUDGED: ReadonlySet<string> = new Set<Code>(['package/not-checked', 'syntax/reader-failed']);

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
