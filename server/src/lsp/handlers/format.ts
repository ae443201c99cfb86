// Formatting: a document, ranges of it, what was just typed.

import {
  type CancellationToken,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver';
import type { LineIndex } from '../../base/text.ts';
import { normalizeUri } from '../../base/uri.ts';
import { FORMAT_TRIGGERS, formatDocument, formatOnType, formatRange } from '../../features/format.ts';
import {
  formatComposition,
  formatCompositionOnType,
  formatCompositionRange,
  type WacText,
} from '../../features/wac/format.ts';
import type { Formatted } from '../../format/format.ts';
import { DEFAULT_FORMAT, type FormatOptions } from '../../format/options.ts';
import type { ItemTree } from '../../syntax/items.ts';
import { readWac } from '../../wac/reader.ts';
import { isComposition } from '../compositions.ts';
import type { Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { type Row, row } from './row.ts';

export const FORMAT_ROWS: readonly Row[] = [
  row(
    DocumentFormattingRequest.type,
    () => ({ documentFormattingProvider: true }),
    (session, params, token) =>
      formatted(session, params, token, {
        wit: (_lines, tree, options) => formatDocument(tree, options),
        wac: (_lines, it, options) => formatComposition(it, options),
      }),
  ),
  row(
    DocumentRangeFormattingRequest.type,
    () => ({ documentRangeFormattingProvider: true }),
    (session, params, token) =>
      formatted(session, params, token, {
        wit: (lines, tree, options) => formatRange(tree, session.convert.span(lines, params.range), options),
        wac: (lines, it, options) => formatCompositionRange(it, session.convert.span(lines, params.range), options),
      }),
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
      formatted(session, params, token, {
        wit: (lines, tree, options) =>
          formatOnType(tree, session.convert.offset(lines, params.position), params.ch, options),
        wac: (lines, it, options) =>
          formatCompositionOnType(it, session.convert.offset(lines, params.position), params.ch, options),
      }),
  ),
];

/** The same work in either language. */
interface Work {
  wit(lines: LineIndex, tree: ItemTree, options: FormatOptions): Formatted;
  wac(lines: LineIndex, it: WacText, options: FormatOptions): Formatted;
}

interface Params {
  readonly textDocument: { readonly uri: string };
  readonly options: FormattingOptions;
}

async function formatted(
  session: Session,
  params: Params,
  token: CancellationToken,
  work: Work,
): Promise<TextEdit[] | null> {
  const { uri } = params.textDocument;
  if (isComposition(uri)) {
    const lines = session.compositions.lines(uri);
    if (lines === undefined) return null;
    await session.ready;
    const options = await optionsOf(session, params, session.workspace.identity(uri));
    return edited(session, lines, uri, work.wac(lines, { text: lines.text, file: readWac(lines.text) }, options));
  }
  const file = await session.file(params.textDocument.uri, token);
  const tree = file?.snapshot.tree(file.uri);
  if (file === undefined || tree === undefined) return null;
  // A binary or a placeholder (Git LFS pointer) has no style.
  if (tree.entries.length === 0 && file.snapshot.file(file.uri)?.fault !== undefined) return [];
  const options = await optionsOf(session, params, file.uri);
  return edited(session, file.lines, file.uri, work.wit(file.lines, tree, options));
}

function edited(session: Session, lines: LineIndex, uri: string, { edits, bug }: Formatted): TextEdit[] {
  if (bug !== undefined) session.fault(`the formatter gave up on ${uri}: ${bug}`);
  return session.convert.textEdits(lines, edits);
}

/**
 * As `format` on the command line: tabs and sizes come from `.editorconfig`. What the client says of tabs is mostly the
 * default of the editor, which the user did not choose.
 */
function optionsOf(session: Session, { textDocument, options }: Params, uri: string): Promise<FormatOptions> {
  return session.workspace.formatOptions(normalizeUri(textDocument.uri), {
    ...DEFAULT_FORMAT,
    width: settingsFor(session, uri).formatWidth,
    trimFinalNewlines: options.trimFinalNewlines === true,
  });
}
