// What is selected in a file, for refactorings: the body, the member of it, the functions and types there.

import type { Span } from '../../base/text.ts';
import type { FileEdit } from '../../check/diagnostic.ts';
import { type Body, bodyAt } from '../../check/use-edits.ts';
import { entriesAt } from '../../syntax/cursor.ts';
import {
  type Decl,
  type FuncType,
  type InterfaceMember,
  type ItemTree,
  type Name,
  spanOf,
  type TypeSyntax,
  type WorldMember,
} from '../../syntax/items.ts';
import { tokensOf } from '../../syntax/lexer.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

export type RefactoringKind =
  | 'refactor.extract'
  | 'refactor.inline'
  | 'refactor.move'
  | 'refactor.rewrite'
  | 'source.organizeImports';

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  readonly edits: readonly FileEdit[];
  /** Where the item begins of which it says since when it is there. */
  readonly sinceAt?: number;
  /** Files that are made. */
  readonly creates?: readonly { readonly uri: string; readonly text: string }[];
}

export interface Member {
  readonly decl: InterfaceMember | WorldMember;
  readonly base: number;
  readonly span: Span;
}

export interface Selection {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly tree: ItemTree;
  readonly span: Span;
  readonly body: Body | undefined;
  /** What of the body holds all of the selection. */
  readonly member: Member | undefined;
}

export function selectionAt(snapshot: Snapshot, uri: string, tree: ItemTree, span: Span): Selection {
  const around = entriesAt(tree, span.start).at(-1);
  // In the head of an interface or world, that one.
  const inHead = around !== undefined && isContainer(around.chunk.decl) && span.start < around.start + around.length;
  const body = bodyAt(tree, inHead ? around.start + around.length : span.start);
  let member: Member | undefined;
  for (const { decl, base } of body?.members ?? []) {
    const own = spanOf(tree, base + decl.node);
    if (holds(own, span)) member = { decl, base, span: own };
  }
  return { snapshot, uri, tree, span, body, member };
}

function isContainer({ kind }: Decl): boolean {
  return kind === 'interface' || kind === 'world';
}

export function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** One change of the file itself. */
export function rewrite(
  { uri }: Selection,
  title: string,
  kind: RefactoringKind,
  edits: FileEdit['edits'],
): Refactoring {
  return { title, kind, edits: [{ uri, edits }] };
}

export function newlineOf(tree: ItemTree): string {
  return tree.text.includes('\r\n') ? '\r\n' : '\n';
}

export interface Signature {
  readonly name: Name;
  readonly func: FuncType;
}

/** The functions of a member. */
export function signaturesOf(decl: Decl): readonly Signature[] {
  switch (decl.kind) {
    case 'func':
      return [decl];
    case 'resource':
      return decl.funcs;
    case 'import':
    case 'export':
      return decl.extern.kind === 'func' ? [{ name: decl.extern.label, func: decl.extern.func }] : [];
    default:
      return [];
  }
}

/** The types written in a member, outermost only. */
export function writtenTypes(decl: Decl): readonly TypeSyntax[] {
  switch (decl.kind) {
    case 'record':
      return decl.fields.map((it) => it.type);
    case 'variant':
      return decl.cases.flatMap((it) => it.type ?? []);
    default:
      return signaturesOf(decl).flatMap(({ func }) => [
        ...func.params.map((it) => it.type),
        ...(func.result === undefined ? [] : [func.result]),
      ]);
  }
}

/** A name that no word of the file is. */
export function freeName(tree: ItemTree, wanted: string): string {
  const taken = new Set<string>();
  for (const { start, end } of tokensOf(tree.text)) taken.add(tree.text.slice(start, end).replace(/^%/, ''));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

/** Is there a comment between two offsets? */
export function hasComment(tree: ItemTree, { start, end }: Span): boolean {
  return /\/[/*]/.test(tree.text.slice(start, end));
}
