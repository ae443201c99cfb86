// The old versions that the packages of a workspace are compared with, by package root. Features take them beside the
// snapshot of the new version.

import type { TreePackage } from '../semver/package-pairs.ts';
import type { PackageReport, VerdictOptions } from '../semver/verdict.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { IgnoreFile } from './ignore-file.ts';

/** The old version of one package root. */
export interface RootBase {
  readonly kind: 'base';
  /** The name people use for it: `origin/main`, `v0.2.0`. */
  readonly label: string;
  readonly commit?: string;
  /** The base is a single file on the disk. */
  readonly isFile?: boolean;
  /** The base was published: by this registry, with these versions, ascending. */
  readonly published?: { readonly registry: string; readonly versions: readonly string[] };
  /** What a reader should know about the choice. */
  readonly note?: string;
  /** What the version of the next release tag is put behind, as the repository does it: `v`, `sdk/v`. */
  readonly tagHead?: string;
  /** The path of the root below `top`, the same on both sides. */
  readonly place: string;
  /** The top directory of the new tree, and of the old one. */
  readonly top: string;
  readonly oldTop: string;
  /** The root has the files that it had, and so has everything that it names: nothing old was read. */
  readonly isUnchanged?: true;
  /** Why nothing can be said of the packages: a part of the old version is not here. */
  readonly absent?: string;
  /** The old packages that the root's packages may be paired with. */
  readonly packages: readonly TreePackage[];
  readonly snapshot: Snapshot;
  readonly options: VerdictOptions;
  /** The accepted changes, and those that the base accepted. */
  readonly ignores?: IgnoreFile;
  readonly oldIgnores?: IgnoreFile;
  /** The day on which the base was found: `2026-12-31`. */
  readonly today?: string;
}

/** Why a package has no base. */
export interface NoBase {
  readonly kind: 'none';
  readonly reason: string;
  readonly message: string;
}

export type FoundBase = RootBase | NoBase;

/** A comparison made at an earlier moment, when every file of the package could be read. */
export interface EarlierReport {
  readonly base: RootBase;
  readonly snapshot: Snapshot;
  readonly reports: readonly PackageReport[];
}

export interface Bases {
  /** By the URI of the package root. */
  readonly known: ReadonlyMap<string, FoundBase>;
  /** The last comparison of a root that could be made; used while a file of it is half typed. */
  readonly earlier: (root: string) => EarlierReport | undefined;
  /** The `.wac` files around, by the names that people know them by; the same array while they say the same. */
  readonly compositions?: () => readonly { readonly name: string; readonly text: string }[];
}

/** Bases without a memory of earlier comparisons. */
export function basesFrom(known: ReadonlyMap<string, FoundBase>): Bases {
  return { known, earlier: () => undefined };
}

export function noBase(reason: string, message: string): NoBase {
  return { kind: 'none', reason, message };
}
