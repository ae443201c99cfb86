// Reads a tree without errors: walks it once with a cursor, past every item that the previous version has already.

import type { Tree, TreeCursor } from 'web-tree-sitter';
import { MAX_PACKAGE_DEPTH, type RawEntry, type Reuse } from './chunks.ts';
import { Flat, type FuncWord } from './flat.ts';
import type { Context } from './items.ts';
import type { Kind } from './kinds.ts';

const COMMENTS: ReadonlySet<string> = new Set<Kind>([
  'line_comment',
  'doc_comment',
  'block_comment',
  'block_doc_comment',
]);
const CONTAINERS: ReadonlyMap<string, { body: Kind; context: Context }> = new Map([
  ['interface_item', { body: 'interface_body', context: 'interface' }],
  ['world_item', { body: 'world_body', context: 'world' }],
  ['nested_package_definition', { body: 'package_body', context: 'toplevel' }],
]);

export function readTree(tree: Tree, reuse: Reuse | undefined): RawEntry[] {
  const cursor = tree.walk();
  try {
    return readItems(cursor, 'toplevel', reuse, 0);
  } finally {
    cursor.delete();
  }
}

/** The items among the children of the node under the cursor, which ends where it began. */
function readItems(cursor: TreeCursor, context: Context, reuse: Reuse | undefined, depth: number): RawEntry[] {
  const entries: RawEntry[] = [];
  if (!cursor.gotoFirstChild()) return entries;
  do {
    if (!cursor.nodeIsNamed || COMMENTS.has(cursor.nodeType)) continue;
    entries.push(readItem(cursor, context, reuse, depth));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return entries;
}

function readItem(cursor: TreeCursor, context: Context, reuse: Reuse | undefined, depth: number): RawEntry {
  const start = cursor.startIndex;
  const kept = reuse?.at(start, context);
  const container = CONTAINERS.get(cursor.nodeType);
  if (container !== undefined) {
    return readContainer(
      cursor,
      context,
      container,
      reuse,
      depth,
      kept === undefined ? { flat: new Flat() } : { reused: kept },
    );
  }
  if (kept !== undefined) {
    const end = start + kept.length;
    return {
      context,
      start,
      end,
      headEnd: end,
      reused: kept,
      problems: [],
      members: [],
    };
  }
  const end = cursor.endIndex;
  const flat = new Flat();
  flatten(cursor, flat);
  return { context, start, end, headEnd: end, flat, problems: [], members: [] };
}

function readContainer(
  cursor: TreeCursor,
  context: Context,
  container: { body: Kind; context: Context },
  reuse: Reuse | undefined,
  depth: number,
  head: Pick<RawEntry, 'flat' | 'reused'>,
): RawEntry {
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const root = head.flat?.open(cursor.nodeType as Kind, start);
  let headEnd = end;
  let members: RawEntry[] = [];
  cursor.gotoFirstChild();
  do {
    if (cursor.nodeType === container.body) {
      headEnd = cursor.startIndex + 1;
      // Deeper than the language allows: `assemble` reports it, the inside is skipped.
      if (depth < MAX_PACKAGE_DEPTH) members = readItems(cursor, container.context, reuse, depth + 1);
    } else if (head.flat !== undefined && cursor.nodeIsNamed && !COMMENTS.has(cursor.nodeType)) {
      flatten(cursor, head.flat);
    }
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  if (root !== undefined) head.flat?.close(root, headEnd);
  return { context, start, end, headEnd, ...head, problems: [], members };
}

/** Copies the node under the cursor, without comments and punctuation. Iterative: trees can be deep. */
function flatten(cursor: TreeCursor, flat: Flat): void {
  if (LEAVES.has(cursor.nodeType)) {
    flat.leaf(cursor.nodeType as Kind, cursor.startIndex, cursor.endIndex);
    return;
  }
  const open: number[] = [flat.open(cursor.nodeType as Kind, cursor.startIndex)];
  const ends: number[] = [cursor.endIndex];
  let descend = true;
  while (open.length > 0) {
    if ((descend && cursor.gotoFirstChild()) || cursor.gotoNextSibling()) {
      descend = enter(cursor, flat, open, ends);
      continue;
    }
    // No more siblings: the node on top is complete. Every node but a leaf has children, so this climbs out of one.
    cursor.gotoParent();
    flat.close(open.pop() ?? 0, ends.pop() ?? 0);
    descend = false;
    if (open.length === 0) return;
  }
}

/** Takes the node under the cursor. True when it has children to go through. */
function enter(cursor: TreeCursor, flat: Flat, open: number[], ends: number[]): boolean {
  const type = cursor.nodeType;
  if (cursor.nodeIsNamed) {
    if (COMMENTS.has(type)) return false;
    if (LEAVES.has(type)) {
      flat.leaf(type as Kind, cursor.startIndex, cursor.endIndex);
      return false;
    }
    open.push(flat.open(type as Kind, cursor.startIndex));
    ends.push(cursor.endIndex);
    return true;
  }
  if (FUNC_WORDS.has(type)) flat.leaf(type as FuncWord, cursor.startIndex, cursor.endIndex);
  return false;
}

const FUNC_WORDS: ReadonlySet<string> = new Set<FuncWord>(['async', 'static', 'get', 'set']);

const LEAVES: ReadonlySet<string> = new Set<Kind>([
  'identifier',
  'version',
  'integer',
  'string',
  'primitive_type',
  'placeholder',
]);
