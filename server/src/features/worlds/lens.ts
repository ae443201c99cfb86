// What stands above a world: how much it asks for and offers, and what that lets a component do.

import { countedOrNo } from '../../base/words.ts';
import type { ElaboratedItem, World } from '../../model/package.ts';
import { type CustomCapabilities, grantsOf, incompleteNote } from '../../world/capabilities.ts';

/** Maximum number of capabilities named; the rest are counted. */
const MOST = 2;

/** `12 imports · 3 exports · files, TCP` */
export function worldSummary(world: World, custom: CustomCapabilities = {}): string {
  const titles = [...new Set(grantsOf(world, custom).map((it) => it.title))];
  const shown = titles.length > MOST ? titles.slice(0, MOST) : titles;
  const rest = titles.length - shown.length;
  const incomplete = incompleteNote(world);
  const parts = incomplete === undefined ? [] : [incomplete];
  parts.push(countedItems(world.imports, 'import'), countedItems(world.exports, 'export'));
  if (shown.length > 0) parts.push(`${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`);
  return parts.join(' · ');
}

function countedItems(items: ReadonlyMap<string, ElaboratedItem>, what: string): string {
  const number = [...items.values()].filter((it) => it.item.kind !== 'type').length;
  return countedOrNo(number, what);
}
