// What an interface lets a component reach in its host, by the table of capabilities. What no table knows grants what the host
// makes of it.

import { memo, WeakPairMap } from '../base/memo.ts';
import { itemPath, packageKey, unmarked } from '../model/names.ts';
import type { ElaboratedItem, Func, Interface, World } from '../model/package.ts';
import { CAPABILITIES, EXPORTS, FUNCTIONS, IMPORTS } from './capability-table.ts';

export interface Capability {
  readonly id: string;
  /** A word or two, for a list. */
  readonly title: string;
  /** What it means, as the end of a sentence about the component: `can open TCP connections`. */
  readonly sentence: string;
}

export interface Grant extends Capability {
  readonly direction: 'import' | 'export';
  /** Keys of the imports or exports that grant it. */
  readonly by: readonly string[];
  /** Functions among them that matter most, with what they do. */
  readonly functions: readonly NotedFunction[];
}

export interface NotedFunction {
  /** As in `by`. */
  readonly of: string;
  /** `f` or `resource.f` */
  readonly name: string;
  readonly what: string;
}

/** What a person adds to the table: a package or an interface without a version, and what it grants. */
export type CustomCapabilities = Readonly<
  Record<string, string | { readonly title: string; readonly sentence: string }>
>;

export const CAPABILITY_IDS: readonly string[] = Object.keys(CAPABILITIES);

/**
 * What is not known of a world because a path in it leads nowhere: `incomplete: wasi:filesystem/types not found`. Undefined
 * when all is known.
 */
export function incompleteNote(world: World): string | undefined {
  const paths = [...new Set(world.unresolved?.map((it) => it.path))];
  return paths.length === 0 ? undefined : `incomplete: ${paths.join(', ')} not found`;
}

/** What a world lets its component do, in the order of its imports and exports. */
export function grantsOf(world: World, custom: CustomCapabilities = NONE): readonly Grant[] {
  return [...grantsOn(world.imports, 'import', custom), ...grantsOn(world.exports, 'export', custom)];
}

function grantsOn(
  items: ReadonlyMap<string, ElaboratedItem>,
  direction: Grant['direction'],
  custom: CustomCapabilities,
): readonly Grant[] {
  const found = new Map<string, Grant & { readonly by: string[]; readonly functions: NotedFunction[] }>();
  for (const item of items.values()) {
    for (const capability of capabilitiesOf(item, direction, custom)) {
      const grant = found.get(capability.id) ?? { ...capability, direction, by: [], functions: [] };
      found.set(capability.id, grant);
      grant.by.push(item.key);
      const target = direction === 'import' && item.item.kind === 'interface' ? item.item.interface : undefined;
      for (const it of target === undefined ? [] : notedFunctions(target))
        grant.functions.push({ of: item.key, ...it });
    }
  }
  return [...found.values()];
}

/** What one import or export grants. */
export function capabilitiesOf(
  item: ElaboratedItem,
  direction: 'import' | 'export',
  custom: CustomCapabilities = NONE,
): readonly Capability[] {
  if (item.item.kind === 'type') return [];
  // A property is one thing that the host provides.
  if (item.item.kind === 'func') return direction === 'import' ? [hostDefined(unmarked(item.key))] : [];
  const target = item.item.interface;
  if (target === undefined) return [];
  // An interface that is written in the world has no package: it is what the host makes of it, like a function.
  if (target.name === undefined) return direction === 'import' && hasPower(target) ? [hostDefined(item.key)] : [];
  // Who adds nothing may say so with a table of its own.
  const table = Object.keys(custom).length === 0 ? NONE : custom;
  const found = granted[direction].get(table, target) ?? grantedBy(target, target.name, direction, table);
  granted[direction].set(table, target, found);
  return found;
}

const NONE: CustomCapabilities = {};

type Granted = WeakPairMap<CustomCapabilities, Interface, readonly Capability[]>;

/** The same interface is in many worlds. */
const granted: Readonly<Record<Grant['direction'], Granted>> = { import: new WeakPairMap(), export: new WeakPairMap() };

function grantedBy(
  target: Interface,
  own: string,
  direction: Grant['direction'],
  custom: CustomCapabilities,
): readonly Capability[] {
  if (!hasPower(target)) return [];
  const { namespace, name } = target.package;
  const id = { namespace, name };
  const paths = [itemPath(id, own), packageKey(id)];
  for (const path of paths) {
    const added = direction === 'import' ? custom[path] : undefined;
    if (typeof added === 'string') return [{ id: path, title: path, sentence: added }];
    if (added !== undefined) return [{ id: path, ...added }];
    const ids = direction === 'import' ? IMPORTS.get(path)?.ids : EXPORTS[path];
    if (ids !== undefined) return ids.split(' ').flatMap(known);
  }
  if (direction === 'export') return [];
  return [hostDefined(packageKey(id))];
}

/** The functions of an interface that matter, as far as its version has them. */
export const notedFunctions = memo((target: Interface): readonly Omit<NotedFunction, 'of'>[] => {
  if (target.name === undefined) return [];
  const { namespace, name } = target.package;
  const noted = FUNCTIONS[itemPath({ namespace, name }, target.name)];
  if (noted === undefined) return [];
  return [...target.funcs.values()].flatMap((func) => {
    const called = func.active ? functionName(func) : '';
    const what = Object.hasOwn(noted, called) ? noted[called] : undefined;
    return what === undefined ? [] : [{ name: called, what }];
  });
});

/** `f`, `resource.f` or `resource.constructor`. */
export function functionName({ resource, label }: Func): string {
  return resource === undefined ? label : `${resource.name}.${label}`;
}

/** What no table knows: the host decides what it does. */
function hostDefined(key: string): Capability {
  return {
    id: `host ${key}`,
    title: `host-defined: ${key}`,
    sentence: `can do what the host provides as \`${key}\` (host-defined)`,
  };
}

function known(id: string): Capability[] {
  const row = CAPABILITIES[id];
  return row === undefined ? [] : [{ id, title: row[0], sentence: row[1] }];
}

/** Types alone reach nothing. */
export function hasPower(it: Interface): boolean {
  for (const func of it.funcs.values()) if (func.active) return true;
  for (const def of it.types.values()) if (def.active && def.def.kind === 'resource') return true;
  return false;
}
