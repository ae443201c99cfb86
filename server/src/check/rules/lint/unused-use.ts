// lint/unused-use: a name that `use` brings and nothing mentions. In an interface it is still part of what the interface
// offers, so this is a hint; in a world it only adds an import.

import { mentions, offersOf } from '../../../model/mentions.ts';
import type { Interface, Package, Problem, World } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function unusedUse(owner: Interface | World, it: Package): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { key, type } of offersOf(owner)) {
    if (type.def.kind !== 'use' || type.def.target === undefined || mentions(it, key)) continue;
    problems.push({
      code: 'lint/unused-use',
      loc: type.loc,
      message: `\`${type.name}\` is imported but never used`,
      data: { kind: 'remove', loc: type.loc, what: `\`${type.name}\` from the \`use\`` },
    });
  }
  return problems;
}
