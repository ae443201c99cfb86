// What an editor knows of published packages at one moment: asked for by a command or a setting, shown without asking again.

import type { PackageId } from '../../model/names.ts';
import { nameOf, type TreePackage } from '../../semver/package-pairs.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

export interface KnownVersion {
  readonly version: string;
  /** An ISO date and time; undefined where the registry does not say it, or nobody has asked. */
  readonly created: string | undefined;
}

/** A published version whose text was read. */
export interface KnownText {
  readonly uri: string;
  readonly snapshot: Snapshot;
  readonly packages: readonly TreePackage[];
}

export interface KnownPackage {
  /** `ns:name`. */
  readonly name: string;
  readonly registry: string;
  /** Ascending. */
  readonly versions: readonly KnownVersion[];
  readonly texts: ReadonlyMap<string, KnownText>;
  /** Why nothing is known. */
  readonly failure?: string;
}

/** By `ns:name`. */
export type Knowledge = ReadonlyMap<string, KnownPackage>;

export function versionsOf({ versions }: KnownPackage): readonly string[] {
  return versions.map((it) => it.version);
}

/** What a published version says of the package itself, beside the packages that its text carries. */
export function contractOf(known: KnownPackage, version: string): TreePackage | undefined {
  return known.texts.get(version)?.packages.find((it) => nameOf(it) === known.name);
}

export function nameIn({ namespace, name }: PackageId): string {
  return `${namespace}:${name}`;
}
