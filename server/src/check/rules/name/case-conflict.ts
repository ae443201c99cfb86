// name/case-conflict: the names of an interface are told apart without regard to case and hyphens, and a method must not have
// the name of its resource (wit-parser `NameScope`; of interfaces and worlds: wasmparser, when the package is encoded).

import { externKey, labelKey } from '../../../model/names.ts';
import type { Func, Interface, Loc, Package, Problem, World } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';
import { clashesOf, sameName } from './clashes.ts';

interface Item {
  readonly name: string;
  readonly loc: Loc;
  /** Of a function, and its name as it is written. */
  readonly func?: Func;
}

/** Types and functions of an interface; of a world, its resources. */
export function caseConflict(owner: Interface | World): readonly Problem<Code>[] {
  const items: Item[] = [...owner.types.values()];
  if (owner.kind === 'interface') for (const func of owner.funcs.values()) items.push(ofFunc(func));
  else
    for (const { item } of owner.items) if (item.kind === 'func' && item.func.resource) items.push(ofFunc(item.func));
  const types = new Set<Item>(owner.types.values());
  return clashesOf(items, externKey)
    .filter(({ place, first }) => (owner.kind === 'interface' || !types.has(place)) && !isRepeated(place, first))
    .map(({ place, first }) => {
      const { func } = place;
      if (func?.resource !== undefined && first.func === undefined) return namedLikeResource(func, first.loc);
      return sameName('name/case-conflict', { place: shown(place), first: shown(first) });
    });
}

/** A method and a static function of one name: `type/duplicate-function` says so. */
function isRepeated({ func }: Item, first: Item): boolean {
  return func?.resource !== undefined && first.func?.resource !== undefined && func.label === first.func.label;
}

function ofFunc(func: Func): Item {
  return { name: func.name, loc: func.loc, func };
}

function shown({ name, loc, func }: Item): Item {
  return { name: func?.label ?? name, loc };
}

function namedLikeResource(func: Func, loc: Loc): Problem<Code> {
  const what = func.kind === 'static' ? 'static function' : 'method';
  return {
    code: 'name/case-conflict',
    loc: func.loc,
    message: `a ${what} cannot have the name of its resource, \`${func.resource?.name ?? ''}\``,
    related: [{ loc, message: 'the resource is defined here' }],
  };
}

/** package/case-conflict: of the interfaces and worlds themselves. */
export function caseConflictOfItems(it: Package): readonly Problem<Code>[] {
  const items = [...it.interfaces.values(), ...it.worlds.values()].filter((item) => item.active);
  const named = items.map(({ name, loc }) => ({ name: name ?? '', loc }));
  return clashesOf(named, labelKey).map((clash) => sameName('package/case-conflict', clash));
}
