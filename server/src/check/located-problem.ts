// A problem at its place, and what a repair of it is made from.

import type { Span, TextEdit } from '../base/text.ts';
import type { Problem } from '../model/package.ts';
import type { GroupSource } from '../model/source.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { Code } from './catalogue.ts';
import type { Fix } from './diagnostic.ts';
import { indentOf } from './use-edits.ts';

/** What repairs are made from. */
export interface FixView {
  tree(uri: string): ItemTree | undefined;
  /** The files of all packages that can be seen, unresolved. */
  readonly groups: readonly GroupSource[];
  /** Is what is behind this feature there? */
  isActive(feature: string): boolean;
}

/** A problem at its place. */
export interface Found {
  readonly problem: Problem<Code>;
  readonly view: FixView;
  readonly tree: ItemTree;
  readonly uri: string;
  readonly span: Span;
}

/** One edit of the file itself. */
export function fix(found: Found, title: string, edits: readonly TextEdit[], preferred = false): Fix {
  return { title, edits: [{ uri: found.uri, edits }], ...(preferred ? { preferred } : {}) };
}

/** The start of a new line before an item, with its indentation. */
export function lineBefore(tree: ItemTree, offset: number, text: string): TextEdit {
  const newline = tree.text.includes('\r\n') ? '\r\n' : '\n';
  return { start: offset, end: offset, text: `${text}${newline}${indentOf(tree.text, offset)}` };
}
