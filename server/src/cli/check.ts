// `check PATH…`: all diagnostics of the packages at PATH.

import path from 'node:path';
import { version } from '../../../package.json';
import type { Clock } from '../base/task.ts';
import { type CheckArguments, checkArguments } from './args.ts';
import { checkPaths } from './engine.ts';
import { CLEAN, FOUND, fail, type Io, isFailure } from './io.ts';
import { prettyReport } from './pretty.ts';
import { createReport, githubReport, jsonReport, type Report } from './report.ts';
import { sarifReport } from './sarif.ts';

export const CHECK_HELP = `Usage: wit-language-server check PATH… [options]

Tells everything that is wrong with the packages at PATH: a \`.wit\` file (a package
of one file) or a directory (its \`.wit\` files are one package, its dependencies are
in \`deps/\`). A directory without \`.wit\` files is searched for packages below it.

Options:
  --format FORMAT     pretty (default), json, sarif or github
  --features A,B      feature gates that are active (none by default)
  --all-features      every feature gate is active
  --resolve WHERE     toolchain (default): only \`deps/\` holds dependencies;
                      workspace: packages elsewhere below the current directory do, too
  -h, --help          this text

Exit status: 0 no errors, 1 errors, 2 the paths could not be checked.
`;

export async function runCheck(args: readonly string[], io: Io): Promise<number> {
  const parsed = checkArguments(args);
  if (isFailure(parsed)) {
    fail(io, parsed);
    io.err('Try `wit-language-server check --help`.\n');
    return 2;
  }
  if (parsed.help) {
    io.out(CHECK_HELP);
    return CLEAN;
  }
  const progress = progressLine(io);
  const result = await checkPaths(
    { host: io.host, parser: await io.parser() },
    parsed.paths.map((shown) => ({ path: path.resolve(io.cwd, shown), shown })),
    { settings: settingsOf(parsed), workspace: io.cwd, progress: progress.show },
  );
  progress.clear();
  if (isFailure(result)) return fail(io, result);
  const report = createReport(result, io.cwd);
  io.out(render(report, parsed, io));
  return report.findings.some((it) => it.severity === 'error') ? FOUND : CLEAN;
}

function settingsOf({ features, allFeatures, resolve }: CheckArguments) {
  return { features, allFeatures, resolve, levels: {} };
}

function render(report: Report, { format }: CheckArguments, io: Io): string {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, io.cwd, version);
    case 'github':
      return githubReport(report);
    case 'pretty':
      return prettyReport(report, wantsColor(io));
  }
}

/** https://no-color.org: any value but the empty one switches colours off. */
export function wantsColor({ env, terminal }: Pick<Io, 'env' | 'terminal'>): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return terminal.out && env.TERM !== 'dumb';
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
