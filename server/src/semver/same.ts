// Interfaces in which nothing has changed, remembered from one comparison to the next: after a keystroke that is true of
// all but the one that was edited. Holds because an interface that is the same object leads to the same objects.

import type { Interface } from '../model/package.ts';
import type { InterfaceRole } from './changes.ts';
import type { Comparison, FuncPair } from './comparison.ts';
import { compareInterface, pairTypes } from './diff-interface.ts';

type Known = WeakMap<Interface, WeakMap<Interface, readonly FuncPair[]>>;

const same: Readonly<Record<InterfaceRole, Known>> = { imported: new WeakMap(), exported: new WeakMap() };

/** Pairs what is in the two; the function that is given compares them, when everything has been paired. */
export function pairInterfaces(comparison: Comparison, before: Interface, after: Interface, role: InterfaceRole) {
  const path = after.name ?? '';
  const known = same[role].get(before)?.get(after);
  const pair = known === undefined ? pairTypes(comparison, path, before, after, role) : undefined;
  return (): void => {
    const { renames } = comparison.equal;
    if (known !== undefined && !renames) {
      comparison.share(known);
      return;
    }
    const paired = pair ?? pairTypes(comparison, path, before, after, role);
    const shared = comparison.unchanged(() => compareInterface(comparison, paired));
    if (shared === undefined || renames) return;
    const row = same[role].get(before) ?? new WeakMap<Interface, readonly FuncPair[]>();
    same[role].set(before, row.set(after, shared));
  };
}
