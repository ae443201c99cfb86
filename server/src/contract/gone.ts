// Old packages of which nothing is left below some places, and those that were moved and renamed at once. The command line
// and the language server both ask here.

import type { Task } from '../base/task.ts';
import { relativeUri } from '../base/uri.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import type { PackageReport } from '../semver/verdict.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { BaseSettings } from './base-settings.ts';
import type { RootBase } from './bases.ts';
import { compareGone, gonePackages } from './compare.ts';
import type { BaseFinder } from './find-base.ts';

/** A root, or a place where no package is now, with what it is compared with. */
export interface FoundRoot {
  readonly root: PackageRoot;
  readonly base: RootBase;
  readonly settings: BaseSettings;
}

export interface Gone {
  readonly base: RootBase;
  /** A report with `after` replaces that of the package which looked like a new one. */
  readonly reports: readonly PackageReport[];
}

export interface GoneQuestion {
  readonly finder: BaseFinder;
  readonly snapshot: Snapshot;
  readonly task: Task;
  /** URIs of the places that are looked at. */
  readonly below: readonly string[];
  readonly found: readonly FoundRoot[];
  readonly reports: ReadonlyMap<PackageRoot, readonly PackageReport[]>;
}

export async function findGone(question: GoneQuestion): Promise<readonly Gone[]> {
  const { snapshot, found, reports } = question;
  const bases = new Map(found.map((it) => [`${it.base.oldTop} ${it.base.commit ?? ''}`, it]));
  const added = [...reports.values()].flat().filter((it) => it.before === undefined && it.unread === undefined);
  const news = added.flatMap((it) => it.after ?? []);
  const except = new Set(found.map((it) => it.base.place));
  const told = new Set<string>();
  const all: Gone[] = [];
  for (const { base, settings } of bases.values()) {
    // The neighbours of a single file have nothing to do with it.
    if (base.isFile === true) continue;
    const old = await oldBelow(question, base, settings, except);
    const gone = gonePackages(old, snapshot, reports).filter((it) => !told.has(nameOf(it)));
    for (const it of gone) told.add(nameOf(it));
    const compared = compareGone(gone, news, base.options, snapshot).filter((it) => it.before !== undefined);
    if (compared.length > 0) all.push({ base, reports: compared });
  }
  return all;
}

async function oldBelow(
  { finder, task, below }: GoneQuestion,
  base: RootBase,
  settings: BaseSettings,
  except: ReadonlySet<string>,
): Promise<readonly TreePackage[]> {
  const old = new Map<string, TreePackage>();
  for (const uri of below) {
    const path = base.commit === undefined ? '' : relativeUri(base.top, uri);
    const packages = path === undefined ? [] : await finder.below(base, settings, { path, except }, task);
    for (const it of packages) old.set(`${it.root} ${it.stable.key}`, it);
  }
  return [...old.values()];
}
