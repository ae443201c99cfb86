// A package that several folders of a workspace have: which of the copies is meant.

import { relativeUri } from '../base/uri.ts';
import type { PackageRoot } from './package-folders.ts';

/** The copies that may be meant, the best first: one that has what is wanted, then the nearest. */
export function rankCopies(
  copies: readonly PackageRoot[],
  from: string,
  lacking: (copy: PackageRoot) => number,
): readonly PackageRoot[] {
  return copies
    .filter((copy) => !isHidden(copy.uri, from))
    .map((copy) => ({ copy, lacks: lacking(copy), distance: distance(copy.uri, from) }))
    .sort((a, b) => a.lacks - b.lacks || a.distance - b.distance || (a.copy.uri < b.copy.uri ? -1 : 1))
    .map((it) => it.copy);
}

/** Folders with a dot hold copies that tools made; they count for what lies in the same one. */
function isHidden(uri: string, from: string): boolean {
  const names = uri.split('/');
  return names.some((name, index) => /^\.[^.]/.test(name) && !isIn(names.slice(0, index + 1).join('/'), from));
}

function isIn(directory: string, uri: string): boolean {
  return relativeUri(directory, uri) !== undefined;
}

/** How many steps up and down lead from one directory to the other; up counts first. */
function distance(to: string, from: string): number {
  const [a, b] = [to.split('/'), from.split('/')];
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a[shared] === b[shared]) shared++;
  return (b.length - shared) * 1000 + Math.min(a.length - shared, 999);
}
