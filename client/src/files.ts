// Reads files for a server that has no disk, from whatever file system the workspace is in (server/src/lsp/requests.ts).
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { FILE_REQUESTS } from '../../server/src/lsp/requests.ts';

interface Question {
  readonly uri: string;
}

export function answerFiles(client: BaseLanguageClient): void {
  const answer = (method: string, read: (uri: vscode.Uri) => Promise<unknown>): void => {
    client.onRequest(method, async ({ uri }: Question): Promise<unknown> => {
      try {
        return await read(vscode.Uri.parse(uri));
      } catch {
        // Not there, or no right to it: for the server all the same.
        return null;
      }
    });
  };
  const { fs } = vscode.workspace;
  answer(FILE_REQUESTS.readFile, async (uri) => toBase64(await fs.readFile(uri)));
  answer(FILE_REQUESTS.readDirectory, async (uri) =>
    (await fs.readDirectory(uri)).map(([name, type]) => ({ name, kind: kindOf(type), ...linkOf(type) })),
  );
  answer(FILE_REQUESTS.stat, async (uri) => {
    const { type, size, mtime } = await fs.stat(uri);
    return { kind: kindOf(type), size, modified: mtime };
  });
}

function linkOf(type: vscode.FileType): { link?: true } {
  return (type & vscode.FileType.SymbolicLink) === 0 ? {} : { link: true };
}

/** A link counts as what it leads to. */
function kindOf(type: vscode.FileType): string {
  if ((type & vscode.FileType.Directory) !== 0) return 'directory';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}

function toBase64(bytes: Uint8Array): string {
  // A call takes a limited number of arguments.
  const step = 0x2000;
  let text = '';
  for (let at = 0; at < bytes.length; at += step) text += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(text);
}
