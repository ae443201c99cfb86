// type/too-large: limits on what is encoded, with every name expanded (wasmparser `limits.rs`, `TypeInfo`): bytes in memory of
// every type, nesting, and the number of parts of an interface, a world or a package as a whole.

import { memo } from '../../../base/memo.ts';
import { interfaceUses } from '../../../model/elaborate.ts';
import { type Layout, layoutOf, layoutOfDefinition } from '../../../model/memory-layout.ts';
import type { Func, Interface, Loc, Package, Problem, TypeDef, World } from '../../../model/package.ts';
import { encodedFuncs, typesOfFunc } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

const MAX_BYTES = 2 ** 28;
/** Of an encoded package as a whole; the package, its item and the interface are levels too. */
const MAX_DEPTH = 100;
const LEVELS = { interface: 3, world: 3, imported: 4 } as const;
const MAX_WEIGHT = 1_000_000;

/** What an interface amounts to as one type. */
interface Extent {
  readonly weight: number;
  readonly depth: number;
  /** The most bytes that a type in it takes. */
  readonly largest: number;
}

export function tooLarge(owner: Interface | World): readonly Problem<Code>[] {
  const problems = typesTooLarge(owner);
  if (problems.length > 0) return problems;
  return owner.kind === 'interface' ? interfaceTooLarge(owner) : worldTooLarge(owner);
}

/** Single types, where they are defined or written. */
function typesTooLarge(owner: Interface | World): Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const levels = owner.kind === 'interface' && owner.name === undefined ? LEVELS.imported : LEVELS[owner.kind];
  const extent = extentOf(owner);
  // Nearly always, and then nothing is looked at for each type.
  if (faultOf(extent, MAX_DEPTH - levels - 1) === undefined) return problems;
  const check = (what: string, layout: Layout, loc: Loc, above: number): void => {
    const fault = faultOf(layout, MAX_DEPTH - above);
    if (fault !== undefined) problems.push(problem(loc, `${what} ${fault}`));
  };
  // Definitions come after what they mention: each builds on a known one, and the first that is too large is the cause.
  for (const type of owner.types.values()) {
    const inner = layoutOfDefinition(type, 8);
    if (type.active && type.def.kind !== 'use' && !isOtherName(type))
      check(`type \`${type.name}\``, inner, type.loc, levels);
  }
  if (problems.length > 0) return problems;
  for (const func of encodedFuncs(owner))
    for (const type of typesOfFunc(func)) check('this type', layoutOf(type, 8), type.loc, levels + 1);
  return problems;
}

function problem(loc: Loc, message: string): Problem<Code> {
  return { code: 'type/too-large', loc, message };
}

/** Is the definition just another name for something that is reported itself? */
function isOtherName({ def }: TypeDef): boolean {
  return def.kind === 'alias' && def.type.kind === 'ref';
}

function faultOf({ largest, depth, weight }: Extent, maxDepth: number): string | undefined {
  if (largest >= MAX_BYTES) return `takes ${largest} bytes in memory; the limit is ${MAX_BYTES - 1}`;
  if (depth > maxDepth) return `nests ${depth} levels deep with every name expanded; the limit here is ${maxDepth}`;
  return weight >= MAX_WEIGHT ? `has ${MAX_WEIGHT} parts or more with every name expanded` : undefined;
}

function weighed(what: string): string {
  return `${what} has ${MAX_WEIGHT} parts or more with every name expanded`;
}

/** The types of an interface and its functions, one after another, and what it uses. */
function interfaceTooLarge(owner: Interface): Problem<Code>[] {
  if (isSmall(owner)) return [];
  const name = owner.name === undefined ? 'this interface' : `interface \`${owner.name}\``;
  let weight = 1;
  for (const part of partsOf(owner)) {
    weight += part.weight;
    if (weight >= MAX_WEIGHT) return [problem(part.loc, `up to here, ${weighed(name)}`)];
  }
  return wrapperOf(owner) < MAX_WEIGHT ? [] : [problem(owner.loc, `together with what it uses, ${weighed(name)}`)];
}

function partsOf(owner: Interface | World): { readonly loc: Loc; readonly weight: number }[] {
  const types = [...owner.types.values()].filter(({ active }) => active);
  return [
    ...types.map((type) => ({ loc: type.loc, weight: layoutOfDefinition(type, 8).weight })),
    ...encodedFuncs(owner).map((func) => ({ loc: func.loc, weight: weightOf(func) })),
  ];
}

/** Parts that are not written. */
function selfOf(func: Func): number {
  return func.kind === 'method' || (func.kind === 'constructor' && func.result === undefined) ? 1 : 0;
}

function weightOf(func: Func): number {
  return typesOfFunc(func).reduce((sum, type) => sum + layoutOf(type, 8).weight, 1 + selfOf(func));
}

const extentOf = memo((owner: Interface | World): Extent => {
  let weight = 1;
  let depth = 0;
  let largest = 0;
  const add = (layout: Layout, levels: number): void => {
    weight += layout.weight;
    depth = Math.max(depth, layout.depth + levels);
    largest = Math.max(largest, layout.largest);
  };
  for (const type of owner.types.values()) if (type.active) add(layoutOfDefinition(type, 8), 0);
  for (const func of encodedFuncs(owner)) {
    weight += 1 + selfOf(func);
    for (const type of typesOfFunc(func)) add(layoutOf(type, 8), 1);
  }
  return { weight, depth, largest };
});

const bounds = new WeakMap<Interface, number>();

/** Is `wrapperOf` below the limit for certain? */
function isSmall(owner: Interface): boolean {
  return boundOf(owner) < MAX_WEIGHT;
}

/** At least `wrapperOf`, or the limit: counts again what is used on two ways, and each interface is looked at once. */
function boundOf(owner: Interface): number {
  const known = bounds.get(owner);
  if (known !== undefined) return known;
  const open = [{ at: owner, uses: interfaceUses(owner), next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const use = top.uses[top.next++];
    if (use !== undefined) {
      if (!bounds.has(use.target)) open.push({ at: use.target, uses: interfaceUses(use.target), next: 0 });
      continue;
    }
    const used = new Set(top.uses.map((it) => it.target));
    let bound = 1 + extentOf(top.at).weight;
    for (const it of used) bound += bounds.get(it) ?? 0;
    bounds.set(top.at, Math.min(bound, MAX_WEIGHT));
    open.pop();
  }
  return bounds.get(owner) ?? MAX_WEIGHT;
}

/** An interface with the types of all that it uses. */
function wrapperOf(owner: Interface): number {
  const seen = new Set([owner]);
  let weight = 1 + extentOf(owner).weight;
  const open = [...interfaceUses(owner)];
  for (let use = open.pop(); use !== undefined && weight < MAX_WEIGHT; use = open.pop()) {
    if (seen.has(use.target)) continue;
    seen.add(use.target);
    const types = [...use.target.types.values()].filter(({ active }) => active);
    weight += types.reduce((sum, type) => sum + layoutOfDefinition(type, 8).weight, 1);
    open.push(...interfaceUses(use.target));
  }
  return weight;
}

function worldTooLarge(world: World): Problem<Code>[] {
  const name = `world \`${world.name}\``;
  let weight = 1;
  for (const { item, reason, key } of [...world.imports.values(), ...world.exports.values()]) {
    const loc = reason.loc.uri === world.loc.uri ? reason.loc : world.loc;
    if (item.kind === 'interface' && item.interface !== undefined) {
      const extent = extentOf(item.interface);
      const most = MAX_DEPTH - LEVELS.imported;
      if (extent.depth > most && item.interface.name !== undefined)
        return [problem(loc, `types of \`${key}\` nest ${extent.depth} levels deep; the limit in a world is ${most}`)];
      weight += extent.weight;
    } else if (item.kind === 'func') weight += weightOf(item.func);
    else if (item.kind === 'type') weight += layoutOfDefinition(item.type, 8).weight;
    if (weight >= MAX_WEIGHT) return [problem(loc, `up to here, ${weighed(name)}`)];
  }
  return [];
}

/** All interfaces and worlds of a package, one after another. */
export function packageTooLarge(it: Package): readonly Problem<Code>[] {
  const owners = [...it.interfaces.values(), ...it.worlds.values()].filter(({ active }) => active);
  const bound = owners.reduce(
    (sum, owner) => sum + (owner.kind === 'interface' ? boundOf(owner) : wrapperOfWorld(owner)),
    1,
  );
  // Nearly always, and then nothing is walked for each interface.
  if (bound < MAX_WEIGHT) return [];
  let weight = 1;
  for (const owner of owners) {
    weight += owner.kind === 'interface' ? wrapperOf(owner) : wrapperOfWorld(owner);
    if (weight < MAX_WEIGHT) continue;
    const single = owner.kind === 'interface' ? wrapperOf(owner) : wrapperOfWorld(owner);
    return single >= MAX_WEIGHT ? [] : [problem(owner.loc, `up to here, ${weighed(`package \`${it.key}\``)}`)];
  }
  return [];
}

function wrapperOfWorld(world: World): number {
  let weight = 2;
  for (const { item } of [...world.imports.values(), ...world.exports.values()]) {
    if (item.kind === 'interface') weight += item.interface === undefined ? 0 : extentOf(item.interface).weight;
    else weight += item.kind === 'func' ? weightOf(item.func) : layoutOfDefinition(item.type, 8).weight;
  }
  return weight;
}
