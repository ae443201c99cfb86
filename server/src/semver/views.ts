// The two views of a package: what everyone sees, and what those see who switch every feature on. A change that only the
// second view has concerns unstable items, which may change; it is told and asks for nothing.

import type { Package } from '../model/package.ts';
import type { Change } from './changes.ts';
import { visibleFuncs } from './comparison.ts';
import { type DiffOptions, diffPackages } from './diff.ts';
import { pathOf } from './diff-interface.ts';
import { contractRule, type RuleId } from './table.ts';

/** One package, resolved twice; the same object twice where no feature gate makes a difference. */
export interface PackageViews {
  /** With the features that are active; by default none. */
  readonly stable: Package;
  readonly all: Package;
}

export function diffViews(before: PackageViews, after: PackageViews, options: DiffOptions): readonly Change[] {
  const stable = diffPackages(before.stable, after.stable, options);
  if (before.all === before.stable && after.all === after.stable) return stable;
  const all = diffPackages(before.all, after.all, options);
  const [had, has] = [itemsOf(before.all), itemsOf(after.all)];
  const seen = new Set(stable.map((it) => `${it.kind} ${it.item}`));
  const items = new Set(stable.map((it) => it.item));
  return [
    ...stable.map((change) => {
      if (ADDED.has(change.kind) && had.has(change.item)) return retold(change, 'unstable-stabilised');
      return REMOVED.has(change.kind) && has.has(change.item) ? retold(change, 'destabilised') : change;
    }),
    ...all
      .filter((it) => !seen.has(`${it.kind} ${it.item}`) && !items.has(it.item))
      .map(unstable)
      .filter((it) => it !== undefined),
  ];
}

function retold(change: Change, kind: RuleId): Change {
  const rule = contractRule(kind);
  if (rule === undefined) return change;
  const { title, importer, implementer, hazard } = rule;
  const level = kind === 'destabilised' ? 'major' : change.level;
  return { ...change, kind, level, importer, implementer, hazard, message: `${title}: \`${change.item}\`` };
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
  'world-removed',
  'world-import-removed',
  'world-export-removed',
  'world-type-removed',
  'deprecated-removed-item',
]);

/** The paths of everything in a package. */
function itemsOf(it: Package): Set<string> {
  const found = new Set<string>();
  for (const [name, owner] of it.interfaces) {
    found.add(name);
    for (const type of owner.types.keys()) found.add(`${name}.${type}`);
    for (const func of visibleFuncs(owner).values()) found.add(pathOf(name, func));
  }
  for (const [name, world] of it.worlds) {
    found.add(name);
    for (const item of [...world.imports.values(), ...world.exports.values()]) {
      const func = item.item.kind === 'func' ? item.item.func : undefined;
      found.add(func?.resource === undefined ? `${name}.${item.key}` : pathOf(name, func));
    }
  }
  return found;
}
