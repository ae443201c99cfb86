// type/too-large: limits on types with every name expanded: bytes in memory, nesting, number of parts (V17, V19, V20 of
// wit-semantics).

import { type Layout, layoutOf, layoutOfDefinition } from '../../../model/memory-layout.ts';
import type { Interface, Loc, TypeDef, World } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { funcsOf, typesOfFunc } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

const MAX_BYTES = 2 ** 28;
const MAX_DEPTH = 100;
const MAX_WEIGHT = 1_000_000;

export function tooLarge(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const check = (what: string, layout: Layout, loc: Loc): void => {
    const fault = faultOf(layout);
    if (fault !== undefined) problems.push({ code: 'type/too-large', loc, message: `${what} ${fault}` });
  };
  // Definitions come after what they mention: each builds on a known one, and the first that is too large is the cause.
  for (const type of owner.types.values()) {
    const inner = layoutOfDefinition(type, 8);
    if (type.def.kind !== 'use' && !isOtherName(type)) check(`type \`${type.name}\``, inner, type.loc);
  }
  for (const func of funcsOf(owner)) {
    for (const type of typesOfFunc(func)) if (type.kind !== 'ref') check('this type', layoutOf(type, 8), type.loc);
  }
  return problems;
}

/** Is the definition just another name for something that is reported itself? */
function isOtherName({ def }: TypeDef): boolean {
  return def.kind === 'alias' && def.type.kind === 'ref';
}

function faultOf(layout: Layout): string | undefined {
  if (layout.size >= MAX_BYTES) return `takes ${layout.size} bytes in memory; the limit is ${MAX_BYTES - 1}`;
  if (layout.depth > MAX_DEPTH)
    return `nests ${layout.depth} levels deep with every name expanded; the limit is ${MAX_DEPTH}`;
  if (layout.weight > MAX_WEIGHT) return `has more than ${MAX_WEIGHT} parts with every name expanded`;
  return undefined;
}
