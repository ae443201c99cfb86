// What a `.wac` file says: its statements and expressions, and the types that it declares (wac-parser 0.12).

import type { Span, TextEdit } from '../base/text.ts';
import type { Loc } from '../model/package.ts';
import type { Primitive } from '../syntax/builtins.ts';
import type { GenericType, HandleKind } from '../syntax/generic-types.ts';

export interface WacName {
  readonly text: string;
  readonly span: Span;
}

/** `namespace:name/item@version`. */
export interface WacPath {
  readonly text: string;
  readonly namespace: string;
  readonly name: string;
  readonly item?: string;
  readonly version?: string;
  readonly span: Span;
}

export interface WacFile {
  /** The first statement: `package …;`. */
  readonly head?: Span;
  readonly package?: WacPath;
  readonly targets?: WacPath;
  readonly statements: readonly WacStatement[];
  readonly problems: readonly WacProblem[];
}

/** What can be wrong with a composition. The catalogue has a row for each. */
export type WacCode =
  | 'wac/syntax'
  | 'wac/unknown-package'
  | 'wac/no-world'
  | 'wac/missing-argument'
  | 'wac/unknown-argument'
  | 'wac/duplicate-argument'
  | 'wac/argument-type'
  | 'wac/nothing-spread'
  | 'wac/unknown-name'
  | 'wac/unknown-export'
  | 'wac/not-exportable'
  | 'wac/duplicate-name'
  | 'wac/duplicate-export'
  | 'wac/duplicate-import'
  | 'wac/invalid-name'
  | 'wac/target';

export interface WacProblem {
  readonly code: WacCode;
  readonly message: string;
  readonly span: Span;
  /** Repairs, the most likely first. */
  readonly fixes?: readonly WacFix[];
  readonly related?: readonly WacRelated[];
}

/** A place in a file of WIT, or in this file. */
export interface WacRelated {
  readonly place: Loc | Span;
  readonly message: string;
}

export interface WacFix {
  readonly title: string;
  readonly edit: TextEdit;
}

export type WacStatement =
  | {
      readonly kind: 'import';
      readonly name: WacName;
      readonly as?: WacName;
      readonly type: WacExternType;
      readonly span: Span;
    }
  | { readonly kind: 'let'; readonly name: WacName; readonly value: WacExpression; readonly span: Span }
  | {
      readonly kind: 'export';
      readonly value: WacExpression;
      readonly spread: boolean;
      readonly as?: WacName;
      readonly span: Span;
    }
  | { readonly kind: 'type'; readonly decl: WacTypeDecl; readonly span: Span };

export type WacExpression =
  | { readonly kind: 'name'; readonly name: WacName; readonly span: Span }
  | {
      readonly kind: 'new';
      readonly path: WacPath;
      readonly args: readonly WacArgument[];
      /** `...` at the end: what is missing is imported. */
      readonly fill?: Span;
      readonly span: Span;
    }
  /** `of.name`, or with `exact` `of["name"]`. */
  | {
      readonly kind: 'access';
      readonly of: WacExpression;
      readonly name: WacName;
      readonly exact: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'bad'; readonly span: Span };

export type WacArgument =
  | { readonly kind: 'inferred'; readonly name: WacName }
  | { readonly kind: 'named'; readonly name: WacName; readonly exact: boolean; readonly value: WacExpression }
  | { readonly kind: 'spread'; readonly name: WacName };

/** What an import, or an import or export of a declared world, is. */
export type WacExternType =
  | { readonly kind: 'path'; readonly path: WacPath }
  | { readonly kind: 'name'; readonly name: WacName }
  | { readonly kind: 'func'; readonly func: WacFunc }
  | { readonly kind: 'interface'; readonly items: readonly WacItem[] }
  | { readonly kind: 'bad' };

export type WacType =
  | { readonly kind: 'primitive'; readonly name: Primitive; readonly span: Span }
  | { readonly kind: 'name'; readonly name: WacName; readonly span: Span }
  | { readonly kind: HandleKind; readonly name: WacName; readonly span: Span }
  | { readonly kind: 'generic'; readonly type: GenericType<WacType>; readonly span: Span }
  | { readonly kind: 'bad'; readonly span: Span };

export interface WacParam {
  readonly name: WacName;
  readonly type: WacType;
}

export interface WacFunc {
  readonly async: boolean;
  readonly params: readonly WacParam[];
  readonly result?: WacType;
  readonly span: Span;
}

export interface WacCase {
  readonly name: WacName;
  readonly type?: WacType;
}

/** A type that has a name of its own. */
export type WacTypeDef =
  | { readonly kind: 'alias'; readonly name: WacName; readonly type: WacType | WacFunc }
  | { readonly kind: 'record'; readonly name: WacName; readonly fields: readonly WacParam[] }
  | { readonly kind: 'variant' | 'flags' | 'enum'; readonly name: WacName; readonly cases: readonly WacCase[] }
  | { readonly kind: 'resource'; readonly name: WacName; readonly methods: readonly WacMethod[] };

export interface WacMethod {
  readonly kind: 'constructor' | 'method' | 'static';
  readonly name: WacName;
  readonly func: WacFunc;
}

export interface WacUse {
  readonly kind: 'use';
  readonly from: WacPath | WacName;
  readonly names: readonly { readonly name: WacName; readonly as?: WacName }[];
}

/** An item of an interface. */
export type WacItem =
  | WacTypeDef
  | WacUse
  | { readonly kind: 'func'; readonly name: WacName; readonly func: WacFunc | WacName };

export interface WacWorldExtern {
  readonly kind: 'import' | 'export';
  readonly name?: WacName;
  readonly type: WacExternType;
  readonly span: Span;
}

/** An item of a world. */
export type WacWorldItem = WacTypeDef | WacUse | WacWorldExtern | WacInclude;

export interface WacInclude {
  readonly kind: 'include';
  readonly from: WacPath | WacName;
  readonly renames: readonly { readonly from: WacName; readonly to: WacName }[];
}

export type WacTypeDecl =
  | WacTypeDef
  | { readonly kind: 'interface'; readonly name: WacName; readonly items: readonly WacItem[] }
  | { readonly kind: 'world'; readonly name: WacName; readonly items: readonly WacWorldItem[] };

/** Is it a path, not the name of something that the file declares? */
export function isPath(it: WacPath | WacName): it is WacPath {
  return 'namespace' in it;
}

export type WacInstantiation = Extract<WacExpression, { readonly kind: 'new' }>;

/** Every `new` in an expression, those in arguments of others too. */
export function instantiationsIn(expression: WacExpression): readonly WacInstantiation[] {
  const found: WacInstantiation[] = [];
  const pending = [expression];
  for (let it = pending.pop(); it !== undefined; it = pending.pop()) {
    if (it.kind === 'access') pending.push(it.of);
    if (it.kind !== 'new') continue;
    found.push(it);
    for (const argument of it.args) if (argument.kind === 'named') pending.push(argument.value);
  }
  return found;
}
