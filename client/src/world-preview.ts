// The preview of a world beside the editor: a panel for each world, which follows the text as it is edited.

import * as vscode from 'vscode';
import type { BaseLanguageClient, Location } from 'vscode-languageclient';
import type {
  CompareResult,
  ComposeResult,
  CompositionResult,
  RenderParams,
  RenderResult,
  WorldEntry,
  WorldRef,
  WorldResult,
} from '../../server/src/lsp/world-protocol.ts';
import { WORLD_REQUESTS } from '../../server/src/lsp/world-protocol.ts';
import type { Wire } from '../../server/src/world/wiring.ts';
import type { Choice, FromPage, Kept, Second, ToPage } from '../webview/messages.ts';
import type { Server } from './server.ts';
import { previewSeen } from './walkthrough.ts';
import { fill } from './webview.ts';

const VIEW = 'wit.worldPreview';
/** A package with more items than this is one row of the drawing until it is opened. */
const MOST_ITEMS = 12;
const EXTENSIONS = { svg: 'svg', mermaid: 'mmd', wit: 'wit', wac: 'wac' } as const;

/** `changed`: what is shown may be old. Returns what is to be told of each new client. */
export function worldPreviews(
  context: vscode.ExtensionContext,
  server: Server,
  changed: vscode.Event<void>,
): (client: BaseLanguageClient) => void {
  const previews = new Previews(context.extensionUri, server);
  context.subscriptions.push(
    changed(() => previews.refresh()),
    vscode.commands.registerCommand('wit.previewWorld', (uri?: unknown, world?: unknown) =>
      previews.command(uri, world),
    ),
    vscode.commands.registerCommand('wit.previewComposition', (uri?: unknown) => previews.composition(uri)),
    vscode.window.registerWebviewPanelSerializer(VIEW, {
      async deserializeWebviewPanel(panel, state: Kept | undefined) {
        if (state === undefined) panel.dispose();
        else previews.adopt(panel, { uri: state.uri, world: state.world }, readable(state.choice));
      },
    }),
  );
  return (client) => previews.follow(client);
}

class Previews {
  readonly #home: vscode.Uri;
  readonly #server: Server;
  readonly #panels = new Map<string, Preview>();
  #client: BaseLanguageClient | undefined;

  constructor(home: vscode.Uri, server: Server) {
    this.#home = home;
    this.#server = server;
  }

  follow(client: BaseLanguageClient): void {
    this.#client = client;
    this.refresh();
  }

  refresh(): void {
    for (const panel of this.#panels.values()) void panel.refresh();
  }

  request<R>(method: string, params: object): Promise<R | null> {
    const client = this.#client;
    if (client === undefined) return Promise.resolve(null);
    return client.sendRequest<R | null>(method, params).catch(() => null);
  }

  /** Without arguments: the world at the cursor, or the first of the file. */
  async command(uri: unknown, world: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if ((typeof uri !== 'string' && editor === undefined) || (await this.#server.ready()) === undefined) return;
    if (typeof uri === 'string') return this.#show({ uri, ...(typeof world === 'string' ? { world } : {}) });
    if (editor === undefined) return;
    const { line, character } = editor.selection.active;
    const at = { uri: editor.document.uri.toString(), position: { line, character } };
    const found = await this.request<WorldResult>(WORLD_REQUESTS.preview, at);
    if (found !== null) return this.#show({ uri: found.uri, world: found.world.path });
    await vscode.window.showInformationMessage(vscode.l10n.t('This file has no world.'));
  }

  /** Without an argument: the file that is edited. */
  async composition(given: unknown): Promise<void> {
    const active = vscode.window.activeTextEditor?.document;
    const edited = active?.languageId === 'wac' ? active.uri.toString() : undefined;
    const uri = typeof given === 'string' ? given : edited;
    if (uri === undefined || (await this.#server.ready()) === undefined) return;
    this.#show({ uri, world: '' });
  }

  #show(ref: WorldRef): void {
    previewSeen();
    const known = this.#panels.get(`${ref.uri} ${ref.world}`);
    if (known !== undefined) return known.reveal();
    const isFile = ref.world === '';
    const title = isFile
      ? decodeURIComponent(ref.uri.split('/').at(-1) ?? 'composition')
      : (ref.world?.split('/').at(-1)?.split('@')[0] ?? 'world');
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(VIEW, isFile ? title : `World ${title}`, where, {
      enableFindWidget: true,
    });
    this.adopt(panel, ref);
  }

  adopt(panel: vscode.WebviewPanel, ref: WorldRef, choice?: Choice): void {
    const key = `${ref.uri} ${ref.world}`;
    const ask: Ask = (method, params) => this.request(method, params);
    this.#panels.set(key, new Preview(panel, { ref, choice, ask }, this.#home));
    panel.onDidDispose(() => this.#panels.delete(key));
  }
}

type Ask = <R>(method: string, params: object) => Promise<R | null>;

class Preview {
  readonly #panel: vscode.WebviewPanel;
  readonly #ref: WorldRef;
  readonly #ask: Ask;
  #choice: Choice | undefined;
  /** Ids of the large boxes of the drawing that show all that they have. */
  #opened: readonly string[] = [];
  #round = 0;

  constructor(
    panel: vscode.WebviewPanel,
    { ref, choice, ask }: { readonly ref: WorldRef; readonly choice: Choice | undefined; readonly ask: Ask },
    home: vscode.Uri,
  ) {
    this.#panel = panel;
    this.#ref = ref;
    this.#choice = choice;
    this.#ask = ask;
    panel.webview.onDidReceiveMessage((message: FromPage) => this.#take(message));
    fill(panel.webview, home, 'preview', 'WIT world');
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** The answer to an older question is dropped. */
  async refresh(): Promise<void> {
    const round = ++this.#round;
    if (this.#ref.world === '') return this.#refreshComposition(round);
    const result = await this.#ask<WorldResult>(WORLD_REQUESTS.preview, this.#ref);
    if (round !== this.#round) return;
    if (result === null) {
      await this.#tell({ kind: 'gone', world: this.#ref.world ?? '' });
      return;
    }
    const [drawn, worlds, second] = await Promise.all([
      this.#render('picture'),
      this.#ask<WorldEntry[]>(WORLD_REQUESTS.list, {}),
      this.#seconded(),
    ]);
    if (round !== this.#round) return;
    await this.#tell({
      kind: 'show',
      result,
      picture: drawn?.picture,
      worlds: worlds ?? [],
      ...(second === undefined ? {} : { second }),
    });
  }

  async #refreshComposition(round: number): Promise<void> {
    const { uri } = this.#ref;
    const result = await this.#ask<CompositionResult>(WORLD_REQUESTS.composition, { uri });
    if (round !== this.#round) return;
    await this.#tell(result === null ? { kind: 'gone', world: '' } : { kind: 'composition', result });
  }

  #worlds(): WorldRef[] {
    const choice = this.#choice;
    if (choice?.how !== 'compose') return [this.#ref];
    return [this.#ref, ...choice.parts.map(({ uri, path }) => ({ uri, world: path }))];
  }

  #wires(): { wires?: readonly Wire[] } {
    return this.#choice?.how === 'compose' ? { wires: this.#choice.wires } : {};
  }

  #render(format: RenderParams['format'], file?: string): Promise<RenderResult | null> {
    return this.#ask<RenderResult>(WORLD_REQUESTS.render, {
      worlds: this.#worlds(),
      ...this.#wires(),
      format,
      whole: true,
      ...(file === undefined ? {} : { file }),
      ...(format === 'picture' ? { most: MOST_ITEMS, opened: this.#opened } : {}),
    });
  }

  async #seconded(): Promise<Second | undefined> {
    const choice = this.#choice;
    if (choice === undefined) return undefined;
    if (choice.how === 'compose') {
      const worlds = this.#worlds();
      const params = { worlds, ...this.#wires() };
      return { choice, composed: await this.#ask<ComposeResult>(WORLD_REQUESTS.compose, params) };
    }
    const old = choice.how === 'base' ? 'base' : { uri: choice.uri, world: choice.path };
    return { choice, compared: await this.#ask<CompareResult>(WORLD_REQUESTS.compare, { old, new: this.#ref }) };
  }

  async #take(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.refresh();
      case 'open':
        return open(message.place);
      case 'export':
        return this.#export(message.format);
      case 'copy': {
        const text = (await this.#render(message.format))?.text;
        if (text !== undefined) await vscode.env.clipboard.writeText(text);
        return;
      }
      case 'opened':
        this.#opened = message.boxes;
        return this.refresh();
      case 'pick':
        return this.#pick();
      case 'second':
        this.#choice = message.choice;
        return this.refresh();
    }
  }

  async #export(format: keyof typeof EXTENSIONS): Promise<void> {
    if (format === 'wit') return this.#openText();
    const whole = format === 'wac' ? 'whole' : this.#name;
    const name = `${whole}.${EXTENSIONS[format]}`;
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(this.#ref.uri), '..', name),
    });
    if (target === undefined) return;
    const text = (await this.#render(format, target.toString()))?.text;
    if (text !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }

  /**
   * As a new document: beside its source it would be a duplicate of what it was made from. VS Code would offer that place, since
   * the source was looked at last, so the document has one of its own.
   */
  async #openText(): Promise<void> {
    const content = (await this.#render('wit'))?.text;
    if (content === undefined) return;
    const document = await newDocument(vscode.Uri.parse(this.#ref.uri), `${this.#name}.wit`);
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, content));
    await vscode.languages.setTextDocumentLanguage(document, 'wit');
  }

  /** Of the world. */
  get #name(): string {
    return this.#panel.title.replace('World ', '');
  }

  /** Adds the worlds of components: a `.wasm` has one, unless it is a package. */
  async #pick(): Promise<void> {
    const files = await vscode.window.showOpenDialog({ canSelectMany: true, filters: { WebAssembly: ['wasm'] } });
    const parts: { uri: string; path: string }[] = [];
    for (const file of files ?? []) {
      const textDocument = { uri: file.toString() };
      const [world] = (await this.#ask<WorldEntry[]>(WORLD_REQUESTS.list, { textDocument })) ?? [];
      if (world !== undefined) parts.push({ uri: world.uri, path: world.path });
      else void vscode.window.showWarningMessage(vscode.l10n.t('{0} has no world.', file.fsPath));
    }
    const choice = this.#choice;
    if (parts.length === 0 || choice?.how !== 'compose') return;
    this.#choice = { ...choice, parts: [...choice.parts, ...parts] };
    await this.refresh();
  }

  #tell(message: ToPage): Thenable<boolean> {
    return this.#panel.webview.postMessage(message);
  }
}

/** A choice as an older version kept it may lack its parts. */
function readable(choice: Choice | undefined): Choice | undefined {
  return choice?.how === 'compose' && !Array.isArray(choice.parts) ? undefined : choice;
}

/**
 * A document that is on no disk yet. Where files are on a disk, it is to be saved into a folder of its own below the workspace
 * folder: no package reads a folder inside of it.
 */
function newDocument(source: vscode.Uri, name: string): Thenable<vscode.TextDocument> {
  const folder = vscode.workspace.getWorkspaceFolder(source) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder?.uri.scheme !== 'file') return vscode.workspace.openTextDocument({ language: 'wit' });
  const place = vscode.Uri.joinPath(folder.uri, 'exported', name);
  return vscode.workspace.openTextDocument(place.with({ scheme: 'untitled' }));
}

async function open({ uri, range }: Location): Promise<void> {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, viewColumn: vscode.ViewColumn.One });
}
