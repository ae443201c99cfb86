// Renaming over the protocol. What is refused is refused with the reason.

import {
  type AnnotatedTextEdit,
  type CancellationToken,
  type ChangeAnnotation,
  LSPErrorCodes,
  type PrepareRenameParams,
  PrepareRenameRequest,
  type PrepareRenameResult,
  type RenameParams,
  RenameRequest,
  ResponseError,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { prepareRename, rename } from '../../features/names/rename.ts';
import type { RenamedFile, RenameNote } from '../../features/names/rename-edits.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isComposition } from '../compositions.ts';
import type { Session } from '../session.ts';
import {
  compositionName,
  type RenamedComposition,
  renameInComposition,
  renamesInCompositions,
} from './compositions.ts';
import { type Row, row } from './row.ts';

export const RENAME_ROWS: readonly Row[] = [
  row(
    RenameRequest.type,
    (client) => ({ renameProvider: client.preparesRename ? { prepareProvider: true } : true }),
    renamed,
  ),
  row(PrepareRenameRequest.type, () => ({}), prepared),
];

async function prepared(
  session: Session,
  params: PrepareRenameParams,
  token: CancellationToken,
): Promise<PrepareRenameResult | null | ResponseError<void>> {
  const { uri } = params.textDocument;
  if (isComposition(uri)) {
    const found = await compositionName(session, uri, params.position);
    return typeof found === 'string' ? refusal(found) : (found ?? null);
  }
  const place = await session.place(params, token);
  if (place === undefined) return null;
  const found = prepareRename(place.snapshot, place.uri, place.offset);
  if ('refused' in found) return refusal(found.refused);
  return { range: session.convert.range(place.lines, found.span), placeholder: found.placeholder };
}

async function renamed(
  session: Session,
  params: RenameParams,
  token: CancellationToken,
): Promise<WorkspaceEdit | null | ResponseError<void>> {
  if (isComposition(params.textDocument.uri)) return renamedInComposition(session, params);
  const place = await session.place(params, token);
  if (place === undefined) return null;
  const { snapshot, uri, offset } = place;
  return renamedInWit(session, snapshot, { uri, offset }, params.newName);
}

/** With what that changes in compositions. */
async function renamedInWit(
  session: Session,
  snapshot: Snapshot,
  { uri, offset }: { readonly uri: string; readonly offset: number },
  newName: string,
): Promise<WorkspaceEdit | ResponseError<void>> {
  const found = rename(snapshot, uri, offset, newName);
  if ('refused' in found) return refusal(found.refused);
  const edit = session.client.annotatesEdits
    ? annotated(session, snapshot, found.files)
    : session.convert.workspaceEdit(snapshot, found.files);
  for (const it of await renamesInCompositions(session, uri, offset, newName)) addFile(edit, it);
  return edit;
}

function addFile(edit: WorkspaceEdit, { uri, version, edits }: RenamedComposition): void {
  if (edit.changes === undefined) edit.documentChanges?.push({ textDocument: { uri, version }, edits });
  else edit.changes[uri] = edits;
}

async function renamedInComposition(
  session: Session,
  { textDocument, position, newName }: RenameParams,
): Promise<WorkspaceEdit | null | ResponseError<void>> {
  const found = await renameInComposition(session, textDocument.uri, position, newName);
  if (found === undefined) return null;
  if (typeof found === 'string') return refusal(found);
  const { file, wit } = found;
  if (wit !== undefined) return renamedInWit(session, session.workspace.snapshot(), wit, newName);
  const edit = session.convert.edit([]);
  if (file !== undefined) addFile(edit, file);
  return edit;
}

function refusal(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

const NOTES: Readonly<Record<RenameNote, ChangeAnnotation>> = {
  alias: { label: 'With `as`', description: 'one of the two names stays what it was' },
  elsewhere: { label: 'Other packages', description: 'packages that use this one' },
};

function annotated(session: Session, snapshot: Snapshot, files: readonly RenamedFile[]): WorkspaceEdit {
  const documentChanges: TextDocumentEdit[] = [];
  const used = new Set<RenameNote>();
  for (const { uri, edits } of files) {
    const lines = snapshot.lines(uri);
    if (lines === undefined) continue;
    const converted = edits.map((edit): AnnotatedTextEdit | { range: AnnotatedTextEdit['range']; newText: string } => {
      const plain = { range: session.convert.range(lines, edit), newText: edit.text };
      if (edit.note === undefined) return plain;
      used.add(edit.note);
      return { ...plain, annotationId: edit.note };
    });
    const version = snapshot.file(uri)?.version ?? null;
    documentChanges.push({ textDocument: { uri: session.convert.uri(uri), version }, edits: converted });
  }
  const changeAnnotations = Object.fromEntries([...used].map((note) => [note, NOTES[note]]));
  return { documentChanges, ...(used.size > 0 ? { changeAnnotations } : {}) };
}
