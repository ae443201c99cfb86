// lint/unused-use: a name that `use` brings and nothing mentions. In an interface it is still part of what the interface
// offers, so this is a hint; in a world it only adds an import.

import { entityKey, type Interface, type Package, type TypeDef, type World } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { allInterfaces } from '../../../model/visit.ts';

export function unusedUse(it: Package): readonly Problem[] {
  const mentioned = new Set<string>();
  for (const { role, target } of it.refs)
    if (role === 'reference' && target.kind === 'type') mentioned.add(entityKey(target));
  const owners: (Interface | World)[] = [...allInterfaces(it), ...it.worlds.values()];
  for (const owner of owners)
    for (const type of owner.types.values())
      if (type.def.kind === 'use' && type.def.target !== undefined) mentionUsed(type, mentioned);
  const problems: Problem[] = [];
  for (const owner of owners) {
    for (const type of owner.types.values()) {
      if (type.def.kind !== 'use' || type.def.target === undefined || mentioned.has(entityKey(type))) continue;
      problems.push({
        code: 'lint/unused-use',
        loc: type.loc,
        message: `\`${type.name}\` is brought here and not mentioned`,
        data: { kind: 'remove', loc: type.loc, what: `\`${type.name}\` from the \`use\`` },
      });
    }
  }
  return problems;
}

/** Another interface may use the name from here. */
function mentionUsed(type: TypeDef, mentioned: Set<string>): void {
  if (type.def.kind === 'use' && type.def.target?.def.kind === 'use') mentioned.add(entityKey(type.def.target));
}
