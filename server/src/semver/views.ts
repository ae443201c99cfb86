// The two views of a package: what everyone sees, and what those see who switch every feature on. A change that only the
// second view has concerns unstable items, which may change; they are reported and require no version.

import type { Loc, Package } from '../model/package.ts';
import type { Change } from './changes.ts';
import { visibleFuncs } from './comparison.ts';
import { type DiffOptions, diffPackages } from './diff.ts';
import { pathOf } from './diff-interface.ts';
import { contractRule, type RuleId } from './table.ts';
import { causeOf } from './world-statements.ts';

/** One package, resolved twice; the same object twice where no feature gate makes a difference. */
export interface PackageViews {
  /** With the features that are active; by default none. */
  readonly stable: Package;
  readonly all: Package;
  /** The text of each file, where equal texts are the same object. */
  readonly texts?: readonly object[];
}

export function diffViews(before: PackageViews, after: PackageViews, options: DiffOptions): readonly Change[] {
  const sameText = haveSameTexts(before, after);
  const stable = diffPackages(before.stable, after.stable, { ...options, sameText });
  // Where the package says what it said, what is behind gates is the same too; the second view need not be resolved for that.
  if (sameText && stable.every(({ kind }) => kind.startsWith('dep-'))) return stable;
  if (before.all === before.stable && after.all === after.stable) return stable;
  const all = diffPackages(before.all, after.all, options);
  const [had, has] = [itemsOf(before.all), itemsOf(after.all)];
  const seen = new Set(stable.map((it) => `${it.kind} ${it.item}`));
  const items = new Set(stable.map((it) => it.item));
  return [
    ...stable.map((change) => {
      const [old, now] = [had.get(change.item), has.get(change.item)];
      if (ADDED.has(change.kind) && old !== undefined)
        return retold(change, 'unstable-stabilised', { baseLoc: old.loc, baseWhole: old.whole });
      return REMOVED.has(change.kind) && now !== undefined
        ? retold(change, 'destabilised', { loc: now.loc, whole: now.whole })
        : change;
    }),
    ...all
      .filter((it) => !seen.has(`${it.kind} ${it.item}`) && !items.has(it.item))
      .map(unstable)
      .filter((it) => it !== undefined),
  ];
}

function haveSameTexts({ texts: before }: PackageViews, { texts: after }: PackageViews): boolean {
  if (before === undefined || before.length !== after?.length) return false;
  return before.every((it, index) => it === after[index]);
}

/** It counts as what it is for everyone who switches nothing on. */
function retold(change: Change, kind: RuleId, places: Partial<Change>): Change {
  return { ...change, ...places, kind, message: `${contractRule(kind)?.title ?? kind}: \`${change.item}\`` };
}

function unstable(change: Change): Change | undefined {
  const { kind, item, message } = change;
  if (kind === 'feature-renamed') return change;
  if (contractRule(kind)?.level === 'none' || kind === 'deprecated-added' || kind.startsWith('dep-')) return undefined;
  const told = ADDED.has(kind) ? 'unstable-added' : REMOVED.has(kind) ? 'unstable-removed' : 'unstable-changed';
  const title = contractRule(told)?.title ?? '';
  return {
    ...change,
    kind: told,
    level: 'none',
    importer: 'ok',
    implementer: 'ok',
    hazard: 'none',
    message: told === 'unstable-changed' ? `${title}: ${message}` : `${title}: \`${item}\``,
  };
}

const ADDED: ReadonlySet<RuleId> = new Set([
  'interface-added',
  'func-added',
  'type-added',
  'alias-introduced',
  'resource-aliased',
  'use-added',
  'resource-added',
  'method-added',
  'static-added',
  'constructor-added',
  'getter-added',
  'setter-added',
  'world-added',
  'world-import-added',
  'world-export-added',
  'world-type-added',
  'world-use-added',
]);

const REMOVED: ReadonlySet<RuleId> = new Set([
  'interface-removed',
  'func-removed',
  'type-removed',
  'alias-dropped',
  'use-removed',
  'resource-removed',
  'method-removed',
  'static-removed',
  'constructor-removed',
  'getter-removed',
  'setter-removed',
  'world-removed',
  'world-import-removed',
  'world-export-removed',
  'world-type-removed',
  'deprecated-removed-item',
]);

interface ItemLocation {
  readonly loc: Loc;
  readonly whole: Loc;
}

/** Everything in a package by its path, with its name and all of it. */
function itemsOf(it: Package): Map<string, ItemLocation> {
  const found = new Map<string, ItemLocation>();
  for (const [name, owner] of it.interfaces) {
    found.set(name, { loc: owner.loc, whole: owner.item });
    for (const [type, { loc, item }] of owner.types) found.set(`${name}.${type}`, { loc, whole: item });
    for (const func of visibleFuncs(owner).values()) found.set(pathOf(name, func), { loc: func.loc, whole: func.item });
  }
  for (const [name, world] of it.worlds) {
    found.set(name, { loc: world.loc, whole: world.item });
    for (const item of [...world.imports.values(), ...world.exports.values()]) {
      const func = item.item.kind === 'func' ? item.item.func : undefined;
      const place = { loc: causeOf(item, world), whole: item.reason.loc };
      found.set(func?.resource === undefined ? `${name}.${item.key}` : pathOf(name, func), place);
    }
  }
  return found;
}
