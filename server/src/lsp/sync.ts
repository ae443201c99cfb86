// What the client tells of files: opened, edited, closed, changed on the disk, moved; and of folders.

import {
  type DidChangeTextDocumentParams,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type FileOperationRegistrationOptions,
  TextDocumentContentRefreshRequest,
} from 'vscode-languageserver';
import { basename, normalizeUri } from '../base/uri.ts';
import { BASE_SCHEME } from '../contract/commit-host.ts';
import { IGNORE_FILE, isIgnoreFile } from '../contract/ignore-file.ts';
import { isManifest } from '../features/dependencies/manifest.ts';
import { PROJECT_FILE } from '../project/project-file.ts';
import { REGISTRY_SCHEME } from '../registry/published-host.ts';
import { namesDependencies } from '../workspace/manifests.ts';
import { BINARY_SCHEME, shownBinary } from './binary-uri.ts';
import { ChangeOrder } from './change-order.ts';
import { isComposition } from './compositions.ts';
import { editOf } from './content-changes.ts';
import type { OpenTexts } from './open-texts.ts';
import { malformed } from './params.ts';
import { isProjectFile } from './projects.ts';
import type { Session } from './session.ts';

/** Told after the workspace has changed. */
export interface Listener {
  /** A file was opened or edited. */
  edited(uri: string): void;
  closed(uri: string): void;
  /** Something else than an open file's text. */
  moved(): void;
  /** The editor wrote a file; a hook of it may have written others. */
  saved(): void;
}

/** What the server itself says, and old versions: next to a file they would be a second package of the same name. */
function isNoSource({ worlds }: Session, uri: string): boolean {
  const made = [BASE_SCHEME, BINARY_SCHEME, REGISTRY_SCHEME].some((scheme) => uri.startsWith(`${scheme}:`));
  // What is in an ignore file counts as it is on the disk.
  return made || uri.startsWith('git:') || worlds.isMade(uri) || isIgnoreFile(uri);
}

/** Texts that have a meaning here but are no WIT. */
function besideSources(session: Session, uri: string): OpenTexts | undefined {
  if (isComposition(uri)) return session.compositions;
  if (isProjectFile(uri)) return session.projects;
  return isManifest(uri) ? session.manifests : undefined;
}

export function listenToFiles(session: Session, listener: Listener): void {
  listenToTexts(session, listener);
  listenToDisk(session, listener);
}

/** A notification has no answer: what is not as the protocol says is logged and ignored. */
function isSound(session: Session, method: string, params: unknown): boolean {
  const wrong = malformed(method, params);
  if (wrong !== undefined) session.log(wrong);
  return wrong === undefined;
}

function listenToTexts(session: Session, listener: Listener): void {
  const { connection, workspace, convert } = session;
  const order = new ChangeOrder(session.client.shufflesChanges, (params) => made(session, listener, params));
  session.atEnd(() => order.end());
  connection.onDidOpenTextDocument((params) => {
    if (!isSound(session, 'textDocument/didOpen', params)) return;
    const { uri, text, version } = params.textDocument;
    if (isNoSource(session, uri)) return;
    convert.remember(uri);
    order.opened(uri, version);
    const beside = besideSources(session, uri);
    if (beside !== undefined) beside.open(uri, text, version);
    else {
      workspace.openFile(uri, text, version);
      // Only the disk knows which file it is.
      session.settle(
        'opening a file',
        workspace.load(uri).then(() => session.projects.learn(uri)),
      );
    }
    listener.edited(normalizeUri(uri));
  });
  connection.onDidChangeTextDocument((params) => {
    if (!isSound(session, 'textDocument/didChange', params)) return lose(session, listener, params.textDocument?.uri);
    order.take(params);
  });
  connection.onDidCloseTextDocument((params) => {
    if (!isSound(session, 'textDocument/didClose', params)) return;
    const { uri } = params.textDocument;
    order.closed(uri);
    if (isNoSource(session, uri)) {
      session.worlds.contents.delete(uri);
      return;
    }
    const beside = besideSources(session, uri);
    if (beside === session.compositions) session.compositions.withdraw(session, uri);
    else if (beside !== undefined) beside.close(uri);
    else {
      workspace.closeFile(uri);
      session.settle('closing a file', workspace.restore(uri));
    }
    listener.closed(normalizeUri(uri));
    convert.forget(uri);
  });
}

function made(session: Session, listener: Listener, params: DidChangeTextDocumentParams): void {
  try {
    change(session, listener, params);
  } catch (error) {
    session.fault('a change could not be applied', error);
    // An old text must not be served; who starts us again sends the texts again.
    session.exit?.();
    lose(session, listener, params.textDocument.uri);
  }
}

function change(session: Session, listener: Listener, params: DidChangeTextDocumentParams): void {
  const { workspace } = session;
  const { uri, version } = params.textDocument;
  if (isNoSource(session, uri)) return;
  const beside = besideSources(session, uri);
  const lines = beside === undefined ? workspace.openText(uri) : beside.lines(uri);
  if (lines === undefined) {
    session.log(`a change of a file that is not open: ${uri}`);
    return;
  }
  const edits = [editOf(lines, params.contentChanges, session.client.encoding)];
  if (beside !== undefined) beside.change(uri, edits, version);
  else workspace.changeFile(uri, edits, version);
  listener.edited(normalizeUri(uri));
}

/** Of a file that was changed in a way that we cannot follow, no text is better than an old one. */
function lose(session: Session, listener: Listener, uri: unknown): void {
  const { workspace } = session;
  if (typeof uri !== 'string' || workspace.openText(uri) === undefined) return;
  session.log(`the text of ${uri} is not known any more; it is read from the disk until it is opened again`);
  workspace.closeFile(uri);
  session.settle('closing a file', workspace.restore(uri));
  listener.closed(normalizeUri(uri));
}

function listenToDisk(session: Session, listener: Listener): void {
  const { connection, workspace } = session;
  connection.onDidChangeWatchedFiles((params) => {
    if (!isSound(session, 'workspace/didChangeWatchedFiles', params)) return;
    changedOnDisk(session, listener, params.changes);
  });
  connection.onDidSaveTextDocument((params) => {
    if (!isSound(session, 'textDocument/didSave', params)) return;
    const { uri } = params.textDocument;
    if (!isNoSource(session, uri) || isIgnoreFile(uri))
      changedOnDisk(session, listener, [{ uri, type: FileChangeType.Changed }]);
    listener.saved();
  });
  const moved = (uris: readonly string[]): void => {
    workspace.movedOnDisk(uris);
    listener.moved();
  };
  connection.workspace.onDidCreateFiles((params) => {
    if (isSound(session, 'workspace/didCreateFiles', params)) moved(params.files.map((it) => it.uri));
  });
  connection.workspace.onDidDeleteFiles((params) => {
    if (isSound(session, 'workspace/didDeleteFiles', params)) moved(params.files.map((it) => it.uri));
  });
  connection.workspace.onDidRenameFiles((params) => {
    if (isSound(session, 'workspace/didRenameFiles', params))
      moved(params.files.flatMap((it) => [it.oldUri, it.newUri]));
  });
}

/** Something was changed by others than the editor. */
export function changedOnDisk(session: Session, listener: Pick<Listener, 'moved'>, events: readonly FileEvent[]): void {
  if (applyEvents(session, events)) listener.moved();
  // One file may come as made and as changed. A client that is told twice at once asks twice.
  for (const uri of new Set(events.map((it) => it.uri))) showAgain(session, uri);
  if (events.some(({ uri }) => isIgnoreFile(uri) || uri.endsWith('.wac'))) session.bases?.lookAgain();
  if (events.some(({ uri }) => session.projects.concerns(uri))) session.projects.changed();
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

/** False when nothing of it matters to us. */
function applyEvents({ workspace }: Session, events: readonly FileEvent[]): boolean {
  const open = new Set(workspace.open);
  const saved: string[] = [];
  const moved: string[] = [];
  for (const { uri, type } of events) {
    // What a manifest says decides where packages are.
    if (type !== FileChangeType.Changed || namesDependencies(basename(uri)) || isProjectFile(uri)) moved.push(uri);
    // The editor's text stands before the disk's.
    else if (!open.has(workspace.identity(uri))) saved.push(uri);
  }
  if (saved.length > 0) workspace.savedOnDisk(saved);
  if (moved.length > 0) workspace.movedOnDisk(moved);
  return saved.length > 0 || moved.length > 0;
}

const WATCHED = [
  '**/*.{wit,wasm,wat,wac}',
  '**/deps',
  '**/deps/*',
  '**/{wkg,deps}.{toml,lock}',
  '**/Cargo.toml',
  '**/.{gitignore,ignore}',
  `**/${IGNORE_FILE}`,
  `**/${PROJECT_FILE}`,
];

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
