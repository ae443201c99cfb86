// world/interface-case: what a world imports, and what it exports, is told apart without regard to case (V13 of wit-semantics).

import { isPlain } from '../../../model/elaborate.ts';
import type { ElaboratedItem, Package } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';

export function interfaceCase(it: Package): readonly Problem[] {
  const problems: Problem[] = [];
  for (const world of it.worlds.values()) {
    if (!world.active) continue;
    for (const items of [world.imports, world.exports]) {
      const seen = new Map<string, ElaboratedItem>();
      for (const item of items.values()) {
        if (!isPlain(item)) continue;
        const folded = item.key.toLowerCase();
        const first = seen.get(folded);
        if (first === undefined) {
          seen.set(folded, item);
          continue;
        }
        problems.push({
          code: 'world/interface-case',
          loc: item.reason.loc.uri === world.loc.uri ? item.reason.loc : world.loc,
          message: `world \`${world.name}\` has both \`${item.key}\` and \`${first.key}\`, which differ in case only`,
          related: [{ loc: first.reason.loc, message: `\`${first.key}\` comes from here` }],
        });
      }
    }
  }
  return problems;
}
