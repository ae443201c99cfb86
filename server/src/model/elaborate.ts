// What a world really imports and exports: includes merged, interfaces reached through `use` imported, gated items gone
// (wit-parser `resolve_include`, `elaborate_world`). Each item knows why it is there.

import { memo } from '../base/memo.ts';
import { pairAccessors } from './accessors.ts';
import { interfaceKey } from './names.ts';
import type { ElaboratedItem, Gate, Include, Interface, Reason, TypeDef, World, WorldItem } from './package.ts';
import type { PackageScope } from './scope.ts';

type Side = Map<string, ElaboratedItem>;

export interface Elaborated {
  readonly imports: ReadonlyMap<string, ElaboratedItem>;
  readonly exports: ReadonlyMap<string, ElaboratedItem>;
}

export function elaborate(scope: PackageScope, world: World): Elaborated {
  const imports: Side = new Map();
  const exports: Side = new Map();
  for (const item of world.items) {
    if (!item.active) continue;
    const placed = fromStatement(item);
    const side = item.direction === 'import' ? imports : exports;
    if (placed !== undefined && !side.has(placed.key)) side.set(placed.key, placed);
  }
  for (const include of world.includes) {
    if (include.active && include.target !== undefined)
      merge(scope, world, include, include.target, { imports, exports });
  }
  return new Elaboration(scope, world).run(imports, exports);
}

function fromStatement(item: WorldItem): ElaboratedItem | undefined {
  const reason: Reason = { kind: 'statement', loc: item.statement };
  if (item.label !== undefined) return { key: item.label, item: item.item, gate: item.gate, reason };
  const target = item.item.kind === 'interface' ? item.item.interface : undefined;
  if (target === undefined || !target.active) return undefined;
  return { key: interfaceKey(target), item: item.item, gate: item.gate, reason };
}

function merge(
  scope: PackageScope,
  world: World,
  include: Include,
  target: World,
  sides: { imports: Side; exports: Side },
): void {
  const unused = new Map(include.names.map((it) => [it.name, it]));
  for (const item of [...target.imports.values(), ...target.exports.values()]) {
    if (isPlain(item)) continue;
    unused.delete(item.key);
    unused.delete(keyParts(item.key).label);
  }
  for (const it of unused.values()) {
    // The reference includes nothing in a world that is not there.
    if (it.name === '' || !world.active) continue;
    scope.problem(
      'world/include-unknown-name',
      it.nameLoc,
      `world \`${target.name}\` has no import or export named \`${it.name}\`; only labels can be renamed, not interfaces`,
      {
        related: [{ loc: target.loc, message: `\`${target.name}\` is declared here` }],
      },
    );
  }
  const names = new Map([...include.names].reverse().map(({ name, alias }) => [name, alias]));
  const external =
    target.package.namespace !== world.package.namespace ||
    target.package.name !== world.package.name ||
    target.package.version !== world.package.version;
  for (const [direction, items] of [
    ['import', target.imports],
    ['export', target.exports],
  ] as const) {
    const side = direction === 'import' ? sides.imports : sides.exports;
    // The functions of a resource, and the accessors of a name, go with it: one conflict for all.
    const told = new Set<string>();
    for (const item of items.values()) mergeItem(scope, include, names, target, item, direction, side, external, told);
  }
}

function mergeItem(
  scope: PackageScope,
  include: Include,
  names: ReadonlyMap<string, string>,
  target: World,
  item: ElaboratedItem,
  direction: 'import' | 'export',
  side: Side,
  external: boolean,
  told: Set<string>,
): void {
  const reason: Reason = { kind: 'include', loc: include.statement, world: target, from: item.reason };
  if (isPlain(item)) {
    const gate = external && item.gate.since !== undefined ? {} : item.gate;
    const known = side.get(item.key);
    if (known === undefined) side.set(item.key, { ...item, gate, reason });
    else mergeGates(scope, include, known, gate, side, external);
    return;
  }
  const key = renamed(item.key, names);
  const known = side.get(key);
  if (known !== undefined) {
    const [label, wanted] = [labelOf(item.key), labelOf(key)];
    if (told.has(label)) return;
    told.add(label);
    const first = rootLoc(known.reason);
    scope.problem(
      'world/include-conflict',
      include.loc,
      `the ${direction} \`${wanted}\` of world \`${target.name}\` has the name of another ${direction} of this world; rename one: \`with { ${label} as … }\``,
      {
        related: [
          { loc: first, message: `the other \`${wanted}\` comes from here` },
          { loc: rootLoc(item.reason), message: `this \`${label}\` comes from here` },
        ],
      },
    );
    return;
  }
  side.set(key, { key, item: item.item, gate: item.gate, reason });
}

/** The same interface with two different gates (wit-parser: "mismatch in stability"). */
function mergeGates(
  scope: PackageScope,
  include: Include,
  known: ElaboratedItem,
  gate: Gate,
  side: Side,
  _external: boolean,
): void {
  if (isUnknown(gate)) return;
  if (isUnknown(known.gate)) {
    side.set(known.key, { ...known, gate });
    return;
  }
  if (
    gate.since === known.gate.since &&
    gate.unstable === known.gate.unstable &&
    gate.deprecated === known.gate.deprecated
  )
    return;
  scope.problem(
    'world/include-stability',
    include.loc,
    `this brings \`${known.key}\` with other feature gates than it already has in this world`,
    {
      related: [{ loc: rootLoc(known.reason), message: `\`${known.key}\` first comes from here` }],
    },
  );
}

function isUnknown(gate: Gate): boolean {
  return gate.since === undefined && gate.unstable === undefined;
}

/** A plain interface, which is known by its path and not by a label. */
export function isPlain(item: ElaboratedItem): boolean {
  return item.item.kind === 'interface' && item.key.includes('/');
}

function renamed(key: string, names: ReadonlyMap<string, string>): string {
  const { marks, label, rest } = keyParts(key);
  const alias = names.get(label);
  return alias === undefined ? (names.get(key) ?? key) : `${marks}${alias}${rest}`;
}

/** `a` of `[get]a` and of `[method]a.x`. */
function labelOf(key: string): string {
  return keyParts(key).label;
}

/** With `a as b`, `a` is `b`, `[get]a` is `[get]b` and `[method]a.x` is `[method]b.x`. */
function keyParts(key: string): { readonly marks: string; readonly label: string; readonly rest: string } {
  const [, marks = '', label = '', rest = ''] = /^((?:\[[a-z]+\])*)([^.]*)(.*)$/.exec(key) ?? [];
  return { marks, label, rest };
}

function rootLoc(reason: Reason): { uri: string; node: number } {
  return reason.loc;
}

const CLASSES = { interface: 0, use: 1, type: 2, func: 3, resource: 4 } as const;

function importClass(item: ElaboratedItem): number {
  if (item.item.kind === 'interface') return CLASSES.interface;
  if (item.item.kind === 'func') return item.item.func.resource === undefined ? CLASSES.func : CLASSES.resource;
  return item.item.type.def.kind === 'use' ? CLASSES.use : CLASSES.type;
}

/** An interface whose uses are being followed. */
interface Walk {
  readonly key: string;
  readonly target: Interface;
  readonly reason: Reason;
  readonly uses: ReturnType<typeof interfaceUses>;
  next: number;
}

interface ExportWalk extends Walk {
  /** Is it exported, or only needed by something that is? */
  readonly add: boolean;
}

function reasonOf(loc: { uri: string; node: number }, { target, reason }: Walk): Reason {
  return { kind: 'use', loc, user: target, from: reason };
}

class Elaboration {
  readonly #scope: PackageScope;
  readonly #world: World;
  readonly #imports: Side = new Map();
  readonly #exports: Side = new Map();
  readonly #required = new Set<string>();

  constructor(scope: PackageScope, world: World) {
    this.#scope = scope;
    this.#world = world;
  }

  run(imports: Side, exports: Side): Elaborated {
    const sorted = [...imports.values()].sort((a, b) => importClass(a) - importClass(b));
    for (const item of sorted) {
      if (item.item.kind === 'interface') {
        if (item.item.interface !== undefined) this.#import(item.key, item.item.interface, item.gate, item.reason);
        continue;
      }
      if (item.item.kind === 'type') {
        const { type } = item.item;
        const dependency = usedFrom(type);
        if (dependency !== undefined)
          this.#import(interfaceKey(dependency), dependency, type.gate, {
            kind: 'use',
            loc: type.item,
            user: undefined,
            from: undefined,
          });
      }
      this.#imports.set(item.key, item);
    }
    // Implicit imports come late in the walk, but interfaces stand first.
    const ordered = [...this.#imports.values()].sort((a, b) => importClass(a) - importClass(b));
    this.#exportAll(exports);
    const known = new Set(ordered);
    const late = [...this.#imports.values()].filter((it) => !known.has(it));
    const result = [...ordered, ...late].sort((a, b) => importClass(a) - importClass(b));
    const all = new Map(result.map((it) => [it.key, it]));
    for (const side of [all, this.#exports])
      pairAccessors(side, ({ item }) => (item.kind === 'func' ? item.func : undefined));
    return { imports: all, exports: this.#exports };
  }

  /** What an interface uses comes before it. */
  #import(key: string, target: Interface, gate: Gate, reason: Reason): void {
    const open: Walk[] = [];
    if (!this.#imports.has(key)) open.push({ key, target, reason, uses: interfaceUses(target), next: 0 });
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const use = top.uses[top.next++];
      if (use !== undefined) {
        const { target: used } = use;
        const usedKey = interfaceKey(used);
        if (this.#imports.has(usedKey)) continue;
        open.push({
          key: usedKey,
          target: used,
          reason: reasonOf(use.loc, top),
          uses: interfaceUses(used),
          next: 0,
        });
        continue;
      }
      open.pop();
      const item = { kind: 'interface', interface: top.target } as const;
      this.#imports.set(top.key, { key: top.key, item, gate, reason: top.reason });
    }
  }

  #exportAll(exports: Side): void {
    const wanted = new Map<string, ElaboratedItem>();
    for (const item of exports.values()) {
      if (item.item.kind === 'interface') wanted.set(item.key, item);
      else this.#exports.set(item.key, item);
    }
    for (const item of wanted.values()) {
      if (item.item.kind !== 'interface' || item.item.interface === undefined) continue;
      const bad = this.#export(wanted, item.item.interface, item.key, item.gate, item.reason);
      if (bad !== undefined) this.#reportMiddle(item, bad);
    }
  }

  /** Gives the way to the interface that is in the way, or undefined when all is well. */
  #export(
    wanted: ReadonlyMap<string, ElaboratedItem>,
    first: Interface,
    firstKey: string,
    gate: Gate,
    reason: Reason,
  ): Interface[] | undefined {
    const open: ExportWalk[] = [];
    /** True when it is in the way. */
    const enter = (at: Omit<ExportWalk, 'uses' | 'next'>): boolean => {
      if (this.#exports.has(at.key)) return !at.add;
      if (at.add || !this.#required.has(at.key)) open.push({ ...at, uses: interfaceUses(at.target), next: 0 });
      return false;
    };
    const way = (): Interface[] => open.map((it) => it.target);
    enter({ key: firstKey, target: first, add: true, reason });
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const use = top.uses[top.next++];
      if (use !== undefined) {
        const key = interfaceKey(use.target);
        const add = top.add && wanted.has(key);
        if (enter({ key, target: use.target, add, reason: reasonOf(use.loc, top) })) return [...way(), use.target];
        continue;
      }
      if (!this.#place(wanted, top, gate)) return way();
      open.pop();
    }
    return undefined;
  }

  /** False when it is needed as an import already. */
  #place(wanted: ReadonlyMap<string, ElaboratedItem>, { key, target, add, reason }: ExportWalk, gate: Gate): boolean {
    const item: ElaboratedItem = {
      key,
      item: { kind: 'interface', interface: target },
      gate,
      reason: wanted.get(key)?.reason ?? reason,
    };
    if (add) {
      if (this.#required.has(interfaceKey(target))) return false;
      this.#exports.set(key, item);
    } else {
      this.#required.add(key);
      if (!this.#imports.has(key)) this.#imports.set(key, item);
    }
    return true;
  }

  /** An interface needed both as an import and as an export (wit-parser: "transitively depends on an interface in incompatible ways"). */
  #reportMiddle(item: ElaboratedItem, path: readonly Interface[]): void {
    if (!this.#world.active) return;
    const names = path.map((it) => interfaceKey(it));
    const missing = names.slice(1, -1);
    const message = `exporting \`${item.key}\` needs \`${names.at(-1) ?? ''}\` both as an import and as an export${missing.length === 0 ? '' : `; export ${missing.map((it) => `\`${it}\``).join(', ')} too`}`;
    this.#scope.problem('world/export-import-conflict', item.reason.loc, message, {
      related: [
        { loc: this.#world.loc, message: `in this world` },
        ...path.map((it) => ({ loc: it.loc, message: `\`${interfaceKey(it)}\`` })),
      ],
      data: { kind: 'export-middle', world: this.#world.item, paths: missing },
    });
  }
}

/** The interface a used type comes from, if from another one. */
function usedFrom(type: TypeDef): Interface | undefined {
  if (type.def.kind !== 'use') return undefined;
  const owner = type.def.target?.owner;
  return owner?.kind === 'interface' ? owner : undefined;
}

interface InterfaceUse {
  readonly target: Interface;
  readonly loc: { uri: string; node: number };
}

/** Interfaces that this one uses types of, each once, with the first `use` that does. */
export const interfaceUses = memo((target: Interface): readonly InterfaceUse[] => {
  const found = new Map<Interface, InterfaceUse>();
  for (const type of target.types.values()) {
    if (!type.active) continue;
    const from = usedFrom(type);
    if (from !== undefined && from !== target && !found.has(from)) found.set(from, { target: from, loc: type.item });
  }
  return [...found.values()];
});
