// A world as data for views: imports and exports by package, why each is there, what they depend on, what they
// let the component do, how large it all is. `P` is a place in a form of the caller's choice.

import { isPlain } from '../model/elaborate.ts';
import { interfaceKey, type PackageId, packageKey, unmarked } from '../model/names.ts';
import type { ElaboratedItem, Gate, Interface, Loc, TypeDef, World } from '../model/package.ts';
import { escapeName, funcTypeText } from '../model/print.ts';
import { WorldTypes } from '../model/world-types.ts';
import { type CustomCapabilities, capabilitiesOf, type Grant, grantsOf } from './capabilities.ts';
import { isImplicit, type ReasonStep, reasonSteps, worldPath } from './reasons.ts';

export interface WorldPreview<P> {
  readonly name: string;
  /** `ns:package/world@version`. */
  readonly path: string;
  readonly package: string;
  readonly place: P;
  readonly imports: readonly PreviewGroup<P>[];
  readonly exports: readonly PreviewGroup<P>[];
  readonly capabilities: readonly Grant[];
  /** Paths of the world, or of what it includes, that lead nowhere: what they would bring is missing here. */
  readonly unresolved: readonly string[];
  readonly sizes: WorldSizes;
  /** What a policy says against it; absent where nothing is. */
  readonly denied?: readonly string[];
}

/** What comes from one package; what the world itself defines under a label has a group of its own, the last. */
export interface PreviewGroup<P> {
  /** `ns:package`; empty for the world's own. */
  readonly package: string;
  readonly version?: string;
  /** Is it the package of the world? */
  readonly own: boolean;
  readonly items: readonly PreviewItem<P>[];
}

export interface PreviewItem<P> {
  /** Unlike any other of the world's: `import wasi:io/streams@0.2.0`. */
  readonly id: string;
  /** As components name it. */
  readonly key: string;
  readonly direction: 'import' | 'export';
  readonly kind: 'interface' | 'func' | 'type';
  /** Without package and version. */
  readonly name: string;
  /** What a person reads after the name: a signature, or which interface a label stands for. */
  readonly detail?: string;
  /** No statement names it: another interface uses its types. */
  readonly implicit: boolean;
  readonly gate?: string;
  /** Where it is defined. */
  readonly place: P;
  readonly reasons: readonly (Omit<ReasonStep, 'loc'> & { readonly place: P })[];
  /** Ids of the items whose types it uses. */
  readonly uses: readonly string[];
  /** Ids of capabilities. */
  readonly grants: readonly string[];
  readonly sizes: ItemSizes;
}

export interface ItemSizes {
  readonly functions: number;
  readonly resources: number;
  readonly types: number;
}

export interface WorldSizes {
  readonly imports: ItemSizes & { readonly interfaces: number; readonly implicit: number };
  readonly exports: ItemSizes & { readonly interfaces: number };
  readonly packages: number;
  /** The longest chain of interfaces that use each other. */
  readonly depth: number;
}

export interface PreviewOptions<P> {
  readonly place: (loc: Loc) => P;
  readonly capabilities?: CustomCapabilities;
}

export function previewWorld<P>(world: World, options: PreviewOptions<P>): WorldPreview<P> {
  const imports = itemsOf(world, 'import', options);
  const exports = itemsOf(world, 'export', options);
  return {
    name: world.name,
    path: worldPath(world),
    package: packageKey(world.package),
    place: options.place(world.loc),
    imports: grouped(world, imports),
    exports: grouped(world, exports),
    capabilities: grantsOf(world, options.capabilities),
    unresolved: [...new Set(world.unresolved?.map((it) => it.path))],
    sizes: sizesOf(imports, exports),
  };
}

/** Ids of the imports that no statement names: only what uses their types explains them. */
export function implicitImports<P>({ imports }: Pick<WorldPreview<P>, 'imports'>): ReadonlySet<string> {
  return new Set(imports.flatMap(({ items }) => items.filter((it) => it.implicit).map((it) => it.id)));
}

/** An item with the package it is listed under. */
interface Listed<P> {
  readonly item: PreviewItem<P>;
  readonly from: PackageId | undefined;
}

function itemsOf<P>(world: World, direction: 'import' | 'export', options: PreviewOptions<P>): Listed<P>[] {
  const types = new WorldTypes(world);
  const side = direction === 'import' ? world.imports : world.exports;
  return [...side.values()].map((item) => {
    const target = item.item.kind === 'interface' ? item.item.interface : undefined;
    const detail = detailOf(item, types);
    const gate = gateText(item.gate);
    return {
      from: isPlain(item) ? target?.package : undefined,
      item: {
        id: `${direction} ${item.key}`,
        key: item.key,
        direction,
        kind: item.item.kind,
        name: isPlain(item) ? (target?.name ?? item.key) : unmarked(item.key),
        ...(detail === undefined ? {} : { detail }),
        implicit: isImplicit(item.reason),
        ...(gate === undefined ? {} : { gate }),
        place: options.place(placeOf(item)),
        reasons: reasonSteps(world, item, direction).map(({ loc, ...step }) => ({
          ...step,
          place: options.place(loc),
        })),
        uses: target === undefined ? usedByWorldItem(item) : usedInterfaces(world, target, direction),
        grants: capabilitiesOf(item, direction, options.capabilities).map((it) => it.id),
        sizes: itemSizes(item),
      },
    };
  });
}

function detailOf(item: ElaboratedItem, types: WorldTypes): string | undefined {
  const it = item.item;
  if (it.kind === 'func') {
    const names = types.of(item);
    return funcTypeText(it.func, { nameOf: (def) => escapeName(names.get(def)?.key ?? def.name) });
  }
  if (it.kind === 'type') return typeDetail(it.type);
  if (it.interface?.name === undefined) return 'interface';
  return isPlain(item) ? undefined : interfaceKey(it.interface);
}

function typeDetail({ def }: TypeDef): string {
  if (def.kind === 'alias') return 'type';
  if (def.kind !== 'use') return def.kind;
  const owner = def.target?.owner;
  return owner?.kind === 'interface' ? `used from ${interfaceKey(owner)}` : 'used';
}

function gateText(gate: Gate): string | undefined {
  if (gate.unstable !== undefined) return `unstable: ${gate.unstable}`;
  if (gate.deprecated !== undefined) return `deprecated since ${gate.deprecated}`;
  return gate.since === undefined ? undefined : `since ${gate.since}`;
}

function placeOf({ item, reason }: ElaboratedItem): Loc {
  if (item.kind === 'func') return item.func.loc;
  if (item.kind === 'type') return item.type.loc;
  return item.interface?.loc ?? reason.loc;
}

/** What an exported interface uses is an export when it is one, else an import. */
function usedInterfaces(world: World, it: Interface, direction: 'import' | 'export'): string[] {
  const keys = new Set<string>();
  for (const { def, active } of it.types.values()) {
    const owner = active && def.kind === 'use' ? def.target?.owner : undefined;
    if (owner?.kind !== 'interface' || owner === it) continue;
    const key = interfaceKey(owner);
    const side = direction === 'export' && world.exports.has(key) ? 'export' : 'import';
    keys.add(`${side} ${key}`);
  }
  return [...keys];
}

function usedByWorldItem({ item }: ElaboratedItem): string[] {
  const owner = item.kind === 'type' && item.type.def.kind === 'use' ? item.type.def.target?.owner : undefined;
  return owner?.kind === 'interface' ? [`import ${interfaceKey(owner)}`] : [];
}

function itemSizes({ item }: ElaboratedItem): ItemSizes {
  if (item.kind === 'func') return { functions: 1, resources: 0, types: 0 };
  if (item.kind === 'type') return { functions: 0, resources: item.type.def.kind === 'resource' ? 1 : 0, types: 1 };
  const types = [...(item.interface?.types.values() ?? [])].filter((it) => it.active && it.def.kind !== 'use');
  return {
    functions: [...(item.interface?.funcs.values() ?? [])].filter((it) => it.active).length,
    resources: types.filter((it) => it.def.kind === 'resource').length,
    types: types.length,
  };
}

function grouped<P>(world: World, listed: readonly Listed<P>[]): PreviewGroup<P>[] {
  const groups = new Map<string, { readonly from: PackageId | undefined; readonly items: PreviewItem<P>[] }>();
  for (const { item, from } of listed) {
    const key = from === undefined ? '' : packageKey(from);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { from, items: [item] });
    else known.items.push(item);
  }
  const all = [...groups.values()].sort((a, b) => Number(a.from === undefined) - Number(b.from === undefined));
  return all.map(({ from, items }) => ({
    package: from === undefined ? '' : packageKey({ namespace: from.namespace, name: from.name }),
    ...(from?.version === undefined ? {} : { version: from.version }),
    own: from === undefined || packageKey(from) === packageKey(world.package),
    items,
  }));
}

function sizesOf<P>(imports: readonly Listed<P>[], exports: readonly Listed<P>[]): WorldSizes {
  const all = [...imports, ...exports];
  return {
    imports: { ...sideSizes(imports), implicit: imports.filter(({ item }) => item.implicit).length },
    exports: sideSizes(exports),
    packages: new Set(all.flatMap(({ from }) => (from === undefined ? [] : [packageKey(from)]))).size,
    depth: depthOf(all),
  };
}

function sideSizes<P>(listed: readonly Listed<P>[]): ItemSizes & { readonly interfaces: number } {
  const sum = (size: keyof ItemSizes): number => listed.reduce((total, { item }) => total + item.sizes[size], 0);
  const interfaces = listed.filter(({ item }) => item.kind === 'interface').length;
  return { interfaces, functions: sum('functions'), resources: sum('resources'), types: sum('types') };
}

/** What an item uses stands before it. */
function depthOf<P>(listed: readonly Listed<P>[]): number {
  const depths = new Map<string, number>();
  let deepest = 0;
  for (const { item } of listed) {
    const below = item.uses.reduce((depth, id) => Math.max(depth, depths.get(id) ?? 0), 0);
    depths.set(item.id, below + 1);
    deepest = Math.max(deepest, below + 1);
  }
  return deepest;
}
