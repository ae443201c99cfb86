// Documents that are no files: the old text of a file, a world with all that it imports.

import { TextDocumentContentRequest } from 'vscode-languageserver';
import { normalizeUri } from '../../base/uri.ts';
import { BASE_SCHEME } from '../../workspace/git-tree.ts';
import { type Row, row } from '../row.ts';
import { WORLD_SCHEME } from '../world-protocol.ts';
import { worldContent } from './worlds.ts';

export const TEXT_CONTENT_ROWS: readonly Row[] = [
  row(
    TextDocumentContentRequest.type,
    (client) =>
      client.textDocumentContent
        ? { workspace: { textDocumentContent: { schemes: [BASE_SCHEME, WORLD_SCHEME] } } }
        : undefined,
    async (session, { uri }, token) => {
      if (!uri.startsWith(`${BASE_SCHEME}:`)) return { text: await worldContent(session, uri, token) };
      return { text: (await session.bases?.textAt(normalizeUri(uri))) ?? '' };
    },
  ),
];
