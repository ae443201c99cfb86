// The types, interfaces and worlds that a `.wac` file declares, as the model has them, so that they are compared like any
// other. A name is known after its declaration (wac-parser 0.12 `resolution.rs`).

import type { PackageId } from '../model/names.ts';
import {
  emptyWorld,
  type Func,
  type Interface,
  type Loc,
  type Type,
  type TypeDef,
  type TypeDefKind,
  type World,
} from '../model/package.ts';
import { mapArguments } from '../syntax/generic-types.ts';
import type {
  WacCode,
  WacExternType,
  WacFunc,
  WacItem,
  WacMethod,
  WacName,
  WacPath,
  WacType,
  WacTypeDecl,
  WacTypeDef,
  WacUse,
  WacWorldExtern,
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
  | { readonly kind: 'world' };

export interface DeclarationContext {
  problem(code: WacCode, message: string, span: WacName['span']): void;
  /** An interface of a package; says so when there is none. */
  interface(path: WacPath): Interface | undefined;
  /** A mention of a name that the file declares. */
  mention(name: WacName): void;
  unknown(name: WacName): void;
}

/** The names of the file, or of one body: types of the file are not seen inside of an interface or world. */
export interface Scope {
  readonly owner: Interface | World;
  readonly names: Map<string, Declared>;
}

export class Declarations {
  readonly file: Scope;
  readonly #context: DeclarationContext;
  readonly #package: PackageId;

  constructor(context: DeclarationContext, id: PackageId) {
    this.#context = context;
    this.#package = id;
    this.file = { owner: emptyWorld(id, NOWHERE), names: new Map() };
  }

  /** Resolves a declaration of the file; whoever calls this gives it its name. */
  declare(decl: WacTypeDecl): Declared | undefined {
    switch (decl.kind) {
      case 'interface':
        return { kind: 'interface', interface: this.interface(decl.items, decl.name.text) };
      case 'world':
        this.#world(decl.items);
        return { kind: 'world' };
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
    for (const item of items) {
      if (item.kind === 'func') {
        const func = this.#namedFunc(item.func, scope);
        if (funcs.has(item.name.text) || types.has(item.name.text)) this.#twice(item.name, 'interface');
        else if (func !== undefined)
          funcs.set(item.name.text, { ...func, name: item.name.text, label: item.name.text });
      } else {
        for (const type of this.#types(item, scope)) types.set(type.name, type);
        if (item.kind === 'resource')
          for (const it of this.#methods(item.methods, types.get(item.name.text), scope)) funcs.set(it.name, it);
      }
    }
    return made;
  }

  /** What an import is, or undefined when that is not known. */
  extern(type: WacExternType): { readonly interface: Interface } | { readonly func: Func } | undefined {
    switch (type.kind) {
      case 'func':
        return { func: this.func(type.func, this.file) };
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
        if (found?.kind === 'type')
          this.#context.problem(
            'wac/argument-type',
            `\`${type.name.text}\` is a type, not an interface or a function`,
            type.name.span,
          );
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
    return {
      kind: 'free',
      name: '',
      label: '',
      async,
      params: params.map((it) => ({ name: it.name.text, type: this.#type(it.type, scope), loc: NOWHERE })),
      ...(result === undefined ? {} : { result: this.#type(result, scope) }),
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
      const self = resource.name;
      const full = kind === 'constructor' ? `[constructor]${self}` : `[${kind}]${self}.${name.text}`;
      const made = this.func(func, scope);
      const result: Type = { kind: 'ref', def: resource, loc: NOWHERE };
      return [{ ...made, kind, name: full, label: name.text, resource, ...(kind === 'constructor' ? { result } : {}) }];
    });
  }

  #world(items: readonly WacWorldItem[]): void {
    const scope: Scope = { owner: emptyWorld(this.#package, NOWHERE), names: new Map() };
    const seen = { import: new Set<string>(), export: new Set<string>() };
    for (const item of items) {
      switch (item.kind) {
        case 'include':
          if (!isPath(item.from)) this.#lookup(item.from, this.file);
          break;
        case 'import':
        case 'export':
          this.#worldExtern(item.kind, item, seen[item.kind]);
          break;
        default:
          this.#types(item, scope);
      }
    }
  }

  #worldExtern(direction: 'import' | 'export', { name: label, type, span }: WacWorldExtern, seen: Set<string>): void {
    const name = label ?? (type.kind === 'name' ? type.name : undefined);
    const key = name?.text ?? (type.kind === 'path' ? type.path.text : '');
    if (seen.has(key)) this.#context.problem('wac/duplicate-name', `\`${key}\` is ${direction}ed twice`, span);
    seen.add(key);
    this.extern(type);
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
    else if (declared !== undefined) scope.names.set(name.text, declared);
  }

  #used({ from, names }: WacUse, scope: Scope): TypeDef[] {
    const declared = isPath(from) ? undefined : this.#lookup(from, this.file);
    const source = isPath(from)
      ? this.#context.interface(from)
      : declared?.kind === 'interface'
        ? declared.interface
        : undefined;
    return names.flatMap(({ name, as }) => {
      const target = source?.types.get(name.text);
      if (source !== undefined && target === undefined)
        this.#context.problem('wac/unknown-name', `the interface has no type \`${name.text}\``, name.span);
      const type = this.#make((as ?? name).text, { kind: 'use', target }, scope);
      this.name(as ?? name, { kind: 'type', type }, scope);
      return [type];
    });
  }

  #typeDef(decl: WacTypeDef, scope: Scope): Declared | undefined {
    if (decl.kind === 'alias' && 'params' in decl.type) return { kind: 'func', func: decl.type, scope };
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
        if (found?.kind === 'type')
          return { kind: type.kind === 'name' ? 'ref' : type.kind, def: found.type, loc: NOWHERE };
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
    if (found !== undefined && scope === this.file) this.#context.mention(name);
    else if (found === undefined) this.#context.unknown(name);
    return found;
  }

  #once(members: readonly { readonly name: WacName }[], what: string): void {
    const seen = new Set<string>();
    for (const { name } of members) {
      // Names that differ in case or hyphens only are one name (wasmparser `KebabStr`).
      const key = name.text.toLowerCase().replaceAll('-', '');
      if (seen.has(key)) this.#twice(name, what);
      seen.add(key);
    }
  }

  #twice(name: WacName, where: string): void {
    this.#context.problem('wac/duplicate-name', `the ${where} has \`${name.text}\` already`, name.span);
  }
}
