// Where the interfaces of a package went that it no longer has: into new interfaces beside them, or into other packages.

import { itemPath } from '../model/names.ts';
import type { Interface, Loc, Package } from '../model/package.ts';
import type { Change } from './changes.ts';
import { contentOf } from './diff.ts';
import type { TreePackage } from './package-pairs.ts';

interface Home {
  readonly path: string;
  readonly loc: Loc;
  readonly lines: ReadonlySet<string>;
}

/** A new place must have this much of what was in the old one, together with the others. */
const ENOUGH = 0.5;
/** Other places that are named. */
const SHOWN = 4;

/** Removed interfaces, with the places that their items have now. */
export function withNewPlaces(
  changes: readonly Change[],
  before: Package,
  after: Package,
  tree: () => readonly TreePackage[],
): readonly Change[] {
  const own = homesIn(before, after, []);
  const told = changes.map((change) => (change.kind === 'interface-renamed' ? withRest(change, before, own) : change));
  if (!changes.some((it) => it.kind === 'interface-removed')) return told;
  const homes = homesIn(before, after, tree());
  return told.map((change) => {
    const gone = change.kind === 'interface-removed' ? before.interfaces.get(change.item) : undefined;
    const found = gone === undefined ? [] : placesOf(gone, homes);
    if (found.length === 0) return change;
    return {
      ...change,
      message: `${change.message}; what it had is now in ${found.map(({ path }) => `\`${path}\``).join(', ')}`,
      related: [...(change.related ?? []), ...found.map(({ loc }) => ({ loc, message: 'it is here now' }))],
    };
  });
}

/** An interface that goes by another name, with the new interfaces that took a part of it. */
function withRest(change: Change, before: Package, homes: readonly Home[]): Change {
  const old = [...before.interfaces.values()].find((it) => it.loc === change.baseLoc);
  const others = old === undefined ? [] : placesOf(old, homes).filter(({ path }) => path !== change.item);
  if (others.length === 0) return change;
  return {
    ...change,
    message: `${change.message}; a part of it is now in ${others.map(({ path }) => `\`${path}\``).join(', ')}`,
    related: [...(change.related ?? []), ...others.map(({ loc }) => ({ loc, message: 'a part of it is here now' }))],
  };
}

/** `its \`x\` is in \`a:c/x\` now`, for the interfaces of a package that is gone as a whole. */
export function whereItWent(before: Package, tree: readonly TreePackage[]): string {
  const homes = homesIn(before, undefined, tree);
  const found = [...before.interfaces].flatMap(([name, it]) => {
    const places = placesOf(it, homes).map(({ path }) => `\`${path}\``);
    return places.length === 0 ? [] : [`\`${name}\` is in ${places.join(' and ')} now`];
  });
  return found.length === 0 ? '' : `; ${found.slice(0, SHOWN).join(', ')}${found.length > SHOWN ? ', …' : ''}`;
}

/** Interfaces that may be new homes: new ones of the package itself, and those of other packages. */
function homesIn(before: Package, after: Package | undefined, tree: readonly TreePackage[]): Home[] {
  const own = [...(after?.interfaces ?? [])].filter(([name, it]) => it.active && !before.interfaces.has(name));
  const others = tree.flatMap(({ stable }) => {
    const { namespace, name } = stable.id;
    if (namespace === before.id.namespace && name === before.id.name) return [];
    return [...stable.interfaces].map(([label, it]) => [itemPath({ namespace, name }, label), it] as const);
  });
  // Of two that are as likely, the same one is named whatever was read first.
  others.sort(([a], [b]) => (a < b ? -1 : 1));
  return [...own, ...others].map(([path, it]) => ({ path, loc: it.loc, lines: contentOf(it) }));
}

function placesOf(gone: Interface, homes: readonly Home[]): Home[] {
  const lines = [...contentOf(gone)];
  const found: Home[] = [];
  const left = new Set(lines);
  const counted = homes.map((home) => ({ home, shared: lines.filter((line) => home.lines.has(line)).length }));
  counted.sort((a, b) => b.shared - a.shared);
  for (const { home, shared } of counted) {
    if (shared === 0 || found.length === SHOWN) break;
    const size = left.size;
    for (const line of home.lines) left.delete(line);
    if (left.size < size) found.push(home);
  }
  return lines.length > 0 && left.size <= lines.length * (1 - ENOUGH) ? found : [];
}
