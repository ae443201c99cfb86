// lint/unused-use: a name that `use` brings and nothing mentions. In an interface it is still part of what the interface
// offers, so this is a hint; in a world it only adds an import.

import { mentionsOf } from '../../../model/mentions.ts';
import { entityKey, type Interface, type Package, type TypeDef, type World } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { allInterfaces } from '../../../model/visit.ts';

export function unusedUse(it: Package): readonly Problem[] {
  const mentioned = mentionsOf(it);
  const owners: (Interface | World)[] = [...allInterfaces(it), ...it.worlds.values()];
  const used = new Set(owners.flatMap(usedNames));
  const problems: Problem[] = [];
  for (const owner of owners) {
    for (const type of owner.types.values()) {
      if (type.def.kind !== 'use' || type.def.target === undefined || used.has(type) || mentioned.has(entityKey(type)))
        continue;
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

/** Names in other interfaces that were themselves brought there: from here they are mentioned. */
function usedNames(owner: Interface | World): TypeDef[] {
  const found: TypeDef[] = [];
  for (const { def } of owner.types.values())
    if (def.kind === 'use' && def.target?.def.kind === 'use') found.push(def.target);
  return found;
}
