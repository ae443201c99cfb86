// type/borrow-in-payload: what a stream or future carries holds no borrowed handle (wasmparser).

import { heldBy } from '../../../model/handles.ts';
import type { Interface, Problem, World } from '../../../model/package.ts';
import { nested } from '../../../model/type.ts';
import { encodedFuncs, encodedTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function borrowInPayload(owner: Interface | World): readonly Problem<Code>[] {
  // A result with a borrowed handle is refused as a whole.
  const refused = new Set(
    encodedFuncs(owner).flatMap(({ result }) => (result !== undefined && heldBy(result).borrow ? nested(result) : [])),
  );
  return encodedTypes(owner).flatMap((type) => {
    if ((type.kind !== 'stream' && type.kind !== 'future') || type.of === undefined || refused.has(type)) return [];
    if (!heldBy(type.of).bare) return [];
    const message = `a ${type.kind} cannot carry a borrowed handle, which ends with the call; send an owned one`;
    return [{ code: 'type/borrow-in-payload', loc: type.of.loc, message }];
  });
}
