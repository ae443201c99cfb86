// What a binary declares as WIT text: worlds and interfaces, those of other packages in packages of their own, as the reference
// prints them. Nothing is made up: what cannot be written ends the printing, and says what it was.

import { readFuncName } from '../model/names.ts';
import { blockLines, escapeName, gateLines, memberText, paramsText, useText } from '../model/print.ts';
import { genericText } from '../syntax/generic-types.ts';
import { identifierFault, versionFault } from '../syntax/words.ts';
import {
  type Above,
  docs as docComment,
  type InterfaceDocs,
  NO_DOCS,
  type TypeDocs,
  type WorldDocs,
} from './package-docs.ts';
import type { ValueType } from './reader.ts';
import { separated, spaced } from './spacing.ts';
import type { ComponentType, Def, Item, Items } from './type-scope.ts';

/** Where a type has its name. An empty path: in the world itself. */
interface Home {
  readonly path: string;
  readonly name: string;
}

interface Used {
  readonly path: string;
  readonly name: string;
  readonly here: string;
  readonly above: Above;
}

/** One interface or the world while it is printed. */
interface Body {
  readonly path: string;
  readonly names: ReadonlyMap<Def, string>;
  readonly uses: Used[];
  readonly docs: Pick<InterfaceDocs, 'type'>;
}

/** One interface as far as it is known: every place that mentions it may add items. */
interface PrintedInterface {
  above: Above;
  readonly uses: Map<string, Used>;
  readonly items: Map<string, PrintedItem>;
}

/** Where an item of a world or an interface is printed, in this order, as the reference does; `use` comes before types. */
type ItemPlace = 'interface' | 'type' | 'function' | 'export';

interface PrintedItem {
  readonly place: ItemPlace;
  readonly lines: readonly string[];
  /** Functions of a resource, by key. */
  readonly methods: Map<string, readonly string[]> | undefined;
}

const NO_INTERFACE_DOCS: InterfaceDocs = NO_DOCS.interface('');
/** Maximum nesting of types without names; deeper input is hostile. */
const DEEPEST = 200;

export class WitPrinter {
  fault: string | undefined;
  /** The package of which things are written as `name` and not as `ns:p/name`. */
  readonly owner: string;
  #depth = 0;
  /** How much text may still be written: a few bytes can stand for a giant type. */
  #left: number;
  readonly #homes = new Map<Def, Home>();
  readonly #packages = new Map<string, Map<string, PrintedInterface>>();
  readonly #worlds: (readonly string[])[] = [];

  /** `size`: bytes of the binary. */
  constructor(ownPackage: string, size: number) {
    this.owner = ownPackage;
    this.#left = 16 * size + 65_536;
  }

  /** `docs`: of the package. */
  text(docs: string | undefined): string | undefined {
    const own = this.#packages.get(this.owner);
    this.#packages.delete(this.owner);
    const parts = [
      [...docComment(docs), `package ${this.#packageName(this.owner)};`],
      ...interfaceLines(own ?? new Map(), (path) => this.#path(path, this.owner)),
      ...this.#worlds,
      ...[...this.#packages].map(([name, interfaces]) =>
        blockLines(
          `package ${this.#packageName(name)}`,
          interfaceLines(interfaces, (path) => this.#path(path, name)).flatMap(separated),
        ),
      ),
    ];
    return this.fault === undefined ? `${parts.map((lines) => `${lines.join('\n')}\n`).join('\n')}` : undefined;
  }

  /** The next component of a package has types of its own: its objects are no others'. */
  forgetTypes(): void {
    this.#homes.clear();
  }

  // Interfaces

  /** What is known of it here is added to what is known of it already. */
  interface(path: string, items: Items, docs = NO_INTERFACE_DOCS): void {
    const { owner, name } = splitPath(path);
    const interfaces = this.#packages.get(owner) ?? new Map<string, PrintedInterface>();
    this.#packages.set(owner, interfaces);
    const known = interfaces.get(name) ?? { above: [], uses: new Map(), items: new Map() };
    this.#label(name);
    interfaces.set(name, known);
    if (docs.above.length > 0) known.above = docs.above;
    const body = this.#body(path, items, docs);
    for (const [key, item] of this.#items(items, body, docs)) {
      const before = known.items.get(key);
      if (before === undefined) known.items.set(key, item);
      else
        for (const [method, lines] of item.methods ?? [])
          if (!before.methods?.has(method)) before.methods?.set(method, lines);
    }
    for (const use of body.uses) if (!known.uses.has(use.here)) known.uses.set(use.here, use);
  }

  /** An interface that is printed elsewhere: only what its types are called. */
  mention(path: string, items: Items): void {
    for (const [name, item] of items)
      if (item.kind === 'type' && !this.#homes.has(item.def)) this.#homes.set(item.def, { path, name });
  }

  #body(path: string, items: Items, docs: Pick<InterfaceDocs, 'type'>): Body {
    const names = new Map<Def, string>();
    for (const [name, item] of items) if (item.kind === 'type' && !names.has(item.def)) names.set(item.def, name);
    return { path, names, uses: [], docs };
  }

  #items(items: Items, body: Body, docs: Pick<InterfaceDocs, 'func'>): Map<string, PrintedItem> {
    const printed = new Map<string, PrintedItem>();
    for (const [key, item] of items) {
      if (item.kind === 'type') {
        const it = this.#type(key, item, body);
        if (it !== undefined) printed.set(key, it);
      } else if (item.kind === 'func') this.#function(key, item, item.def, body, printed, docs.func(key));
      else this.#unknown(`the ${item.kind} \`${key}\` inside an interface`);
    }
    return printed;
  }

  /** A free function is an item of its own, another one belongs to its resource. */
  #function(
    key: string,
    item: Item,
    def: Def,
    body: Body,
    printed: Map<string, PrintedItem>,
    docs: Above,
    keyword = '',
  ): void {
    const lines = [...docs, ...externalId(item), `${keyword}${this.#func(key, def, body)};`];
    const owner = readFuncName(key).resource;
    if (owner === undefined) printed.set(key, { lines, methods: undefined, place: 'function' });
    else {
      const methods = printed.get(owner)?.methods;
      if (methods === undefined) this.#unknown(`the function \`${key}\` of a resource that is not there`);
      methods?.set(key, lines);
    }
  }

  // Worlds

  world(name: string, { imports, exports }: ComponentType, docs: WorldDocs): void {
    const body = this.#body('', imports, docs);
    const printed = new Map<string, PrintedItem>();
    for (const direction of ['import', 'export'] as const) {
      const items = direction === 'import' ? imports : exports;
      for (const [key, item] of items) this.#worldItem(direction, key, item, body, printed, docs);
    }
    const uses = useLines(body.uses, (path) => this.#path(path, this.owner));
    const lines = spaced(
      [...inPlace(printed, 'interface'), uses],
      [...inPlace(printed, 'type'), ...inPlace(printed, 'function')],
      inPlace(printed, 'export'),
    );
    this.#worlds.push([...docs.above, ...blockLines(`world ${this.#label(name)}`, lines)]);
  }

  #worldItem(
    direction: 'import' | 'export',
    key: string,
    item: Item,
    body: Body,
    printed: Map<string, PrintedItem>,
    docs: WorldDocs,
  ): void {
    const put = (above: Above, lines: readonly string[], place: ItemPlace): unknown =>
      printed.set(`${direction} ${key}`, {
        lines: [...above, ...externalId(item), ...lines],
        methods: undefined,
        place: direction === 'export' ? 'export' : place,
      });
    if (item.kind === 'type') {
      const it = this.#type(key, item, body);
      if (direction === 'export') this.#unknown(`the type \`${key}\` that a world exports`);
      else if (it !== undefined) printed.set(key, it);
    } else if (item.kind === 'func') {
      const above = docs.func(key, direction);
      if (readFuncName(key).resource !== undefined) this.#function(key, item, item.def, body, printed, above);
      else put(above, [`${direction} ${this.#func(key, item.def, body)};`], 'function');
    } else if (item.kind === 'component') this.#unknown(`the component \`${key}\` in a world`);
    else if (item.path === undefined && !key.includes('/')) {
      const inline = docs.inline(key, direction);
      const own = this.#body(key, item.items, inline);
      const items = [...this.#items(item.items, own, inline).values()].map(itemLines);
      const uses = useLines(own.uses, (path) => this.#path(path, this.owner));
      const lines = blockLines(`${direction} ${this.#label(key)}: interface`, spaced([uses], items));
      put(inline.above, lines, 'interface');
    } else {
      const path = item.path ?? key;
      if (splitPath(path).owner === this.owner) this.mention(path, item.items);
      else this.interface(path, item.items);
      const label = key.includes('/') ? '' : `${this.#label(key)}: `;
      const line = `${direction} ${label}${this.#path(path, this.owner)};`;
      put(docs.statement(key, direction), [line], 'interface');
    }
  }

  // Types

  /** Nothing for a name imported by `use`. */
  #type(key: string, item: Extract<Item, { kind: 'type' }>, body: Body): PrintedItem | undefined {
    const { def } = item;
    const home = this.#homeOf(def, body);
    if (!this.#homes.has(def)) this.#homes.set(def, { path: body.path, name: key });
    const docs = body.docs.type(key);
    const above = [...docs.above, ...externalId(item)];
    if (home !== undefined && home.path !== body.path) {
      body.uses.push({ ...home, here: key, above });
      return undefined;
    }
    if (home !== undefined)
      return {
        lines: [...above, `type ${this.#label(key)} = ${this.#label(home.name)};`],
        methods: undefined,
        place: 'type',
      };
    const lines = [...above, ...this.#definition(key, def, body, docs)];
    return { lines, methods: def.type.kind === 'resource' ? new Map() : undefined, place: 'type' };
  }

  /** Of the type, else of the nearest that it is another name for. What has its name in the world is known only there. */
  #homeOf(def: Def, body: Body): Home | undefined {
    for (let at: Def | undefined = def; at !== undefined; at = at.same) {
      const home = this.#homes.get(at);
      if (home !== undefined && (home.path !== '' || body.path === '')) return home;
    }
    return undefined;
  }

  #definition(name: string, def: Def, body: Body, docs: TypeDocs): readonly string[] {
    const { type } = def;
    const label = this.#label(name);
    const value = (it: ValueType | undefined): string | undefined =>
      it === undefined ? undefined : this.#value(it, def, body);
    const block = (members: readonly { name: string; type?: ValueType | undefined }[]): readonly string[] => {
      const lines = members.flatMap((it) => {
        this.#label(it.name);
        return [...docs.member(it.name), `${memberText(it.name, value(it.type), type.kind === 'record')},`];
      });
      return blockLines(`${type.kind} ${label}`, lines);
    };
    switch (type.kind) {
      case 'record':
        return block(type.fields);
      case 'variant':
        return block(type.cases);
      case 'flags':
      case 'enum':
        return block(type.names.map((it) => ({ name: it })));
      case 'resource':
        return [`resource ${label};`];
      case 'own':
        // As a definition it is another type than the resource.
        return [`type ${label} = own<${this.#resource(type.index, def, body)}>;`];
    }
    return [`type ${label} = ${this.#structure(def, body)};`];
  }

  /** `name: func(…) -> t`, without the `;`. */
  #func(key: string, def: Def, body: Body): string {
    const { type } = def;
    const { form, accessor, label } = readFuncName(key);
    if (type.kind !== 'func') return this.#unknown(`the function \`${key}\``);
    const own = form === 'method' ? type.params.slice(1) : type.params;
    const params = own.map(({ name, type: param }) => {
      this.#label(name);
      return { name, type: this.#value(param, def, body) };
    });
    const isConstructor = form === 'constructor';
    const returned = isConstructor && !this.#isResult(type.result, def) ? undefined : type.result;
    const result = returned === undefined ? undefined : this.#value(returned, def, body);
    if (isConstructor) return `constructor${paramsText(params, result)}`;
    const word = accessor ?? `${type.async ? 'async ' : ''}func`;
    return `${this.#label(label)}: ${form === 'static' ? 'static ' : ''}${word}${paramsText(params, result)}`;
  }

  #isResult(type: ValueType | undefined, { scope }: Def): boolean {
    return typeof type === 'number' && scope.type(type)?.type.kind === 'result';
  }

  #value(value: ValueType, { scope }: Def, body: Body): string {
    if (typeof value === 'string') return value;
    const def = scope.type(value);
    return def === undefined ? this.#unknown(`the type number ${value}`) : this.#named(def, body);
  }

  #named(def: Def, body: Body): string {
    const own = body.names.get(def);
    if (own !== undefined) return this.#spend(escapeName(own));
    const home = this.#homeOf(def, body);
    if (home === undefined) return this.#structure(def, body);
    if (home.path === body.path) return this.#spend(escapeName(home.name));
    const known = body.uses.find((it) => it.path === home.path && it.name === home.name);
    if (known === undefined) body.uses.push({ ...home, here: home.name, above: [] });
    return this.#spend(escapeName(known?.here ?? home.name));
  }

  #structure(def: Def, body: Body): string {
    if (this.#depth >= DEEPEST) return this.#unknown(`a type nested more than ${DEEPEST} deep`);
    if (this.fault !== undefined) return '_';
    this.#depth++;
    const text = this.#structureText(def, body);
    this.#depth--;
    return this.#spend(text);
  }

  #structureText(def: Def, body: Body): string {
    const { type } = def;
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'own':
        return this.#resource(type.index, def, body);
      case 'borrow':
        return `borrow<${this.#resource(type.index, def, body)}>`;
      case 'record':
      case 'variant':
      case 'flags':
      case 'enum':
      case 'func':
      case 'component':
      case 'instance':
      case 'resource':
        return this.#unknown(`a ${type.kind} without a name`);
    }
    return genericText(type, (it) => this.#value(it, def, body));
  }

  #resource(index: number, { scope }: Def, body: Body): string {
    const resource = scope.type(index);
    return resource === undefined ? this.#unknown(`the resource number ${index}`) : this.#named(resource, body);
  }

  // Words

  #spend(text: string): string {
    this.#left -= text.length;
    return this.#left > 0 ? text : this.#tooLarge();
  }

  #tooLarge(): string {
    this.fault ??= 'its types are far larger when they are written out';
    return '_';
  }

  #label(name: string): string {
    this.#left -= name.length;
    return identifierFault(name) === undefined ? escapeName(name) : this.#unknown(`the name \`${name}\``);
  }

  #packageName(id: string): string {
    const [, namespace = '', name = '', version] = /^([^:]+):([^@]+)(?:@(.*))?$/.exec(id) ?? [];
    if (version !== undefined && versionFault(version) !== undefined) this.#unknown(`the version \`${version}\``);
    return `${this.#label(namespace)}:${this.#label(name)}${version === undefined ? '' : `@${version}`}`;
  }

  /** An interface as the text of `from`, a package, names it. */
  #path(path: string, from: string): string {
    const { owner, name } = splitPath(path);
    if (owner === from) return this.#label(name);
    const [id = '', version] = owner.split('@', 2);
    return `${this.#packageName(id)}/${this.#label(name)}${version === undefined ? '' : `@${version}`}`;
  }

  #unknown(what: string): string {
    this.fault ??= `it has ${what}, which WIT cannot express`;
    return '_';
  }
}

/** `a:b@1.0.0` and `c` of `a:b/c@1.0.0`. */
export function splitPath(path: string): { readonly owner: string; readonly name: string } {
  const [, owner = '', name = '', version = ''] = /^([^/]+)\/([^@]+)(@.*)?$/.exec(path) ?? [];
  return { owner: owner + version, name };
}

function externalId({ externalId: id }: Item): readonly string[] {
  return gateLines({ externalId: id });
}

function interfaceLines(
  interfaces: ReadonlyMap<string, PrintedInterface>,
  pathText: (path: string) => string,
): (readonly string[])[] {
  return [...interfaces].map(([name, { above, uses, items }]) => [
    ...above,
    ...blockLines(
      `interface ${escapeName(name)}`,
      spaced([useLines([...uses.values()], pathText)], [...inPlace(items, 'type'), ...inPlace(items, 'function')]),
    ),
  ]);
}

/** Neighbours from one interface with the same gates stand in one statement. */
function useLines(uses: readonly Used[], pathText: (path: string) => string): readonly string[] {
  const groups: { readonly key: string; readonly first: Used; readonly names: Used[] }[] = [];
  for (const use of uses) {
    const key = [use.path, ...use.above].join('\n');
    const last = groups.at(-1);
    if (last?.key === key) last.names.push(use);
    else groups.push({ key, first: use, names: [use] });
  }
  return groups.flatMap(({ first, names }) => [...first.above, useText(pathText(first.path), names)]);
}

/** The items of one place. What is mentioned in several places may have its types behind its functions. */
function inPlace(items: ReadonlyMap<string, PrintedItem>, place: ItemPlace): (readonly string[])[] {
  return [...items.values()].filter((it) => it.place === place).map(itemLines);
}

function itemLines({ lines, methods }: PrintedItem): readonly string[] {
  const last = lines.at(-1);
  if (methods === undefined || methods.size === 0 || last === undefined) return lines;
  return [...lines.slice(0, -1), ...blockLines(last.replace(/;$/, ''), [...methods.values()].flat())];
}
