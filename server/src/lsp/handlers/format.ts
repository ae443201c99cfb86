// Formatting: a document, ranges of it, what was just typed.

import {
  type CancellationToken,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver';
import { normalizeUri } from '../../base/uri.ts';
import { FORMAT_TRIGGERS, formatDocument, formatOnType, formatRange } from '../../features/format.ts';
import type { Formatted } from '../../format/format.ts';
import { DEFAULT_FORMAT, type FormatOptions } from '../../format/options.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { OpenedFile, Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { type Row, row } from './row.ts';

export const FORMAT_ROWS: readonly Row[] = [
  row(
    DocumentFormattingRequest.type,
    () => ({ documentFormattingProvider: true }),
    (session, params, token) =>
      formatted(session, params, token, (_file, tree, options) => formatDocument(tree, options)),
  ),
  row(
    DocumentRangeFormattingRequest.type,
    () => ({ documentRangeFormattingProvider: true }),
    (session, params, token) =>
      formatted(session, params, token, (file, tree, options) =>
        formatRange(tree, session.convert.span(file.lines, params.range), options),
      ),
  ),
  row(
    DocumentOnTypeFormattingRequest.type,
    () => ({
      documentOnTypeFormattingProvider: {
        firstTriggerCharacter: FORMAT_TRIGGERS.first,
        moreTriggerCharacter: [...FORMAT_TRIGGERS.more],
      },
    }),
    (session, params, token) =>
      formatted(session, params, token, (file, tree, options) =>
        formatOnType(tree, session.convert.offset(file.lines, params.position), params.ch, options),
      ),
  ),
];

async function formatted(
  session: Session,
  params: { readonly textDocument: { readonly uri: string }; readonly options: FormattingOptions },
  token: CancellationToken,
  work: (file: OpenedFile, tree: ItemTree, options: FormatOptions) => Formatted,
): Promise<TextEdit[] | null> {
  const file = await session.file(params.textDocument.uri, token);
  const tree = file?.snapshot.tree(file.uri);
  if (file === undefined || tree === undefined) return null;
  // A binary, or what stands in for a file, has no style.
  if (tree.entries.length === 0 && file.snapshot.file(file.uri)?.fault !== undefined) return [];
  const { edits, bug } = work(file, tree, await optionsOf(session, params, file.uri));
  if (bug !== undefined) session.log(`the formatter gave up on ${file.uri}: ${bug}`);
  return session.convert.textEdits(file.lines, edits);
}

/**
 * As `format` on the command line: tabs and sizes come from `.editorconfig`. What the client says of tabs is mostly the
 * default of an editor, and nobody's choice.
 */
function optionsOf(
  session: Session,
  { textDocument, options }: { readonly textDocument: { readonly uri: string }; readonly options: FormattingOptions },
  uri: string,
): Promise<FormatOptions> {
  return session.workspace.formatOptions(normalizeUri(textDocument.uri), {
    ...DEFAULT_FORMAT,
    width: settingsFor(session, uri).formatWidth,
    trimFinalNewlines: options.trimFinalNewlines === true,
  });
}
