// An edit of a client, done to files on the disk as an editor does it that saves everything.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

export function applyToDisk({ documentChanges = [] }: WorkspaceEdit): void {
  for (const change of documentChanges) {
    if ('edits' in change) {
      const file = fileURLToPath(change.textDocument.uri);
      const document = TextDocument.create(change.textDocument.uri, 'wit', 0, readFileSync(file, 'utf8'));
      const edits = change.edits.filter((it) => 'newText' in it);
      writeFileSync(file, TextDocument.applyEdits(document, edits));
    } else if (change.kind === 'create') {
      const file = fileURLToPath(change.uri);
      if (existsSync(file)) throw new Error(`${file} is there already`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '');
    } else if (change.kind === 'delete') {
      rmSync(fileURLToPath(change.uri), { recursive: change.options?.recursive === true });
    } else throw new Error(`a change of the kind ${change.kind}`);
  }
}

/** The texts of all files below a folder, by their paths, in order. */
export function filesBelow(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  const paths = found.map((it) => path.relative(folder, path.join(it.parentPath, it.name)).replaceAll(path.sep, '/'));
  return Object.fromEntries(paths.sort().map((it) => [it, readFileSync(path.join(folder, it), 'utf8')]));
}
