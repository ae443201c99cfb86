// lint/unused-type and lint/unused-interface: definitions that nothing in the package mentions. Both are off unless asked
// for: what a package offers is often for others only.

import { mentions, offersOf } from '../../../model/mentions.ts';
import { entityKey, type Loc, type Package } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { itemsOf } from '../../../model/visit.ts';

export function unusedItem(it: Package): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (code: string, what: string, name: string, loc: Loc): void => {
    problems.push({ code, loc, message: `${what} \`${name}\` is not mentioned anywhere in this package` });
  };
  for (const owner of itemsOf(it)) {
    for (const { key, type } of offersOf(owner)) {
      if (type.def.kind !== 'use' && type.def.kind !== 'resource' && !mentions(it, key))
        report('lint/unused-type', 'the type', type.name, type.loc);
    }
  }
  if (it.worlds.size > 0) {
    for (const [name, owner] of it.interfaces)
      if (!mentions(it, entityKey(owner))) report('lint/unused-interface', 'the interface', name, owner.loc);
  }
  return problems;
}
