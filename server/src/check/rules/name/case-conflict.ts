// name/case-conflict: the items of an interface are told apart without regard to case, and a method must not have the name
// of its resource (V10 to V12 of wit-semantics: the component model's "strongly unique" names).

import type { Func, Interface, Loc, Package, World } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { ownTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

interface Item {
  readonly name: string;
  readonly loc: Loc;
}

export function caseConflict(owner: Interface | World): readonly Problem<Code>[] {
  if (owner.kind === 'world')
    return [owner.imports, owner.exports]
      .flatMap((items) => includedClashes(items, owner))
      .concat(resourceClashes(owner));
  const free = [...owner.funcs.values()].filter((func) => func.resource === undefined && func.active);
  const types = [...owner.types.values()].filter((type) => type.active);
  const items: Item[] = [...types, ...free.map((func) => ({ name: func.label, loc: func.loc }))];
  return [...clashes(items), ...resourceClashes(owner)];
}

/** Of the interfaces and worlds themselves. */
export function caseConflictOfItems(it: Package): readonly Problem<Code>[] {
  const named = [...it.interfaces.values(), ...it.worlds.values()].filter((item) => item.active);
  return clashes(named.map(({ name, loc }) => ({ name: name ?? '', loc })));
}

/** `include … with` can give a resource the name of one of its methods. */
function includedClashes(items: World['imports'], world: World): Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { key, reason } of items.values()) {
    const [, resource = '', label = ''] = /^\[(?:method|static)\]([^.]*)\.(.*)$/.exec(key) ?? [];
    if (reason.kind !== 'include' || label === '' || resource.toLowerCase() !== label.toLowerCase()) continue;
    const loc = reason.loc.uri === world.loc.uri ? reason.loc : world.loc;
    problems.push({
      code: 'name/case-conflict',
      loc,
      message: `this include gives the resource \`${resource}\` the name of its own method`,
    });
  }
  return problems;
}

function clashes(items: readonly Item[]): Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const seen = new Map<string, Item>();
  for (const item of items) {
    const folded = item.name.toLowerCase();
    const first = seen.get(folded);
    if (first === undefined) seen.set(folded, item);
    else if (first.name !== item.name) problems.push(conflict(item, first));
  }
  return problems;
}

function conflict(item: Item, first: Item): Problem<Code> {
  return {
    code: 'name/case-conflict',
    loc: item.loc,
    message: `\`${item.name}\` and \`${first.name}\` differ in case only, and names are compared without it`,
    related: [{ loc: first.loc, message: `\`${first.name}\` is defined here` }],
  };
}

function resourceClashes(owner: Interface | World): Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const type of ownTypes(owner)) {
    if (type.def.kind !== 'resource') continue;
    const named: Func[] = type.def.funcs.filter((func) => func.kind !== 'constructor' && func.active);
    for (const func of named) {
      if (func.label.toLowerCase() !== type.name.toLowerCase()) continue;
      const message = `a ${func.kind === 'static' ? 'static function' : 'method'} cannot have the name of its resource, \`${type.name}\``;
      problems.push({
        code: 'name/case-conflict',
        loc: func.loc,
        message,
        related: [{ loc: type.loc, message: 'the resource is defined here' }],
      });
    }
    problems.push(...clashes(named.map((func) => ({ name: func.label, loc: func.loc }))));
  }
  return problems;
}
