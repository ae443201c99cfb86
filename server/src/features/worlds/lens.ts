// What stands above a world: how much it asks for and offers, and what that lets a component do.

import type { ElaboratedItem, World } from '../../model/package.ts';
import { type CustomCapabilities, grantsOf, incompleteNote } from '../../world/capabilities.ts';

/** Maximum number of capabilities named; the rest are counted. */
const MOST = 4;

/** `12 imports · 3 exports · files, TCP` */
export function worldSummary(world: World, custom: CustomCapabilities = {}): string {
  const titles = [...new Set(grantsOf(world, custom).map((it) => it.title))];
  const shown = titles.length > MOST ? titles.slice(0, MOST - 1) : titles;
  const rest = titles.length - shown.length;
  const incomplete = incompleteNote(world);
  const parts = incomplete === undefined ? [] : [incomplete];
  parts.push(counted(world.imports, 'import'), counted(world.exports, 'export'));
  if (shown.length > 0) parts.push(`${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`);
  return parts.join(' · ');
}

function counted(items: ReadonlyMap<string, ElaboratedItem>, what: string): string {
  const number = [...items.values()].filter((it) => it.item.kind !== 'type').length;
  return `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
}
