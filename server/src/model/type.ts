// Types as they are meant: the union, what a type is made of, and how to change that. `D` is the definition that a name
// stands for; `package.ts` says what that is.

import type { Primitive } from '../syntax/builtins.ts';
import { argumentsOf, type GenericTypeOf, type HandleKind } from '../syntax/generic-types.ts';

/** A node of a file (`spanOf(tree, node)` gives its span now). */
export interface Loc {
  readonly uri: string;
  readonly node: number;
}

/** `loc` is the type as written. */
export type TypeOf<D> =
  | { readonly kind: 'primitive'; readonly name: Primitive; readonly loc: Loc }
  /** A named type; of a resource: an owned handle. */
  | { readonly kind: 'ref'; readonly def: D; readonly loc: Loc }
  | { readonly kind: HandleKind; readonly def: D; readonly loc: Loc }
  | GenericTypeOf<{ readonly type: TypeOf<D> }, { readonly loc: Loc }>
  /** Unknown; a problem says why. */
  | { readonly kind: 'error'; readonly loc: Loc };

const NONE: readonly never[] = [];

/** The types directly inside a type. */
export function partsOf<D>(type: TypeOf<D>): readonly TypeOf<D>[] {
  if (isLeaf(type)) return NONE;
  return argumentsOf(type).filter((it) => it !== undefined);
}

/** The type and all that is written inside it, from the outside in. */
export function nested<D>(type: TypeOf<D>): readonly TypeOf<D>[] {
  const found = [type];
  for (const it of found) found.push(...partsOf(it));
  return found;
}

/** The definition that a type names, by itself. */
export function namedBy<D>(type: TypeOf<D>): D | undefined {
  return type.kind === 'ref' || type.kind === 'own' || type.kind === 'borrow' ? type.def : undefined;
}

/** A type without types inside. */
export type LeafType<D> = Extract<TypeOf<D>, { readonly kind: 'primitive' | 'ref' | HandleKind | 'error' }>;

export function isLeaf<D>(type: TypeOf<D>): type is LeafType<D> {
  const { kind } = type;
  return kind === 'primitive' || kind === 'ref' || kind === 'own' || kind === 'borrow' || kind === 'error';
}
