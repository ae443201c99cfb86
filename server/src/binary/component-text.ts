// The world of a component with code, as WIT text: the package `root:component` with the world `root`, and the interfaces that
// it mentions in packages of their own, as the reference prints them.

import { readFuncName } from '../model/names.ts';
import { blockLines, escapeName, memberText, paramsText, useText } from '../model/print.ts';
import { genericText } from '../syntax/generic-types.ts';
import { type ComponentType, componentType, type Def, type Item, type Items } from './component.ts';
import type { ValueType } from './reader.ts';

/** Undefined when the component has what is not understood. */
export function componentText(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): string | undefined {
  const type = componentType(bytes, decode);
  if (type === undefined) return undefined;
  const printer = new ComponentPrinter();
  const text = printer.print(type);
  return printer.isWhole ? text : undefined;
}

/** Where a type has its name. An empty path: in the world itself. */
interface Home {
  readonly path: string;
  readonly name: string;
}

/** One interface or the world while it is printed. */
interface Body {
  readonly path: string;
  readonly names: ReadonlyMap<Def, string>;
  /** Names brought from elsewhere: path → original name → name here. */
  readonly uses: Map<string, Map<string, string>>;
}

/** A type written in so many steps, or so deep, was made to do harm: each can mention another one twice. */
const STEPS = 1_000_000;
const DEEPEST = 200;

class ComponentPrinter {
  isWhole = true;
  #steps = 0;
  #depth = 0;
  readonly #homes = new Map<Def, Home>();

  print({ imports, exports }: ComponentType): string {
    const packages = new Map<string, Map<string, string>>();
    const lines: string[] = [];
    const world: Body = { path: '', names: namesOf(imports), uses: new Map() };
    const statements = (items: Items, direction: string): void => {
      const methods = this.#methods(items, world, '  ');
      for (const [key, item] of items) {
        if (item.kind === 'instance' && key.includes('/')) {
          const path = item.path ?? key;
          this.#interface(packages, path, item.items);
          lines.push(`  ${direction} ${escapePath(path)};`);
        } else if (item.kind === 'instance' && item.path !== undefined) {
          this.#interface(packages, item.path, item.items);
          lines.push(`  ${direction} ${escapeName(key)}: ${escapePath(item.path)};`);
        } else lines.push(...this.#worldItem(key, item, direction, world, methods));
      }
    };
    statements(imports, 'import');
    statements(exports, 'export');
    const uses = usesText(world, '  ');
    const own = `package root:component;\n\nworld root {\n${uses}${lines.map((it) => `${it}\n`).join('')}}\n`;
    const others = [...packages].map(
      ([name, interfaces]) => `\npackage ${escapePath(name)} {\n${[...interfaces.values()].join('')}}\n`,
    );
    return own + others.join('');
  }

  #interface(packages: Map<string, Map<string, string>>, path: string, items: Items): void {
    const [, owner = '', name = '', version = ''] = /^([^/]+)\/([^@]+)(@.*)?$/.exec(path) ?? [];
    const interfaces = packages.get(owner + version) ?? new Map<string, string>();
    packages.set(owner + version, interfaces);
    const text = `  interface ${escapeName(name)} {\n${this.#body(path, items, '    ')}  }\n`;
    // What is both imported and exported is one interface; of an import, only what the component needs may be left.
    if (text.length > (interfaces.get(name)?.length ?? 0)) interfaces.set(name, text);
  }

  #worldItem(
    key: string,
    item: Item,
    direction: string,
    world: Body,
    methods: ReadonlyMap<string, readonly string[]>,
  ): readonly string[] {
    if (item.kind === 'func')
      return readFuncName(key).resource === undefined ? [`  ${direction} ${this.#method(key, item.def, world)};`] : [];
    if (item.kind === 'instance')
      return [`  ${direction} ${escapeName(key)}: interface {\n${this.#body(key, item.items, '    ')}  }`];
    return this.#type(key, item.def, world, '  ', methods);
  }

  #body(path: string, items: Items, indent: string): string {
    const body: Body = { path, names: namesOf(items), uses: new Map() };
    const lines: string[] = [];
    const methods = this.#methods(items, body, indent);
    for (const [key, item] of items) {
      if (item.kind === 'type') lines.push(...this.#type(key, item.def, body, indent, methods));
      else if (item.kind === 'func' && readFuncName(key).resource === undefined)
        lines.push(`${indent}${this.#method(key, item.def, body)};`);
    }
    return usesText(body, indent) + lines.map((it) => `${it}\n`).join('');
  }

  #type(
    key: string,
    def: Def,
    body: Body,
    indent: string,
    methods: ReadonlyMap<string, readonly string[]>,
  ): readonly string[] {
    const home = this.#homeOf(def, body);
    if (!this.#homes.has(def)) this.#homes.set(def, { path: body.path, name: key });
    return home === undefined
      ? [this.#definition(key, def, body, indent, methods.get(key))]
      : this.#again(body, home, key, indent);
  }

  /** Of the type, else of the nearest that it is another name for. What has its name in the world is known only there. */
  #homeOf(def: Def, body: Body): Home | undefined {
    for (let at: Def | undefined = def; at !== undefined; at = at.same) {
      const home = this.#homes.get(at);
      if (home !== undefined && (home.path !== '' || body.path === '')) return home;
    }
    return undefined;
  }

  /** The functions of each resource. */
  #methods(items: Items, body: Body, indent: string): ReadonlyMap<string, readonly string[]> {
    const methods = new Map<string, string[]>();
    for (const [key, item] of items) {
      const owner = readFuncName(key).resource;
      if (item.kind === 'func' && owner !== undefined)
        methods.set(owner, [...(methods.get(owner) ?? []), `${indent}  ${this.#method(key, item.def, body)};\n`]);
    }
    return methods;
  }

  /** A type that has its name elsewhere. */
  #again(body: Body, home: Home, key: string, indent: string): string[] {
    const known = home.path === body.path ? home.name : body.uses.get(home.path)?.get(home.name);
    if (known !== undefined) return [`${indent}type ${escapeName(key)} = ${escapeName(known)};`];
    this.#use(body, home, key);
    return [];
  }

  /** What a type from elsewhere is called here. */
  #use(body: Body, home: Home, name: string): string {
    const names = body.uses.get(home.path) ?? new Map<string, string>();
    body.uses.set(home.path, names);
    const known = names.get(home.name);
    if (known !== undefined) return known;
    names.set(home.name, name);
    return name;
  }

  #definition(name: string, { type, scope }: Def, body: Body, indent: string, methods: readonly string[] = []): string {
    const label = escapeName(name);
    const block = (members: readonly string[]): string =>
      blockLines(
        `${type.kind} ${label}`,
        members.map((it) => `${it},`),
      ).join(`\n${indent}`);
    const member = ({ name: own, type: it }: { readonly name: string; readonly type: ValueType | undefined }): string =>
      memberText(own, it === undefined ? it : this.#value(it, { type, scope }, body), type.kind === 'record');
    switch (type.kind) {
      case 'record':
        return indent + block(type.fields.map(member));
      case 'variant':
        return indent + block(type.cases.map(member));
      case 'flags':
      case 'enum':
        return indent + block(type.names.map(escapeName));
      case 'resource':
        return methods.length === 0
          ? `${indent}resource ${label};`
          : `${indent}resource ${label} {\n${methods.join('')}${indent}}`;
    }
    return `${indent}type ${label} = ${this.#structure({ type, scope }, body)};`;
  }

  #method(key: string, def: Def, body: Body): string {
    const { form, label } = readFuncName(key);
    const text = this.#func(key, def, body);
    if (form !== 'constructor') return `${escapeName(label)}: ${form === 'static' ? 'static ' : ''}${text}`;
    const { type, scope } = def;
    const result = type.kind === 'func' && typeof type.result === 'number' ? scope.types[type.result] : undefined;
    const plain = text.replace(/^func/, 'constructor');
    return result?.type.kind === 'result' ? plain : plain.replace(/ -> [^>]*$/, '');
  }

  #func(key: string, { type, scope }: Def, body: Body): string {
    if (type.kind !== 'func') return this.#unknown();
    const def = { type, scope };
    const { form, accessor = 'func' } = readFuncName(key);
    const params = form === 'method' ? type.params.slice(1) : type.params;
    const printed = params.map((it) => ({ name: it.name, type: this.#value(it.type, def, body) }));
    const result = type.result === undefined ? undefined : this.#value(type.result, def, body);
    return `${type.async ? 'async ' : ''}${accessor}${paramsText(printed, result)}`;
  }

  #value(value: ValueType, { scope }: Def, body: Body): string {
    if (typeof value === 'string') return value;
    const def = scope.types[value];
    return def === undefined ? this.#unknown() : this.#named(def, body);
  }

  #named(def: Def, body: Body): string {
    const own = body.names.get(def);
    if (own !== undefined) return escapeName(own);
    const home = this.#homeOf(def, body);
    return home === undefined ? this.#structure(def, body) : escapeName(this.#use(body, home, home.name));
  }

  #structure(def: Def, body: Body): string {
    if (this.#steps++ > STEPS || this.#depth >= DEEPEST) return this.#unknown();
    this.#depth++;
    const text = this.#structureText(def, body);
    this.#depth--;
    return text;
  }

  #structureText(def: Def, body: Body): string {
    const { type, scope } = def;
    const value = (it: ValueType): string => this.#value(it, def, body);
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'own':
      case 'borrow': {
        const resource = scope.types[type.index];
        const name = resource === undefined ? this.#unknown() : this.#named(resource, body);
        return type.kind === 'own' ? name : `borrow<${name}>`;
      }
      case 'record':
      case 'variant':
      case 'flags':
      case 'enum':
      case 'func':
      case 'component':
      case 'instance':
      case 'resource':
        // Nothing of the kind is without a name.
        return this.#unknown();
    }
    return genericText(type, value);
  }

  /** Nothing is made up: then there is no text at all. */
  #unknown(): string {
    this.isWhole = false;
    return '_';
  }
}

function namesOf(items: Items): ReadonlyMap<Def, string> {
  const names = new Map<Def, string>();
  for (const [name, item] of items) if (item.kind === 'type' && !names.has(item.def)) names.set(item.def, name);
  return names;
}

function usesText(body: Body, indent: string): string {
  return [...body.uses]
    .filter(([path]) => path !== '' && path !== body.path)
    .map(([path, names]) => {
      const used = [...names].map(([name, here]) => ({ name, here }));
      const near = packageOf(path) === packageOf(body.path);
      return `${indent}${useText(near ? nameIn(path) : escapePath(path), used)}\n`;
    })
    .join('');
}

/** `a:b@1.0.0` of `a:b/c@1.0.0`. */
function packageOf(path: string): string {
  return path.replace(/\/[^@]*/, '');
}

function nameIn(path: string): string {
  return escapeName(/\/([^@]+)/.exec(path)?.[1] ?? path);
}

function escapePath(path: string): string {
  return path.replace(/(^|[:/])([a-zA-Z][\w-]*)/g, (_, before: string, name: string) => before + escapeName(name));
}
