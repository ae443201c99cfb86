// The comparison of a package root with its old version. The language server and the command line both get their verdicts
// here.

import { joinUri } from '../base/uri.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import { compareTrees, type PackageReport, unchangedReport } from '../semver/verdict.ts';
import type { SourceFile } from '../workspace/files.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { RootBase } from './bases.ts';
import { contractsOf, namesOfRoot } from './package-contracts.ts';

interface LastComparison {
  readonly after: readonly TreePackage[];
  readonly reports: readonly PackageReport[];
}

/** The last comparison with each base. Nothing is compared again while the packages stay the same. */
const last = new WeakMap<RootBase, LastComparison>();

/** The changes of the packages of one root. Packages that moved to another root are left out here. */
export function compareRoot(snapshot: Snapshot, base: RootBase, root: PackageRoot): readonly PackageReport[] {
  const after = contractsOf(snapshot, root, base.place);
  const known = last.get(base);
  if (known !== undefined && sameContracts(known.after, after)) return known.reports;
  if (base.isUnchanged === true) {
    const reports = after.map(unchangedReport);
    last.set(base, { after, reports });
    return reports;
  }
  const own = new Set(after.map(nameOf));
  const before = base.packages.filter((it) =>
    own.has(nameOf(it)) ? !isStillAt(snapshot, base, it) : !namesIn(snapshot).has(nameOf(it)),
  );
  const compared = compareTrees(before, after, base.options, {
    siblings: () => namesIn(snapshot),
    tree: () => allContracts(snapshot),
  });
  const reports = compared
    .filter((it) => it.after !== undefined || !namesIn(snapshot).has(it.name))
    .map((it) => (isUntouched(it, base, snapshot) ? untouched(it) : it))
    .map((it) => (base.absent === undefined ? it : notCompared(it, base.absent)));
  last.set(base, { after, reports });
  return reports;
}

/** A package that cannot be read and has the files that it had: nothing in it has changed. */
function isUntouched({ unread, before, after }: PackageReport, base: RootBase, snapshot: Snapshot): boolean {
  if (unread === undefined || before === undefined || after === undefined) return false;
  const [old, now] = [filesOf(base.snapshot, before), [...filesOf(snapshot, after)]];
  if (old.length !== now.length) return false;
  // Whatever the files are called.
  return old.every((it) => {
    const at = now.findIndex((other) => hasSameContent(it, other));
    if (at !== -1) now.splice(at, 1);
    return at !== -1;
  });
}

/** The files of a package and of what is vendored beside it. */
function filesOf(snapshot: Snapshot, { stable }: TreePackage): readonly (SourceFile | undefined)[] {
  const root = snapshot.rootOf(stable.files[0] ?? '');
  const uris = [...stable.files, ...(root?.deps.flatMap((group) => group.files) ?? [])];
  return uris.map((uri) => snapshot.file(uri));
}

/** Whatever is in them; which line ends a checkout has, git decides. */
function hasSameContent(a: SourceFile | undefined, b: SourceFile | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.bytes !== undefined && b.bytes !== undefined) {
    const [old, now] = [withoutReturns(a.bytes), withoutReturns(b.bytes)];
    return old.length === now.length && old.every((byte, at) => byte === now[at]);
  }
  // Nothing is known of what could not be read; an editor has as text what the disk has as bytes.
  return !hasNoText(a) && !hasNoText(b) && withLineFeeds(a) === withLineFeeds(b);
}

function hasNoText({ fault }: SourceFile): boolean {
  if (fault?.kind === 'lfs-pointer') return fault.isStored !== true;
  return fault !== undefined && !['not-utf8', 'utf-16', 'encoded'].includes(fault.kind);
}

function withLineFeeds({ items }: SourceFile): string {
  return items.text.replaceAll('\r\n', '\n');
}

function withoutReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== 0x0d || bytes[at + 1] !== 0x0a);
}

function notCompared({ name, before, after }: PackageReport, unread: string): PackageReport {
  const places = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  return { name, ...places, level: 'none', covered: true, changes: [], unread };
}

function untouched({ unread: _, ...it }: PackageReport): PackageReport {
  return { ...it, level: 'none', covered: true, changes: [] };
}

/** Does another place still hold the package that it held? Then it is compared there, and nowhere else. */
function isStillAt(snapshot: Snapshot, { top, place }: RootBase, old: TreePackage): boolean {
  if (old.root === place) return false;
  const root = snapshot.roots.get(joinUri(top, old.root));
  return root !== undefined && namesOfRoot(snapshot, root).includes(nameOf(old));
}

/**
 * Old packages whose name and place are gone, against new ones that had no old version: some of them were moved and renamed
 * at once. Gives the reports of both.
 */
export function compareGone(
  gone: readonly TreePackage[],
  added: readonly TreePackage[],
  options: RootBase['options'],
  snapshot: Snapshot,
): readonly PackageReport[] {
  return compareTrees(gone, added, options, {
    siblings: () => namesIn(snapshot),
    tree: () => allContracts(snapshot),
  });
}

function sameContracts(a: readonly TreePackage[], b: readonly TreePackage[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, index) => {
      const other = b[index];
      return it.stable === other?.stable && it.all === other.all && it.broken === other.broken;
    })
  );
}

const names = new WeakMap<Snapshot, ReadonlySet<string>>();

/** The names of all packages that the tree itself defines. */
function namesIn(snapshot: Snapshot): ReadonlySet<string> {
  const cached = names.get(snapshot);
  if (cached !== undefined) return cached;
  const found = new Set<string>();
  for (const root of snapshot.workRoots) for (const name of namesOfRoot(snapshot, root)) found.add(name);
  names.set(snapshot, found);
  return found;
}

function allContracts(snapshot: Snapshot): TreePackage[] {
  return snapshot.workRoots.flatMap((root) => contractsOf(snapshot, root, root.uri));
}

/**
 * Old packages of which nothing is left: no compared package was paired with them, their place is empty, and their name is
 * gone, or lives on only in packages that were compared with others (another version of it stays).
 */
export function gonePackages(
  old: readonly TreePackage[],
  snapshot: Snapshot,
  compared: ReadonlyMap<PackageRoot, readonly PackageReport[]>,
): readonly TreePackage[] {
  const reports = [...compared.values()].flat();
  const paired = new Set(reports.flatMap(({ before }) => (before === undefined ? [] : [placeKey(before)])));
  const places = new Set(reports.flatMap(({ after }) => after?.root ?? []));
  const elsewhere = new Set<string>();
  for (const root of snapshot.workRoots) {
    if (!compared.has(root)) for (const name of namesOfRoot(snapshot, root)) elsewhere.add(name);
  }
  return old.filter((it) => !paired.has(placeKey(it)) && !places.has(it.root) && !elsewhere.has(nameOf(it)));
}

function placeKey({ root, stable }: TreePackage): string {
  return `${root} ${stable.key}`;
}
