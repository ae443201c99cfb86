// Worlds and interfaces as WIT, in the words, order and layout of the reference's printer (wit-component `printing.rs`):
// includes expanded, aliases of top-level `use` gone, paths in full outside of the own package.

import { isPlain } from '../model/elaborate.ts';
import type { DocsSource } from '../model/json.ts';
import { itemPath, type PackageId, packageKey, unmarked } from '../model/names.ts';
import type { CaseDef, ElaboratedItem, FieldDef, Func, Gate, Interface, TypeDef, World } from '../model/package.ts';
import {
  definitionLines,
  docLines,
  escapeName,
  funcText,
  funcTypeText,
  gateLines,
  type UsedName,
  useText,
} from '../model/print.ts';
import { WorldTypes } from '../model/world-types.ts';

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
    for (const line of docLines(docs)) this.#line(line);
  }

  #gate(gate: Gate): void {
    for (const line of gateLines(gate)) this.#line(line);
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
      this.#line(`${direction} ${escapeName(unmarked(item.key))}: ${funcTypeText(it.func, { nameOf: this.#nameOf })};`);
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
      this.#line(`${funcText(func, { nameOf: this.#nameOf })};`);
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
    const uses: { readonly from: Interface; readonly gate: Gate; readonly names: UsedName[] }[] = [];
    const own: typeof types = types.filter(({ name, gate, def }) => {
      const target = def?.def.kind === 'use' ? def.def.target : undefined;
      if (target?.owner.kind !== 'interface') return def?.def.kind !== 'use';
      const used = { name: target.name, here: name };
      const last = uses.at(-1);
      if (last?.from === target.owner && sameGate(last.gate, gate)) last.names.push(used);
      else uses.push({ from: target.owner, gate, names: [used] });
      return false;
    });
    for (const { from, gate, names } of uses) {
      this.#any = true;
      this.#gate(gate);
      this.#line(useText(pathText(from, this.#options.from), names));
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
    const lines = definitionLines(type, { nameOf: this.#nameOf, name, funcs, above: (it) => this.#above(it) });
    for (const line of lines) this.#line(line);
  }

  #above(member: FieldDef | CaseDef | Func): readonly string[] {
    const isFunc = 'params' in member;
    const docs = docLines(this.#options.docs?.item(isFunc ? member.item : member.loc));
    return isFunc ? [...docs, ...gateLines(member.gate)] : docs;
  }
}

function sameGate(a: Gate, b: Gate): boolean {
  return a.since === b.since && a.unstable === b.unstable && a.deprecated === b.deprecated;
}
