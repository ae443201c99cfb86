// The WIT text of a binary as the files of a package: its own, and a directory in `deps/` for each of the others.

import type { Entry, ItemTree, PackageName } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';

export interface ExtractedFile {
  /** With `/`, from the folder that is chosen. */
  readonly path: string;
  readonly text: string;
}

export function extractedFiles(tree: ItemTree): readonly ExtractedFile[] {
  const own: string[] = [];
  const others: ExtractedFile[] = [];
  let name = 'package.wit';
  let from = 0;
  for (const entry of tree.entries) {
    const { decl } = entry.chunk;
    // What stands above an item is about it.
    const above = tree.text.slice(from, entry.start);
    from = entry.end;
    if (decl.kind === 'nested-package') {
      const text = `${above.trimStart()}${headOf(decl.name)}${dedented(bodyOf(tree, entry))}`;
      others.push({ path: `deps/${directoryOf(decl.name)}/package.wit`, text });
      continue;
    }
    if (decl.kind === 'package') name = `${decl.name.name.text}.wit`;
    own.push(above, tree.text.slice(entry.start, entry.end));
  }
  return [{ path: name, text: `${own.join('').trimEnd()}\n` }, ...others];
}

function bodyOf(tree: ItemTree, entry: Entry): string {
  return tree.text.slice(entry.start + entry.length, entry.end - 1);
}

function headOf({ namespace, name, version }: PackageName): string {
  const escaped = [namespace, name].map(({ text }) => escapeName(text)).join(':');
  return `package ${escaped}${version === undefined ? '' : `@${version.text}`};\n`;
}

function directoryOf({ namespace, name, version }: PackageName): string {
  return [namespace.text, name.text, ...(version === undefined ? [] : [version.text])].join('-');
}

function dedented(body: string): string {
  return `${body.replace(/^ {2}/gm, '').trimEnd()}\n`;
}
