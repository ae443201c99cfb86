// What can be wrong with a package as a whole. The catalogue (`check/catalogue.ts`) has a row for each code.

import type { Loc } from './package.ts';

export type ModelCode =
  | 'package/name-mismatch'
  | 'package/multiple-docs'
  | 'package/missing-declaration'
  | 'package/nested-too-deep'
  | 'package/duplicate'
  | 'package/not-found'
  | 'package/dependency-cycle'
  | 'package/self-reference'
  | 'name/duplicate-item'
  | 'name/duplicate'
  | 'name/unknown-interface'
  | 'name/unknown-type'
  | 'name/item-cycle'
  | 'name/not-an-interface'
  | 'name/not-a-world'
  | 'name/not-in-package'
  | 'name/not-in-interface'
  | 'name/function-not-type'
  | 'name/overridden-by-use'
  | 'world/duplicate-interface'
  | 'world/conflicting-item'
  | 'world/include-conflict'
  | 'world/include-unknown-name'
  | 'world/include-stability'
  | 'world/export-import-conflict'
  | 'type/cycle'
  | 'type/not-a-resource'
  | 'type/map-key'
  | 'type/empty'
  | 'type/constructor-result'
  | 'type/borrow-in-result'
  | 'type/duplicate-param'
  | 'type/duplicate-function'
  | 'gate/duplicate'
  | 'gate/since-and-unstable'
  | 'gate/deprecated-alone'
  | 'gate/needs-version'
  | 'gate/unreleased'
  | 'gate/inactive';

/** `Code`: those of names and meaning, unless the rules of a layer above add their own. */
export interface Problem<Code extends string = ModelCode> {
  readonly code: Code;
  readonly loc: Loc;
  /** Only the first word of the node: how the reference points at an anonymous type. */
  readonly head?: boolean;
  readonly message: string;
  readonly related?: readonly { readonly loc: Loc; readonly message: string }[];
  /** Facts that a quick fix needs. */
  readonly data?: ProblemData;
}

export type ProblemData =
  /** A name that was meant: the nearest known one. */
  | { readonly kind: 'rename'; readonly loc: Loc; readonly names: readonly string[] }
  /** A type that exists in another interface: a `use` would bring it. */
  | { readonly kind: 'add-use'; readonly name: string }
  | { readonly kind: 'remove'; readonly loc: Loc; readonly what: string }
  | { readonly kind: 'package'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'export-middle'; readonly world: Loc; readonly paths: readonly string[] }
  | { readonly kind: 'version'; readonly loc: Loc; readonly version: string };
