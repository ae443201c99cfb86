// `.wit-ignore.json` for `breaking`: read for each package, told when something is wrong with it, written by `--accept`.

import { writeFile } from 'node:fs/promises';
import { dirname, joinUri } from '../base/uri.ts';
import { findIgnoreFile, IGNORE_FILE, type IgnoreEntry, type IgnoreFile } from '../contract/ignore-file.ts';
import { entryFor, unusedEntries, type WrittenEntry, withEntries } from '../features/contracts/ignore.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import { isFailing, type PackageReport } from '../semver/verdict.ts';
import type { BreakingArguments } from './breaking-args.ts';
import type { Compared } from './breaking-compare.ts';
import type { BreakingReport, PackageFindings } from './breaking-report.ts';
import type { Failure, Io } from './io.ts';
import { shownPath } from './report.ts';

/** The file of each package that has one. */
export async function ignoreFiles(
  io: Io,
  compared: readonly Compared[],
): Promise<ReadonlyMap<PackageReport, IgnoreFile> | Failure> {
  const files = new Map<PackageReport, IgnoreFile>();
  const known = new Map<string, IgnoreFile | undefined>();
  const failures = new Set<string>();
  for (const { reports, top } of compared) {
    for (const report of reports) {
      const [file] = report.after?.stable.files ?? [];
      const directory = file === undefined ? (top ?? pathToUri(io.cwd)) : dirname(file);
      const found = known.has(directory) ? known.get(directory) : await findIgnoreFile(io.host, directory);
      known.set(directory, found);
      if (found === undefined) continue;
      files.set(report, found);
      for (const problem of found.problems) failures.add(`${shownPath(found.uri, io.cwd)}: ${problem}`);
    }
  }
  return failures.size > 0 ? { failures: [...failures] } : files;
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
    const failed = await writeFile(pathOfUri(uri) ?? '', text).catch(String);
    if (failed !== undefined) return { failures: [failed] };
    io.err(`wit-language-server: ${entries.length} accepted in ${shownPath(uri, io.cwd)}\n`);
  }
  return undefined;
}

function failingIn({ findings, report }: PackageFindings, failOn: 'major' | 'dangerous' | 'minor') {
  const changes = findings.filter((it) => !it.suppressed).flatMap((it) => it.changes);
  return changes.filter((it) => isFailing(report, it, failOn));
}
