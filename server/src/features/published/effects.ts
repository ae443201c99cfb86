// What a new version of a package means to somebody who uses an older one: the contract changes of exactly what they import or
// implement, and what they would have to do.

import type { Package } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { Hazard } from '../../semver/levels.ts';
import type { TreePackage } from '../../semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../../semver/verdict.ts';
import { DependentsIndex } from '../contracts/dependents.ts';

export interface Effect {
  /** Paths of worlds, interfaces and packages that break: `acme:site/app`. */
  readonly who: readonly string[];
  readonly side: 'imports' | 'implements';
  readonly change: Change;
  /** How it fails. */
  readonly how: Hazard;
  /** What they have to do: a command, lower case. */
  readonly needed: string;
}

/** `users`: the packages of one consumer. Nothing is said of changes that do not reach them. */
export function effectsOf(
  users: readonly Package[],
  before: TreePackage,
  after: TreePackage,
): { readonly report: PackageReport | undefined; readonly effects: readonly Effect[] } {
  const [report] = compareTrees([before], [after], { role: 'strict', policy: 'at-change' });
  if (report === undefined || report.unread !== undefined) return { report, effects: [] };
  const index = new DependentsIndex(() => users);
  const effects = report.changes.flatMap((change): Effect[] => {
    const { importers, implementers } = index.of(report, [change]);
    const effect = (who: readonly string[], side: Effect['side']): Effect[] =>
      who.length === 0 ? [] : [{ who, side, change, how: change.hazard, needed: neededFor(change, side) }];
    return [...effect(importers, 'imports'), ...effect(implementers, 'implements')];
  });
  return { report, effects };
}

function neededFor({ item, after, before }: Change, side: Effect['side']): string {
  if (after === undefined) return side === 'imports' ? `stop using \`${item}\`` : `stop providing \`${item}\``;
  const verb = side === 'imports' ? 'build with' : 'provide';
  return before === undefined ? `${verb} \`${after}\`` : `${verb} \`${after}\` in place of \`${before}\``;
}
