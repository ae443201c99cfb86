// Documents that are no files: the old text of a file, a world with all that it imports.

import { type CancellationToken, TextDocumentContentRequest } from 'vscode-languageserver';
import { normalizeUri } from '../../base/uri.ts';
import { BASE_SCHEME } from '../../workspace/git-tree.ts';
import { BINARY_SCHEME } from '../binary-uri.ts';
import { type Row, row } from '../row.ts';
import type { Session } from '../session.ts';
import { WORLD_SCHEME } from '../world-protocol.ts';
import { worldContent } from './worlds.ts';

export const TEXT_CONTENT_ROWS: readonly Row[] = [
  row(
    TextDocumentContentRequest.type,
    (client) =>
      client.textDocumentContent
        ? { workspace: { textDocumentContent: { schemes: [BASE_SCHEME, WORLD_SCHEME, BINARY_SCHEME] } } }
        : undefined,
    async (session, { uri }, token) => {
      if (uri.startsWith(`${BINARY_SCHEME}:`)) return { text: await binaryText(session, uri, token) };
      if (!uri.startsWith(`${BASE_SCHEME}:`)) return { text: await worldContent(session, uri, token) };
      return { text: (await session.bases?.textAt(normalizeUri(uri))) ?? '' };
    },
  ),
];

/** The package in a binary; where there is none, why. */
async function binaryText(session: Session, uri: string, token: CancellationToken): Promise<string> {
  const file = await session.file(uri, token);
  if (file === undefined) return '// This file does not exist.\n';
  const { text } = file.lines;
  if (text !== '') return text;
  return '// There is no WIT package in this file: it is a module, a component with code, or not WebAssembly at all.\n';
}
