// What the client tells of files: opened, edited, closed, changed on the disk, moved; and of folders.

import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type FileOperationRegistrationOptions,
  type TextDocumentContentChangeEvent,
  TextDocumentContentRefreshRequest,
} from 'vscode-languageserver';
import { LineIndex, type TextEdit } from '../base/text.ts';
import { normalizeUri } from '../base/uri.ts';
import { isManifest } from '../features/dependencies/manifest.ts';
import { BASE_SCHEME } from '../workspace/git-tree.ts';
import { IGNORE_FILE } from '../workspace/ignore-file.ts';
import { BINARY_SCHEME, shownBinary } from './binary-uri.ts';
import { isComposition } from './compositions.ts';
import type { OpenTexts } from './open-texts.ts';
import type { Session } from './session.ts';

/** Told after the workspace has changed. */
export interface Listener {
  /** A file was opened or edited. */
  edited(uri: string): void;
  closed(uri: string): void;
  /** Something else than an open file's text. */
  moved(): void;
}

/** What the server itself says, and old versions: next to a file they would be a second package of the same name. */
function isNoSource({ worlds }: Session, uri: string): boolean {
  const made = [BASE_SCHEME, BINARY_SCHEME].some((scheme) => uri.startsWith(`${scheme}:`));
  return made || uri.startsWith('git:') || worlds.isMade(uri);
}

/** Texts that have a meaning here but are no WIT. */
function besideSources(session: Session, uri: string): OpenTexts | undefined {
  if (isComposition(uri)) return session.compositions;
  return isManifest(uri) ? session.manifests : undefined;
}

export function listenToFiles(session: Session, listener: Listener): void {
  const { connection, workspace, convert } = session;
  connection.onDidOpenTextDocument(({ textDocument: { uri, text, version } }) => {
    if (isNoSource(session, uri)) return;
    convert.remember(uri);
    const beside = besideSources(session, uri);
    if (beside !== undefined) beside.open(uri, text, version);
    else workspace.openFile(uri, text, version);
    listener.edited(normalizeUri(uri));
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    if (isNoSource(session, uri)) return;
    const normal = normalizeUri(uri);
    const beside = besideSources(session, uri);
    const lines = beside === undefined ? workspace.snapshot().lines(normal) : beside.lines(uri);
    if (lines === undefined || !(beside !== undefined || workspace.open.includes(normal))) {
      session.log(`a change of a file that is not open: ${uri}`);
      return;
    }
    const edits = editsOf(session, lines, contentChanges);
    if (beside !== undefined) beside.change(uri, edits, version);
    else workspace.changeFile(uri, edits, version);
    listener.edited(normal);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    if (isNoSource(session, uri)) {
      session.worlds.contents.delete(uri);
      return;
    }
    const beside = besideSources(session, uri);
    if (beside !== undefined) beside.close(session, uri);
    else workspace.closeFile(uri);
    listener.closed(normalizeUri(uri));
    convert.forget(uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (applyEvents(session, changes)) listener.moved();
    for (const { uri } of changes) showAgain(session, uri);
    if (changes.some(({ uri }) => uri.endsWith(`/${IGNORE_FILE}`))) session.bases?.lookAgain();
  });
  const moved = (uris: readonly string[]): void => {
    workspace.movedOnDisk(uris);
    listener.moved();
  };
  connection.workspace.onDidCreateFiles(({ files }) => moved(files.map((it) => it.uri)));
  connection.workspace.onDidDeleteFiles(({ files }) => moved(files.map((it) => it.uri)));
  connection.workspace.onDidRenameFiles(({ files }) => moved(files.flatMap((it) => [it.oldUri, it.newUri])));
}

/** A view of a binary follows the file. */
function showAgain(session: Session, file: string): void {
  const { client, connection, views } = session;
  const uri = shownBinary(file);
  if (uri === undefined) return;
  views?.changed(normalizeUri(uri));
  if (!client.textDocumentContent) return;
  const { type } = TextDocumentContentRefreshRequest;
  void session.send(type.method, () => connection.sendRequest(type, { uri }));
}

/** Each change is in the coordinates of the text that the changes before it left. */
function editsOf(session: Session, before: LineIndex, changes: readonly TextDocumentContentChangeEvent[]): TextEdit[] {
  let lines = before;
  return changes.map((change) => {
    const { text } = lines;
    const edit =
      'range' in change
        ? { ...session.convert.span(lines, change.range), text: change.text }
        : difference(text, change.text);
    lines = new LineIndex(text.slice(0, edit.start) + edit.text + text.slice(edit.end));
    return edit;
  });
}

/** A whole new text as the one edit that leaves alone what is equal at both ends. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  if (isLowSurrogate(before.charCodeAt(before.length - tail))) tail--;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isHighSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isLowSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}

/** False when nothing of it matters to us. */
function applyEvents({ workspace }: Session, events: readonly FileEvent[]): boolean {
  const open = new Set(workspace.open);
  const saved: string[] = [];
  const moved: string[] = [];
  for (const { uri, type } of events) {
    const normal = normalizeUri(uri);
    if (type !== FileChangeType.Changed) moved.push(normal);
    // The editor's text stands before the disk's.
    else if (!open.has(normal)) saved.push(normal);
  }
  if (saved.length > 0) workspace.savedOnDisk(saved);
  if (moved.length > 0) workspace.movedOnDisk(moved);
  return saved.length > 0 || moved.length > 0;
}

const WATCHED = ['**/*.{wit,wasm,wat}', '**/deps', '**/deps/*', '**/{wkg,deps}.{toml,lock}', `**/${IGNORE_FILE}`];

export async function watchFiles({ client, connection }: Session): Promise<void> {
  if (!client.registersWatchers) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: WATCHED.map((globPattern) => ({ globPattern })),
  });
}

/** Moves that the editor itself makes: of files with WIT, and of folders, which may hold some. */
export const FILE_OPERATIONS: FileOperationRegistrationOptions = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.{wit,wasm,wat}', matches: 'file' } },
    { scheme: 'file', pattern: { glob: '**', matches: 'folder' } },
  ],
};
