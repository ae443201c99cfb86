// `format PATH…`: one style for the files at PATH.

import path from 'node:path';
import { visible } from '../base/escape.ts';
import { Task } from '../base/task.ts';
import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import { counted } from '../base/words.ts';
import { DEFAULT_SETTINGS } from '../check/settings.ts';
import { DEFAULT_FORMAT, type FormatOptions } from '../format/options.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import { isWacName, isWitName } from '../workspace/discover.ts';
import { EditorConfigs } from '../workspace/editorconfig.ts';
import { type FoundFolder, findFolders } from '../workspace/find-roots.ts';
import type { Host } from '../workspace/host.ts';
import { WorkTree } from '../workspace/work-tree.ts';
import { command, flag, text, wholeNumber } from './command.ts';
import { type FormatJob, formatBytes, type Outcome } from './format-file.ts';
import { formatFiles } from './format-threads.ts';
import { CLEAN, type Failure, FOUND, fail, type Io } from './io.ts';
import { FILE_SIZE, NOTHING_GIVEN } from './package-options.ts';
import { ProjectSettings } from './project.ts';
import { shownPath } from './shown-path.ts';

export const format = command({
  name: 'format',
  usage: ['PATH… [options]', '--stdin [--stdin-filepath FILE] [options]'],
  summary: 'format the files at PATH',
  about: [
    'Formats `.wit` and `.wac` files; only white space and trailing commas change. PATH is a file or a directory: its own files, or, when it has no `.wit` files, those of the directories below it, too. Files in `deps/` are not touched. `// wit-format: off` and `on` leave a part of a file as it is; broken items stay as they are. An `.editorconfig` may set indent_style, indent_size, max_line_length and end_of_line.',
  ],
  options: {
    check: flag('write nothing, list the files that would change'),
    diff: flag('write nothing, show what would change'),
    stdin: flag('format standard input to standard output'),
    'stdin-filepath': text('FILE', 'the path of standard input, for `.editorconfig` and messages'),
    width: wholeNumber('N', 1, 'maximum line length, whatever `.editorconfig` and the project file say (default: 100)'),
    ...FILE_SIZE,
  },
  positionals: {},
  exit: '0 done, or with --check or --diff nothing to change; 1 with --check or --diff: files would change; 2 a file could not be formatted.',
  conflicts({ stdin, 'stdin-filepath': stdinFile }, paths) {
    if (stdin) return paths.length > 0 ? ['`--stdin` formats standard input and takes no PATH'] : [];
    if (stdinFile !== undefined) return ['`--stdin-filepath` needs `--stdin`'];
    return paths.length > 0
      ? []
      : ['`format` needs the path of a `.wit` or `.wac` file or of a directory, for example `wit`'];
  },
  run(io, { 'stdin-filepath': stdinFile, 'max-file-size': size, ...values }, paths) {
    const parsed = { ...values, stdinFile, paths, maxFileSize: size ?? DEFAULT_SETTINGS.maxFileSize };
    return values.stdin ? formatStdin(parsed, io) : formatPaths(parsed, io);
  },
});

interface FormatArguments {
  readonly paths: readonly string[];
  readonly check: boolean;
  readonly diff: boolean;
  readonly stdinFile: string | undefined;
  readonly width: number | undefined;
  readonly maxFileSize: number;
}

/** The style of each file: `--width` wins over `.editorconfig`, that over the project file, and that over the defaults. */
function styleOf(parsed: FormatArguments, io: Io): (uri: string) => Promise<FormatOptions | Failure> {
  const configs = new EditorConfigs(io.host);
  const projects = new ProjectSettings(io, NOTHING_GIVEN);
  return async (uri) => {
    const directory = dirname(uri);
    const refused = await projects.load([directory]);
    if (refused !== undefined) return refused;
    const width = projects.project(directory)?.values.format?.width ?? DEFAULT_FORMAT.width;
    const options = await configs.options(uri, { ...DEFAULT_FORMAT, width });
    return parsed.width === undefined ? options : { ...options, width: parsed.width };
  };
}

async function formatStdin(parsed: FormatArguments, io: Io): Promise<number> {
  const shown = parsed.stdinFile ?? '<stdin>';
  const uri = pathToUri(path.resolve(io.cwd, parsed.stdinFile ?? 'stdin.wit'));
  const bytes = (await io.stdin?.()) ?? new Uint8Array();
  const options = await styleOf(parsed, io)(uri);
  if ('failures' in options) return fail(io, options);
  const result = formatBytes(await io.parser(), bytes, { uri, shown, options, diff: parsed.diff });
  if (result.kind === 'failed') return fail(io, { failures: [result.message] });
  if (result.note !== undefined) io.err(`${result.note}\n`);
  if (parsed.diff) io.out(result.diff);
  else if (!parsed.check) io.out(result.after);
  return result.changed && (parsed.check || parsed.diff) ? FOUND : CLEAN;
}

async function formatPaths(parsed: FormatArguments, io: Io): Promise<number> {
  const { failures, files } = await filesAt(parsed.paths, io);
  if (failures.length > 0) return fail(io, { failures });
  const style = styleOf(parsed, io);
  const { maxFileSize } = parsed;
  const jobs: FormatJob[] = [];
  for (const uri of files) {
    const write = !parsed.check && !parsed.diff;
    const options = await style(uri);
    if ('failures' in options) return fail(io, options);
    jobs.push({ uri, shown: shownPath(uri, io.cwd), options, write, diff: parsed.diff, maxFileSize });
  }
  return report(jobs, await formatFiles(jobs, io), parsed, io);
}

function report(jobs: readonly FormatJob[], outcomes: readonly Outcome[], parsed: FormatArguments, io: Io): number {
  const failures: string[] = [];
  let changed = 0;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'failed') {
      failures.push(outcome.message);
      continue;
    }
    if (outcome.note !== undefined) io.err(`${outcome.note}\n`);
    if (!outcome.changed) continue;
    changed++;
    io.out(parsed.diff ? outcome.diff : `${visible(jobs[index]?.shown ?? '')}\n`);
  }
  const dry = parsed.check || parsed.diff;
  const same = outcomes.length - changed - failures.length;
  io.err(`${counted(changed, 'file')} ${dry ? 'would change' : 'formatted'}, ${same} already in the style\n`);
  if (failures.length > 0) return fail(io, { failures });
  return dry && changed > 0 ? FOUND : CLEAN;
}

/** Every file once, in the order of the paths given. */
async function filesAt(paths: readonly string[], io: Io): Promise<{ failures: string[]; files: ReadonlySet<string> }> {
  const failures: string[] = [];
  const files = new Set<string>();
  const here = pathToUri(io.cwd);
  const boundary = await new WorkTree(io.host, (await io.host.realPath(here)) ?? here).boundary();
  for (const shown of paths) {
    const found = await filesBehind(pathToUri(path.resolve(io.cwd, shown)), shown, io.host, boundary);
    if (typeof found === 'string') failures.push(found);
    else for (const uri of found) files.add(uri);
  }
  return { failures, files };
}

/** A string says why there are none. Nothing is written through a link that leads out of the work tree. */
async function filesBehind(uri: string, shown: string, host: Host, boundary: string): Promise<string[] | string> {
  if (shown === '') return 'a path is empty';
  const stat = await host.stat(uri);
  const real = await host.realPath(uri);
  if (stat === undefined || real === undefined) return `no such file or directory: ${shown}`;
  if (relativeUri(boundary, uri) !== undefined && relativeUri(boundary, real) === undefined)
    return `${shown} leads out of the work tree through a symbolic link; format ${pathOfUri(real) ?? real} itself`;
  if (stat.kind !== 'directory')
    return isWitName(shown) || isWacName(shown) ? [uri] : `neither a \`.wit\` nor a \`.wac\` file: ${shown}`;
  const entries = (await host.readDirectory(uri)) ?? [];
  const isPackage = entries.some(({ kind, name }) => kind === 'file' && isWitName(name));
  const roots = (await findFolders(uri, host, new Task(host.clock))) ?? [];
  const own = roots.filter((root) => !isPackage || root.uri === real);
  if (own.length === 0 && !isPackage) return `no \`.wit\` or \`.wac\` files in ${shown}`;
  return (await Promise.all(own.map((root) => plainFiles(root, host)))).flat();
}

/** Without symbolic links: what is behind them is formatted where it lies. */
async function plainFiles({ uri, names, compositions }: FoundFolder, host: Host): Promise<string[]> {
  const files = [...names, ...compositions].map((name) => joinUri(uri, name));
  const real = await Promise.all(files.map((file) => host.realPath(file)));
  return files.filter((file, index) => real[index] === file);
}
