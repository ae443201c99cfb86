// Interfaces in which nothing has changed, remembered from one comparison to the next: after a keystroke that is true of
// all but the one that was edited. Holds because an interface that is the same object leads to the same objects.

import { WeakPairMap } from '../base/memo.ts';
import type { Interface } from '../model/package.ts';
import type { Comparison, FuncPair } from './comparison.ts';
import { compareInterface, pairTypes } from './diff-interface.ts';
import type { InterfaceRole } from './levels.ts';

type Known = WeakPairMap<Interface, Interface, readonly FuncPair[]>;

const same: Readonly<Record<InterfaceRole, Known>> = { imported: new WeakPairMap(), exported: new WeakPairMap() };

/**
 * Pairs what is in the two. The function that is given compares them, when everything has been paired; there is none where
 * nothing has changed.
 */
export function pairInterfaces(
  comparison: Comparison,
  before: Interface,
  after: Interface,
  role: InterfaceRole,
): (() => void) | undefined {
  const known = same[role].get(before, after);
  if (known !== undefined) {
    comparison.share(known);
    return undefined;
  }
  const pair = pairTypes(comparison, after.name ?? '', before, after, role);
  return () => {
    const shared = comparison.unchanged(() => compareInterface(comparison, pair));
    // What is the same only because something else was renamed is not when that comes back.
    if (shared === undefined || comparison.equal.renames) return;
    same[role].set(before, after, shared);
  };
}
