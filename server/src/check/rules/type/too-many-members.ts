// type/too-many-members: the limits of the reference's validator (wasmparser `limits.rs`).

import type { Interface, Loc, Problem, World } from '../../../model/package.ts';
import { encodedFuncs, encodedTypes, ownTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

const MAX_MEMBERS = 10_000;
const MAX_PARAMS = 1000;

export function tooManyMembers(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const check = (what: string, count: number, limit: number, loc: Loc): void => {
    if (count > limit)
      problems.push({
        code: 'type/too-many-members',
        loc,
        message: `${what} has ${count} members; the limit is ${limit}`,
      });
  };
  for (const { name, loc, def } of ownTypes(owner).filter(({ active }) => active)) {
    if (def.kind === 'record') check(`record \`${name}\``, def.fields.length, MAX_MEMBERS, loc);
    else if (def.kind === 'enum' || def.kind === 'variant')
      check(`${def.kind} \`${name}\``, def.cases.length, MAX_MEMBERS, loc);
  }
  for (const func of encodedFuncs(owner)) {
    // A method has `self` too.
    check(`function \`${func.label}\``, func.params.length + (func.kind === 'method' ? 1 : 0), MAX_PARAMS, func.loc);
  }
  for (const type of encodedTypes(owner))
    if (type.kind === 'tuple') check('this tuple', type.items.length, MAX_MEMBERS, type.loc);
  return problems;
}
