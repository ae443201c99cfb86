// type/no-members: records, flags and tuples need at least one member (wasmparser: "must have at least one").

import type { Interface, Problem, World } from '../../../model/package.ts';
import { ownTypes, writtenTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function noMembers(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { name, loc, def } of ownTypes(owner)) {
    if (def.kind === 'record' && def.fields.length === 0)
      problems.push({
        code: 'type/no-members',
        loc,
        message: `record \`${name}\` must have at least one field`,
      });
    if (def.kind === 'flags' && def.cases.length === 0)
      problems.push({
        code: 'type/no-members',
        loc,
        message: `flags \`${name}\` must have at least one flag`,
      });
  }
  for (const type of writtenTypes(owner)) {
    if (type.kind === 'tuple' && type.items.length === 0)
      problems.push({
        code: 'type/no-members',
        loc: type.loc,
        message: 'a tuple must have at least one element',
      });
  }
  return problems;
}
