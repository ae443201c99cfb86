// The language server on a connection: from `initialize` to `shutdown`. Node and browser entries bring the connection, the
// host and the parser.

import {
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
  type ProtocolRequestType0,
  ResponseError,
  SemanticTokensRefreshRequest,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { version } from '../../../package.json';
import { onFault } from '../base/fault.ts';
import { onNever } from '../base/task.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Host } from '../workspace/host.ts';
import { Workspace } from '../workspace/workspace.ts';
import { BaseKeeper } from './bases.ts';
import { BinaryViews } from './binary-views.ts';
import { type Client, clientOf, foldersOf } from './client.ts';
import { CONTRACTS_CHANGED } from './contract-protocol.ts';
import { Publisher } from './diagnostics.ts';
import { DiskLook } from './disk-look.ts';
import { fetchSettings, registerSettings } from './fetch-settings.ts';
import type { Row } from './handlers/row.ts';
import { ROWS } from './handlers/table.ts';
import { tellWorlds } from './handlers/worlds.ts';
import { IgnoreProblems } from './ignore-problems.ts';
import { Indexer } from './indexing.ts';
import { PublishedKeeper } from './published.ts';
import { Session } from './session.ts';
import { DEFAULT_SETTINGS, readSettings, sectionOf } from './settings.ts';
import { changedOnDisk, FILE_OPERATIONS, listenToFiles, watchFiles } from './sync.ts';

/** How long the first findings wait for packages elsewhere in the workspace, in milliseconds. */
const PATIENCE = 500;
/** Milliseconds during which changes on disk are collected and handled together. */
const MOVED_DELAY = 20;
/** How long anything waits for a client that does not answer. */
const LIMIT = 3000;

export interface ServerOptions {
  /** The requests that are answered. */
  readonly rows?: readonly Row[];
  /** Told before anything is asked of the host. */
  readonly initializing?: (params: InitializeParams) => void;
  /** Writes an old text into a file that a client can open, and says which. */
  readonly store?: (uri: string, text: string) => string | undefined;
  /** Looks at the disk at most every so many milliseconds, unless the client is known to watch it. */
  readonly look?: number;
  /** Ends the process, so that the client starts it again. */
  readonly exit?: () => void;
  /** Tells `hear` from now on of each promise that fails and that nothing waits for. */
  readonly uncaught?: (hear: (error: unknown) => void) => void;
}

export function startServer(connection: Connection, host: Host, parser: WitParser, options: ServerOptions = {}): void {
  const { rows = ROWS, initializing, store, look, exit, uncaught } = options;
  let initialized = false;
  connection.onRequest((method) =>
    initialized
      ? new ResponseError(ErrorCodes.MethodNotFound, `unknown request ${method}`)
      : new ResponseError(ErrorCodes.ServerNotInitialized, 'the server waits for `initialize`'),
  );
  connection.onInitialize((params) => {
    initialized = true;
    initializing?.(params);
    const session = new Session(connection, new Workspace(host, parser), clientOf(params));
    onNever((message) => session.fault(`impossible: ${message}`));
    onFault((message, error) => session.fault(message, error));
    uncaught?.((error) => session.fault('something failed that nothing waited for', error));
    parser.onFailure = (message, error) => session.fault(message, error);
    const said = sectionOf(params.initializationOptions);
    const first = readSettings(said, DEFAULT_SETTINGS);
    session.workspace.setFolders(foldersOf(params));
    session.workspace.setSettings(first.check);
    session.settings = first;
    session.store = store;
    session.exit = exit;
    session.views = new BinaryViews(host, parser);
    const served = rows.filter((row) => row.capabilities(session.client) !== undefined);
    for (const row of served) row.listen(session);
    live(session, said, host, look);
    return resultOf(session.client, served);
  });
  connection.listen();
}

function resultOf(client: Client, rows: readonly Row[]): InitializeResult {
  const own: ServerCapabilities = {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: FILE_OPERATIONS, didRename: FILE_OPERATIONS, didDelete: FILE_OPERATIONS },
    },
  };
  const capabilities = { ...own };
  for (const row of rows) {
    const { workspace, ...added } = row.capabilities(client) ?? {};
    Object.assign(capabilities, added);
    capabilities.workspace = { ...capabilities.workspace, ...workspace };
  }
  return { serverInfo: { name: 'wit-language-server', version }, capabilities };
}

/** What shows several files at once may have changed. */
function retell(session: Session): void {
  tellWorlds(session);
  session.compositions.changed(session);
}

function keeperOf(session: Session, host: Host, refresh: () => void): BaseKeeper {
  session.published = new PublishedKeeper(session, host, refresh);
  const problems = new IgnoreProblems(session);
  return new BaseKeeper(session, host, () => {
    problems.refresh();
    refresh();
  });
}

/** Everything that happens between `initialize` and `shutdown`. */
function live(session: Session, said: unknown, host: Host, look: number | undefined): void {
  const { connection, workspace, client } = session;
  let told: readonly unknown[] = [said];
  const publisher = client.pullsDiagnostics ? undefined : new Publisher(session);
  const refresh = (): void => refreshAll(session, publisher);
  const bases = keeperOf(session, host, refresh);
  session.bases = bases;
  const indexer = new Indexer(session, () =>
    session.settle('reading project files', session.projects.apply().then(refresh)),
  );
  session.projects.moved = inTurn(() => bases.restart(), refresh);
  session.indexed = () => indexer.idle;
  const guard = (what: string, work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => {},
      (error: unknown) => session.log(`${what} failed`, error),
    );
  const settle = async (): Promise<void> => {
    await workspace.settleFolders();
    await guard('reading the settings', () => fetchSettings(session, told));
    indexer.start();
    await indexer.settled(PATIENCE);
    await guard('reading project files', () => session.projects.apply());
  };
  /** Nothing is published before it would be right. */
  const restart = (): void => {
    session.ready = Promise.race([settle(), delay(LIMIT)]);
    void session.ready.then(() => bases.restart());
    void session.ready.then(refresh);
  };
  const lookAgain = together(session, async () => {
    indexer.start();
    await indexer.settled(PATIENCE);
    refresh();
  });
  const moved = (): void => session.settle('reading what has changed', lookAgain());
  const disk = diskLook(session, host, { interval: look, moved });
  listenToFiles(session, {
    edited(uri) {
      publisher?.edited(uri);
      retell(session);
    },
    closed(uri) {
      publisher?.closed(uri);
      retell(session);
    },
    moved,
    saved: disk.now,
  });
  connection.onInitialized(() => {
    restart();
    void session.ready.then(disk.start);
    void guard('registering', () => Promise.all([registerSettings(session), watchFiles(session)]));
    if (client.hasFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        workspace.changeFolders(
          added.map((it) => it.uri),
          removed.map((it) => it.uri),
        );
        restart();
      });
    }
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    if (!client.hasConfiguration) told = [said, sectionOf(settings)];
    restart();
  });
  for (const it of [session.worlds, session.compositions, session.projects, indexer, bases, publisher])
    session.atEnd(() => it?.stop());
  connection.onShutdown(() => session.end());
}

function inTurn(...work: readonly (() => void)[]): () => void {
  return () => {
    for (const it of work) it();
  };
}

/** Everything that the client shows may be another now. */
function refreshAll(session: Session, publisher: Publisher | undefined): void {
  const { client, connection } = session;
  publisher?.refresh();
  const { diagnostics, hints, lenses, tokens } = client.refreshes;
  if (client.pullsDiagnostics && diagnostics) askAgain(session, DiagnosticRefreshRequest.type);
  if (hints) askAgain(session, InlayHintRefreshRequest.type);
  if (lenses) askAgain(session, CodeLensRefreshRequest.type);
  if (tokens) askAgain(session, SemanticTokensRefreshRequest.type);
  retell(session);
  // Without an object, the library would send `[null]`.
  if (client.showsContracts)
    void session.send(CONTRACTS_CHANGED, () => connection.sendNotification(CONTRACTS_CHANGED, {}));
}

interface DiskLooking {
  readonly interval: number | undefined;
  readonly moved: () => void;
}

/** Nothing is looked at for our extension, whose editor does watch. */
function diskLook(session: Session, host: Host, { interval, moved }: DiskLooking): Record<'start' | 'now', () => void> {
  if (interval === undefined || session.client.showsContracts) return { start: () => {}, now: () => {} };
  const disk = new DiskLook(host, session.workspace, (events) => changedOnDisk(session, { moved }, events));
  const failed = (error: unknown): void => session.log('looking at the disk failed', error);
  session.atEnd(() => disk.stop());
  return { start: () => disk.start(interval, failed), now: () => void disk.look().catch(failed) };
}

/** Tells the client to ask again for what it shows. */
function askAgain(session: Session, type: ProtocolRequestType0<void, void, void, void>): void {
  void session.send(type.method, () => session.connection.sendRequest(type));
}

/** Does once what is asked for many times: some clients tell of a checkout file by file. */
function together(session: Session, work: () => Promise<void>): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  return () => {
    waiting ??= delay(MOVED_DELAY).then(() => {
      waiting = undefined;
      return session.ended ? undefined : work();
    });
    return waiting;
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
