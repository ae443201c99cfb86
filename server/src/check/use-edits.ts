// Edits of `use`: a name added to a body, a name taken out. They keep to the lines and the indentation that are there.

import type { Span, TextEdit } from '../base/text.ts';
import { entriesAt } from '../syntax/cursor.ts';
import {
  type Entry,
  type InterfaceMember,
  type ItemTree,
  spanOf,
  type UseDecl,
  type WorldMember,
} from '../syntax/items.ts';
import { Lexer } from '../syntax/lexer.ts';
import { escapeName } from '../syntax/words.ts';

/** What is in the braces of an interface or world; inline interfaces too. */
export interface Body {
  readonly kind: 'interface' | 'world';
  /** Of an inline interface, undefined. */
  readonly name: string | undefined;
  /** Of its name or label, in the file. */
  readonly node: number;
  readonly members: readonly { readonly decl: InterfaceMember | WorldMember; readonly base: number }[];
  /** After the `{`. */
  readonly open: number;
  /** Where the item begins. */
  readonly start: number;
  readonly entry: Entry;
}

const bodies = new WeakMap<Entry, Body>();

/** The innermost body around an offset. */
export function bodyAt(tree: ItemTree, offset: number): Body | undefined {
  for (const entry of entriesAt(tree, offset).reverse()) {
    const { decl } = entry.chunk;
    const { start, base } = entry;
    if ((decl.kind === 'import' || decl.kind === 'export') && decl.extern.kind === 'interface') {
      const open = braceAfter(tree, spanOf(tree, base + decl.extern.label.node).end, entry.end);
      if (open === undefined || offset < open || offset >= entry.end) continue;
      const members = decl.extern.members.map((it) => ({ decl: it, base }));
      const node = base + decl.extern.label.node;
      return { kind: 'interface', name: undefined, node, members, open, start, entry };
    }
    if (decl.kind !== 'interface' && decl.kind !== 'world') continue;
    if (offset < start + entry.length || tree.text[start + entry.length - 1] !== '{') continue;
    const known = bodies.get(entry);
    if (known !== undefined) return known;
    const members = entry.members.map((it) => ({ decl: it.chunk.decl as WorldMember, base: it.base }));
    const node = base + decl.name.node;
    const open = start + entry.length;
    const body: Body = { kind: decl.kind, name: decl.name.text, node, members, open, start, entry };
    bodies.set(entry, body);
    return body;
  }
  return undefined;
}

function braceAfter(tree: ItemTree, from: number, end: number): number | undefined {
  const lexer = new Lexer(tree.text, from, end);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) if (token.kind === '{') return token.end;
  return undefined;
}

/** Brings a type into a body: in the `use` of that path, if there is one, else in a new one after the last. */
export function addUse(tree: ItemTree, body: Body, path: string, name: string, alias?: string): TextEdit {
  const item = alias === undefined ? escapeName(name) : `${escapeName(name)} as ${escapeName(alias)}`;
  const uses = body.members.flatMap(({ decl, base }) => (decl.kind === 'use' ? [{ decl, base }] : []));
  for (const { decl, base } of uses) {
    const { start, end } = spanOf(tree, base + decl.path.node);
    if (tree.text.slice(start, end).replace(/\s+/g, '') !== path || decl.attributes.length > 0) continue;
    const whole = spanOf(tree, base + decl.node);
    if (tree.problems.some((it) => whole.start <= it.start && it.start < whole.end)) continue;
    const last = decl.names.at(-1);
    const at = last === undefined ? undefined : spanOf(tree, base + (last.alias ?? last.name).node).end;
    if (at !== undefined) return { start: at, end: at, text: `, ${item}` };
  }
  const text = `use ${path}.{${item}};`;
  const newline = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const last = uses.at(-1);
  if (last !== undefined) {
    const { start, end } = spanOf(tree, last.base + last.decl.node);
    return {
      start: end,
      end,
      text: isAlone(tree.text, start) ? `${newline}${indentOf(tree.text, start)}${text}` : ` ${text}`,
    };
  }
  const { open } = body;
  const first = body.members[0];
  const firstStart = first === undefined ? undefined : spanOf(tree, first.base + first.decl.node).start;
  if (firstStart !== undefined && !tree.text.slice(open, firstStart).includes('\n'))
    return { start: open, end: open, text: ` ${text}` };
  const indent = firstStart === undefined ? `${indentOf(tree.text, body.start)}  ` : indentOf(tree.text, firstStart);
  return { start: open, end: open, text: `${newline}${indent}${text}` };
}

/** Takes one name out of a `use`; the last one takes the whole statement with it. */
export function removeUseName(tree: ItemTree, decl: UseDecl, base: number, index: number): TextEdit {
  if (decl.names.length <= 1) return removeStatement(tree, spanOf(tree, base + decl.node));
  const spanAt = (at: number): { start: number; end: number } => {
    const it = decl.names[at];
    if (it === undefined) return { start: 0, end: 0 };
    return { start: spanOf(tree, base + it.name.node).start, end: spanOf(tree, base + (it.alias ?? it.name).node).end };
  };
  const own = spanAt(index);
  if (index > 0) return { start: spanAt(index - 1).end, end: own.end, text: '' };
  return { start: own.start, end: spanAt(1).start, text: '' };
}

/** Takes out a stretch, with its line when nothing else is on it; with `docs`, the comments directly above it go too. */
export function removeStatement(tree: ItemTree, span: Span, docs = false): TextEdit {
  const { text } = tree;
  let { start, end } = span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(\r\n|\n|$)/.exec(text.slice(end, end + 200));
  if (text.slice(lineStart, start).trim() === '' && rest !== null) {
    start = docs ? docsStart(text, lineStart) : lineStart;
    end += rest[0].length;
  }
  return { start, end, text: '' };
}

/** Takes out an attribute, and no more of its line: what stands before it stays apart from what comes after. */
export function removeAttributeAt({ text }: ItemTree, { start, end }: Span): TextEdit {
  if (isAlone(text, start)) {
    const after = /^\s*/.exec(text.slice(end, end + 1000))?.[0].length ?? 0;
    return { start, end: end + after, text: '' };
  }
  const before = /[ \t]*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0].length ?? 0;
  return { start: start - before, end, text: '' };
}

/** Where the lines of `//` comments directly above a line begin. */
function docsStart(text: string, lineStart: number): number {
  let at = lineStart;
  while (at > 0) {
    const above = text.lastIndexOf('\n', at - 2) + 1;
    if (!text.slice(above, at).trimStart().startsWith('//')) return at;
    at = above;
  }
  return at;
}

/** The white space that the line of an offset begins with. */
export function indentOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** Is there only white space before an offset in its line? */
function isAlone(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}
