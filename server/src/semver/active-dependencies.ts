// Which packages a package refers to outside of what feature gates take away. What stands behind an inactive `@unstable`
// gate is no promise, and neither is the version that it mentions.

import { packageKey } from '../model/names.ts';
import type { Interface, Loc, Package, World } from '../model/package.ts';

const known = new WeakMap<Package, ReadonlySet<string>>();

/** The keys (`ns:name@version`) of packages that only inactive items mention. */
export function gatedDependencies(it: Package): ReadonlySet<string> {
  const cached = known.get(it);
  if (cached !== undefined) return cached;
  const found = findGated(it);
  known.set(it, found);
  return found;
}

interface Statement {
  readonly loc: Loc;
  readonly active: boolean;
}

function findGated(it: Package): ReadonlySet<string> {
  const statements = [...it.interfaces.values(), ...it.worlds.values()].flatMap(statementsOf);
  if (statements.every(({ active }) => active)) return new Set();
  const files = new Map<string, Statement[]>();
  for (const one of statements) files.set(one.loc.uri, [...(files.get(one.loc.uri) ?? []), one]);
  for (const list of files.values()) list.sort((a, b) => a.loc.node - b.loc.node);
  const [gated, active] = [new Set<string>(), new Set<string>()];
  for (const { loc, role, target } of it.refs) {
    if (role !== 'reference' || target.kind !== 'package') continue;
    (isActiveAt(files.get(loc.uri) ?? [], loc.node) ? active : gated).add(packageKey(target.id));
  }
  for (const key of active) gated.delete(key);
  return gated;
}

function statementsOf(owner: Interface | World): Statement[] {
  const own = { loc: owner.item, active: owner.active };
  const inside =
    owner.kind === 'interface'
      ? []
      : [...owner.items, ...owner.includes].map((it) => ({ loc: it.statement, active: it.active }));
  const uses = owner.uses.map(({ loc, active }) => ({ loc, active }));
  const types = [...owner.types.values()]
    .filter((it) => it.def.kind !== 'use')
    .map(({ item, active }) => ({ loc: item, active }));
  const funcs =
    owner.kind === 'interface' ? [...owner.funcs.values()].map(({ item, active }) => ({ loc: item, active })) : [];
  return [own, ...[...inside, ...uses, ...types, ...funcs].map((it) => ({ ...it, active: it.active && owner.active }))];
}

/** Nodes are numbered in the order of the text: the last statement that begins before a node holds it. */
function isActiveAt(statements: readonly Statement[], node: number): boolean {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.loc.node ?? 0) <= node) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1]?.active ?? true;
}
