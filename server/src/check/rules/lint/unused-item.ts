// lint/unused-type and lint/unused-interface: definitions that nothing in the package mentions. Both are off unless asked
// for: what a package offers is often for others only.

import { mentions, offersOf } from '../../../model/mentions.ts';
import type { Problem } from '../../../model/package.ts';
import { entityKey, type Interface, type Loc, type Package, type World } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function unusedItem(owner: Interface | World, it: Package): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const report = (code: 'lint/unused-type' | 'lint/unused-interface', what: string, name: string, loc: Loc): void => {
    problems.push({ code, loc, message: `${what} \`${name}\` is never used in this package` });
  };
  for (const { key, type } of offersOf(owner)) {
    if (type.def.kind !== 'use' && type.def.kind !== 'resource' && !mentions(it, key))
      report('lint/unused-type', 'the type', type.name, type.loc);
  }
  if (it.worlds.size > 0 && owner.kind === 'interface' && owner.name !== undefined && !mentions(it, entityKey(owner)))
    report('lint/unused-interface', 'the interface', owner.name, owner.loc);
  return problems;
}
