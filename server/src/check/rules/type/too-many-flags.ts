// type/too-many-flags: flags have at most 32 members (wit-parser `resolve_type_def`).

import type { Interface, Problem, World } from '../../../model/package.ts';
import { ownTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

const MAX_FLAGS = 32;

export function tooManyFlags(owner: Interface | World): readonly Problem<Code>[] {
  return ownTypes(owner).flatMap(({ name, def }) => {
    const first = def.kind === 'flags' ? def.cases[MAX_FLAGS] : undefined;
    if (def.kind !== 'flags' || first === undefined) return [];
    return [
      {
        code: 'type/too-many-flags',
        loc: first.loc,
        message: `flags \`${name}\` has ${def.cases.length} flags; the limit is ${MAX_FLAGS}: split it into two types`,
      },
    ];
  });
}
