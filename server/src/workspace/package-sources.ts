// What the unresolved packages of an environment say about each other: which file holds which, and who refers to whom.

import { memo } from '../base/memo.ts';
import { type GroupSource, type PackageSource, packageReferences, sourcesOf } from '../model/source.ts';

/** Names that a package asks others for, by their keys. */
const wantedOf = memo((source: PackageSource): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const it of packageReferences(source))
    if (it.item !== '') found.set(it.key, [...(found.get(it.key) ?? []), it.item]);
  return found;
});

/** A package that is looked for, and the names of interfaces and worlds that are asked for in it. */
export interface Need {
  readonly key: string;
  readonly wanted: readonly string[];
}

/** Names that a package asks another one for. */
export function wantedNames(source: PackageSource, key: string): readonly string[] {
  return wantedOf(source).get(key) ?? [];
}

/** The packages that each file declares a part of. */
export function sourcesByFile(groups: readonly GroupSource[]): Map<string, PackageSource[]> {
  const byFile = new Map<string, PackageSource[]>();
  for (const source of groups.flatMap(sourcesOf)) {
    for (const uri of new Set(source.parts.map((part) => part.uri))) {
      const known = byFile.get(uri);
      if (known === undefined) byFile.set(uri, [source]);
      else known.push(source);
    }
  }
  return byFile;
}

/** How much a package has in it. */
export function sizeOf({ parts }: PackageSource): number {
  return parts.reduce((sum, { entries }) => entries.reduce((all, entry) => all + 1 + entry.members.length, sum), 0);
}

/** Tells the packages of one root apart, whatever their files say. */
export function cacheKey(source: PackageSource): string {
  const [at] = source.declarations;
  return `${source.key} ${at?.uri ?? source.parts[0]?.uri ?? ''}${source.nested ? ' nested' : ''}${source.merged ? ' merged' : ''}`;
}

/** Packages that a package refers to. */
export const referencedKeys = memo((source: PackageSource): readonly string[] =>
  [...new Set(packageReferences(source).map((it) => it.key))].filter((it) => it !== source.key),
);
