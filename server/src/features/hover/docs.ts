// The documentation of what a name means: of the item that defines it, as the reference reads it.

import type { Entity, Loc, Package } from '../../model/package.ts';
import { commentsBefore, entryOfNode } from '../../syntax/cursor.ts';
import { docsText } from '../../syntax/docs.ts';
import { type ItemTree, spanOf } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { originalOf } from '../names/name-at.ts';

/** Markdown, or undefined when there is none. Of an imported name: that of the original. */
export function docsOf(snapshot: Snapshot, entity: Entity): string | undefined {
  const original = originalOf(entity);
  switch (original.kind) {
    case 'package':
      return original.package === undefined
        ? docsOfName(snapshot, original.loc)
        : docsOfPackage(snapshot, original.package);
    case 'interface':
    case 'world':
    case 'type':
      return docsAt(snapshot, original.item);
    case 'func':
      return docsAt(snapshot, original.func.item);
    case 'field':
    case 'case':
      return docsAt(snapshot, original.loc);
    case 'extern': {
      const { item, statement } = original.item;
      const own = docsAt(snapshot, statement);
      return (
        own ??
        (item.kind === 'interface' && item.interface !== undefined ? docsOf(snapshot, item.interface) : undefined)
      );
    }
    default:
      return undefined;
  }
}

/** Only one file of a package may document it; the first that does counts. */
function docsOfPackage(snapshot: Snapshot, it: Package): string | undefined {
  for (const declaration of it.declarations) {
    const docs = docsOfName(snapshot, declaration);
    if (docs !== undefined) return docs;
  }
  return undefined;
}

function docsOfName(snapshot: Snapshot, name: Loc | undefined): string | undefined {
  const tree = name === undefined ? undefined : snapshot.tree(name.uri);
  if (name === undefined || tree === undefined) return undefined;
  const entry = entryOfNode(tree, name.node);
  return entry === undefined ? undefined : docsBefore(tree, entry.start);
}

/** The documentation of what stands at a place. */
export function docsAt(snapshot: Snapshot, item: Loc): string | undefined {
  const tree = snapshot.tree(item.uri);
  return tree === undefined ? undefined : docsBefore(tree, spanOf(tree, item.node).start);
}

/** What the comments directly before an offset say; undefined when there are none. */
function docsBefore(tree: ItemTree, start: number): string | undefined {
  const comments = commentsBefore(tree, start);
  if (comments.length === 0) return undefined;
  return docsText(comments.flatMap((it) => withoutStars(tree.text.slice(it.start, it.end)))) || undefined;
}

/** The toolchain keeps the stars that begin the lines of a block comment; a person wants the text, line by line. */
function withoutStars(comment: string): string[] {
  const inner = /^\/\*\*([\s\S]*)\*\/$/.exec(comment)?.[1];
  const [first = '', ...rest] = inner?.split(/\r?\n/) ?? [];
  if (rest.length === 0 || !rest.every((line) => /^\s*(?:\*|$)/.test(line))) return [comment];
  const lines = [first, ...rest.map((line) => line.replace(/^\s*\*? ?/, ''))];
  while (lines[0]?.trim() === '') lines.shift();
  return lines.map((line) => `/// ${line}`);
}
