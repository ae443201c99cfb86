// The old versions that the packages of a workspace are compared with. Found and read elsewhere, with time; a snapshot has
// those that are known.

import type { TreePackage } from '../semver/package-pairs.ts';
import type { VerdictOptions } from '../semver/verdict.ts';
import type { IgnoreFile } from './ignore-file.ts';
import type { Snapshot } from './snapshot.ts';

export interface RootBase {
  readonly kind: 'base';
  /** As people call it: `origin/main`, `v0.2.0`. */
  readonly label: string;
  readonly commit?: string;
  /** What a person should know of the choice. */
  readonly note?: string;
  /** What the root is called on both sides. */
  readonly place: string;
  /** The top of the new tree, and of the old one. */
  readonly top: string;
  readonly oldTop: string;
  readonly packages: readonly TreePackage[];
  readonly snapshot: Snapshot;
  readonly options: VerdictOptions;
  /** What is let pass. */
  readonly ignores?: IgnoreFile;
}

/** Why a package has none. */
export interface NoBase {
  readonly kind: 'none';
  readonly reason: string;
  readonly message: string;
}

/** By the URI of the package root. */
export type Bases = ReadonlyMap<string, RootBase | NoBase>;
