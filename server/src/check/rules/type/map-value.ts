// type/map-value: the value of a map holds no handle (wasmparser: bindings may drop the value of a repeated key, and with it a
// handle that must be dropped properly).

import { heldBy } from '../../../model/handles.ts';
import type { Interface, Problem, World } from '../../../model/package.ts';
import { encodedTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function mapValue(owner: Interface | World): readonly Problem<Code>[] {
  return encodedTypes(owner).flatMap((type) => {
    if (type.kind !== 'map' || !heldBy(type.value).handle) return [];
    const message =
      'the value of a map cannot hold a resource, stream, future or error context; use a list of tuples instead';
    return [{ code: 'type/map-value', loc: type.value.loc, message }];
  });
}
