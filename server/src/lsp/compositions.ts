// The `.wac` files that a client has open: their texts, and what is wrong in them, said after each change of anything.

import type { Connection } from 'vscode-languageserver';
import { loadComposition, wacDiagnostics } from '../features/wac/load.ts';
import type { WacDocument } from '../features/wac/wac.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Converter } from './convert.ts';
import { OpenTexts } from './open-texts.ts';
import { type FolderSettings, settingsFor } from './settings.ts';

/** Maximum number of compositions of a workspace that are searched. */
const MOST_COMPOSITIONS = 1000;

/** Milliseconds of silence before findings are sent. */
const SILENCE = 30;

export function isComposition(uri: string): boolean {
  return uri.endsWith('.wac');
}

/** What of a session compositions need. */
interface CompositionSession extends FolderSettings {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly convert: Converter;
  readonly ready: Promise<void>;
  readonly ended: boolean;
  indexed(): Promise<void>;
  send(what: string, work: () => Promise<unknown>): Promise<void>;
  fault(what: string, error?: unknown): void;
}

export class Compositions extends OpenTexts {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Closes a file and takes its findings back. */
  withdraw(session: CompositionSession, uri: string): void {
    this.close(uri);
    void session.send('diagnostics', () => session.connection.sendDiagnostics({ uri, diagnostics: [] }));
  }

  /** A file that is open, as it is now, with the packages beside it in memory. */
  async document(session: CompositionSession, uri: string): Promise<WacDocument | undefined> {
    const lines = this.lines(uri);
    return lines === undefined ? undefined : this.#document(session, uri, lines.text);
  }

  /** The same for one that need not be open. */
  async documentAt(session: CompositionSession, uri: string): Promise<WacDocument | undefined> {
    const text = this.lines(uri)?.text ?? (await session.workspace.textOnDisk(await session.workspace.identify(uri)));
    return text === undefined ? undefined : this.#document(session, uri, text);
  }

  /** Open files and those of the workspace, as far as their text has a word. */
  async documentsWith(session: CompositionSession, word: string): Promise<WacDocument[]> {
    const found: WacDocument[] = [];
    for (const [uri, text] of await this.allTexts(session))
      if (text.includes(word)) found.push(await this.#document(session, uri, text));
    return found;
  }

  /** The texts of open files and of those of the workspace, by their URIs. */
  async allTexts(session: CompositionSession): Promise<ReadonlyMap<string, string>> {
    await session.indexed();
    const texts = new Map<string, string>();
    for (const [uri, { lines }] of this.texts) texts.set(await session.workspace.identify(uri), lines.text);
    for (const uri of session.workspace.compositions.slice(0, MOST_COMPOSITIONS)) {
      const text = texts.has(uri) ? undefined : await session.workspace.textOnDisk(uri);
      if (text !== undefined) texts.set(uri, text);
    }
    return texts;
  }

  async #document(session: CompositionSession, uri: string, text: string): Promise<WacDocument> {
    await session.ready;
    const normal = await session.workspace.identify(uri);
    const dependencies = settingsFor(session, normal).project?.values.dependencies ?? {};
    return loadComposition(session.workspace, normal, text, dependencies);
  }

  /** Anything was changed. */
  changed(session: CompositionSession): void {
    clearTimeout(this.#timer);
    if (this.texts.size === 0 || session.ended) return;
    this.#timer = setTimeout(() => {
      this.#publish(session).catch((error: unknown) => session.fault('diagnostics of compositions failed', error));
    }, SILENCE);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #publish(session: CompositionSession): Promise<void> {
    for (const [uri, { lines, version }] of [...this.texts]) {
      const document = await this.document(session, uri);
      if (document === undefined || session.ended || this.texts.get(uri)?.version !== version) continue;
      const snapshot = session.workspace.snapshot();
      const { project, capabilities } = settingsFor(session, document.uri);
      const found = wacDiagnostics(snapshot, document, { rules: project?.policy ?? [], capabilities });
      const diagnostics = found.map((it) => session.convert.diagnostic(snapshot, lines, it));
      const params = { uri: session.convert.uri(uri), version, diagnostics };
      await session.send('diagnostics', () => session.connection.sendDiagnostics(params));
    }
  }
}
