// A path that ends with a package: what may follow its `/`.

import type { PackageName } from '../syntax/items.ts';
import { packageId, packageKey } from './names.ts';
import type { Entity, Loc, Package, Problem } from './package.ts';

/** What of a scope is needed here. */
interface Around {
  readonly source: { readonly key: string };
  readonly dependencies: { find(key: string): Package | 'cycle' | undefined };
  readonly used: { set(key: string, found: Package): unknown };
  readonly problems: { push(problem: Problem): unknown };
  ref(loc: Loc, target: Entity): void;
}

/** Maximum number of names listed in the message. */
const MAX_NAMES = 8;

export function reportPackageOnly(scope: Around, loc: Loc, name: PackageName, want: 'interface' | 'world'): void {
  const id = packageId(name);
  const key = packageKey(id);
  const found = key === scope.source.key ? undefined : scope.dependencies.find(key);
  if (found === undefined || found === 'cycle') return;
  scope.used.set(key, found);
  scope.ref(loc, { kind: 'package', id, package: found, ...(found.loc === undefined ? {} : { loc: found.loc }) });
  const names = [...(want === 'interface' ? found.interfaces : found.worlds).keys()];
  if (names.length === 0) return;
  const shown = names.slice(0, MAX_NAMES);
  const list = shown.map((it) => `\`${it}\``).join(', ');
  const more = names.length > shown.length ? `, … (${names.length} in all)` : '';
  scope.problems.push({
    code: 'name/package-only',
    loc,
    message: `\`${key}\` is a package: write \`/\` and one of its ${want}s after its name: ${list}${more}`,
    data: { kind: 'rename', loc, names: shown.map((it) => `${id.namespace}:${id.name}/${it}`) },
  });
}
