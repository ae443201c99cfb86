// Whether a type holds handles, and borrowed ones: where those may stand is restricted (wasmparser `AbiInfo`).

import type { Type, TypeDef } from './package.ts';
import { partsOf } from './type.ts';
import { perDefinition, typesOf } from './visit.ts';

interface Held {
  /** A borrowed handle, however deep. */
  readonly borrow: boolean;
  /** A borrowed handle that is not in the payload of a stream or future. */
  readonly bare: boolean;
  /** A handle that must be dropped: of a resource, a stream, a future, or an error context. */
  readonly handle: boolean;
}

const NOTHING: Held = { borrow: false, bare: false, handle: false };
const OWNED: Held = { borrow: false, bare: false, handle: true };
const BORROWED: Held = { borrow: true, bare: true, handle: true };
const CARRIED: Held = { borrow: true, bare: false, handle: true };

/** What the type holds, through every name. */
export function heldBy(type: Type): Held {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'error-context' ? OWNED : NOTHING;
    case 'ref':
      return heldByDefinition(type.def);
    case 'own':
      return OWNED;
    case 'borrow':
      return BORROWED;
    case 'future':
    case 'stream':
      return heldByAny(partsOf(type)).borrow ? CARRIED : OWNED;
    case 'list':
    case 'option':
    case 'result':
    case 'tuple':
    case 'map':
    case 'error':
      return heldByAny(partsOf(type));
  }
}

export const heldByDefinition = perDefinition((type: TypeDef): Held => {
  const { def } = type;
  if (def.kind === 'use') return def.target === undefined ? NOTHING : heldByDefinition(def.target);
  return def.kind === 'resource' ? OWNED : heldByAny(typesOf(type));
});

function heldByAny(types: readonly Type[]): Held {
  let all = NOTHING;
  for (const type of types) {
    const held = heldBy(type);
    if (held.bare || all === NOTHING || (held.borrow && !all.borrow)) all = held;
  }
  return all;
}
