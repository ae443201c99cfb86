// type/too-many-members: the limits of the reference's validator (wasmparser `limits.rs`; V04 and V21 of wit-semantics).

import type { Func, Loc, Package } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { allInterfaces, ownTypes, worldFuncs, writtenTypes } from '../../../model/visit.ts';

const MAX_FLAGS = 32;
const MAX_MEMBERS = 10_000;
const MAX_PARAMS = 1000;

export function tooManyMembers(it: Package): readonly Problem[] {
  const problems: Problem[] = [];
  const check = (what: string, count: number, limit: number, loc: Loc): void => {
    if (count > limit)
      problems.push({
        code: 'type/too-many-members',
        loc,
        message: `${what} has ${count} members; the limit is ${limit}`,
      });
  };
  for (const owner of [...allInterfaces(it), ...it.worlds.values()]) {
    for (const { name, loc, def } of ownTypes(owner)) {
      if (def.kind === 'record') check(`record \`${name}\``, def.fields.length, MAX_MEMBERS, loc);
      else if (def.kind === 'flags') check(`flags \`${name}\``, def.cases.length, MAX_FLAGS, loc);
      else if (def.kind === 'enum' || def.kind === 'variant')
        check(`${def.kind} \`${name}\``, def.cases.length, MAX_MEMBERS, loc);
    }
    const funcs: Func[] = owner.kind === 'interface' ? [...owner.funcs.values()] : worldFuncs(owner);
    for (const func of funcs) {
      // A method has `self` too.
      check(`function \`${func.label}\``, func.params.length + (func.kind === 'method' ? 1 : 0), MAX_PARAMS, func.loc);
    }
  }
  for (const type of writtenTypes(it))
    if (type.kind === 'tuple') check('this tuple', type.items.length, MAX_MEMBERS, type.loc);
  return problems;
}
