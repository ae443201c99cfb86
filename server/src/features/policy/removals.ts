// What a policy says of contract changes: how long an item must be deprecated before it goes.

import { placeOf } from '../../contract/package-contracts.ts';
import { parseVersion } from '../../model/names.ts';
import type { PlacedRule } from '../../project/projects.ts';
import type { Change } from '../../semver/changes.ts';
import type { RuleId } from '../../semver/table.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { matches } from '../../world/pattern.ts';
import { byPolicy } from './context.ts';

/** Removals of items that can be deprecated. */
const REMOVED: ReadonlySet<RuleId> = new Set([
  'interface-removed',
  'func-removed',
  'type-removed',
  'resource-removed',
  'method-removed',
  'static-removed',
  'getter-removed',
  'setter-removed',
  'constructor-removed',
  'world-removed',
  'deprecated-removed-item',
]);

export interface RemovalProblem {
  readonly change: Change;
  readonly message: string;
  readonly level: 'error' | 'warning';
}

export function removalProblems(
  report: PackageReport,
  before: Snapshot,
  rules: readonly PlacedRule[],
): RemovalProblem[] {
  const id = report.after?.stable.id;
  if (id === undefined) return [];
  const subject = { package: `${id.namespace}:${id.name}`, version: id.version };
  return rules.flatMap((placed) => {
    const { deprecation, level = 'error', for: patterns } = placed.rule;
    if (deprecation === undefined || patterns?.some((it) => matches(it, subject)) === false) return [];
    return report.changes
      .filter(({ kind }) => REMOVED.has(kind))
      .flatMap((change): RemovalProblem[] => {
        const text = tooSoon(deprecatedSince(change, before), id.version, deprecation.minors);
        if (text === undefined) return [];
        const message = `\`${change.item}\` is removed ${text}; ${deprecation.minors} minor ${deprecation.minors === 1 ? 'version' : 'versions'} must lie between \`@deprecated\` and removal by ${byPolicy(placed)}`;
        return [{ change, message, level }];
      });
  });
}

function deprecatedSince({ kind, baseWhole, baseLoc }: Change, before: Snapshot): string | undefined {
  const loc = baseWhole ?? baseLoc;
  const span = kind !== 'deprecated-removed-item' || loc === undefined ? undefined : placeOf(before, loc);
  const text = loc === undefined ? undefined : before.tree(loc.uri)?.text;
  if (span === undefined || text === undefined) return undefined;
  return /@deprecated\s*\(\s*version\s*=\s*([^)\s]+)/.exec(text.slice(span.start, span.end))?.[1];
}

/** As the end of a sentence; undefined when the item was deprecated for long enough. A new major version is. */
function tooSoon(since: string | undefined, now: string | undefined, minors: number): string | undefined {
  if (since === undefined) return 'without having been deprecated';
  const [from, to] = [parseVersion(since), now === undefined ? undefined : parseVersion(now)];
  if (from === undefined || to === undefined) return undefined;
  const enough = to.major > from.major || to.minor - from.minor >= BigInt(minors);
  return enough ? undefined : `in ${now}, deprecated since ${since}`;
}
