// What a composition is made from, and what comes of it.

import type { Span } from '../base/text.ts';
import type { PackageId } from '../model/names.ts';
import type { Func, Interface, World } from '../model/package.ts';
import type { Composition } from '../world/compose.ts';
import type { Port } from '../world/parts.ts';
import type { WacExpression, WacName, WacProblem } from './syntax.ts';

/** The packages that a composition can see. */
export interface WacPackages {
  /** The worlds of a package; undefined when there is no such package. */
  worlds(id: PackageId): readonly World[] | undefined;
  interface(id: PackageId, name: string): Interface | undefined;
  /** A world of a package, as the target of a composition. */
  world(id: PackageId, name: string): World | undefined;
  /** Is the package there, but in a form that cannot be read here? */
  unread?(id: PackageId): boolean;
}

/** A name of the file and what it means. */
export interface WacRef {
  readonly span: Span;
  readonly target: WacTarget;
}

export type WacTarget =
  | { readonly kind: 'world'; readonly world: World }
  | { readonly kind: 'port'; readonly port: Port }
  | { readonly kind: 'func'; readonly func: Func; readonly owner: Interface }
  | { readonly kind: 'interface'; readonly interface: Interface }
  /** A name that this file gives. */
  | { readonly kind: 'local'; readonly name: WacName; readonly value: WacExpression | undefined };

export interface WacComposition {
  readonly composition: Composition;
  readonly problems: readonly WacProblem[];
  readonly refs: readonly WacRef[];
  /** The names of what `a.b` exports, for the names `a` and `b`; empty when that is not known. */
  exportsOf(names: readonly string[]): readonly string[];
}
