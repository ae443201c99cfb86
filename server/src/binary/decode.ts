// What a binary is, and the WIT text of what it says: a package that wit-component encoded, a component, or a core module in
// which a binding generator left its worlds.

import { COMPONENT, CORE_MODULE } from '../model/names.ts';
import { type Component, readComponent } from './component.ts';
import { NO_DOCS, type PackageDocs, readPackageDocs } from './package-docs.ts';
import { Bytes, isComponent, isCoreModule } from './reader.ts';
import { type ComponentType, faultOf, type Item, type Items, typeOf } from './type-scope.ts';
import { splitPath, WitPrinter } from './wit-text.ts';

export type Decoded =
  | { readonly kind: 'package'; readonly text: string }
  | { readonly kind: 'component' | 'core-module'; readonly text: string }
  /** `fault`: what keeps it from being read; absent for a core module without a world. */
  | { readonly kind: 'unreadable'; readonly of: 'component' | 'core-module'; readonly fault?: string };

type Decode = (bytes: Uint8Array) => string;

export function decodeBinary(bytes: Uint8Array, decode: Decode): Decoded {
  if (isCoreModule(bytes)) return decodeCoreModule(bytes, decode);
  const component = readComponent(bytes, decode);
  if ('fault' in component) return { kind: 'unreadable', of: 'component', fault: component.fault };
  const entries = isComponent(bytes) ? packageEntries(component) : undefined;
  return entries === undefined
    ? decodeWorld('component', component, bytes.length, readPackageDocs(component.custom.get('package-docs'), decode))
    : decodePackage(component, entries, bytes.length, decode);
}

interface PackageEntry {
  readonly name: string;
  /** What keeps it from being read. */
  readonly fault?: string;
  /** `ns:p/name@v` */
  readonly path: string;
  readonly imports: Items;
  readonly item: Item;
}

/** The interfaces and worlds of a package: every export is the type of a component that exports one of them. */
function packageEntries({ imports, exports }: Component): Iterable<PackageEntry> | undefined {
  if (imports.size > 0 || exports.size === 0) return undefined;
  for (const item of exports.values()) if (componentDef(item) === undefined) return undefined;
  return entriesOf(exports);
}

/** One after another: each takes far more memory than its text. */
function* entriesOf(exports: Items): Iterable<PackageEntry> {
  for (const [name, item] of exports) {
    const def = componentDef(item);
    const type = def === undefined ? undefined : typeOf(def.declarations, def.scope);
    if (type === undefined) yield { name, path: '', imports: new Map(), item, fault: faultOf(def?.scope) };
    else {
      const [path, inner] = [...type.exports].at(-1) ?? ['', item];
      yield { name, path, imports: type.imports, item: inner };
    }
  }
}

function componentDef(item: Item) {
  if (item.kind !== 'type' || item.def.type.kind !== 'component') return undefined;
  return { declarations: item.def.type.declarations, scope: item.def.scope };
}

function decodePackage(component: Component, entries: Iterable<PackageEntry>, size: number, decode: Decode): Decoded {
  const docs = readPackageDocs(component.custom.get('package-docs'), decode);
  let printer: WitPrinter | undefined;
  for (const { name, path, imports, item, fault } of entries) {
    if (fault !== undefined) return { kind: 'unreadable', of: 'component', fault };
    const { owner } = printer ?? splitPath(path);
    printer ??= new WitPrinter(owner, size);
    printer.forgetTypes();
    const isOwn = splitPath(path).owner === owner && splitPath(path).name === name;
    if (!isOwn || (item.kind !== 'instance' && item.kind !== 'component'))
      return { kind: 'unreadable', of: 'component', fault: `\`${name}\` is neither an interface nor a world` };
    for (const [key, it] of imports) {
      if (it.kind !== 'instance') continue;
      if (splitPath(it.path ?? key).owner === owner) printer.mention(it.path ?? key, it.items);
      else printer.interface(it.path ?? key, it.items);
    }
    if (item.kind === 'instance') printer.interface(path, item.items, docs.interface(name));
    else printer.world(name, item.type, docs.world(name));
  }
  return printed('package', printer ?? new WitPrinter('', size), docs.docs);
}

function printed(kind: 'package' | 'component' | 'core-module', printer: WitPrinter, docs?: string): Decoded {
  const text = printer.text(docs);
  if (text !== undefined) return { kind, text } as Decoded;
  const of = kind === 'package' ? 'component' : kind;
  return { kind: 'unreadable', of, fault: printer.fault ?? 'it is not known' };
}

/** A package with nothing in it is such a component, too, with what it says about itself. */
function decodeWorld(
  kind: 'component' | 'core-module',
  type: ComponentType,
  size: number,
  { docs }: Pick<PackageDocs, 'docs'> = NO_DOCS,
): Decoded {
  const owner = kind === 'component' ? COMPONENT : CORE_MODULE;
  const printer = new WitPrinter(owner, size);
  printer.world('root', type, NO_DOCS.world('root'));
  return printed(kind, printer, docs);
}

/** All worlds that stand in it, as one (wit-component `Bindgen::merge`). */
function decodeCoreModule(bytes: Uint8Array, decode: Decode): Decoded {
  const imports = new Map<string, Item>();
  const exports = new Map<string, Item>();
  const sections = componentTypes(bytes, decode);
  if (sections.length === 0) return { kind: 'unreadable', of: 'core-module' };
  for (const section of sections) {
    const component = readComponent(section, decode);
    if ('fault' in component) return { kind: 'unreadable', of: 'core-module', fault: component.fault };
    const [entry] = packageEntries(component) ?? [];
    if (entry?.item.kind !== 'component')
      return { kind: 'unreadable', of: 'core-module', fault: 'its section `component-type` has no world' };
    for (const [key, item] of entry.item.type.imports) merge(imports, key, item);
    for (const [key, item] of entry.item.type.exports) merge(exports, key, item);
  }
  return decodeWorld('core-module', { imports, exports }, bytes.length);
}

/** An interface that several of them have is the sum of what they know of it. */
function merge(side: Map<string, Item>, key: string, item: Item): void {
  const known = side.get(key);
  if (known?.kind === 'instance' && item.kind === 'instance')
    side.set(key, { ...known, items: new Map([...item.items, ...known.items]) });
  else if (known === undefined) side.set(key, item);
}

/** The sections that binding generators leave. */
function componentTypes(bytes: Uint8Array, decode: Decode): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = new Bytes(bytes, 8, bytes.length, decode);
  while (!reader.done && reader.ok) {
    const id = reader.byte();
    const section = reader.slice(reader.unsigned());
    if (id === 0 && section?.string().startsWith('component-type') === true) found.push(section.rest());
  }
  return found;
}
