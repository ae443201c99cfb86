// What the declarations of a package mean. Immutable once resolved; holds no positions: a `Loc` names a node of a file's
// item tree, and where that node stands is asked of the current tree.

import type { AccessorKind } from '../syntax/items.ts';
import type { PackageId } from './names.ts';
import type { ModelCode } from './problems.ts';
import type { Loc, TypeOf } from './type.ts';

export type { Loc } from './type.ts';

/** Attributes of an item. */
export interface Gate {
  readonly since?: string;
  readonly unstable?: string;
  readonly deprecated?: string;
  readonly externalId?: string;
}

export interface Package {
  readonly id: PackageId;
  readonly key: string;
  /** The name in the `package` line that declares it; absent when no file has one. */
  readonly loc?: Loc;
  /** All places that declare the package. */
  readonly declarations: readonly Loc[];
  readonly nested: boolean;
  /** Files that hold a part of it. */
  readonly files: readonly string[];
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly worlds: ReadonlyMap<string, World>;
  /** Packages that it refers to, by key; `undefined` when not found. */
  readonly dependencies: ReadonlyMap<string, Package | undefined>;
  readonly problems: readonly Problem[];
  /** Every name of its files and what it means, in no order: `pathRefs` and `itemRefs`. */
  readonly refs: readonly Ref[];
  /** Names in paths (`use`, `include`, `import`, `export`), and what files and the package itself declare. */
  readonly pathRefs: readonly Ref[];
  /** The others by the item that they are in; of an item that was taken over from earlier it is the same array. */
  readonly itemRefs: readonly (readonly Ref[])[];
}

export interface Interface {
  readonly kind: 'interface';
  /** Absent for an inline interface of a world. */
  readonly name: string | undefined;
  readonly package: PackageId;
  readonly loc: Loc;
  /** The whole item. */
  readonly item: Loc;
  readonly gate: Gate;
  /** False when a feature gate that is not active takes it away. */
  readonly active: boolean;
  /** Own and used types by name, in the order of resolution. */
  readonly types: ReadonlyMap<string, TypeDef>;
  /** Functions by name, methods too (`[method]r.m`), in the order of the text. */
  readonly funcs: ReadonlyMap<string, Func>;
  readonly uses: readonly Use[];
}

export interface Use {
  readonly loc: Loc;
  readonly target: Interface | undefined;
  readonly names: readonly TypeDef[];
  readonly gate: Gate;
  readonly active: boolean;
}

export interface World {
  readonly kind: 'world';
  readonly name: string;
  readonly package: PackageId;
  readonly loc: Loc;
  readonly item: Loc;
  readonly gate: Gate;
  readonly active: boolean;
  /** As written; `elaborate` says what they amount to. */
  readonly items: readonly WorldItem[];
  readonly includes: readonly Include[];
  readonly uses: readonly Use[];
  readonly types: ReadonlyMap<string, TypeDef>;
  /** After includes, implicit imports and gates. */
  readonly imports: ReadonlyMap<string, ElaboratedItem>;
  readonly exports: ReadonlyMap<string, ElaboratedItem>;
  /** Names that are unresolved here or in an included world: what they would add is missing above. */
  readonly unresolved?: readonly Unresolved[];
}

/** A world of no file: `loc` stands for its place. */
export function emptyWorld(id: PackageId, loc: Loc): World {
  return {
    kind: 'world',
    name: '',
    package: id,
    loc,
    item: loc,
    gate: {},
    active: true,
    items: [],
    includes: [],
    uses: [],
    types: new Map(),
    imports: new Map(),
    exports: new Map(),
  };
}

/** A path that leads nowhere, as written. */
export interface Unresolved {
  readonly path: string;
  readonly loc: Loc;
}

export interface WorldItem {
  readonly direction: 'import' | 'export';
  readonly item: WorldItemKind;
  /** Absent for a plain interface. */
  readonly label: string | undefined;
  /** The label, or the name at the end of the path. */
  readonly loc: Loc;
  readonly statement: Loc;
  readonly gate: Gate;
  readonly active: boolean;
}

export type WorldItemKind =
  | { readonly kind: 'interface'; readonly interface: Interface | undefined }
  | { readonly kind: 'func'; readonly func: Func }
  | { readonly kind: 'type'; readonly type: TypeDef };

export interface Include {
  readonly loc: Loc;
  readonly statement: Loc;
  readonly target: World | undefined;
  readonly names: readonly {
    readonly name: string;
    readonly alias: string;
    readonly nameLoc: Loc;
    readonly aliasLoc: Loc;
  }[];
  readonly gate: Gate;
  readonly active: boolean;
}

/** One thing that a world imports or exports, after elaboration. */
export interface ElaboratedItem {
  /** A label, or `ns:p/i@v` for a plain interface. */
  readonly key: string;
  readonly item: WorldItemKind;
  readonly gate: Gate;
  /** Why it is there: outermost cause last. */
  readonly reason: Reason;
}

export type Reason =
  /** Written in the world itself. */
  | { readonly kind: 'statement'; readonly loc: Loc }
  /** Brought by `include`; `from` is why the included world has it. */
  | { readonly kind: 'include'; readonly loc: Loc; readonly world: World; readonly from: Reason }
  /** A `use` in the world, or in the interface `user`, which is there because of `from`. */
  | {
      readonly kind: 'use';
      readonly loc: Loc;
      readonly user: Interface | undefined;
      readonly from: Reason | undefined;
    };

export interface TypeDef {
  readonly kind: 'type';
  readonly name: string;
  readonly owner: Interface | World;
  readonly loc: Loc;
  readonly item: Loc;
  readonly gate: Gate;
  readonly active: boolean;
  readonly def: TypeDefKind;
}

export type TypeDefKind =
  | { readonly kind: 'alias'; readonly type: Type }
  /** A name imported by `use`; the original may itself be a used name. `undefined` when it does not exist. */
  | { readonly kind: 'use'; readonly target: TypeDef | undefined }
  | { readonly kind: 'record'; readonly fields: readonly FieldDef[] }
  | { readonly kind: 'flags' | 'enum' | 'variant'; readonly cases: readonly CaseDef[] }
  | { readonly kind: 'resource'; readonly funcs: readonly Func[] };

export interface FieldDef {
  readonly name: string;
  readonly type: Type;
  readonly loc: Loc;
}

export interface CaseDef {
  readonly name: string;
  readonly type?: Type;
  readonly loc: Loc;
}

export type Type = TypeOf<TypeDef>;

export interface Func {
  readonly kind: 'free' | 'method' | 'static' | 'constructor';
  /** Set for the two functions of a property. */
  readonly accessor?: AccessorKind;
  /** Of these: the word `get` or `set`. */
  readonly word?: Loc;
  /** Of a setter: the name of its getter. The two are one name. */
  readonly getter?: Loc;
  /** As components name it: `f`, `[method]r.m`, `[static]r.s`, `[constructor]r`, `[get]p`, `[method][set]r.p`. */
  readonly name: string;
  /** As written: `m`; of a constructor `constructor`. */
  readonly label: string;
  readonly resource?: TypeDef;
  readonly async: boolean;
  /** Without the implicit `self`. */
  readonly params: readonly ParamDef[];
  readonly result?: Type;
  readonly loc: Loc;
  readonly item: Loc;
  readonly gate: Gate;
  readonly active: boolean;
}

export interface ParamDef {
  readonly name: string;
  readonly type: Type;
  readonly loc: Loc;
}

/** What a name can stand for. Compare by `entityKey`, not by object: a package that is resolved again makes new ones. */
export type Entity =
  | { readonly kind: 'package'; readonly id: PackageId; readonly package: Package | undefined; readonly loc?: Loc }
  | Interface
  | World
  | TypeDef
  | { readonly kind: 'func'; readonly func: Func; readonly owner: Interface | World; readonly loc: Loc }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly type: TypeDef;
      readonly field: FieldDef;
      readonly loc: Loc;
    }
  | { readonly kind: 'case'; readonly name: string; readonly type: TypeDef; readonly case: CaseDef; readonly loc: Loc }
  | { readonly kind: 'param'; readonly name: string; readonly func: Func; readonly type: Type; readonly loc: Loc }
  /** A label of an import or export. */
  | {
      readonly kind: 'extern';
      readonly name: string;
      readonly world: World;
      readonly item: WorldItem;
      readonly loc: Loc;
    }
  /** The second name of a top-level `use … as name`, or a name that `include … with` makes. */
  | { readonly kind: 'alias'; readonly name: string; readonly target: Entity | undefined; readonly loc: Loc }
  | { readonly kind: 'feature'; readonly name: string; readonly loc: Loc };

/** One name in a file. */
export interface Ref {
  readonly loc: Loc;
  /** `definition`: the name is made here; `reference`: it is looked up here. */
  readonly role: 'definition' | 'reference';
  readonly target: Entity;
}

/** The same for the same definition, whatever was resolved again in between. */
export function entityKey(entity: Entity): string {
  if (entity.kind === 'package') return `package ${entity.id.namespace}:${entity.id.name}@${entity.id.version ?? ''}`;
  if (entity.kind === 'feature') return `feature ${entity.name}`;
  const { uri, node } = identityOf(entity);
  return `${uri}#${node}`;
}

/** The place that tells one definition from another: a setter has that of its getter, because the two are one name. */
export function identityOf(entity: Exclude<Entity, { readonly kind: 'package' | 'feature' }>): Loc {
  return (entity.kind === 'func' ? entity.func.getter : undefined) ?? entity.loc;
}

const originals = new WeakMap<TypeDef, { readonly type: TypeDef | undefined }>();

/** The definition behind names imported by `use`; `undefined` when it ends in nothing. */
export function originalType(type: TypeDef): TypeDef | undefined {
  if (type.def.kind !== 'use') return type;
  return ends(type, originals, ({ def }) => (def.kind === 'use' ? { next: def.target } : 'end'));
}

const behind = new WeakMap<TypeDef, { readonly type: TypeDef | undefined }>();

/** The definition behind `use` and aliases of names: the first that says more than another name. */
export function definitionBehind(type: TypeDef): TypeDef | undefined {
  return ends(type, behind, ({ def }) => {
    if (def.kind === 'use') return { next: def.target };
    return def.kind === 'alias' && def.type.kind === 'ref' ? { next: def.type.def } : 'end';
  });
}

const resources = new WeakMap<TypeDef, { readonly type: TypeDef | undefined }>();

/** The resource that a type is, directly or through plain aliases (`type s = r`), else undefined. */
export function resourceOf(type: TypeDef): TypeDef | undefined {
  return ends(type, resources, ({ def }) => {
    if (def.kind === 'resource') return 'end';
    if (def.kind === 'use') return { next: def.target };
    return { next: def.kind === 'alias' && def.type.kind === 'ref' ? def.type.def : undefined };
  });
}

/** Follows a chain of definitions to its end, and remembers the end for each on the way: chains may be long. */
function ends(
  type: TypeDef,
  known: WeakMap<TypeDef, { readonly type: TypeDef | undefined }>,
  follow: (at: TypeDef) => 'end' | { readonly next: TypeDef | undefined },
): TypeDef | undefined {
  const way: TypeDef[] = [];
  const seen = new Set<TypeDef>();
  let at: TypeDef | undefined = type;
  let end: TypeDef | undefined;
  while (at !== undefined && !seen.has(at)) {
    const before = known.get(at);
    if (before !== undefined) {
      end = before.type;
      break;
    }
    way.push(at);
    seen.add(at);
    const step = follow(at);
    if (step === 'end') {
      end = at;
      break;
    }
    at = step.next;
  }
  for (const it of way) known.set(it, { type: end });
  return end;
}

/** `Code`: those of names and meaning, unless the rules of a layer above add their own. */
export interface Problem<Code extends string = ModelCode> {
  readonly code: Code;
  readonly loc: Loc;
  /** Only the first word of the node: how the reference points at an anonymous type. */
  readonly head?: boolean;
  /** The place reaches to the end of this node, in the same file. */
  readonly until?: Loc;
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
