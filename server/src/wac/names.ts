// Every name that a composition writes, and what kind of name it is there. Strings are names, too.

import { argumentsOf } from '../syntax/generic-types.ts';
import {
  isPath,
  type WacExpression,
  type WacExternType,
  type WacFile,
  type WacFunc,
  type WacItem,
  type WacName,
  type WacPath,
  type WacType,
  type WacTypeDecl,
  type WacTypeDef,
  type WacUse,
  type WacWorldItem,
} from './syntax.ts';

/** What a name is where it is given (all but the last four), or means where it is mentioned. */
export type NameRole =
  | 'value'
  | 'interface'
  | 'world'
  | 'alias'
  | 'record'
  | 'variant'
  | 'flags'
  | 'enum'
  | 'resource'
  | 'field'
  | 'case'
  | 'parameter'
  | 'function'
  | 'method'
  | 'static'
  /** An import or export of a declared world. */
  | 'extern'
  /** What follows `as`. */
  | 'new-name'
  /** The name of a type, and one that a `use` takes. */
  | 'type-mention'
  /** A value, an interface, a world or a function type of the file. */
  | 'mention'
  /** An argument of a `new`. */
  | 'argument'
  /** Behind a `.` or in `[ ]`. */
  | 'access';

export interface PlacedName {
  readonly name: WacName;
  readonly role: NameRole;
}

/** In no order; a path is not among them. */
export function namesOf(file: WacFile): readonly PlacedName[] {
  const names = new Names();
  for (const it of file.statements) {
    switch (it.kind) {
      case 'import':
        names.add(it.name, 'value');
        if (it.as !== undefined) names.add(it.as, 'new-name');
        names.extern(it.type);
        break;
      case 'let':
        names.add(it.name, 'value');
        names.expression(it.value);
        break;
      case 'export':
        names.expression(it.value);
        if (it.as !== undefined) names.add(it.as, 'new-name');
        break;
      case 'type':
        names.declaration(it.decl);
    }
  }
  return names.found;
}

class Names {
  readonly found: PlacedName[] = [];

  add(name: WacName, role: NameRole): void {
    if (name.text !== '') this.found.push({ name, role });
  }

  expression(expression: WacExpression): void {
    const pending = [expression];
    for (let it = pending.pop(); it !== undefined; it = pending.pop()) {
      if (it.kind === 'name') this.add(it.name, 'mention');
      if (it.kind === 'access') {
        this.add(it.name, 'access');
        pending.push(it.of);
      }
      if (it.kind !== 'new') continue;
      for (const argument of it.args) {
        this.add(argument.name, argument.kind === 'named' ? 'argument' : 'mention');
        if (argument.kind === 'named') pending.push(argument.value);
      }
    }
  }

  extern(type: WacExternType): void {
    if (type.kind === 'name') this.add(type.name, 'mention');
    if (type.kind === 'func') this.#func(type.func);
    if (type.kind === 'interface') for (const it of type.items) this.#item(it);
  }

  declaration(decl: WacTypeDecl): void {
    if (decl.kind !== 'interface' && decl.kind !== 'world') {
      this.#typeDef(decl);
      return;
    }
    this.add(decl.name, decl.kind);
    for (const it of decl.items) this.#item(it);
  }

  #item(it: WacItem | WacWorldItem): void {
    switch (it.kind) {
      case 'use':
        this.#use(it);
        break;
      case 'include':
        this.#source(it.from);
        break;
      case 'func':
        this.add(it.name, 'function');
        if ('text' in it.func) this.add(it.func, 'mention');
        else this.#func(it.func);
        break;
      case 'import':
      case 'export':
        if (it.name !== undefined) this.add(it.name, 'extern');
        this.extern(it.type);
        break;
      default:
        this.#typeDef(it);
    }
  }

  #source(from: WacPath | WacName): void {
    if (!isPath(from)) this.add(from, 'mention');
  }

  #use({ from, names }: WacUse): void {
    this.#source(from);
    for (const { name, as } of names) {
      this.add(name, 'type-mention');
      if (as !== undefined) this.add(as, 'alias');
    }
  }

  #typeDef(decl: WacTypeDef): void {
    this.add(decl.name, decl.kind);
    switch (decl.kind) {
      case 'alias':
        if ('params' in decl.type) this.#func(decl.type);
        else this.#type(decl.type);
        break;
      case 'record':
        for (const { name, type } of decl.fields) {
          this.add(name, 'field');
          this.#type(type);
        }
        break;
      case 'resource':
        for (const { kind, name, func } of decl.methods) {
          if (kind !== 'constructor') this.add(name, kind);
          this.#func(func);
        }
        break;
      default:
        for (const { name, type } of decl.cases) {
          this.add(name, 'case');
          if (type !== undefined) this.#type(type);
        }
    }
  }

  #func({ params, result }: WacFunc): void {
    for (const { name, type } of params) {
      this.add(name, 'parameter');
      this.#type(type);
    }
    if (result !== undefined) this.#type(result);
  }

  #type(type: WacType): void {
    const pending = [type];
    for (let it = pending.pop(); it !== undefined; it = pending.pop()) {
      if ('name' in it && typeof it.name !== 'string') this.add(it.name, 'type-mention');
      if (it.kind === 'generic') pending.push(...argumentsOf(it.type).filter((one) => one !== undefined));
    }
  }
}
