// Worlds and interfaces as WIT, in the words, order and layout of the reference's printer (wit-component `printing.rs`):
// includes expanded, aliases of top-level `use` gone, paths in full outside of the own package.

import { isPlain } from '../model/elaborate.ts';
import type { DocsSource } from '../model/json.ts';
import { itemPath, type PackageId, packageKey } from '../model/names.ts';
import type {
  CaseDef,
  ElaboratedItem,
  FieldDef,
  Func,
  Gate,
  Interface,
  Type,
  TypeDef,
  World,
} from '../model/package.ts';
import { WorldTypes } from '../model/world-types.ts';
import { escapeName as escapeKeyword } from '../syntax/words.ts';

export interface PrintOptions {
  /** The package that the text belongs to: its interfaces need no path. */
  readonly from: PackageId;
  /** Without it, no documentation is printed. */
  readonly docs?: DocsSource;
  /** Lines of plain comments before an import or export. */
  readonly notes?: (item: ElaboratedItem, direction: 'import' | 'export') => readonly string[];
}

/** `world … { … }`, ended by a line break. */
export function printWorld(world: World, options: PrintOptions, name = world.name): string {
  const printer = new WitPrinter(options);
  printer.worldItem(world, name);
  return printer.text();
}

/** `interface … { … }`, ended by a line break. */
export function printInterface(it: Interface, options: PrintOptions): string {
  const printer = new WitPrinter(options);
  printer.interfaceItem(it);
  return printer.text();
}

/** A type as it is written at a place where `nameOf` names the types. */
export function typeText(type: Type, nameOf: (def: TypeDef) => string = (def) => escapeName(def.name)): string {
  const one = (it: Type): string => typeText(it, nameOf);
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'ref':
    case 'own':
      return nameOf(type.def);
    case 'borrow':
      return `borrow<${nameOf(type.def)}>`;
    case 'list':
      return `list<${one(type.element)}${type.length === undefined ? '' : `, ${type.length}`}>`;
    case 'map':
      return `map<${one(type.key)}, ${one(type.value)}>`;
    case 'option':
      return `option<${one(type.of)}>`;
    case 'result':
      if (type.err !== undefined) return `result<${type.ok === undefined ? '_' : one(type.ok)}, ${one(type.err)}>`;
      return type.ok === undefined ? 'result' : `result<${one(type.ok)}>`;
    case 'tuple':
      return `tuple<${type.items.map(one).join(', ')}>`;
    case 'future':
    case 'stream':
      return type.of === undefined ? type.kind : `${type.kind}<${one(type.of)}>`;
    case 'error':
      return '_';
  }
}

/** `func(a: u32) -> bool`, or `constructor(…)`. */
export function funcText(func: Func, nameOf?: (def: TypeDef) => string): string {
  const params = func.params.map((it) => `${escapeName(it.name)}: ${typeText(it.type, nameOf)}`).join(', ');
  const head = func.kind === 'constructor' ? 'constructor' : `${func.async ? 'async ' : ''}func`;
  const result = func.result === undefined ? '' : ` -> ${typeText(func.result, nameOf)}`;
  return `${head}(${params})${result}`;
}

/** A name as the printer writes it: with `%` where it is, or once was, a keyword. */
export function escapeName(name: string): string {
  return name === 'float32' || name === 'float64' ? `%${name}` : escapeKeyword(name);
}

/** The path of an interface, as written in a package. */
export function pathText(it: Interface, from: PackageId): string {
  const name = it.name ?? '';
  if (packageKey(it.package) === packageKey(from)) return escapeName(name);
  const { namespace, name: own, ...version } = it.package;
  return itemPath({ namespace: escapeName(namespace), name: escapeName(own), ...version }, escapeName(name));
}

class WitPrinter {
  readonly #options: PrintOptions;
  readonly #lines: string[] = [];
  #indent = '';
  /** Does the next item want an empty line before it? */
  #any = false;
  #nameOf: (def: TypeDef) => string = (def) => escapeName(def.name);

  constructor(options: PrintOptions) {
    this.#options = options;
  }

  text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  worldItem(world: World, name: string): void {
    this.#docs(this.#options.docs?.item(world.item));
    this.#gate(world.gate);
    this.#block(`world ${escapeName(name)}`, () => this.#world(world));
  }

  interfaceItem(it: Interface): void {
    this.#docs(this.#options.docs?.item(it.item));
    this.#gate(it.gate);
    this.#block(`interface ${escapeName(it.name ?? '')}`, () => this.#interface(it));
  }

  #line(text: string): void {
    this.#lines.push(text === '' ? '' : this.#indent + text);
  }

  #block(head: string, body: () => void): void {
    this.#line(`${head} {`);
    const outer = { indent: this.#indent, any: this.#any, nameOf: this.#nameOf };
    this.#indent += '  ';
    this.#any = false;
    body();
    this.#indent = outer.indent;
    this.#any = outer.any;
    this.#nameOf = outer.nameOf;
    this.#line('}');
  }

  #newItem(): void {
    if (this.#any) this.#line('');
    this.#any = true;
  }

  #docs(docs: string | undefined): void {
    if (docs === undefined || docs === '') return;
    for (const line of docs.split('\n')) this.#line(line === '' ? '///' : `/// ${line}`);
  }

  #gate(gate: Gate): void {
    if (gate.since !== undefined) this.#line(`@since(version = ${gate.since})`);
    else if (gate.unstable !== undefined) this.#line(`@unstable(feature = ${gate.unstable})`);
    if (gate.deprecated !== undefined) this.#line(`@deprecated(version = ${gate.deprecated})`);
    if (gate.externalId !== undefined) this.#line(`@external-id(${quoted(gate.externalId)})`);
  }

  #world(world: World): void {
    const scope = new WorldTypes(world);
    const types: ElaboratedItem[] = [];
    const funcs: ElaboratedItem[] = [];
    const methods = new Map<ElaboratedItem, Func[]>();
    for (const item of world.imports.values()) {
      if (item.item.kind === 'type') types.push(item);
      else if (item.item.kind === 'interface') this.#import(item, scope);
      else {
        const { resource } = item.item.func;
        const owner = resource === undefined ? undefined : scope.of(item).get(resource);
        if (owner === undefined) funcs.push(item);
        else methods.set(owner, [...(methods.get(owner) ?? []), item.item.func]);
      }
    }
    this.#types(
      types.map((item) => ({
        name: item.key,
        item,
        gate: item.gate,
        def: item.item.kind === 'type' ? item.item.type : undefined,
      })),
      (item) => this.#enter(scope, item),
      (item) => methods.get(item) ?? [],
    );
    for (const item of funcs) this.#import(item, scope);
    if (world.exports.size > 0) this.#newItem();
    for (const item of world.exports.values()) this.#extern('export', item, scope);
  }

  /** What an item of a world calls the world's types. */
  #enter(scope: WorldTypes, item: ElaboratedItem): void {
    const types = scope.of(item);
    this.#nameOf = (def) => escapeName(types.get(def)?.key ?? def.name);
  }

  #import(item: ElaboratedItem, scope: WorldTypes): void {
    this.#extern('import', item, scope);
    this.#any = true;
  }

  #extern(direction: 'import' | 'export', item: ElaboratedItem, scope: WorldTypes): void {
    const it = item.item;
    if (it.kind === 'type') return;
    for (const note of this.#options.notes?.(item, direction) ?? []) this.#line(note);
    if (it.kind === 'func') {
      this.#docs(this.#options.docs?.item(it.func.item));
      this.#gate(item.gate);
      this.#enter(scope, item);
      this.#line(`${direction} ${escapeName(item.key)}: ${funcText(it.func, this.#nameOf)};`);
      return;
    }
    const target = it.interface;
    if (target?.name === undefined) {
      if (target !== undefined) this.#docs(this.#options.docs?.item(target.item));
      this.#gate(item.gate);
      this.#block(`${direction} ${escapeName(item.key)}: interface`, () => {
        if (target !== undefined) this.#interface(target);
      });
      return;
    }
    if (item.reason.kind === 'statement') this.#docs(this.#options.docs?.item(item.reason.loc));
    this.#gate(item.gate);
    const label = isPlain(item) ? '' : `${escapeName(item.key)}: `;
    this.#line(`${direction} ${label}${pathText(target, this.#options.from)};`);
  }

  #interface(it: Interface): void {
    this.#nameOf = (def) => escapeName(def.name);
    const types = [...it.types.values()].filter((def) => def.active);
    this.#types(
      types.map((def) => ({ name: def.name, item: def, gate: def.gate, def })),
      () => undefined,
      (def) => (def.def.kind === 'resource' ? def.def.funcs.filter((func) => func.active) : []),
    );
    for (const func of it.funcs.values()) {
      if (!func.active || func.resource !== undefined) continue;
      this.#newItem();
      this.#docs(this.#options.docs?.item(func.item));
      this.#gate(func.gate);
      this.#line(`${escapeName(func.name)}: ${funcText(func, this.#nameOf)};`);
    }
  }

  /** Used names, several of one interface in one statement, then definitions. */
  #types<T>(
    types: readonly {
      readonly name: string;
      readonly item: T;
      readonly gate: Gate;
      readonly def: TypeDef | undefined;
    }[],
    enter: (item: T) => void,
    funcsOf: (item: T) => readonly Func[],
  ): void {
    const uses: { readonly from: Interface; readonly gate: Gate; readonly names: string[] }[] = [];
    const own: typeof types = types.filter(({ name, gate, def }) => {
      const target = def?.def.kind === 'use' ? def.def.target : undefined;
      if (target?.owner.kind !== 'interface') return def?.def.kind !== 'use';
      const original = escapeName(target.name);
      const text = target.name === name ? original : `${original} as ${escapeName(name)}`;
      const last = uses.at(-1);
      if (last?.from === target.owner && sameGate(last.gate, gate)) last.names.push(text);
      else uses.push({ from: target.owner, gate, names: [text] });
      return false;
    });
    for (const { from, gate, names } of uses) {
      this.#any = true;
      this.#gate(gate);
      this.#line(`use ${pathText(from, this.#options.from)}.{${names.join(', ')}};`);
    }
    for (const { name, item, gate, def } of own) {
      if (def === undefined) continue;
      enter(item);
      this.#newItem();
      this.#docs(this.#options.docs?.item(def.item));
      this.#gate(gate);
      this.#definition(def, escapeName(name), funcsOf(item));
    }
  }

  #definition(type: TypeDef, name: string, funcs: readonly Func[]): void {
    const { def } = type;
    switch (def.kind) {
      case 'alias':
        this.#line(`type ${name} = ${aliasText(def.type, this.#nameOf)};`);
        break;
      case 'use':
        break;
      case 'record':
        this.#block(`record ${name}`, () => this.#members(def.fields, (it) => `: ${typeText(it.type, this.#nameOf)}`));
        break;
      case 'flags':
      case 'enum':
      case 'variant':
        this.#block(`${def.kind} ${name}`, () => this.#members(def.cases, (it) => this.#payload(it)));
        break;
      case 'resource':
        if (funcs.length === 0) this.#line(`resource ${name};`);
        else this.#block(`resource ${name}`, () => this.#resourceFuncs(funcs));
    }
  }

  #payload(it: CaseDef): string {
    return it.type === undefined ? '' : `(${typeText(it.type, this.#nameOf)})`;
  }

  #members<T extends FieldDef | CaseDef>(members: readonly T[], rest: (it: T) => string): void {
    for (const it of members) {
      this.#docs(this.#options.docs?.item(it.loc));
      this.#line(`${escapeName(it.name)}${rest(it)},`);
    }
  }

  #resourceFuncs(funcs: readonly Func[]): void {
    for (const func of funcs) {
      this.#docs(this.#options.docs?.item(func.item));
      this.#gate(func.gate);
      const text = funcText(func, this.#nameOf);
      if (func.kind === 'constructor') this.#line(`${text};`);
      else this.#line(`${escapeName(func.label)}: ${func.kind === 'static' ? 'static ' : ''}${text};`);
    }
  }
}

/** Here `own<r>` is something else than `r`, so it is written. */
function aliasText(type: Type, nameOf: (def: TypeDef) => string): string {
  return type.kind === 'own' ? `own<${nameOf(type.def)}>` : typeText(type, nameOf);
}

function sameGate(a: Gate, b: Gate): boolean {
  return a.since === b.since && a.unstable === b.unstable && a.deprecated === b.deprecated;
}

function quoted(text: string): string {
  const escaped = Array.from(text, (it) => {
    if (it === '"' || it === '\\') return `\\${it}`;
    return /[ -~]/.test(it) ? it : `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return `"${escaped.join('')}"`;
}
