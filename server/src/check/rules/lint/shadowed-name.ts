// lint/shadowed-name: a top-level `use … as name` that hides an interface or world of the same package in another file.

import type { Package, Problem } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function shadowedName(it: Package): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { loc, role, target } of it.pathRefs) {
    if (role !== 'definition' || target.kind !== 'alias') continue;
    const hidden = it.interfaces.get(target.name) ?? it.worlds.get(target.name);
    if (hidden === undefined || hidden.loc.uri === loc.uri) continue;
    problems.push({
      code: 'lint/shadowed-name',
      loc,
      message: `in this file \`${target.name}\` hides the ${hidden.kind} of that name in another file of the package`,
      related: [{ loc: hidden.loc, message: `the hidden ${hidden.kind} is declared here` }],
    });
  }
  return problems;
}
