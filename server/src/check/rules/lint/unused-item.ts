// lint/unused-type and lint/unused-interface: definitions that nothing in the package mentions. Both are off unless asked
// for: what a package offers is often for others only.

import { mentionsOf } from '../../../model/mentions.ts';
import { type Entity, entityKey, type Package } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';
import { allInterfaces, ownTypes } from '../../../model/visit.ts';

export function unusedItem(it: Package): readonly Problem[] {
  const mentioned = mentionsOf(it);
  const problems: Problem[] = [];
  const check = (
    code: string,
    what: string,
    entity: Extract<Entity, { name: unknown; loc: unknown }> & { kind: 'type' | 'interface' },
  ): void => {
    if (mentioned.has(entityKey(entity))) return;
    problems.push({
      code,
      loc: entity.loc,
      message: `${what} \`${entity.name ?? ''}\` is not mentioned anywhere in this package`,
    });
  };
  for (const owner of [...allInterfaces(it), ...it.worlds.values()]) {
    for (const type of ownTypes(owner)) if (type.def.kind !== 'resource') check('lint/unused-type', 'the type', type);
  }
  if (it.worlds.size > 0)
    for (const owner of it.interfaces.values()) check('lint/unused-interface', 'the interface', owner);
  return problems;
}
