// `use` in order: the names of one sorted, those of one path put together, statements that follow each other by path.

import type { Span, TextEdit } from '../../base/text.ts';
import { removeStatement } from '../../check/use-edits.ts';
import { type Entry, type ItemTree, spanOf, type UseDecl } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { hasComment, holds, type Refactoring, rewrite, type Selection } from './selection.ts';

/** The names in the braces by the alphabet. */
export function sortUse(selection: Selection): Refactoring[] {
  const { tree, member, span } = selection;
  if (member?.decl.kind !== 'use' || !holds(member.span, span)) return [];
  const names = namesOf(tree, member.decl, member.base);
  const sorted = inOrder(names);
  const list = listSpan(tree, member.decl, member.base);
  if (list === undefined || hasComment(tree, list) || names.every((it, index) => it === sorted[index])) return [];
  const edit = listEdit(tree, list, sorted);
  return [rewrite(selection, 'Sort the names of this `use`', 'refactor.rewrite', [edit])];
}

function namesOf(tree: ItemTree, decl: UseDecl, base: number): string[] {
  return decl.names.map(({ name, alias = name }) =>
    tree.text.slice(spanOf(tree, base + name.node).start, spanOf(tree, base + alias.node).end),
  );
}

function inOrder(names: readonly string[]): string[] {
  const key = (it: string): string => it.replace(/^%/, '');
  return [...names].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** From the first name to the last. */
function listSpan(tree: ItemTree, { names }: UseDecl, base: number): Span | undefined {
  const first = names[0];
  const last = names.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    start: spanOf(tree, base + first.name.node).start,
    end: spanOf(tree, base + (last.alias ?? last.name).node).end,
  };
}

/** The names anew, between them what was between the first two. */
function listEdit(tree: ItemTree, list: Span, names: readonly string[]): TextEdit {
  const separator = /,(\s*)/.exec(tree.text.slice(list.start, list.end))?.[1] ?? ' ';
  return { ...list, text: names.join(`,${separator === '' ? ' ' : separator}`) };
}

interface Statement {
  readonly decl: UseDecl;
  readonly base: number;
  readonly span: Span;
  readonly path: string;
}

/** Every body of the file. Only duplicates are removed; a `use` with attributes or comments stays as it is. */
export function organizeUses(snapshot: Snapshot, uri: string): Refactoring | undefined {
  const tree = snapshot.tree(uri);
  if (tree === undefined || tree.problems.length > 0) return undefined;
  const edits: TextEdit[] = [];
  for (const statements of bodiesOf(tree))
    for (const run of runsOf(tree, statements)) edits.push(...organized(tree, run));
  if (edits.length === 0) return undefined;
  return { title: 'Organize uses', kind: 'source.organizeImports', edits: [{ uri, edits }] };
}

function bodiesOf(tree: ItemTree): Statement[][] {
  const bodies: Statement[][] = [];
  for (const entry of tree.order) {
    const { decl } = entry.chunk;
    if (decl.kind === 'interface' || decl.kind === 'world') bodies.push(entry.members.flatMap((it) => useOf(tree, it)));
    if ((decl.kind === 'import' || decl.kind === 'export') && decl.extern.kind === 'interface') {
      const { base } = entry;
      bodies.push(decl.extern.members.flatMap((it) => (it.kind === 'use' ? [statementOf(tree, it, base)] : [])));
    }
  }
  return bodies;
}

function useOf(tree: ItemTree, { chunk, base }: Entry): Statement[] {
  return chunk.decl.kind === 'use' ? [statementOf(tree, chunk.decl, base)] : [];
}

function statementOf(tree: ItemTree, decl: UseDecl, base: number): Statement {
  const path = spanOf(tree, base + decl.path.node);
  return {
    decl,
    base,
    span: spanOf(tree, base + decl.node),
    path: tree.text.slice(path.start, path.end).replace(/\s+/g, ''),
  };
}

/** Statements with nothing but white space between them. */
function runsOf(tree: ItemTree, statements: readonly Statement[]): Statement[][] {
  const runs: Statement[][] = [];
  for (const it of statements) {
    if (it.decl.attributes.length > 0 || it.decl.names.length === 0 || hasComment(tree, it.span)) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && tree.text.slice(last.span.end, it.span.start).trim() === '')
      run.push(it);
    else runs.push([it]);
  }
  return runs;
}

function organized(tree: ItemTree, run: readonly Statement[]): TextEdit[] {
  const byPath = new Map<string, Statement[]>();
  for (const it of run) byPath.set(it.path, [...(byPath.get(it.path) ?? []), it]);
  const paths = [...byPath.keys()].sort(comparePaths);
  const edits: TextEdit[] = [];
  for (const [index, old] of run.entries()) {
    const path = paths[index];
    const statements = path === undefined ? undefined : byPath.get(path);
    const text = statements === undefined ? undefined : mergedText(tree, statements);
    if (text === undefined) edits.push(removeStatement(tree, old.span));
    else if (text !== tree.text.slice(old.span.start, old.span.end)) edits.push({ ...old.span, text });
  }
  return edits;
}

/** Those of the own package first. */
function comparePaths(a: string, b: string): number {
  const far = (it: string): number => (it.includes(':') ? 1 : 0);
  return far(a) - far(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** One statement for all of a path: as it is written, but for names that are out of order or come from another. */
function mergedText(tree: ItemTree, statements: readonly Statement[]): string | undefined {
  const [first] = statements;
  if (first === undefined) return undefined;
  const names = inOrder([...new Set(statements.flatMap((it) => namesOf(tree, it.decl, it.base)))]);
  const own = namesOf(tree, first.decl, first.base);
  const written = tree.text.slice(first.span.start, first.span.end);
  const list = listSpan(tree, first.decl, first.base);
  if (list === undefined || (own.length === names.length && own.every((it, index) => it === names[index])))
    return written;
  const { text } = listEdit(tree, list, names);
  return written.slice(0, list.start - first.span.start) + text + written.slice(list.end - first.span.start);
}
