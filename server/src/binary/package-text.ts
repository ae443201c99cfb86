// A WIT package in a `.wasm` as WIT text. Interfaces and worlds stand in the binary as component types (wit-component
// `encoding/wit`); docs and gates in the custom section `package-docs`.

import { readFuncName } from '../model/names.ts';
import { docLines, escapeName, gateLines, memberText, paramsText, useText } from '../model/print.ts';
import { genericText } from '../syntax/generic-types.ts';
import { type BinaryComponent, type BinaryType, type Declaration, readComponent, type ValueType } from './reader.ts';

export type Decoded =
  | { readonly kind: 'package'; readonly text: string }
  /** Not a description but the thing itself: a component with code. */
  | { readonly kind: 'component' }
  | { readonly kind: 'broken' };

export function decodePackage(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): Decoded {
  const component = readComponent(bytes, decode);
  if (component === undefined) return { kind: 'broken' };
  if (component.hasCode) return { kind: 'component' };
  const text = printPackage(component, decode);
  return text === undefined ? { kind: 'broken' } : { kind: 'package', text };
}

/** What a number in a scope's type space stands for. */
type Meaning =
  | { readonly kind: 'type'; readonly type: BinaryType; readonly scope: Scope }
  /** A name that the scope itself gives. */
  | { readonly kind: 'named'; readonly name: string; readonly scope: Scope; readonly target: Meaning | undefined }
  /** A type of another interface. */
  | { readonly kind: 'foreign'; readonly path: string; readonly name: string };

class Scope {
  readonly parent: Scope | undefined;
  readonly types: Meaning[] = [];
  /** Path of each instance. */
  readonly instances: string[] = [];

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  outer(count: number): Scope | undefined {
    let at: Scope | undefined = this;
    for (let step = 0; step < count; step++) at = at?.parent;
    return at;
  }
}

interface Docs {
  readonly docs?: string;
  readonly stability?: {
    readonly stable?: { readonly since?: string; readonly deprecated?: string };
    readonly unstable?: { readonly feature?: string };
  };
  readonly [key: string]: unknown;
}

function printPackage(component: BinaryComponent, decode: (bytes: Uint8Array) => string): string | undefined {
  const root = new Scope(undefined);
  for (const declaration of component.declarations) {
    if (declaration.kind === 'type') root.types.push({ kind: 'type', type: declaration.type, scope: root });
    if (declaration.kind !== 'export' || declaration.item.kind !== 'type') continue;
    const exported = root.types[declaration.item.index ?? -1];
    if (exported !== undefined) root.types.push(exported);
  }
  const docs = readDocs(component.custom.get('package-docs'), decode);
  const parts: string[] = [];
  let id: string | undefined;
  for (const { name, sort, index } of component.exports) {
    const meaning = root.types[index];
    if (sort !== 'type' || meaning?.kind !== 'type' || meaning.type.kind !== 'component') return undefined;
    const outer = meaning.type.declarations;
    const exported = outer.findLast((it) => it.kind === 'export');
    if (exported?.kind !== 'export') return undefined;
    id ??= packageOf(exported.name);
    const printer = new Printer(id ?? '');
    const scope = printer.enter(
      outer.filter((it) => it !== exported),
      root,
    );
    const body = exported.item;
    if (body.kind !== 'instance' && body.kind !== 'component') return undefined;
    const type = scope.types[body.index];
    if (type?.kind !== 'type') return undefined;
    const own = (docs[body.kind === 'instance' ? 'interfaces' : 'worlds'] as Record<string, Docs> | undefined)?.[name];
    parts.push(body.kind === 'instance' ? printer.interface(name, type, own) : printer.world(name, type, own));
  }
  if (id === undefined) return undefined;
  return `${comment(docs.docs, '')}package ${id};\n\n${parts.join('\n')}`;
}

function readDocs(bytes: Uint8Array | undefined, decode: (bytes: Uint8Array) => string): Docs {
  if (bytes === undefined) return {};
  try {
    // The section begins with a version byte where it is not plain JSON.
    const text = decode(bytes[0] === 0x7b ? bytes : bytes.subarray(1));
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Docs) : {};
  } catch {
    return {};
  }
}

/** `a:b@1.0.0` of `a:b/c@1.0.0`. */
function packageOf(path: string): string | undefined {
  const match = /^([^/]+)\/[^@]+(@.+)?$/.exec(path);
  return match === null ? undefined : `${match[1]}${match[2] ?? ''}`;
}

function comment(docs: unknown, indent: string): string {
  return typeof docs === 'string' ? indented(docLines(docs), indent) : '';
}

function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${indent}${line}\n`).join('');
}

class Printer {
  readonly #package: string;

  constructor(id: string) {
    this.#package = id;
  }

  /** Enters declarations into a new scope. */
  enter(declarations: readonly Declaration[], parent: Scope): Scope {
    const scope = new Scope(parent);
    for (const declaration of declarations) this.#declare(declaration, scope);
    return scope;
  }

  #declare(declaration: Declaration, scope: Scope): void {
    switch (declaration.kind) {
      case 'type':
        scope.types.push({ kind: 'type', type: declaration.type, scope });
        break;
      case 'alias-export':
        if (declaration.sort === 'type')
          scope.types.push({
            kind: 'foreign',
            path: scope.instances[declaration.instance] ?? '',
            name: declaration.name,
          });
        break;
      case 'alias-outer': {
        const meaning = scope.outer(declaration.count)?.types[declaration.index];
        if (declaration.sort === 'type' && meaning !== undefined) scope.types.push(meaning);
        break;
      }
      case 'import':
      case 'export':
        if (declaration.item.kind === 'instance') scope.instances.push(declaration.name);
        else if (declaration.item.kind === 'type') {
          const { index } = declaration.item;
          scope.types.push({
            kind: 'named',
            name: declaration.name,
            scope,
            target: index === undefined ? undefined : scope.types[index],
          });
        }
        break;
      default:
        break;
    }
  }

  interface(name: string, type: Extract<Meaning, { kind: 'type' }>, docs: Docs | undefined): string {
    const head = `${this.#docs(docs, '')}interface ${escapeName(name)} {\n`;
    return `${head}${this.#interfaceBody(type, '  ', docs)}}\n`;
  }

  #interfaceBody(type: Extract<Meaning, { kind: 'type' }>, indent: string, docs: Docs | undefined): string {
    if (type.type.kind !== 'instance') return '';
    const scope = new Scope(type.scope);
    const uses: string[] = [];
    const items: string[] = [];
    const resources = new Map<string, string[]>();
    const places = new Map<string, number>();
    const typeDocs = docs?.types as Record<string, Docs> | undefined;
    const funcDocs = docs?.funcs as Record<string, Docs | string> | undefined;
    for (const declaration of type.type.declarations) {
      this.#declare(declaration, scope);
      if (declaration.kind !== 'export') continue;
      const { name, item } = declaration;
      if (item.kind === 'type') {
        const own = scope.types[scope.types.length - 1];
        if (own?.kind !== 'named') continue;
        if (own.target?.kind === 'foreign') uses.push(this.#use(own.target, name, indent));
        else if (own.target === undefined) {
          resources.set(name, []);
          places.set(name, items.push('') - 1);
        } else items.push(this.#definition(name, own.target, scope, indent, typeDocs?.[name]));
      } else if (item.kind === 'func') {
        const func = scope.types[item.index];
        const line = this.#func(name, func, scope);
        const own = funcDocs?.[name];
        const text = this.#docs(
          typeof own === 'string' ? { docs: own } : own,
          readFuncName(name).resource === undefined ? indent : `${indent}  `,
        );
        const { resource } = readFuncName(name);
        if (resource === undefined) items.push(`${text}${indent}${line}`);
        else resources.get(resource)?.push(`${text}${indent}  ${line}`);
      }
    }
    for (const [name, funcs] of resources) {
      const place = places.get(name) ?? 0;
      const head = `${this.#docs(typeDocs?.[name], indent)}${indent}resource ${escapeName(name)}`;
      items[place] = funcs.length === 0 ? `${head};\n` : `${head} {\n${funcs.join('')}${indent}}\n`;
    }
    return `${uses.join('')}${uses.length > 0 && items.length > 0 ? '\n' : ''}${items.join('\n')}`;
  }

  world(name: string, type: Extract<Meaning, { kind: 'type' }>, docs: Docs | undefined): string {
    if (type.type.kind !== 'component') return '';
    const scope = new Scope(type.scope);
    const lines: string[] = [];
    for (const declaration of type.type.declarations) {
      this.#declare(declaration, scope);
      if (declaration.kind === 'import' || declaration.kind === 'export')
        lines.push(...this.#extern(declaration, scope));
    }
    return `${this.#docs(docs, '')}world ${escapeName(name)} {\n${lines.join('')}}\n`;
  }

  #extern(declaration: Extract<Declaration, { kind: 'import' | 'export' }>, scope: Scope): string[] {
    const { kind, name, item } = declaration;
    if (item.kind === 'func') return [`  ${kind} ${this.#func(name, scope.types[item.index], scope)}`];
    if (item.kind === 'type') {
      const own = scope.types[scope.types.length - 1];
      if (own?.kind !== 'named') return [];
      if (own.target?.kind === 'foreign') return [this.#use(own.target, name, '  ')];
      if (own.target === undefined) return [`  resource ${escapeName(name)};\n`];
      return [this.#definition(name, own.target, scope, '  ', undefined)];
    }
    if (item.kind !== 'instance') return [];
    if (name.includes('/')) return [`  ${kind} ${this.#path(name)};\n`];
    const type = scope.types[item.index];
    const body = type?.kind === 'type' ? this.#interfaceBody(type, '    ', undefined) : '';
    return [`  ${kind} ${escapeName(name)}: interface {\n${body}  }\n`];
  }

  #use(from: Extract<Meaning, { kind: 'foreign' }>, name: string, indent: string): string {
    return `${indent}${useText(this.#path(from.path), [{ name: from.name, here: name }])}\n`;
  }

  /** An interface as this package's text names it: just `i` inside the own package. */
  #path(path: string): string {
    const own = packageOf(path) === this.#package;
    const match = /^([^:]+):([^/]+)\/([^@]+)(@.+)?$/.exec(path);
    if (match === null) return path;
    const [, namespace = '', name = '', item = '', version = ''] = match;
    return own ? escapeName(item) : `${escapeName(namespace)}:${escapeName(name)}/${escapeName(item)}${version}`;
  }

  #definition(name: string, target: Meaning, scope: Scope, indent: string, docs: Docs | undefined): string {
    const head = this.#docs(docs, indent);
    const label = escapeName(name);
    const type = target.kind === 'type' ? target.type : undefined;
    const items = docs?.items as Record<string, unknown> | undefined;
    const members = type === undefined ? undefined : this.#members(type, scope);
    if (members === undefined) return `${head}${indent}type ${label} = ${this.#meaning(target, scope)};\n`;
    const lines = members.map(([it, text]) => `${comment(items?.[it], `${indent}  `)}${indent}  ${text},\n`);
    return `${head}${indent}${type?.kind} ${label} {\n${lines.join('')}${indent}}\n`;
  }

  /** The members of a definition by name, as text. */
  #members(type: BinaryType, scope: Scope): readonly (readonly [string, string])[] | undefined {
    if (type.kind === 'flags' || type.kind === 'enum') return type.names.map((it) => [it, escapeName(it)]);
    const members = type.kind === 'record' ? type.fields : type.kind === 'variant' ? type.cases : undefined;
    return members?.map((it) => {
      const text = it.type === undefined ? undefined : this.#value(it.type, scope);
      return [it.name, memberText(it.name, text, type.kind === 'record')];
    });
  }

  #func(name: string, meaning: Meaning | undefined, scope: Scope): string {
    if (meaning?.kind !== 'type' || meaning.type.kind !== 'func') return '';
    const { async, params, result } = meaning.type;
    const { form, accessor, label } = readFuncName(name);
    const own = form === 'method' ? params.slice(1) : params;
    const printed = own.map((it) => ({ name: it.name, type: this.#value(it.type, scope) }));
    if (form === 'constructor') return `constructor${paramsText(printed, this.#fallible(result, scope))};\n`;
    const returned = result === undefined ? undefined : this.#value(result, scope);
    const words = `${form === 'static' ? 'static ' : ''}${async ? 'async ' : ''}${accessor ?? 'func'}`;
    return `${escapeName(label)}: ${words}${paramsText(printed, returned)};\n`;
  }

  /** A constructor says what it returns only where that is a `result`. */
  #fallible(result: ValueType | undefined, scope: Scope): string | undefined {
    const meaning = typeof result === 'number' ? scope.types[result] : undefined;
    return meaning?.kind === 'type' && meaning.type.kind === 'result' ? this.#meaning(meaning, scope) : undefined;
  }

  #value(type: ValueType, scope: Scope): string {
    if (typeof type === 'string') return type;
    const meaning = scope.types[type];
    return meaning === undefined ? '_' : this.#meaning(meaning, scope);
  }

  #meaning(meaning: Meaning, scope: Scope): string {
    if (meaning.kind === 'named') return escapeName(meaning.name);
    if (meaning.kind === 'foreign') return escapeName(meaning.name);
    const { type } = meaning;
    const value = (it: ValueType): string => this.#value(it, meaning.scope === scope ? scope : meaning.scope);
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'own':
        return value(type.index);
      case 'borrow':
        return `borrow<${value(type.index)}>`;
      case 'record':
      case 'variant':
      case 'flags':
      case 'enum':
      case 'func':
      case 'component':
      case 'instance':
      case 'resource':
        return '_';
    }
    return genericText(type, value);
  }

  #docs(docs: Docs | undefined, indent: string): string {
    const { stable, unstable } = docs?.stability ?? {};
    const gate = { since: stable?.since, unstable: unstable?.feature, deprecated: stable?.deprecated };
    return comment(docs?.docs, indent) + indented(gateLines(gate), indent);
  }
}
