// type/list-length: a fixed-length list must have at least one element and at most 2³⁰ (wasmparser: "Fixed-length lists").

import type { Interface, Problem, World } from '../../../model/package.ts';
import { encodedTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

const MAX_LENGTH = 1_073_741_824;

export function listLength(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const type of encodedTypes(owner)) {
    if (type.kind !== 'list' || type.length === undefined) continue;
    if (type.length === 0)
      problems.push({
        code: 'type/list-length',
        loc: type.loc,
        message: 'a fixed-length list must have at least one element',
      });
    else if (type.length > MAX_LENGTH)
      problems.push({
        code: 'type/list-length',
        loc: type.loc,
        message: `a fixed-length list can have at most ${MAX_LENGTH} elements`,
      });
  }
  return problems;
}
