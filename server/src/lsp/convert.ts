// Plain data of the core to the protocol's, and back: spans to ranges in the client's units, URIs to the client's spelling.

import {
  type CodeDescription,
  DiagnosticSeverity,
  DiagnosticTag,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Diagnostic as ProtocolDiagnostic,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { markdownToPlain } from '../base/escape.ts';
import type { LineIndex, Span, TextEdit as SpanEdit } from '../base/text.ts';
import { normalizeUri } from '../base/uri.ts';
import { pageOf } from '../check/catalogue.ts';
import type { Diagnostic, FileEdit, Fix } from '../check/diagnostic.ts';
import type { Severity } from '../check/severity.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { shownBinary } from './binary-uri.ts';
import type { Client } from './client.ts';

export class Converter {
  readonly #client: Client;
  /** How the client writes the URIs of the files it has open. */
  readonly #spelling = new Map<string, string>();
  /** Where the pages of the diagnostics are published; without an address there are no links. */
  readonly #docs: () => string | undefined;
  /** How the client knows a file, in normal spelling. */
  readonly #spell: (uri: string) => string;
  /** The file that shows a binary to a client without documents of the server. */
  readonly #stored: (binary: string) => string | undefined;

  constructor(
    client: Client,
    docs: () => string | undefined,
    spell: (uri: string) => string,
    stored: (binary: string) => string | undefined = () => undefined,
  ) {
    this.#client = client;
    this.#docs = docs;
    this.#spell = spell;
    this.#stored = stored;
  }

  remember(uri: string): void {
    this.#spelling.set(normalizeUri(uri), uri);
  }

  forget(uri: string): void {
    this.#spelling.delete(normalizeUri(uri));
  }

  /** What the client opens to see the file: never the bytes of a binary, where that can be helped. */
  uri(uri: string): string {
    const spelled = this.#spell(uri);
    const view = shownBinary(spelled);
    const shown = view === undefined || this.#client.textDocumentContent ? view : this.#stored(spelled);
    return shown ?? this.#spelling.get(spelled) ?? spelled;
  }

  range(lines: LineIndex, span: Span): Range {
    return lines.range(span, this.#client.encoding);
  }

  position(lines: LineIndex, offset: number): Position {
    return lines.position(offset, this.#client.encoding);
  }

  offset(lines: LineIndex, position: Position): number {
    return lines.offset(position, this.#client.encoding);
  }

  /** A range that runs backwards is read forwards. */
  span(lines: LineIndex, range: Range): Span {
    const start = this.offset(lines, range.start);
    const end = this.offset(lines, range.end);
    return { start: Math.min(start, end), end: Math.max(start, end) };
  }

  /** Markdown, as text where the client shows none; hints have no word for it of their own. */
  markup(markdown: string, place: 'hover' | 'signature' = 'hover'): MarkupContent {
    return this.#client.markdown[place]
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: markdownToPlain(markdown) };
  }

  diagnostic(snapshot: Snapshot, lines: LineIndex, it: Diagnostic): ProtocolDiagnostic {
    const { related, links, tags } = this.#client.diagnostics;
    return {
      range: this.range(lines, it.span),
      severity: SEVERITIES[it.severity],
      code: it.code,
      source: 'wit',
      message: it.message,
      ...(links ? this.#linkTo(it.code) : {}),
      ...(tags && it.tags !== undefined ? { tags: it.tags.map((tag) => TAGS[tag]) } : {}),
      ...(related && it.related.length > 0
        ? {
            relatedInformation: it.related.flatMap((place) => {
              const placeLines = place.lines ?? snapshot.lines(place.uri);
              if (placeLines === undefined) return [];
              const location = { uri: this.uri(place.uri), range: this.range(placeLines, place.span) };
              return [{ location, message: place.message }];
            }),
          }
        : {}),
    };
  }

  #linkTo(code: string): { codeDescription?: CodeDescription } {
    const docs = this.#docs();
    return docs === undefined ? {} : { codeDescription: { href: `${docs}/${pageOf(code)}` } };
  }

  textEdits(lines: LineIndex, edits: readonly SpanEdit[]): TextEdit[] {
    return edits.map((edit) => ({ range: this.range(lines, edit), newText: edit.text }));
  }

  /** A client that moves no files is not offered what moves some. */
  fixEdit(snapshot: Snapshot, { edits, moves = [] }: Fix): WorkspaceEdit | undefined {
    if (moves.length === 0) return this.workspaceEdit(snapshot, edits);
    if (!this.#client.movesFiles) return undefined;
    const renamed = moves.map(({ from, to }) => ({
      kind: 'rename' as const,
      oldUri: this.uri(from),
      newUri: this.uri(to),
    }));
    return { documentChanges: [...this.documentEdits(snapshot, edits), ...renamed] };
  }

  workspaceEdit(snapshot: Snapshot, files: readonly FileEdit[]): WorkspaceEdit {
    return this.edit(this.documentEdits(snapshot, files));
  }

  /** In the form that the client announces: with versions, or by file. */
  edit(documentChanges: TextDocumentEdit[]): WorkspaceEdit {
    if (this.#client.documentChanges) return { documentChanges };
    return { changes: Object.fromEntries(documentChanges.map((it) => [it.textDocument.uri, it.edits as TextEdit[]])) };
  }

  /** The edits of each file with its version, as they stand beside files that are made or renamed. */
  documentEdits(snapshot: Snapshot, files: readonly FileEdit[]): TextDocumentEdit[] {
    return files.flatMap(({ uri, edits }) => {
      const lines = snapshot.lines(uri);
      if (lines === undefined) return [];
      const version = snapshot.file(uri)?.version ?? null;
      return [{ textDocument: { uri: this.uri(uri), version }, edits: this.textEdits(lines, edits) }];
    });
  }
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;
