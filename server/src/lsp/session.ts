// One client and one workspace: what every handler needs, and how a handler that fails is kept from doing harm.

import {
  type CancellationToken,
  type Connection,
  ConnectionError,
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  type Position,
  type ProgressToken,
  ProgressType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { Task } from '../base/task.ts';
import type { LineIndex, Span } from '../base/text.ts';
import { normalizeUri } from '../base/uri.ts';
import { type Bases, basesFrom } from '../contract/bases.ts';
import type { Gone } from '../contract/gone.ts';
import { isIgnoreFile } from '../contract/ignore-file.ts';
import { isManifest } from '../features/dependencies/manifest.ts';
import type { FetchedFile, FetchedPackage } from '../features/published/fetch.ts';
import type { Knowledge } from '../features/published/knowledge.ts';
import type { PackageId } from '../model/names.ts';
import type { RegistryFailure } from '../registry/failure.ts';
import type { Registry } from '../registry/registry.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { fileOf, isView } from './binary-uri.ts';
import type { BinaryViews } from './binary-views.ts';
import type { Client } from './client.ts';
import { Compositions, isComposition } from './compositions.ts';
import type { ContractBase } from './contract-protocol.ts';
import { Converter } from './convert.ts';
import { OpenTexts } from './open-texts.ts';
import { isProjectFile, ProjectKeeper } from './projects.ts';
import { FAULT, type Fault } from './requests.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { StoredViews } from './stored-views.ts';
import { WorldMemory } from './world-memory.ts';

/** A file at one moment, for a handler to answer from. */
export interface OpenedFile {
  readonly snapshot: Snapshot;
  /** Normal spelling. */
  readonly uri: string;
  readonly lines: LineIndex;
}

/** A span of an open file. */
export interface Stretch extends OpenedFile {
  readonly span: Span;
}

/** Finds and keeps what packages are compared with. */
export interface ContractBaseSource {
  readonly bases: Bases;
  /** Settles when everything wanted has been found. */
  readonly idle: Promise<void>;
  want(roots: readonly PackageRoot[]): void;
  remember(snapshot: Snapshot, root: PackageRoot): void;
  /** Old packages below the folders of which nothing is left. */
  gone(snapshot: Snapshot): Promise<readonly Gone[]>;
  choose(folder: string, base: string | undefined): void;
  choices(uri: string | undefined): Promise<readonly ContractBase[]>;
  /** The text of a file of an old version. */
  textAt(uri: string): Promise<string | undefined>;
  lookAgain(): void;
}

/** What is known of published packages, and how more is found out. */
export interface PublishedSource {
  readonly knowledge: Knowledge;
  /** Why no registry may be asked for a file; undefined where it may. */
  refusal(uri: string): string | undefined;
  /** A file is looked at: asks where the setting says so. `names`: what a file that is no WIT names. */
  want(uri: string, names?: NamedVersions): void;
  /** Asks for the packages of roots and what they depend on, and for others by name. `again`: also for what is known. */
  look(
    wanted: { readonly roots?: readonly PackageRoot[]; readonly names?: NamedVersions },
    again?: boolean,
  ): Promise<void>;
  registry(): Promise<Registry | RegistryFailure>;
  fetched(ids: readonly PackageId[], uri: string): Promise<FetchedPackages | RegistryFailure>;
  /** The text of a published version that was read. */
  textAt(uri: string): string | undefined;
}

/** Versions that are named, by `ns:name`. */
export type NamedVersions = ReadonlyMap<string, ReadonlySet<string>>;

export interface FetchedPackages {
  readonly files: readonly FetchedFile[];
  readonly packages: readonly FetchedPackage[];
}

/** How many faults a client is told of. What fails once mostly fails at each keystroke. */
const MOST_FAULTS = 20;

export class Session {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly client: Client;
  readonly convert: Converter;
  readonly worlds = new WorldMemory();
  readonly compositions = new Compositions();
  readonly manifests = new OpenTexts();
  readonly projects: ProjectKeeper;
  /** Which findings of open files the client has asked for and got, by their result ids. */
  readonly pulled = new Map<string, string>();
  /** Of the client as a whole; single folders may have their own. */
  settings: Settings = DEFAULT_SETTINGS;
  /** Settles when settings are known and packages around were looked for, or when that takes too long. */
  ready: Promise<void> = Promise.resolve();
  readonly #atEnd: (() => void)[] = [];
  readonly #refused = new Set<string>();
  readonly #storedViews = new StoredViews();
  #ended = false;
  #faults = 0;
  folderSettings: ReadonlyMap<string, Settings> = new Map();
  /** Finds what packages are compared with. */
  bases: ContractBaseSource | undefined;
  /** Knows what is published. */
  published: PublishedSource | undefined;
  readonly #noBases = basesFrom(new Map());
  /** Shows components with code. */
  views: BinaryViews | undefined;
  /** Settles when every package of the folders has been read. */
  indexed: () => Promise<void> = () => Promise.resolve();
  /** Writes an old text where a client can open it, which gets its URI. Undefined where there is no such place. */
  store: ((uri: string, text: string) => string | undefined) | undefined;

  /** Ends the process. Undefined where there is none of our own. */
  exit: (() => void) | undefined;

  constructor(connection: Connection, workspace: Workspace, client: Client) {
    this.connection = connection;
    this.workspace = workspace;
    this.projects = new ProjectKeeper(this);
    this.client = client;
    this.convert = new Converter(
      client,
      () => this.settings.docsBaseUrl,
      (uri) => workspace.spelling(uri),
      (uri) => this.#storedViews.place(uri, workspace.snapshot().lines(workspace.identity(uri)), this.store),
    );
    workspace.shown = (uri) => this.convert.uri(uri);
  }

  /** What is known of the old versions of packages; the same object until that changes. */
  get contractBases(): Bases {
    return this.bases?.bases ?? this.#noBases;
  }

  /** Shut down, or the client is gone: nothing is answered or sent any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Runs `work` when the session ends: the owner of a timer or a process stops it there. */
  atEnd(work: () => void): void {
    this.#atEnd.push(work);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const work of this.#atEnd) work();
  }

  /** Writes to the client's log. Never throws: it is what error handlers call. */
  log(message: string, error?: unknown): void {
    if (this.#ended) return;
    const detail = error === undefined ? '' : `: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
    try {
      this.connection.console.error(`${message}${detail}`);
    } catch {
      this.end();
    }
  }

  /**
   * Something of our own has failed that must not fail: goes to the log, and to the user once a session. Never throws.
   * What a client or a disk does wrong is no fault.
   */
  fault(what: string, error?: unknown): void {
    this.log(what, error);
    if (this.#ended || this.#faults >= MOST_FAULTS) return;
    const isFirst = this.#faults === 0;
    this.#faults++;
    const detail = error === undefined ? '' : `: ${error instanceof Error ? error.message : error}`;
    const fault: Fault = {
      message: `${what}${detail}`,
      stack: error instanceof Error ? (error.stack ?? '') : '',
    };
    if (this.client.hearsFaults) void this.send(FAULT, () => this.connection.sendNotification(FAULT, fault));
    else if (isFirst) {
      const message = `the WIT language server has a fault of its own: ${fault.message}; everything else goes on, and its log has the details for a bug report`;
      const params = { type: MessageType.Error, message };
      void this.send('a message', () => this.connection.sendNotification(ShowMessageNotification.method, params));
    }
  }

  /**
   * Sends something that needs no answer: a notification, or a request of the server such as a refresh. Never rejects. A
   * client that refuses is logged once per `what`; one that is gone ends the session.
   */
  async send(what: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#ended) return;
    try {
      await work();
    } catch (error) {
      if (error instanceof ConnectionError) this.end();
      else if (!this.#refused.has(what)) {
        this.#refused.add(what);
        this.log(`the client refused ${what}`, error);
      }
    }
  }

  /** Has the client open a document; what asks for that is done before the client has answered, if it ever does. */
  show(uri: string): void {
    void this.send('window/showDocument', () => this.connection.window.showDocument({ uri, takeFocus: true }));
  }

  task(token?: CancellationToken): Task {
    const cancellation = {
      get cancelled() {
        return token?.isCancellationRequested === true;
      },
    };
    return new Task(this.workspace.clock, cancellation);
  }

  /** What is asked from now on is answered after this is done, so that no answer depends on who was faster. */
  settle(what: string, work: Promise<unknown>): void {
    const logged = work.catch((error: unknown) => this.fault(`${what} failed`, error));
    this.ready = Promise.all([this.ready, logged]).then(() => {});
  }

  /** A file with its package in memory. Undefined when it does not exist, or when the request was cancelled. */
  async file(uri: string, token?: CancellationToken): Promise<OpenedFile | undefined> {
    await this.ready;
    const spelled = this.#storedViews.binaryOf(uri) ?? fileOf(uri);
    const isNoWit = isComposition(spelled) || isManifest(spelled) || isProjectFile(spelled) || isIgnoreFile(spelled);
    if (isNoWit || this.worlds.isMade(spelled)) return undefined;
    if ((await this.workspace.load(spelled, this.task(token))) === undefined) return undefined;
    const normal = this.workspace.identity(spelled);
    const snapshot = this.workspace.snapshot();
    const lines = snapshot.lines(normal);
    if (isView(uri) && snapshot.file(normal)?.fault !== undefined) {
      const view = normalizeUri(uri);
      const inside = await this.views?.load(view, this.task(token));
      const text = inside?.lines(view);
      if (inside !== undefined && text !== undefined) return { snapshot: inside, uri: view, lines: text };
    }
    return lines === undefined ? undefined : { snapshot, uri: normal, lines };
  }

  /** A file and an offset in it. */
  async place(
    params: { readonly textDocument: { readonly uri: string }; readonly position: Position },
    token?: CancellationToken,
  ): Promise<(OpenedFile & { readonly offset: number }) | undefined> {
    const file = await this.file(params.textDocument.uri, token);
    return file === undefined ? undefined : { ...file, offset: this.convert.offset(file.lines, params.position) };
  }

  /** A file and a span in it. */
  async stretch(
    params: { readonly textDocument: { readonly uri: string }; readonly range: { start: Position; end: Position } },
    token?: CancellationToken,
  ): Promise<Stretch | undefined> {
    const file = await this.file(params.textDocument.uri, token);
    return file === undefined ? undefined : { ...file, span: this.convert.span(file.lines, params.range) };
  }
}

/** How much of a long list is sent at once. */
const PART = 500;

/** A long list goes in parts to a client that asked for parts; what is left is the answer. */
export async function inParts<T>(session: Session, token: ProgressToken | undefined, list: readonly T[]): Promise<T[]> {
  if (token === undefined || list.length <= PART) return [...list];
  const type = new ProgressType<T[]>();
  for (let at = 0; at < list.length; at += PART)
    await session.connection.sendProgress(type, token, list.slice(at, at + PART));
  return [];
}

/** Milliseconds until a request is given up. What looks through the whole workspace takes the time that it needs. */
const LIMIT = 5000;
const UNLIMITED = /^workspace\/(?:diagnostic|symbol)$/;

/** Their answers are edits, which fit one version of a text only. */
const EDITING = /^textDocument\/(?:formatting|rangeFormatting|rangesFormatting|onTypeFormatting)$/;

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly token: CancellationToken;
}

/** A request's answer; what fails or takes too long is logged, answered with an error, and over. */
export async function answered(
  session: Session,
  { method, params, token }: Asked,
  answer: (token: CancellationToken) => unknown,
): Promise<unknown> {
  if (session.ended) return new ResponseError(ErrorCodes.InvalidRequest, 'the server is shutting down');
  const before = EDITING.test(method) ? versionOf(session, params) : undefined;
  const limited = new LimitedToken(token, session.workspace.clock.now() + LIMIT, session);
  try {
    const result = await answer(UNLIMITED.test(method) ? token : limited);
    if (token.isCancellationRequested) return cancelled(method);
    if (limited.isOver) {
      session.log(`${method} was given up after ${LIMIT / 1000} seconds`);
      return new ResponseError(LSPErrorCodes.RequestFailed, `${method} took longer than ${LIMIT / 1000} seconds`);
    }
    if (EDITING.test(method) && before !== versionOf(session, params))
      return new ResponseError(LSPErrorCodes.ContentModified, `the text was edited while ${method} was answered`);
    return result;
  } catch (error) {
    session.fault(`${method} failed`, error);
    const message = error instanceof Error ? error.message : String(error);
    return new ResponseError(LSPErrorCodes.RequestFailed, `${method} failed: ${message}`);
  }
}

function cancelled(method: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled`);
}

function versionOf(session: Session, params: unknown): number | undefined {
  const { textDocument } = params as { readonly textDocument?: { readonly uri: string } };
  return textDocument === undefined ? undefined : session.workspace.snapshot().file(fileOf(textDocument.uri))?.version;
}

/** Cancelled by the client, or because the time is over. */
class LimitedToken implements CancellationToken {
  /** A cancellation check failed because the time was up. */
  isOver = false;
  readonly #token: CancellationToken;
  readonly #end: number;
  readonly #session: Session;

  constructor(token: CancellationToken, end: number, session: Session) {
    this.#token = token;
    this.#end = end;
    this.#session = session;
  }

  get isCancellationRequested(): boolean {
    if (this.#token.isCancellationRequested) return true;
    this.isOver ||= this.#session.workspace.clock.now() > this.#end;
    return this.isOver;
  }

  get onCancellationRequested(): CancellationToken['onCancellationRequested'] {
    return this.#token.onCancellationRequested;
  }
}
