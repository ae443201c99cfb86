// Every edit in what a server said, as lists of edits by file, and what makes one that no client could do.

import type { Said } from './metamodel.ts';

interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Edit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly newText: string;
}

export interface FileEdits {
  readonly uri: string;
  readonly version?: number | null;
  readonly edits: readonly Edit[];
}

export interface Offered {
  readonly method: string;
  readonly files: readonly FileEdits[];
  /** Files that are made, moved or deleted: `create`, `rename`, `delete`. */
  readonly operations: readonly string[];
  /** `documentChanges` rather than `changes`. */
  readonly versioned: boolean;
  /** The first of a list of completions, or no completion. */
  readonly first: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Value = any;

/** `uri`: the file that was asked about, of which formatting and completion say nothing. */
export function editsOf({ method, value: said }: Said, uri: string): Offered[] {
  const value: Value = said;
  if (value === null || value === undefined) return [];
  const offered = (files: readonly FileEdits[], first = true): Offered => ({
    ...{ method, files, first },
    operations: [],
    versioned: false,
  });
  if (/ormatting$/.test(method)) return value.length === 0 ? [] : [offered([{ uri, edits: value }])];
  if (method === 'textDocument/completion')
    return (value.items ?? value).flatMap((it: Value, index: number) =>
      it.textEdit === undefined ? [] : [offered([{ uri, edits: completed(it) }], index === 0)],
    );
  if (method === 'completionItem/resolve')
    return value.textEdit === undefined ? [] : [offered([{ uri, edits: completed(value) }])];
  if (/codeAction$|codeAction\/resolve$/.test(method))
    return [value].flat().flatMap((it: Value) => (it.edit === undefined ? [] : [workspaceEdit(method, it.edit)]));
  if (method === 'textDocument/rename' || method === 'workspace/willRenameFiles') return [workspaceEdit(method, value)];
  return method === 'workspace/applyEdit' ? [workspaceEdit(method, value.edit)] : [];
}

function completed({ textEdit, additionalTextEdits = [] }: Value): Edit[] {
  return [{ range: textEdit.range ?? textEdit.replace, newText: textEdit.newText }, ...additionalTextEdits];
}

function workspaceEdit(method: string, { changes, documentChanges = [] }: Value): Offered {
  const files: FileEdits[] = Object.entries(changes ?? {}).map(([uri, edits]) => ({ uri, edits: edits as Edit[] }));
  const operations: string[] = [];
  for (const it of documentChanges)
    if (it.kind === undefined) files.push({ ...it.textDocument, edits: it.edits });
    else operations.push(it.kind);
  return { method, files, operations, versioned: changes === undefined, first: true };
}

/** The edits in an order in which each can be done alone, the last first; undefined when two of them meet. */
export function fromTheEnd(edits: readonly Edit[]): Edit[] | undefined {
  const order = [...edits]
    .map((it, index) => ({ it, index }))
    .sort((a, b) => compare(b.it.range.start, a.it.range.start) || b.index - a.index)
    .map(({ it }) => it);
  for (const [index, later] of order.entries()) {
    const earlier = order[index + 1];
    if (earlier !== undefined && compare(earlier.range.end, later.range.start) > 0) return undefined;
  }
  return order;
}

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}
