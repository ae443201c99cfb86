// lint/dependency-versions and lint/unversioned-dependency: which versions of other packages one package refers to.

import type { Loc, Package, Problem } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function dependencyVersions(it: Package): readonly Problem<Code>[] {
  const byName = new Map<string, Map<string, Loc>>();
  for (const { loc, role, target } of it.pathRefs) {
    if (role !== 'reference' || target.kind !== 'package' || target.package === undefined) continue;
    const name = `${target.id.namespace}:${target.id.name}`;
    const versions = byName.get(name) ?? new Map<string, Loc>();
    byName.set(name, versions);
    const version = target.id.version ?? '';
    const known = versions.get(version);
    if (known === undefined || (known.uri === loc.uri && known.node > loc.node)) versions.set(version, loc);
  }
  const problems: Problem<Code>[] = [];
  for (const [name, versions] of byName) {
    const unversioned = versions.get('');
    if (unversioned !== undefined && it.id.version !== undefined) {
      problems.push({
        code: 'lint/unversioned-dependency',
        loc: unversioned,
        message: `\`${name}\` has no version, and this package has: packages that depend on it are not protected from changes of \`${name}\``,
      });
    }
    const [first, ...others] = [...versions].filter(([version]) => version !== '');
    if (first === undefined) continue;
    for (const [version, loc] of others) {
      problems.push({
        code: 'lint/dependency-versions',
        loc,
        message: `this package refers to \`${name}\` in version ${version} here and ${first[0]} elsewhere; types of different versions are different types`,
        related: [{ loc: first[1], message: `version ${first[0]} is referred to here` }],
      });
    }
  }
  return problems;
}
