// The WIT text of a binary as the files of a package: its own, and a directory in `deps/` for each of the others.

import type { Entry, ItemTree, PackageName } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';

export interface ExtractedFile {
  /** With `/`, from the folder that is chosen. */
  readonly path: string;
  readonly text: string;
}

/** A `package … { }` block as a file of its own. */
export interface NestedText {
  readonly name: PackageName;
  /** Of its name in the block. */
  readonly node: number;
  readonly text: string;
}

export function extractedFiles(tree: ItemTree): readonly ExtractedFile[] {
  const { own, nested } = packageTexts(tree);
  const others = nested.map(({ name, text }) => ({ path: `deps/${directoryOf(name)}/package.wit`, text }));
  return [own, ...others];
}

/** The text of a file without its nested packages, and each of these. */
export function packageTexts(tree: ItemTree): {
  readonly own: ExtractedFile;
  readonly nested: readonly NestedText[];
} {
  const newline = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const own: string[] = [];
  const nested: NestedText[] = [];
  let path = 'package.wit';
  let from = 0;
  for (const entry of tree.entries) {
    const { decl } = entry.chunk;
    // What stands above an item is about it.
    const above = tree.text.slice(from, entry.start);
    from = entry.end;
    if (decl.kind === 'nested-package') {
      const body = dedented(bodyOf(tree, entry)).trimEnd();
      const text = `${above.trimStart()}${headOf(decl.name)}${newline}${body}${newline}`;
      nested.push({ name: decl.name, node: entry.base + decl.name.node, text });
      continue;
    }
    if (decl.kind === 'package') path = `${decl.name.name.text}.wit`;
    own.push(above, tree.text.slice(entry.start, entry.end));
  }
  return { own: { path, text: `${own.join('').trimEnd()}${newline}` }, nested };
}

function bodyOf(tree: ItemTree, entry: Entry): string {
  return tree.text.slice(entry.start + entry.length, entry.end - 1);
}

function headOf({ namespace, name, version }: PackageName): string {
  const escaped = [namespace, name].map(({ text }) => escapeName(text)).join(':');
  return `package ${escaped}${version === undefined ? '' : `@${version.text}`};`;
}

function directoryOf({ namespace, name, version }: PackageName): string {
  return [namespace.text, name.text, ...(version === undefined ? [] : [version.text])].join('-');
}

/** Without the indentation that all lines have. */
function dedented(body: string): string {
  const lines = body.split('\n');
  const indents = lines.filter((it) => it.trim() !== '').map((it) => /^[ \t]*/.exec(it)?.[0] ?? '');
  const common = indents.reduce((a, b) => (b.startsWith(a) ? a : sharedStart(a, b)), indents[0] ?? '');
  return lines.map((it) => (it.startsWith(common) ? it.slice(common.length) : it.replace(/^[ \t]+/, ''))).join('\n');
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
