// package/uppercase: the namespace and name of a package must be lower case (wasmparser: "is not lowercase in package name/namespace").

import type { Package, Problem } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function uppercase(it: Package): readonly Problem<Code>[] {
  const { namespace, name } = it.id;
  // Without an interface or world nothing is named after the package.
  if (it.interfaces.size + it.worlds.size === 0) return [];
  if (it.loc === undefined || !/[A-Z]/.test(namespace + name)) return [];
  const lower = `${namespace}:${name}`.toLowerCase();
  return [{ code: 'package/uppercase', loc: it.loc, message: `a package name must be lower case: \`${lower}\`` }];
}
