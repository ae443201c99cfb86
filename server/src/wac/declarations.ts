// The types, interfaces and worlds that a `.wac` file declares, as the model has them, so that they are compared like any
// other. A name is known after its declaration (wac-parser 0.12 `resolution.rs`).

import { heldBy } from '../model/handles.ts';
import type { PackageId } from '../model/names.ts';
import {
  emptyWorld,
  type Func,
  type Interface,
  type Loc,
  resourceOf,
  type Type,
  type TypeDef,
  type TypeDefKind,
  type World,
} from '../model/package.ts';
import { mapArguments } from '../syntax/generic-types.ts';
import { DeclaredWorld, namesOfWorld } from './declared-world.ts';
import { suggestName } from './suggest.ts';
import type {
  WacCode,
  WacExternType,
  WacFix,
  WacFunc,
  WacInclude,
  WacItem,
  WacMethod,
  WacName,
  WacPath,
  WacType,
  WacTypeDecl,
  WacTypeDef,
  WacUse,
  WacWorldItem,
} from './syntax.ts';
import { isPath } from './syntax.ts';

/** Declarations have no place in a file of WIT. */
export const NOWHERE: Loc = { uri: '', node: -1 };

/** What a name of the file stands for, when it is no value. */
export type Declared =
  | { readonly kind: 'type'; readonly type: TypeDef }
  | { readonly kind: 'func'; readonly func: WacFunc; readonly scope: Scope }
  | { readonly kind: 'interface'; readonly interface: Interface }
  | { readonly kind: 'world'; readonly world: DeclaredWorld };

/** What a scope has under a name. */
export interface Named {
  readonly declared: Declared;
  /** Where it got its name. */
  readonly name: WacName;
  /** A type of WIT that a `use` takes under its own name. */
  readonly original?: TypeDef;
}

export interface DeclarationContext {
  problem(code: WacCode, message: string, span: WacName['span'], fixes?: readonly WacFix[]): void;
  /** An interface of a package; says so when there is none. */
  interface(path: WacPath): Interface | undefined;
  world(path: WacPath): World | undefined;
  /** A name and what it means; where it gets its name, that is itself. */
  mention(name: WacName, named: Pick<Named, 'name' | 'original'>): void;
  /** `known`: the names that are known there. */
  unknown(name: WacName, known: Iterable<string>): void;
}

/** The names of the file, or of one body: types of the file are not seen inside of an interface or world. */
export interface Scope {
  readonly owner: Interface | World;
  readonly names: Map<string, Named>;
}

export class Declarations {
  readonly file: Scope;
  readonly #context: DeclarationContext;
  readonly #package: PackageId;
  /** Where functions of interfaces got their names. */
  readonly funcNames = new Map<Func, WacName>();
  /** Where types of the file got their names. */
  readonly #given = new Map<TypeDef, WacName>();

  constructor(context: DeclarationContext, id: PackageId) {
    this.#context = context;
    this.#package = id;
    this.file = { owner: emptyWorld(id, NOWHERE), names: new Map() };
  }

  /** Resolves a declaration of the file; the caller gives it its name. */
  declare(decl: WacTypeDecl): Declared | undefined {
    switch (decl.kind) {
      case 'interface':
        return { kind: 'interface', interface: this.interface(decl.items, decl.name.text) };
      case 'world':
        return { kind: 'world', world: this.#world(decl.items, decl.name.text) };
      default:
        return this.#typeDef(decl, this.file);
    }
  }

  /** `name`: undefined for one that is written where it is imported. */
  interface(items: readonly WacItem[], name: string | undefined): Interface {
    const types = new Map<string, TypeDef>();
    const funcs = new Map<string, Func>();
    const made: Interface = {
      kind: 'interface',
      name,
      package: this.#package,
      loc: NOWHERE,
      item: NOWHERE,
      gate: {},
      active: true,
      types,
      funcs,
      uses: [],
    };
    const scope: Scope = { owner: made, names: new Map() };
    const seen = new Set<string>();
    for (const item of items) {
      if (item.kind === 'func') {
        const func = this.#namedFunc(item.func, scope);
        this.#context.mention(item.name, { name: item.name });
        if (isTaken(seen, item.name) || types.has(item.name.text)) this.#twice(item.name, 'interface');
        else if (func !== undefined) {
          const made: Func = { ...func, name: item.name.text, label: item.name.text };
          this.funcNames.set(made, item.name);
          funcs.set(made.name, made);
        }
      } else {
        if (item.kind !== 'use' && funcs.has(item.name.text)) this.#twice(item.name, 'interface');
        for (const type of this.#types(item, scope)) types.set(type.name, type);
        if (item.kind === 'resource')
          for (const it of this.#methods(item.methods, types.get(item.name.text), scope)) funcs.set(it.name, it);
      }
    }
    return made;
  }

  /** What an import is, or undefined when that is not known. */
  extern(
    type: WacExternType,
    scope: Scope = this.file,
  ): { readonly interface: Interface } | { readonly func: Func } | { readonly type: TypeDef } | undefined {
    switch (type.kind) {
      case 'func':
        return { func: this.func(type.func, scope) };
      case 'interface':
        return { interface: this.interface(type.items, undefined) };
      case 'path': {
        const found = this.#context.interface(type.path);
        return found === undefined ? undefined : { interface: found };
      }
      case 'name': {
        const found = this.#lookup(type.name, this.file);
        if (found?.kind === 'interface') return { interface: found.interface };
        if (found?.kind === 'func') return { func: this.func(found.func, found.scope) };
        if (found?.kind === 'type') return { type: found.type };
        return undefined;
      }
      case 'bad':
        return undefined;
    }
  }

  func({ async, params, result }: WacFunc, scope: Scope): Func {
    const seen = new Set<string>();
    for (const { name } of params) {
      if (seen.has(name.text)) this.#twice(name, 'function');
      seen.add(name.text);
    }
    const returned = result === undefined ? undefined : this.#type(result, scope);
    if (result !== undefined && returned !== undefined && heldBy(returned).borrow)
      this.#context.problem('wac/argument-type', 'a result cannot hold a borrowed handle', result.span);
    return {
      kind: 'free',
      name: '',
      label: '',
      async,
      params: params.map((it) => ({ name: it.name.text, type: this.#type(it.type, scope), loc: NOWHERE })),
      ...(returned === undefined ? {} : { result: returned }),
      loc: NOWHERE,
      item: NOWHERE,
      gate: {},
      active: true,
    };
  }

  #namedFunc(func: WacFunc | WacName, scope: Scope): Func | undefined {
    if (!('text' in func)) return this.func(func, scope);
    const found = this.#lookup(func, scope);
    if (found?.kind === 'func') return this.func(found.func, found.scope);
    if (found !== undefined)
      this.#context.problem('wac/argument-type', `\`${func.text}\` is not a function type`, func.span);
    return undefined;
  }

  #methods(methods: readonly WacMethod[], resource: TypeDef | undefined, scope: Scope): Func[] {
    if (resource === undefined) return [];
    const seen = new Set<string>();
    return methods.flatMap(({ kind, name, func }) => {
      if (seen.has(name.text)) this.#twice(name, 'resource');
      seen.add(name.text);
      if (kind !== 'constructor' && name.text === resource.name) this.#twice(name, 'interface');
      const own = kind === 'method' ? func.params.find((it) => it.name.text === 'self') : undefined;
      if (own !== undefined) this.#twice(own.name, 'method');
      const self = resource.name;
      const full = kind === 'constructor' ? `[constructor]${self}` : `[${kind}]${self}.${name.text}`;
      const made = this.func(func, scope);
      return [{ ...made, kind, name: full, label: name.text, resource }];
    });
  }

  #world(items: readonly WacWorldItem[], name: string): DeclaredWorld {
    const scope: Scope = { owner: emptyWorld(this.#package, NOWHERE), names: new Map() };
    const world = new DeclaredWorld(name, (message, span) =>
      this.#context.problem('wac/duplicate-name', message, span),
    );
    for (const item of items) {
      switch (item.kind) {
        case 'include':
          break;
        case 'import':
        case 'export': {
          const { type } = item;
          const label = item.name ?? (type.kind === 'name' ? type.name : undefined);
          const key = label?.text ?? (type.kind === 'path' ? type.path.text : '');
          world.add(item.kind, key, label?.span ?? item.span);
          const found = this.extern(type, scope);
          if (found !== undefined && 'type' in found && type.kind === 'name')
            this.#context.problem(
              'wac/argument-type',
              `\`${type.name.text}\` is a type, not an interface or a function`,
              type.name.span,
            );
          break;
        }
        default:
          for (const type of this.#types(item, scope)) world.add('import', type.name, nameSpan(item));
      }
    }
    for (const item of items) if (item.kind === 'include') this.#include(item, world);
    return world;
  }

  #include({ from, renames }: WacInclude, world: DeclaredWorld): void {
    if (isPath(from)) {
      const found = this.#context.world(from);
      if (found !== undefined) world.include(from, namesOfWorld(found), renames);
      return;
    }
    const found = this.#lookup(from, this.file);
    if (found?.kind === 'world') world.include(from, found.world, renames);
    else if (found !== undefined)
      this.#context.problem('wac/unknown-name', `\`${from.text}\` is not a world`, from.span);
  }

  /** The types that an item of a body defines: one, or what a `use` brings. */
  #types(item: WacTypeDef | WacUse, scope: Scope): TypeDef[] {
    if (item.kind === 'use') return this.#used(item, scope);
    const made = this.#typeDef(item, scope);
    this.name(item.name, made, scope);
    return made?.kind === 'type' ? [made.type] : [];
  }

  /** Gives a name to what was declared; says so when the scope has it already. */
  name(name: WacName, declared: Declared | undefined, scope: Scope): void {
    if (scope.names.has(name.text)) this.#twice(name, scope === this.file ? 'file' : 'body');
    else if (declared !== undefined) scope.names.set(name.text, this.#named(name, declared));
    if (scope !== this.file) this.#context.mention(name, { name });
  }

  #named(name: WacName, declared: Declared): Named {
    if (declared.kind === 'type') this.#given.set(declared.type, name);
    return { declared, name };
  }

  #used({ from, names }: WacUse, scope: Scope): TypeDef[] {
    const declared = isPath(from) ? undefined : this.#lookup(from, this.file);
    if (declared !== undefined && declared.kind !== 'interface' && !isPath(from))
      this.#context.problem('wac/unknown-name', `\`${from.text}\` is not an interface`, from.span);
    const source = isPath(from)
      ? this.#context.interface(from)
      : declared?.kind === 'interface'
        ? declared.interface
        : undefined;
    return names.flatMap(({ name, as }) => {
      const target = source?.types.get(name.text);
      if (source !== undefined && target === undefined) {
        const { hint, fixes } = suggestName(name, source.types.keys());
        this.#context.problem(
          'wac/unknown-name',
          `the interface has no type \`${name.text}\`${hint}`,
          name.span,
          fixes,
        );
      }
      const type = this.#make((as ?? name).text, { kind: 'use', target }, scope);
      this.#useName({ name, as, type, target }, scope);
      return [type];
    });
  }

  /** Without `as`, the name is the one that the type has where it is declared. */
  #useName(
    { name, as, type, target }: { name: WacName; as: WacName | undefined; type: TypeDef; target: TypeDef | undefined },
    scope: Scope,
  ): void {
    const given = target === undefined ? undefined : this.#given.get(target);
    const original = given === undefined ? target : undefined;
    const source = { name: given ?? name, ...(original === undefined ? {} : { original }) };
    this.#context.mention(name, source);
    const declared: Declared = { kind: 'type', type };
    if (as !== undefined) this.name(as, declared, scope);
    else if (scope.names.has(name.text)) this.#twice(name, 'body');
    else {
      scope.names.set(name.text, { ...source, declared });
      this.#given.set(type, source.name);
    }
  }

  #typeDef(decl: WacTypeDef, scope: Scope): Declared | undefined {
    if (decl.kind === 'alias' && 'params' in decl.type) return { kind: 'func', func: decl.type, scope };
    if (decl.kind === 'alias' && 'kind' in decl.type && decl.type.kind === 'name') {
      const named = scope.names.get(decl.type.name.text);
      if (named?.declared.kind === 'func') {
        this.#context.mention(decl.type.name, named);
        return named.declared;
      }
    }
    const def = this.#definition(decl, scope);
    return def === undefined ? undefined : { kind: 'type', type: this.#make(decl.name.text, def, scope) };
  }

  #make(name: string, def: TypeDefKind, { owner }: Scope): TypeDef {
    return { kind: 'type', name, owner, loc: NOWHERE, item: NOWHERE, gate: {}, active: true, def };
  }

  #definition(decl: WacTypeDef, scope: Scope): TypeDefKind | undefined {
    switch (decl.kind) {
      case 'alias':
        return 'params' in decl.type ? undefined : { kind: 'alias', type: this.#type(decl.type, scope) };
      case 'record':
        this.#once(decl.fields, 'record');
        return {
          kind: 'record',
          fields: decl.fields.map((it) => ({ name: it.name.text, type: this.#type(it.type, scope), loc: NOWHERE })),
        };
      case 'variant':
      case 'flags':
      case 'enum':
        this.#once(decl.cases, decl.kind);
        return {
          kind: decl.kind,
          cases: decl.cases.map(({ name, type }) => ({
            name: name.text,
            ...(type === undefined ? {} : { type: this.#type(type, scope) }),
            loc: NOWHERE,
          })),
        };
      case 'resource':
        return { kind: 'resource', funcs: [] };
    }
  }

  #type(type: WacType, scope: Scope): Type {
    const bad: Type = { kind: 'error', loc: NOWHERE };
    switch (type.kind) {
      case 'primitive':
        return { kind: 'primitive', name: type.name, loc: NOWHERE };
      case 'generic':
        return { ...mapArguments(type.type, (it) => this.#type(it, scope)), loc: NOWHERE };
      case 'name':
      case 'own':
      case 'borrow': {
        const found = this.#lookup(type.name, scope);
        if (found?.kind === 'type') {
          if (type.kind !== 'name' && resourceOf(found.type) === undefined)
            this.#context.problem('wac/unknown-name', `\`${type.name.text}\` is not a resource`, type.name.span);
          return { kind: type.kind === 'name' ? 'ref' : type.kind, def: found.type, loc: NOWHERE };
        }
        if (found !== undefined)
          this.#context.problem('wac/unknown-name', `\`${type.name.text}\` is not a type`, type.name.span);
        return bad;
      }
      case 'bad':
        return bad;
    }
  }

  #lookup(name: WacName, scope: Scope): Declared | undefined {
    const found = scope.names.get(name.text);
    if (found !== undefined) this.#context.mention(name, found);
    else this.#context.unknown(name, scope.names.keys());
    return found?.declared;
  }

  #once(members: readonly { readonly name: WacName }[], what: string): void {
    const seen = new Set<string>();
    for (const { name } of members) {
      if (isTaken(seen, name)) this.#twice(name, what);
    }
  }

  #twice(name: WacName, where: string): void {
    this.#context.problem('wac/duplicate-name', `the ${where} has \`${name.text}\` already`, name.span);
  }
}

/** Names that differ in case or hyphens only are one name (wasmparser `KebabStr`); notes the name. */
function isTaken(seen: Set<string>, { text }: WacName): boolean {
  const key = text.toLowerCase().replaceAll('-', '');
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

function nameSpan(item: WacTypeDef | WacUse): WacName['span'] {
  return item.kind === 'use' ? (item.names[0]?.name.span ?? item.from.span) : item.name.span;
}
