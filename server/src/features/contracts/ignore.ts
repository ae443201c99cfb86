// Which entry of a `.wit-ignore.json` lets a contract change pass, and which entries let nothing pass any more.

import { fnv1a } from '../../base/fingerprint.ts';
import { relativeUri } from '../../base/uri.ts';
import type { IgnoreEntry, IgnoreFile } from '../../contract/ignore-file.ts';
import type { Change } from '../../semver/changes.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import { type Moment, whyEnded } from './suppress.ts';

/** The same for the same change, whatever commit it is in and wherever it stands. */
export function fingerprintOf(report: PackageReport, { kind, item, before, after }: Change): string {
  return fnv1a([kind, `${report.name}/${item}`, before ?? '', after ?? ''].join('\n'));
}

export function ignoredBy(
  entries: readonly IgnoreEntry[],
  report: PackageReport,
  change: Change,
  moment: Moment,
): IgnoreEntry | undefined {
  if (entries.length === 0) return undefined;
  const fingerprint = fingerprintOf(report, change);
  return entries.find((it) => {
    if (whyEnded(it, moment) !== undefined) return false;
    if (it.codes !== undefined && !it.codes.includes(`semver/${change.kind}`)) return false;
    if (it.fingerprint !== undefined) return it.fingerprint === fingerprint;
    if (it.package !== undefined) return it.package === report.name;
    return it.path !== undefined && change.loc !== undefined && relativeUri(it.path, change.loc.uri) !== undefined;
  });
}

/** Entries for a package that no longer hold, with the reason. */
export function endedEntries(
  file: IgnoreFile,
  report: PackageReport,
  moment: Moment,
): readonly { readonly entry: IgnoreEntry; readonly why: string }[] {
  const files = report.after?.stable.files ?? [];
  return file.entries.flatMap((entry) => {
    const why = whyEnded(entry, moment);
    if (why === undefined) return [];
    const { package: name, path, item } = entry;
    const isAbout =
      name !== undefined
        ? name === report.name
        : path !== undefined
          ? files.some((uri) => relativeUri(path, uri) !== undefined)
          : item === undefined || item.split('/', 1)[0] === report.name;
    return isAbout ? [{ entry, why }] : [];
  });
}

/** Entries for single changes of these packages that there are no more. Those for whole packages and paths wait for some. */
export function unusedEntries(
  file: IgnoreFile,
  reports: readonly PackageReport[],
  used: ReadonlySet<IgnoreEntry>,
): readonly IgnoreEntry[] {
  const names = new Set(reports.map((it) => it.name));
  return file.entries.filter(
    (it) =>
      it.fingerprint !== undefined &&
      !used.has(it) &&
      it.item !== undefined &&
      names.has(it.item.split('/', 1)[0] ?? ''),
  );
}

/** As it is written. */
export interface WrittenEntry {
  readonly fingerprint: string;
  readonly code: string;
  readonly item: string;
  readonly reason: string;
}

export function entryFor(report: PackageReport, change: Change, reason: string): WrittenEntry {
  const item = `${report.name}/${change.item}`;
  return { fingerprint: fingerprintOf(report, change), code: `semver/${change.kind}`, item, reason };
}

/** The text of a file, which could be read, with more entries and without some; of a new one where there is none. */
export function withEntries(
  file: IgnoreFile | undefined,
  added: readonly WrittenEntry[],
  gone: ReadonlySet<string> = new Set(),
): string {
  const old = file === undefined ? {} : JSON.parse(file.text);
  const kept = (old.ignore ?? []).filter(
    (it: IgnoreEntry) => it.fingerprint === undefined || !gone.has(it.fingerprint),
  );
  return `${JSON.stringify({ ...old, ignore: [...kept, ...added] }, undefined, 2)}\n`;
}
