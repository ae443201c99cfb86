// Documents that are no files: the old text of a file, a world with all that it imports.

import { type CancellationToken, ProtocolRequestType, TextDocumentContentRequest } from 'vscode-languageserver';
import { normalizeUri } from '../../base/uri.ts';
import { BASE_SCHEME } from '../../contract/commit-host.ts';
import { extractedFiles } from '../../features/dependencies/extract-package.ts';
import { REGISTRY_SCHEME } from '../../registry/published-host.ts';
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
        ? {
            workspace: {
              textDocumentContent: { schemes: [BASE_SCHEME, WORLD_SCHEME, BINARY_SCHEME, REGISTRY_SCHEME] },
            },
          }
        : undefined,
    async (session, { uri }, token) => {
      if (isView(uri)) return { text: await binaryText(session, uri, token) };
      if (uri.startsWith(`${REGISTRY_SCHEME}:`)) return { text: await publishedTextOf(session, normalizeUri(uri)) };
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

/** What was published, as a base or as a package that was looked up. */
async function publishedTextOf(session: Session, uri: string): Promise<string> {
  return (
    session.published?.textAt(uri) ??
    (await session.bases?.textAt(uri)) ??
    '// This version is not known any more: check published versions again.\n'
  );
}

/** The package in a binary, or the world of a component; where there is none, why. */
async function binaryText(session: Session, uri: string, token: CancellationToken): Promise<string> {
  const file = await session.file(uri, token);
  if (file === undefined) return '// This file does not exist.\n';
  const { text } = file.lines;
  if (text !== '') return text;
  return `// ${whyEmpty(file)}\n`;
}

function whyEmpty({ snapshot, uri }: OpenedFile): string {
  const fault = snapshot.file(uri)?.fault;
  switch (fault?.kind) {
    case 'component':
      return 'This is a component, and no WIT package.';
    case 'broken-binary':
      return `This WebAssembly cannot be shown as WIT: ${fault.reason}.`;
    case 'core-module':
      return 'This is a core module without a WIT world. Tools make components of modules (`wasm-tools component new`).';
    case 'unreadable':
      return 'This file cannot be read.';
    case 'lfs-pointer':
      return 'This file is a Git LFS pointer, not the file itself: run `git lfs pull`.';
    default:
      return 'There is nothing in this file.';
  }
}
