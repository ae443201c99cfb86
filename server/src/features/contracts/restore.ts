// Text of an old version put back into the new one: items that are gone, in the place where their neighbours say that they
// were; items that changed; the order of members.

import type { Span, TextEdit } from '../../base/text.ts';
import type { Loc } from '../../model/package.ts';
import { commentsBefore, entryOfNode } from '../../syntax/cursor.ts';
import { type Decl, type Entry, type ItemTree, type Node, spanOf } from '../../syntax/items.ts';

/** An item with the comments before it. */
export function withComments(tree: ItemTree, span: Span): Span {
  const [first] = commentsBefore(tree, span.start);
  return first === undefined ? span : { start: first.start, end: span.end };
}

export function textOf(tree: ItemTree, span: Span): string {
  return tree.text.slice(span.start, span.end);
}

/** The white space before an offset, from the start of its line. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}

/** The edit that puts an old item (a function, type, method, `use`, interface or world) back. */
export function restoreItem(
  oldTree: ItemTree,
  old: Loc,
  tree: ItemTree,
  container: Loc | undefined,
): TextEdit | undefined {
  const source = withComments(oldTree, spanOf(oldTree, old.node));
  // Syntax that WIT once had would be an error now.
  if (oldTree.problems.some((it) => it.start < source.end && source.start < it.end)) return undefined;
  const text = textOf(oldTree, source);
  const siblings = siblingsOf(oldTree, old.node);
  const around = container === undefined ? undefined : entryOfNode(tree, container.node);
  const members = placesIn(tree, around, container?.node);
  if (members === undefined) return undefined;
  const at = siblings.findIndex((it) => it.node === old.node);
  const before = siblings.slice(0, at).findLast((it) => members.places.some((one) => one.name === it.name));
  const neighbour = members.places.find((one) => one.name === before?.name);
  if (neighbour !== undefined) {
    const indent = indentAt(tree.text, withComments(tree, neighbour.span).start);
    return insertion(
      neighbour.span.end,
      `\n${indent}${reindented(text, indentAt(oldTree.text, source.start), indent)}`,
    );
  }
  // A package says its name first.
  const first = members.places.find((it) => it.name !== 'package');
  if (first !== undefined) {
    const start = withComments(tree, first.span).start;
    const indent = indentAt(tree.text, start);
    return insertion(start, `${reindented(text, indentAt(oldTree.text, source.start), indent)}\n${indent}`);
  }
  const outer = around === undefined ? '' : indentAt(tree.text, around.start);
  const inner = `${outer}  `;
  return insertion(
    members.start,
    `\n${inner}${reindented(text, indentAt(oldTree.text, source.start), inner)}\n${outer}`,
  );
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** Every line but the first gets the new indentation in the place of the old one. */
function reindented(text: string, from: string, to: string): string {
  const [first = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n');
  return [first, ...rest.map((line) => replaced(line, from, to))].join('\n');
}

function replaced(line: string, from: string, to: string): string {
  if (line.trim() === '') return line;
  return line.startsWith(from) ? to + line.slice(from.length) : line;
}

interface Sibling {
  readonly name: string;
  /** Of the file. */
  readonly node: Node;
  readonly span: Span;
}

/** The items beside one, itself too, in the order of the text. */
function siblingsOf(tree: ItemTree, node: Node): Sibling[] {
  const entry = entryOfNode(tree, node);
  if (entry === undefined) return [];
  const { decl } = entry.chunk;
  // A function of a resource is a part of the resource's own chunk.
  if (decl.kind === 'resource' && entry.base + decl.node !== node) return resourceFuncs(tree, entry);
  const parent = tree.order.find((it) => it.members.includes(entry));
  return (parent?.members ?? tree.entries).map((it) => sibling(tree, it));
}

function resourceFuncs(tree: ItemTree, entry: Entry): Sibling[] {
  const { decl } = entry.chunk;
  if (decl.kind !== 'resource') return [];
  return decl.funcs.map((it) => ({
    name: it.name.text,
    node: entry.base + it.node,
    span: spanOf(tree, entry.base + it.node),
  }));
}

function sibling(tree: ItemTree, entry: Entry): Sibling {
  const node = entry.base + entry.chunk.decl.node;
  return { name: nameIn(entry.chunk.decl), node, span: spanOf(tree, node) };
}

function nameIn(decl: Decl): string {
  if ('name' in decl && 'text' in decl.name) return decl.name.text;
  if (decl.kind === 'use') return `use ${decl.names.map((it) => it.name.text).join()}`;
  if (decl.kind !== 'import' && decl.kind !== 'export') return decl.kind;
  const { extern } = decl;
  const label = extern.kind === 'path' ? (extern.label ?? extern.path.name) : extern.label;
  return `${decl.kind} ${label.text}`;
}

/** The members of a container, and where its inside begins. Without a container: the whole file. */
function placesIn(
  tree: ItemTree,
  around: Entry | undefined,
  node: Node | undefined,
): { readonly places: readonly Sibling[]; readonly start: number } | undefined {
  if (around === undefined) return { places: tree.entries.map((it) => sibling(tree, it)), start: tree.text.length };
  const { decl } = around.chunk;
  if (decl.kind === 'package') return { places: tree.entries.map((it) => sibling(tree, it)), start: tree.text.length };
  if (decl.kind === 'interface' || decl.kind === 'world' || decl.kind === 'nested-package')
    return { places: around.members.map((it) => sibling(tree, it)), start: around.start + around.length };
  if (decl.kind !== 'resource' || node === undefined) return undefined;
  const brace = tree.text.indexOf('{', spanOf(tree, node).end);
  // `resource r;` has no inside.
  if (brace === -1 || brace > around.end) return undefined;
  return { places: resourceFuncs(tree, around), start: brace + 1 };
}

/** The edit that gives a changed item its old text, documentation apart. */
export function restoreWhole(oldTree: ItemTree, old: Loc, tree: ItemTree, now: Loc): TextEdit {
  const source = spanOf(oldTree, old.node);
  const target = spanOf(tree, now.node);
  const text = reindented(
    textOf(oldTree, source),
    indentAt(oldTree.text, source.start),
    indentAt(tree.text, target.start),
  );
  return { ...target, text };
}

/** Fields, cases or flags: where each stands with its comments, and what it is called. */
function membersIn(tree: ItemTree, node: Node): readonly Sibling[] {
  const entry = entryOfNode(tree, node);
  const decl = entry?.chunk.decl;
  if (entry === undefined || decl === undefined) return [];
  const members =
    decl.kind === 'record'
      ? decl.fields
      : decl.kind === 'variant' || decl.kind === 'enum' || decl.kind === 'flags'
        ? decl.cases
        : [];
  return members.map((it) => {
    const span = spanOf(tree, entry.base + it.node);
    return { name: it.name.text, node: entry.base + it.name.node, span };
  });
}

/** Edits that bring members back into their old order; what is new comes last. */
export function reorderMembers(oldTree: ItemTree, old: Loc, tree: ItemTree, now: Loc): TextEdit[] {
  const order = membersIn(oldTree, old.node).map((it) => it.name);
  const members = membersIn(tree, now.node);
  const rank = (name: string): number => {
    const at = order.indexOf(name);
    return at === -1 ? order.length : at;
  };
  const sorted = [...members].sort((a, b) => rank(a.name) - rank(b.name));
  return members.flatMap((it, index) => {
    const other = sorted[index];
    if (other === undefined || other === it) return [];
    return [{ ...withComments(tree, it.span), text: textOf(tree, withComments(tree, other.span)) }];
  });
}

/** The edit that puts an old field or case back after the one it followed. */
export function restoreMember(oldTree: ItemTree, old: Loc, name: Loc, tree: ItemTree, now: Loc): TextEdit | undefined {
  const before = membersIn(oldTree, old.node);
  const at = before.findIndex((it) => it.node === name.node);
  const member = before[at];
  const members = membersIn(tree, now.node);
  if (member === undefined) return undefined;
  const source = withComments(oldTree, member.span);
  const [anchor] = members;
  const to = anchor === undefined ? '' : indentAt(tree.text, withComments(tree, anchor.span).start);
  const text = reindented(textOf(oldTree, source), indentAt(oldTree.text, source.start), to);
  const previous = before.slice(0, at).findLast((it) => members.some((one) => one.name === it.name));
  const neighbour = members.find((one) => one.name === previous?.name);
  if (neighbour !== undefined) return insertion(neighbour.span.end, `,${gapBefore(tree, neighbour)}${text}`);
  if (anchor === undefined) return undefined;
  const start = withComments(tree, anchor.span).start;
  return insertion(start, `${text},${gapBefore(tree, anchor)}`);
}

/** The white space that stands before a member: a line of its own, or a space. */
function gapBefore(tree: ItemTree, member: Sibling): string {
  const { start } = withComments(tree, member.span);
  const space = /\s*$/.exec(tree.text.slice(0, start))?.[0] ?? '';
  return space.includes('\n') ? `\n${indentAt(tree.text, start)}` : ' ';
}
