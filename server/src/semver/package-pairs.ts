// Which package of the old tree is which of the new one: by identity, never by path alone. A directory that moved changes
// nothing, and one repository may hold several versions of a package.

import { compareVersions, isBuild, UNNAMED } from '../model/names.ts';
import type { Package } from '../model/package.ts';
import { contentOf } from './diff.ts';
import { overlap } from './similar.ts';
import { canonicalTrack } from './version.ts';
import type { PackageViews } from './views.ts';

/** A package at its place. */
export interface TreePackage extends PackageViews {
  /** The directory or file it is in; decides only among packages of the same name and version. */
  readonly root: string;
  /** Why nothing is known of its contract, in words. */
  readonly broken?: string;
  /** Why a part of it may be missing: only an old version may be compared all the same. */
  readonly damaged?: string;
}

export interface PackagePair {
  readonly before: TreePackage;
  readonly after: TreePackage;
  readonly renamed: boolean;
}

export interface Paired {
  readonly pairs: readonly PackagePair[];
  readonly removed: readonly TreePackage[];
  readonly added: readonly TreePackage[];
}

export function pairPackages(before: readonly TreePackage[], after: readonly TreePackage[]): Paired {
  const [old, now] = [new Set(before), new Set(after)];
  const pairs: PackagePair[] = [];
  const take = (a: TreePackage, b: TreePackage, renamed = false): void => {
    old.delete(a);
    now.delete(b);
    pairs.push({ before: a, after: b, renamed });
  };
  const candidates = after.flatMap((b) =>
    before.filter((a) => isNamedLike(a, b)).map((a) => ({ a, b, score: score(a, b) })),
  );
  candidates.sort((x, y) => y.score - x.score || newer(y.a, x.a));
  for (const { a, b } of candidates) if (old.has(a) && now.has(b)) take(a, b);
  // A package without a name is known by its place alone.
  for (const a of [...old]) {
    const b = [...now].find((it) => it.root === a.root && (isUnnamed(a) || isUnnamed(it)));
    if (b !== undefined) take(a, b);
  }
  for (const a of [...old]) {
    if (after.some((b) => isNamedLike(a, b))) continue;
    const b = likest(
      a,
      [...now].filter((it) => !before.some((other) => isNamedLike(other, it))),
    );
    if (b !== undefined) take(a, b, true);
  }
  const order = new Map(after.map((it, index) => [it, index]));
  pairs.sort((x, y) => (order.get(x.after) ?? 0) - (order.get(y.after) ?? 0));
  return { pairs, removed: [...old], added: [...now] };
}

/** `ns:name`; of a package whose files do not say it, its place. */
export function nameOf(it: TreePackage): string {
  const { namespace, name } = it.stable.id;
  return isUnnamed(it) ? it.root || '.' : `${namespace}:${name}`;
}

/** A core module and the component that is made of it are two builds of one thing. */
function isNamedLike(a: TreePackage, b: TreePackage): boolean {
  const [old, now] = [nameOf(a), nameOf(b)];
  return old === now || (isBuild(old) && isBuild(now));
}

function isUnnamed({ stable }: TreePackage): boolean {
  return stable.key === UNNAMED;
}

/** The same version, then the same track, then only the same name; the same place tips the scales. */
function score(a: TreePackage, b: TreePackage): number {
  const [old, now] = [a.stable.id.version, b.stable.id.version];
  const identity = old === now ? 6 : canonicalTrack(old) === canonicalTrack(now) ? 4 : 2;
  return identity + (a.root === b.root ? 1 : 0);
}

function newer(a: TreePackage, b: TreePackage): number {
  return compareVersions(a.stable.id.version ?? '', b.stable.id.version ?? '');
}

/** The package that says mostly the same under another name. */
function likest(it: TreePackage, candidates: readonly TreePackage[]): TreePackage | undefined {
  const mine = wholeContent(it.stable);
  const scored = candidates.map((other) => ({ other, score: overlap(mine, wholeContent(other.stable)) }));
  scored.sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best !== undefined && best.score >= 0.5 ? best.other : undefined;
}

function wholeContent(it: Package): Set<string> {
  const lines = new Set<string>();
  for (const [name, owner] of it.interfaces) {
    lines.add(`interface ${name}`);
    for (const line of contentOf(owner)) lines.add(`${name} ${line}`);
  }
  for (const name of it.worlds.keys()) lines.add(`world ${name}`);
  return lines;
}
