// What a composition is made from, and what comes of it.

import type { Span } from '../base/text.ts';
import type { PackageId } from '../model/names.ts';
import type { Func, Interface, TypeDef, World } from '../model/package.ts';
import type { Composition } from '../world/compose.ts';
import type { Part, Port } from '../world/parts.ts';
import type { Value } from './exports.ts';
import type { WacArgument, WacExpression, WacInstantiation, WacName, WacProblem } from './syntax.ts';

/** The packages that a composition can see. */
export interface WacPackages {
  /** The worlds of a package; undefined when there is no such package. */
  worlds(id: PackageId): readonly World[] | undefined;
  interface(id: PackageId, name: string): Interface | undefined;
  /** A world of a package, as the target of a composition. */
  world(id: PackageId, name: string): World | undefined;
  /** Is the package there, but in a form that cannot be read here? */
  unread?(id: PackageId): boolean;
  /** Keys of the packages that there are: `ns:name` or `ns:name@version`. */
  readonly keys?: readonly string[];
  /** Names of the interfaces and worlds of a package. */
  items?(id: PackageId): { readonly interfaces: readonly string[]; readonly worlds: readonly string[] };
  /** Is what lies there a core module? */
  isModule?(id: PackageId): boolean;
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
  | { readonly kind: 'type'; readonly type: TypeDef }
  /** A name that this file gives. */
  | { readonly kind: 'local'; readonly name: WacName; readonly value: WacExpression | undefined };

/** A component that a `new` makes. */
export interface Made {
  readonly part: Part;
  /** The import that an argument is for. */
  readonly wanted: ReadonlyMap<WacArgument, Port>;
  /** The imports that a spread argument satisfies. */
  readonly spreads: ReadonlyMap<WacArgument, readonly Port[]>;
  /** The imports without an argument: with `...` the whole imports them, without it they are missing. */
  readonly open: readonly Port[];
  /** The types of its world that nothing is given for. */
  readonly openTypes: readonly Port[];
}

export interface WacComposition {
  readonly composition: Composition;
  readonly problems: readonly WacProblem[];
  readonly refs: readonly WacRef[];
  readonly made: ReadonlyMap<WacInstantiation, Made>;
  /** What the names of the file stand for. */
  readonly values: ReadonlyMap<string, Value>;
  /** The names of what `a.b` exports, for the names `a` and `b`; empty when that is not known. */
  exportsOf(names: readonly string[]): readonly string[];
}
