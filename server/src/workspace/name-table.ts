// Every name of a file and what it means, in the order of the text.

import type { Span } from '../base/text.ts';
import type { Entity, Package, Ref } from '../model/package.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';

export interface PlacedRef {
  readonly uri: string;
  readonly span: Span;
  readonly role: Ref['role'];
  readonly target: Entity;
}

export function refsOf(uri: string, tree: ItemTree, packages: readonly Package[]): readonly PlacedRef[] {
  const placed: PlacedRef[] = [];
  for (const it of packages) {
    for (const { loc, role, target } of it.refs) {
      if (loc.uri !== uri) continue;
      const span = spanOf(tree, loc.node);
      if (span.end > span.start) placed.push({ uri, span, role, target });
    }
  }
  placed.sort(
    (a, b) =>
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      (a.role === b.role ? 0 : a.role === 'definition' ? -1 : 1),
  );
  return placed;
}

/** The names at an offset, at their edges too; a definition before a reference, the smallest first. */
export function refsAt(refs: readonly PlacedRef[], offset: number): readonly PlacedRef[] {
  return refs
    .filter(({ span }) => span.start <= offset && offset <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
}
