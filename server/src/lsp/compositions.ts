// The `.wac` files that a client has open: their texts, and what is wrong in them, said after each change of anything.

import type { Connection } from 'vscode-languageserver';
import { dirname, joinUri } from '../base/uri.ts';
import { depsUris } from '../features/wac/places.ts';
import { wacPolicy } from '../features/wac/policy.ts';
import { type Beside, type WacDocument, wacDocument, wacFindings } from '../features/wac/wac.ts';
import { packagesIn } from '../features/worlds/compose.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import { readWac } from '../wac/reader.ts';
import { filesOf } from '../workspace/snapshot.ts';
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
    const beside = await loadBeside(session.workspace, normal, text);
    return wacDocument(normal, text, await withGiven(session.workspace, beside, dependencies));
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
      const { given = new Map(), places } = document.beside;
      const policy = { rules: project?.policy ?? [], capabilities, packages: { given, places } };
      const found = [...wacFindings(snapshot, document), ...wacPolicy(snapshot, document, policy)];
      const diagnostics = found.map((it) => session.convert.diagnostic(snapshot, lines, it));
      const params = { uri: session.convert.uri(uri), version, diagnostics };
      await session.send('diagnostics', () => session.connection.sendDiagnostics(params));
    }
  }
}

/** Loads what a composition names from `deps/` beside it; gives what is there but cannot be read. */
async function loadBeside(workspace: Workspace, uri: string, text: string): Promise<Beside> {
  const unread: PackageId[] = [];
  const modules: PackageId[] = [];
  const places = new Map<string, string>();
  for (const { namespace, name, version } of packagesIn(readWac(text))) {
    const id: PackageId = { namespace, name, ...(version === undefined ? {} : { version }) };
    for (const at of depsUris(joinUri(dirname(uri), 'deps'), id)) {
      const root = await workspace.visit(at);
      const snapshot = workspace.snapshot();
      if (root !== undefined) places.set(at, root.uri);
      const faults = root === undefined ? [] : filesOf(root).map((it) => snapshot.file(it)?.fault?.kind);
      if (faults.includes('core-module')) modules.push(id);
      else if (faults.some((it) => it === 'component' || it === 'broken-binary')) unread.push(id);
    }
  }
  return { unread, modules, places, present: await packagesBelow(workspace, joinUri(dirname(uri), 'deps')) };
}

/** What the project file says of packages, by their keys, comes before all others. */
async function withGiven(
  workspace: Workspace,
  beside: Beside,
  dependencies: Readonly<Record<string, string>>,
): Promise<Beside> {
  const given = new Map(Object.entries(dependencies));
  const places = new Map(beside.places);
  for (const uri of given.values()) {
    const root = await workspace.visit(uri);
    if (root !== undefined) places.set(uri, root.uri);
  }
  return { ...beside, places, given };
}

/** So many entries of `deps/` are looked at for completion. */
const MOST_ENTRIES = 1000;

/** The packages that lie in `deps/NAMESPACE/NAME` and `deps/NAMESPACE/NAME/VERSION`. */
async function packagesBelow(workspace: Workspace, deps: string): Promise<PackageId[]> {
  const found = new Map<string, PackageId>();
  const add = (id: PackageId): void => void found.set(packageKey(id), id);
  const bare = (name: string): string => name.replace(/\.(wit|wat|wasm)$/, '');
  for (const { name: namespace, kind } of (await workspace.entries(deps)) ?? []) {
    if (kind !== 'directory') continue;
    for (const entry of (await workspace.entries(joinUri(deps, namespace))) ?? []) {
      if (found.size > MOST_ENTRIES) break;
      const name = bare(entry.name);
      if (entry.kind !== 'directory') {
        if (name !== entry.name) add({ namespace, name });
        continue;
      }
      const inside = (await workspace.entries(joinUri(deps, namespace, name))) ?? [];
      if (inside.some((it) => it.name.endsWith('.wit'))) add({ namespace, name });
      for (const it of inside) {
        const version = bare(it.name);
        if (/^\d+\.\d+\.\d+/.test(version)) add({ namespace, name, version });
      }
    }
  }
  return [...found.values()];
}
