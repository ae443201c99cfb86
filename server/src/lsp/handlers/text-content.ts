// Documents that are no files: the old text of a file, a world with all that it imports.

import { type CancellationToken, ProtocolRequestType, TextDocumentContentRequest } from 'vscode-languageserver';
import { normalizeUri } from '../../base/uri.ts';
import { BASE_SCHEME } from '../../contract/commit-host.ts';
import { extractedFiles } from '../../features/dependencies/extract-package.ts';
import { BINARY_SCHEME, isView, shownBinary } from '../binary-uri.ts';
import { EXTRACT_BINARY, type ExtractResult } from '../requests.ts';
import type { OpenedFile, Session } from '../session.ts';
import { WORLD_SCHEME } from '../world-protocol.ts';
import { type Row, row } from './row.ts';
import { worldContent } from './worlds.ts';

export const TEXT_CONTENT_ROWS: readonly Row[] = [
  row(
    TextDocumentContentRequest.type,
    (client) =>
      client.textDocumentContent
        ? { workspace: { textDocumentContent: { schemes: [BASE_SCHEME, WORLD_SCHEME, BINARY_SCHEME] } } }
        : undefined,
    async (session, { uri }, token) => {
      if (isView(uri)) return { text: await binaryText(session, uri, token) };
      if (!uri.startsWith(`${BASE_SCHEME}:`)) return { text: await worldContent(session, uri, token) };
      return { text: (await session.bases?.textAt(normalizeUri(uri))) ?? '' };
    },
  ),
  row(
    new ProtocolRequestType<{ uri: string }, ExtractResult, never, void, void>(EXTRACT_BINARY),
    () => ({}),
    async (session, { uri }, token): Promise<ExtractResult> => {
      const view = isView(uri) ? uri : (shownBinary(uri) ?? uri);
      const file = await session.file(view, token);
      if (file === undefined) return { files: [], reason: 'This file does not exist.' };
      const tree = file.snapshot.tree(file.uri);
      if (tree === undefined || tree.text === '') return { files: [], reason: whyEmpty(file) };
      return { files: extractedFiles(tree) };
    },
  ),
];

/** The package in a binary, or the world of a component; where there is none, why. */
async function binaryText(session: Session, uri: string, token: CancellationToken): Promise<string> {
  const file = await session.file(uri, token);
  if (file === undefined) return '// This file does not exist.\n';
  const { text } = file.lines;
  if (text !== '') return text;
  return `// ${whyEmpty(file)}\n`;
}

function whyEmpty({ snapshot, uri }: OpenedFile): string {
  return WHY[snapshot.file(uri)?.fault?.kind ?? ''] ?? 'There is nothing in this file.';
}

const WHY: Readonly<Record<string, string>> = {
  component: 'This component has something in it that cannot be shown as WIT here.',
  'core-module': 'This is a core module: it has no WIT. Tools make components of modules (`wasm-tools component new`).',
  'broken-binary': 'This file cannot be read as WebAssembly: it is broken, or newer than what is known here.',
  unreadable: 'This file cannot be read.',
};
