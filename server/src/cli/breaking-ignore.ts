// `.wit-ignore.json` for `breaking`: read for each package, told when something is wrong with it, written by `--accept`.

import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { LineIndex } from '../base/text.ts';
import { dirname, joinUri } from '../base/uri.ts';
import { findIgnoreFile, IGNORE_FILE, type IgnoreEntry, type IgnoreFile } from '../contract/ignore-file.ts';
import { entryFor, unusedEntries, type WrittenEntry, withEntries } from '../features/contracts/ignore.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import { isFailing, type PackageReport } from '../semver/verdict.ts';
import type { BreakingArguments } from './breaking-args.ts';
import type { Compared } from './breaking-compare.ts';
import type { BreakingReport, PackageFindings } from './breaking-report.ts';
import { type Failure, type Io, note } from './io.ts';
import { shownPath } from './shown-path.ts';
import { writeWhole } from './write-file.ts';

/** The file of each package that has one. */
export async function ignoreFiles(
  io: Io,
  compared: readonly Compared[],
): Promise<ReadonlyMap<PackageReport, IgnoreFile>> {
  const files = new Map<PackageReport, IgnoreFile>();
  const known = new Map<string, IgnoreFile | undefined>();
  for (const { reports, top } of compared) {
    for (const report of reports) {
      const [file] = report.after?.stable.files ?? [];
      const directory = file === undefined ? (top ?? pathToUri(io.cwd)) : dirname(file);
      const found = known.has(directory) ? known.get(directory) : await findIgnoreFile(io.host, directory);
      known.set(directory, found);
      if (found === undefined) continue;
      files.set(report, found);
    }
  }
  return files;
}

/** What was meant to accept a change and is not understood, or has ended: with any of it, nothing is a success. */
export function acceptanceFailures({ packages, cwd }: BreakingReport): Failure | undefined {
  const failures = new Set<string>();
  for (const { problems, ignores, after } of packages) {
    for (const { uri, span, message } of problems) {
      const lines = uri === ignores?.uri ? new LineIndex(ignores.text) : after.lines(uri);
      failures.add(`${shownPath(uri, cwd)}:${(lines?.lineOf(span.start) ?? 0) + 1}: ${message}`);
    }
  }
  return failures.size > 0 ? { failures: [...failures] } : undefined;
}

interface Unused {
  readonly file: IgnoreFile;
  readonly entry: IgnoreEntry;
}

/** Entries for changes that there are no more, in words. */
export function unusedIn(report: BreakingReport): string[] {
  return unusedOf(report).map(({ file, entry: { item = '', fingerprint = '' } }) => {
    return `${shownPath(file.uri, report.cwd)}: ${item} raises nothing that the entry ${fingerprint} would be for`;
  });
}

function unusedOf({ packages }: BreakingReport): Unused[] {
  const files = new Set(packages.flatMap((it) => it.ignores ?? []));
  const used = new Set(packages.flatMap((it) => [...it.usedEntries]));
  return [...files].flatMap((file) => {
    const own = packages.filter((it) => it.ignores === file).map((it) => it.report);
    return unusedEntries(file, own, used).map((entry) => ({ file, entry }));
  });
}

/** Writes everything that fails down as meant, in place of what fails no more. */
export async function acceptAll(io: Io, report: BreakingReport, args: BreakingArguments): Promise<Failure | undefined> {
  const { accept, failOn } = args;
  if (accept === undefined || failOn === 'none') return undefined;
  const added = new Map<string, { readonly file: IgnoreFile | undefined; readonly entries: WrittenEntry[] }>();
  for (const it of report.packages) {
    const uri = it.ignores?.uri ?? joinUri(it.top ?? pathToUri(io.cwd), IGNORE_FILE);
    const entries = failingIn(it, failOn).map((change) => entryFor(it.report, change, accept));
    const known = added.get(uri) ?? { file: it.ignores, entries: [] };
    known.entries.push(...entries);
    if (entries.length > 0) added.set(uri, known);
  }
  for (const [uri, { file, entries }] of added) {
    const gone = unusedOf(report).flatMap((it) => (it.file === file ? (it.entry.fingerprint ?? []) : []));
    const text = withEntries(file, entries, new Set(gone));
    const failed = await written(pathOfUri(uri) ?? '', text, report.packages[0]?.top);
    if (failed !== undefined) return { failures: [failed] };
    note(io, `${entries.length} accepted in ${shownPath(uri, io.cwd)}`);
  }
  return undefined;
}

/** Writes a file in the repository, and nothing outside of it. Gives the reason when that is not possible. */
async function written(file: string, text: string, top: string | undefined): Promise<string | undefined> {
  try {
    const isLink = await lstat(file).then(
      (it) => it.isSymbolicLink(),
      () => false,
    );
    const place = isLink ? await realpath(file).catch(() => undefined) : await realpath(path.dirname(file));
    const inside = top === undefined ? path.dirname(file) : (pathOfUri(top) ?? path.dirname(file));
    const way = place === undefined ? '..' : path.relative(await realpath(inside), place);
    if (way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way))
      return `${file} is a symbolic link that leads out of the repository: nothing is written`;
    await writeWhole(file, text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function failingIn({ findings, report }: PackageFindings, failOn: 'major' | 'dangerous' | 'minor') {
  const changes = findings.filter((it) => !it.suppressed).flatMap((it) => it.changes);
  return changes.filter((it) => isFailing(report, it, failOn));
}
