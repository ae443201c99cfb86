// The item tree: what the declarations of one file say, without any position in them. Positions are *nodes*: small
// numbers that index a table of spans. A declaration that did not change keeps its object and its node numbers, so
// everything computed from it stays true when text above it grows.

import type { Span } from '../base/text.ts';
import type { Primitive } from './builtins.ts';
import type { Conflict } from './conflicts.ts';
import { argumentsOf, type GenericTypeOf, type HandleKind } from './generic-types.ts';
import type { SyntaxProblem } from './problems.ts';

/** Index into the span table of one chunk (`Chunk.spans`); add the entry's `base` for the file's table. */
export type Node = number;

/** A name as it is meant: `%list` is `list`. */
export interface Name {
  readonly text: string;
  readonly node: Node;
}

export interface VersionText {
  /** As written, e.g. `1.2.3-rc.1`. */
  readonly text: string;
  readonly node: Node;
}

export interface PackageName {
  readonly namespace: Name;
  readonly name: Name;
  readonly version?: VersionText;
  /** From the namespace to the end of the version. */
  readonly node: Node;
}

/** `name`, or `namespace:package/name@version`. */
export interface UsePath {
  readonly package?: PackageName;
  readonly name: Name;
  readonly node: Node;
}

export interface Attribute {
  readonly name: Name;
  /** `version` in `@since(version = 1.0.0)`. */
  readonly key?: Name;
  readonly value?: AttributeValue;
  readonly node: Node;
}

export interface AttributeValue {
  readonly kind: 'version' | 'identifier' | 'string';
  /** A version or identifier as meant; a string decoded. */
  readonly text: string;
  readonly node: Node;
}

/** `node` is the whole type; its first word is where the reference points for anonymous types. */
export type TypeSyntax =
  | {
      readonly kind: 'primitive';
      readonly name: Primitive;
      readonly node: Node;
    }
  | { readonly kind: 'name'; readonly name: Name; readonly node: Node }
  | GenericTypeOf<{ readonly type: TypeSyntax }, { readonly node: Node }>
  | {
      readonly kind: HandleKind;
      readonly resource: Name;
      readonly node: Node;
    }
  /** A type is missing or broken here; a syntax problem says so. */
  | { readonly kind: 'bad'; readonly node: Node };

/** The types directly inside a type. */
export function syntaxParts(type: TypeSyntax): readonly TypeSyntax[] {
  switch (type.kind) {
    case 'primitive':
    case 'name':
    case 'own':
    case 'borrow':
    case 'bad':
      return [];
  }
  return argumentsOf(type).filter((it) => it !== undefined);
}

export interface Param {
  readonly name: Name;
  readonly type: TypeSyntax;
}

export type AccessorKind = 'get' | 'set';

export interface FuncType {
  readonly async: boolean;
  /** Of a getter or setter: its word. */
  readonly accessor?: { readonly kind: AccessorKind; readonly node: Node };
  readonly params: readonly Param[];
  readonly result?: TypeSyntax;
  readonly node: Node;
}

export interface UseName {
  /** The name in the other interface. */
  readonly name: Name;
  readonly alias?: Name;
}

export interface Field {
  readonly name: Name;
  readonly type: TypeSyntax;
  readonly node: Node;
}

export interface Case {
  readonly name: Name;
  readonly type?: TypeSyntax;
  readonly node: Node;
}

export interface ResourceFunc {
  readonly kind: 'constructor' | 'method' | 'static';
  /** Of a constructor: the word `constructor`. */
  readonly name: Name;
  readonly func: FuncType;
  readonly attributes: readonly Attribute[];
  readonly node: Node;
}

interface DeclBase {
  readonly attributes: readonly Attribute[];
  /** The whole item, attributes included; of a container its whole body too. */
  readonly node: Node;
}

export interface PackageDecl extends DeclBase {
  readonly kind: 'package';
  readonly name: PackageName;
}

export interface NestedPackageDecl extends DeclBase {
  readonly kind: 'nested-package';
  readonly name: PackageName;
  /** The word `package`. */
  readonly keyword: Node;
}

export interface ToplevelUseDecl extends DeclBase {
  readonly kind: 'toplevel-use';
  readonly path: UsePath;
  readonly alias?: Name;
  readonly keyword: Node;
}

export interface InterfaceDecl extends DeclBase {
  readonly kind: 'interface';
  readonly name: Name;
}

export interface WorldDecl extends DeclBase {
  readonly kind: 'world';
  readonly name: Name;
}

export interface UseDecl extends DeclBase {
  readonly kind: 'use';
  readonly path: UsePath;
  readonly names: readonly UseName[];
}

export interface IncludeDecl extends DeclBase {
  readonly kind: 'include';
  readonly path: UsePath;
  readonly names: readonly { readonly name: Name; readonly alias: Name }[];
}

export interface FuncDecl extends DeclBase {
  readonly kind: 'func';
  readonly name: Name;
  readonly func: FuncType;
}

/** `import` and `export` statements of a world. */
export interface ExternDecl extends DeclBase {
  readonly kind: 'import' | 'export';
  readonly extern: Extern;
}

export type Extern =
  /** `import a:b/c;`, or with a label `import x: a:b/c;`. */
  | { readonly kind: 'path'; readonly path: UsePath; readonly label?: Name }
  | { readonly kind: 'func'; readonly label: Name; readonly func: FuncType }
  | {
      readonly kind: 'interface';
      readonly label: Name;
      readonly members: readonly InterfaceMember[];
    };

export interface TypeAliasDecl extends DeclBase {
  readonly kind: 'type';
  readonly name: Name;
  readonly type: TypeSyntax;
}

export interface RecordDecl extends DeclBase {
  readonly kind: 'record';
  readonly name: Name;
  readonly fields: readonly Field[];
}

export interface CasesDecl extends DeclBase {
  readonly kind: 'flags' | 'variant' | 'enum';
  readonly name: Name;
  readonly cases: readonly Case[];
}

export interface ResourceDecl extends DeclBase {
  readonly kind: 'resource';
  readonly name: Name;
  readonly funcs: readonly ResourceFunc[];
}

/** Text that is no declaration; a syntax problem says why. */
export interface BadDecl extends DeclBase {
  readonly kind: 'bad';
}

export type TypeDecl = TypeAliasDecl | RecordDecl | CasesDecl | ResourceDecl;
export type InterfaceMember = UseDecl | TypeDecl | FuncDecl | BadDecl;
export type WorldMember = UseDecl | TypeDecl | ExternDecl | IncludeDecl | BadDecl;
export type ContainerDecl = InterfaceDecl | WorldDecl | NestedPackageDecl;
export type Decl = PackageDecl | ToplevelUseDecl | ContainerDecl | InterfaceMember | WorldMember;

/** Where a chunk stands; decides what may stand there. */
export type Context = 'toplevel' | 'interface' | 'world';

/** A piece of a file that is read, and kept, as one: an item without members, or the head of one that has members. */
export interface Chunk {
  readonly decl: Decl;
  /** Start and end of node `n` at `2n` and `2n + 1`, relative to the chunk's start. */
  readonly spans: readonly number[];
  /** Spans relative to the chunk's start. */
  readonly problems: readonly SyntaxProblem[];
  /** Of the tokens: equal when only white space and comments differ. */
  readonly signature: number;
}

/** A chunk at its place in the file. */
export interface Entry {
  readonly chunk: Chunk;
  readonly context: Context;
  readonly start: number;
  readonly end: number;
  /** What to add to a node of `chunk.decl` to get the file's node. */
  readonly base: number;
  /** Of a container: what is in its braces. */
  readonly members: readonly Entry[];
  /** Length of the chunk's text: the whole item, or a container's head up to and with `{`. */
  readonly length: number;
}

/** One version of one file, read. Immutable. */
export interface ItemTree {
  readonly text: string;
  readonly entries: readonly Entry[];
  /** All entries in the order of the text, containers before their members. */
  readonly order: readonly Entry[];
  /** Absolute start and end of the file's node `n` at `2n` and `2n + 1`. */
  readonly spans: Int32Array;
  /** Absolute spans. */
  readonly problems: readonly SyntaxProblem[];
  /** Unresolved merge conflicts, of which both sides were read. */
  readonly conflicts: readonly Conflict[];
}

export function spanOf(tree: ItemTree, node: Node): Span {
  return {
    start: tree.spans[2 * node] ?? 0,
    end: tree.spans[2 * node + 1] ?? 0,
  };
}

/** The `package` line at the top of a file; nothing but what cannot be read is above it. */
export function leadingPackage(entries: readonly Entry[]): Entry | undefined {
  const first = entries.find(({ chunk }) => chunk.decl.kind !== 'bad');
  return first?.chunk.decl.kind === 'package' ? first : undefined;
}

/** Do two parts of a file say the same, comments and layout apart? Then their nodes have the same numbers. */
export function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  return a === b || (a.length === b.length && a.every((entry, index) => sameEntry(entry, b[index])));
}

export function sameEntry(a: Entry, b: Entry | undefined): boolean {
  if (a === b) return true;
  return (
    b !== undefined &&
    a.context === b.context &&
    a.base === b.base &&
    (a.chunk === b.chunk || a.chunk.signature === b.chunk.signature) &&
    sameEntries(a.members, b.members)
  );
}
