// Findings on their way to the client: sent for open files shortly after the last keystroke, or handed over when asked.
// A newer keystroke ends older work.

import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { guarded } from '../base/fault.ts';
import { isMadeFile } from '../base/made-files.ts';
import { WeakPairMap } from '../base/memo.ts';
import { Cancellation, Task } from '../base/task.ts';
import type { Diagnostic as CheckDiagnostic } from '../check/diagnostic.ts';
import { MAX_PROBLEMS, restMessage } from '../check/settings.ts';
import type { Bases } from '../contract/bases.ts';
import { dependencyFaults } from '../features/dependencies/faults.ts';
import { filesOf, type Snapshot } from '../workspace/snapshot.ts';
import { isView } from './binary-uri.ts';
import { contractItems } from './contracts.ts';
import { policyItems } from './policy.ts';
import type { OpenedFile, Session } from './session.ts';

/**
 * A change is answered at once when all before it were. Else those within `SILENCE` milliseconds are a burst: findings are sent
 * after as many milliseconds without a change, or after `PATIENCE` while changes keep coming.
 */
const SILENCE = 30;
const PATIENCE = 300;

function convertAll(
  session: Session,
  snapshot: Snapshot,
  found: readonly CheckDiagnostic[],
  uri: string,
): Diagnostic[] {
  const lines = snapshot.lines(uri);
  if (lines === undefined) return [];
  const shown = found.slice(0, MAX_PROBLEMS).map((it) => session.convert.diagnostic(snapshot, lines, it));
  const rest = found.length - shown.length;
  if (rest === 0) return shown;
  const start = { line: 0, character: 0 };
  const message = restMessage(rest, MAX_PROBLEMS);
  return [...shown, { range: { start, end: start }, severity: DiagnosticSeverity.Information, source: 'wit', message }];
}

/** What is wrong in a file, for who sees the other files, too. */
function ownItems(session: Session, snapshot: Snapshot, uri: string): readonly CheckDiagnostic[] {
  const contracts = guarded(
    `comparing the contracts of ${uri} failed`,
    () => contractItems(session, snapshot, uri),
    () => [],
  );
  const policed = guarded(
    `judging the policy of ${uri} failed`,
    () => policyItems(session, snapshot, uri),
    () => [],
  );
  return [...snapshot.diagnostics(uri), ...policed, ...contracts];
}

/** The same for who sees open files only: what is wrong in `deps/` is said as well. */
function allItems(session: Session, snapshot: Snapshot, uri: string): readonly CheckDiagnostic[] {
  return [...dependencyFaults(snapshot, uri), ...ownItems(session, snapshot, uri)];
}

/** Sends findings of open files, unasked. */
export class Publisher {
  readonly #session: Session;
  /** In the client's spelling, as is all that is not yet loaded. */
  readonly #edited = new Set<string>();
  /** What was published last, by URI. */
  readonly #told = new Map<string, string>();
  /** When the last change came. */
  #edit = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | undefined;
  #round = new Cancellation();
  /** Is a round not yet at its end? */
  #isAtWork = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** A file was edited. */
  edited(uri: string): void {
    const now = this.#session.workspace.clock.now();
    const isBurst = (this.#isAtWork || this.#since !== undefined) && now - this.#edit < SILENCE;
    this.#edit = now;
    this.#edited.add(uri);
    this.#schedule(isBurst ? SILENCE : 0);
  }

  /** Anything may have changed. */
  refresh(): void {
    this.#schedule(0);
  }

  closed(uri: string): void {
    this.#edited.delete(uri);
    if (this.#told.delete(this.#session.workspace.identity(uri))) this.#send(uri, undefined, []);
    this.#schedule(SILENCE);
  }

  stop(): void {
    this.#round.cancel();
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    this.stop();
    if (this.#session.ended) return;
    const now = this.#session.workspace.clock.now();
    this.#since ??= now;
    this.#timer = setTimeout(
      () => {
        this.#since = undefined;
        const round = new Cancellation();
        this.#round = round;
        this.#isAtWork = true;
        this.#publish(round)
          .catch((error: unknown) => this.#session.fault('diagnostics failed', error))
          .finally(() => {
            if (this.#round === round) this.#isAtWork = false;
          });
      },
      Math.max(0, Math.min(delay, this.#since + PATIENCE - now)),
    );
  }

  async #publish(round: Cancellation): Promise<void> {
    const { workspace } = this.#session;
    await this.#session.ready;
    const task = new Task(workspace.clock, round);
    // The file that is being edited comes first.
    const open = workspace.open.map((uri) => workspace.spelling(uri));
    const order = [...open.filter((uri) => this.#edited.has(uri)), ...open.filter((uri) => !this.#edited.has(uri))];
    for (const spelled of order) {
      if ((await workspace.load(spelled, task)) === undefined || !(await task.yield())) return;
      const uri = workspace.identity(spelled);
      const snapshot = workspace.snapshot();
      const file = snapshot.file(uri);
      if (file?.version === undefined) continue;
      const diagnostics = convertAll(this.#session, snapshot, allItems(this.#session, snapshot, uri), uri);
      const text = JSON.stringify(diagnostics);
      if (!this.#edited.delete(spelled) && this.#told.get(uri) === text) continue;
      this.#told.set(uri, text);
      this.#send(uri, file.version, diagnostics);
    }
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const { connection, convert } = this.#session;
    const numbered = version === undefined ? {} : { version };
    const params = { uri: convert.uri(uri), ...numbered, diagnostics };
    void this.#session.send('diagnostics', () => connection.sendDiagnostics(params));
  }
}

interface Result {
  readonly items: readonly Diagnostic[];
  readonly resultId: string;
}

/** What was computed for a moment is asked for again and again while nothing changes. */
const results = new WeakPairMap<Snapshot, Bases, Map<string, Result>>();

function resultOf(session: Session, snapshot: Snapshot, uri: string): Result {
  const { contractBases } = session;
  const known = results.get(snapshot, contractBases) ?? new Map<string, Result>();
  results.set(snapshot, contractBases, known);
  let result = known.get(uri);
  if (result === undefined) {
    const items = convertAll(session, snapshot, ownItems(session, snapshot, uri), uri);
    result = { items, resultId: fingerprint(items) };
    known.set(uri, result);
  }
  return result;
}

function openResult(session: Session, snapshot: Snapshot, uri: string): Result {
  const own = resultOf(session, snapshot, uri);
  const faults = convertAll(session, snapshot, dependencyFaults(snapshot, uri), uri);
  if (faults.length === 0) return own;
  const items = [...faults, ...own.items];
  return { items, resultId: fingerprint(items) };
}

/** The findings of one file, for a client that asks. */
export async function documentReport(
  session: Session,
  params: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const { uri } = params.textDocument;
  // No findings in generated files that cannot be edited.
  const file = isView(uri) || isMadeFile(uri) ? undefined : await session.file(uri, token);
  const { items, resultId } = file === undefined ? NOTHING : openResult(session, file.snapshot, file.uri);
  const related = file === undefined ? undefined : await relatedReports(session, file, resultId, token);
  const more = related === undefined ? {} : { relatedDocuments: related };
  if (resultId === params.previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId, ...more };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items], ...more };
}

/** Other open files whose findings are no longer those that the client has: what was edited here may break them. */
async function relatedReports(
  session: Session,
  { snapshot, uri }: OpenedFile,
  resultId: string,
  token: CancellationToken,
): Promise<Record<string, FullDocumentDiagnosticReport> | undefined> {
  const { pulled, workspace } = session;
  if (!session.client.relatesDiagnostics) return undefined;
  const task = session.task(token);
  const open = new Set(workspace.open);
  for (const it of pulled.keys()) if (!open.has(it)) pulled.delete(it);
  if (open.has(uri)) pulled.set(uri, resultId);
  const found: Record<string, FullDocumentDiagnosticReport> = {};
  const told = new Map<string, string>();
  for (const [other, before] of [...pulled]) {
    if (other === uri || !isOpen(snapshot, other)) continue;
    if (!(await task.yield())) break;
    const now = openResult(session, snapshot, other);
    if (now.resultId === before) continue;
    told.set(other, now.resultId);
    found[session.convert.uri(other)] = {
      kind: DocumentDiagnosticReportKind.Full,
      resultId: now.resultId,
      items: [...now.items],
    };
  }
  // A cancelled request gets an empty answer.
  if (token.isCancellationRequested || told.size === 0) return undefined;
  for (const [other, id] of told) pulled.set(other, id);
  return found;
}

/** The findings of every file of the open folders. Of vendored files only errors: others wrote them. */
export async function workspaceReport(
  session: Session,
  params: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  await session.ready;
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [session.workspace.identity(uri), value]));
  const task = session.task(token);
  const snapshot = session.workspace.snapshot();
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const add = (uri: string, result: Result): void => {
    const version = snapshot.file(uri)?.version ?? null;
    items.push(reportOf(session.convert.uri(uri), version, result, previous.get(uri)));
    previous.delete(uri);
  };
  const seen = new Set<string>();
  for (const root of snapshot.workRoots) {
    if (root.kind === 'file') continue;
    for (const uri of filesOf(root)) {
      // A link in `deps/` may lead to a package of the workspace.
      const isElsewhere = snapshot.rootOf(uri) !== root;
      if (seen.has(uri) || isElsewhere) continue;
      seen.add(uri);
      if (!(await task.yield())) return { items };
      const result = resultOf(session, snapshot, uri);
      const isForeign = snapshot.file(uri)?.version === undefined && !root.files.includes(uri);
      add(uri, isForeign ? errorsOf(result) : result);
    }
  }
  // What the client still shows of files that are gone.
  for (const uri of [...previous.keys()])
    add(uri, isOpen(snapshot, uri) ? openResult(session, snapshot, uri) : NOTHING);
  return { items };
}

function isOpen(snapshot: Snapshot, uri: string): boolean {
  return snapshot.file(uri)?.version !== undefined;
}

function errorsOf(result: Result): Result {
  const items = result.items.filter((it) => it.severity === DiagnosticSeverity.Error);
  return items.length === result.items.length ? result : { items, resultId: fingerprint(items) };
}

function reportOf(
  uri: string,
  version: number | null,
  { items, resultId }: Result,
  previous: string | undefined,
): WorkspaceDocumentDiagnosticReport {
  if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...items] };
}

/** Equal for equal findings: the server remembers nothing of what it said. */
function fingerprint(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return `${text.length.toString(36)}-${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}

const NOTHING: Result = { items: [], resultId: fingerprint([]) };
