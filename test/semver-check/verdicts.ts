// The differences between our comparison of one world and the reference's, each with a name (semver.md 2.6).

import {
  breaksOf,
  directionsOf,
  isDropped,
  isUnused,
  NEW_TYPES,
  VERSIONS,
} from '../../server/src/features/contracts/as-tool.ts';
import { nameOf, partsOf } from '../../server/src/features/contracts/changes-of-world.ts';
import type { World } from '../../server/src/model/package.ts';
import { definitionLines } from '../../server/src/model/print.ts';
import type { Change } from '../../server/src/semver/changes.ts';
import type { PackageReport } from '../../server/src/semver/verdict.ts';

export { breaksOf };

/** The same shape from somewhere else, or under a definition of its own. */
const SAME_SHAPE: ReadonlySet<string> = new Set(['type-respelled', 'use-source-changed', 'use-inlined']);

/** The rule by which we say "breaks" and the reference does not; undefined when there is none. */
export function whyStricter(
  reports: readonly PackageReport[],
  found: readonly Change[],
  { before, after, newest }: { readonly before: World; readonly after: World; readonly newest: boolean },
): string | undefined {
  const owner = (it: Change): string =>
    reports.find((report) => report.changes.flatMap(partsOf).includes(it))?.name ?? '';
  const left = found.filter((it) => !isDropped(owner(it), it, before, after));
  if (left.length === 0) return 'interfaces that a world exports no more are compared';
  if (left.every((it) => isUnused(owner(it), it, before, after))) return 'unused types are compared';
  const rest = left.filter((it) => !isUnused(owner(it), it, before, after));
  if (rest.every((it) => VERSIONS.has(it.kind))) return 'versions in names count';
  if (!newest && rest.every((it) => isRecased(it, before, after)))
    return 'names count letter by letter (as for wasm-tools 1.263; this oracle is older)';
  // The rule of 2.3 fears for the import of the other interface, which this world may have anyway.
  if (rest.every((it) => it.kind === 'use-inlined')) return 'a copy of a used type is another type';
  if (rest.every((it) => it.kind === 'dep-changed')) return 'dependencies are compared as a whole';
  return undefined;
}

/** Are the names of members the only thing that changed, and only in their case? */
function isRecased({ kind, item }: Change, before: World, after: World): boolean {
  if (kind !== 'world-type-changed') return kind === 'case-recased' || kind === 'param-recased';
  const [, name = ''] = item.split('.');
  const written = (world: World): string | undefined => {
    const found = world.imports.get(name)?.item;
    return found?.kind === 'type' ? definitionLines(found.type).join('\n').toLowerCase() : undefined;
  };
  const old = written(before);
  return old !== undefined && old === written(after);
}

/** The rule by which the reference says "breaks" and we do not; its message must be about that. */
export function whyMilder(
  reports: readonly PackageReport[],
  before: World,
  after: World,
  message: string,
): string | undefined {
  // A new name is missing, or the import that a new `use` brings.
  const isMissing = /missing expected export|missing (?:import|export) named/.test(message);
  if (isMissing && hasNewForeignType(before, after)) return 'a type may be added to an exported interface';
  for (const report of reports) {
    for (const change of report.changes.flatMap(partsOf)) {
      const directions = directionsOf(report.name, change, before);
      const isNewType =
        NEW_TYPES.has(change.kind) || (change.kind === 'unstable-stabilised' && change.implementer === 'ok');
      if (isMissing && isNewType && directions.includes('exports'))
        return 'a type may be added to an exported interface';
      if (SAME_SHAPE.has(change.kind) && directions.length > 0) return 'the same shape is dangerous, not broken';
    }
  }
  return undefined;
}

/** What a dependency gains is said only where it breaks something. */
function hasNewForeignType(before: World, after: World): boolean {
  const old = [...before.exports.values()].flatMap(({ item }) =>
    item.kind === 'interface' && item.interface !== undefined ? [item.interface] : [],
  );
  return [...after.exports.values()].some(({ item }) => {
    if (item.kind !== 'interface' || item.interface?.name === undefined) return false;
    const { name, package: id, types } = item.interface;
    if (nameOf(id) === nameOf(before.package)) return false;
    const was = old.find((it) => it.name === name && nameOf(it.package) === nameOf(id));
    return was !== undefined && [...types].some(([type, def]) => def.active && was.types.get(type)?.active !== true);
  });
}
