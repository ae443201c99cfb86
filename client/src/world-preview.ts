// The preview of a world beside the editor: a panel for each world, which follows the text as it is edited.

import * as vscode from 'vscode';
import type { BaseLanguageClient, Location } from 'vscode-languageclient';
import type {
  CompareResult,
  ComposeResult,
  RenderResult,
  WorldEntry,
  WorldRef,
  WorldResult,
} from '../../server/src/lsp/world-protocol.ts';
import { WORLD_REQUESTS, WORLDS_CHANGED } from '../../server/src/lsp/world-protocol.ts';
import { pageHtml } from '../webview/html.ts';
import type { Choice, FromPage, Kept, Second, ToPage } from '../webview/messages.ts';

const VIEW = 'wit.worldPreview';
const EXTENSIONS = { svg: 'svg', mermaid: 'mmd', wit: 'wit' } as const;

/** Returns what is to be told of each new client. */
export function worldPreviews(context: vscode.ExtensionContext): (client: BaseLanguageClient) => void {
  const previews = new Previews(context.extensionUri);
  context.subscriptions.push(
    vscode.commands.registerCommand('wit.previewWorld', (uri?: unknown, world?: unknown) =>
      previews.command(uri, world),
    ),
    vscode.window.registerWebviewPanelSerializer(VIEW, {
      async deserializeWebviewPanel(panel, state: Kept | undefined) {
        if (state === undefined) panel.dispose();
        else previews.adopt(panel, { uri: state.uri, world: state.world }, state.choice);
      },
    }),
  );
  return (client) => previews.follow(client);
}

class Previews {
  readonly #home: vscode.Uri;
  readonly #panels = new Map<string, Preview>();
  #client: BaseLanguageClient | undefined;

  constructor(home: vscode.Uri) {
    this.#home = home;
  }

  follow(client: BaseLanguageClient): void {
    this.#client = client;
    client.onNotification(WORLDS_CHANGED, () => this.#refresh());
    this.#refresh();
  }

  #refresh(): void {
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
    if (typeof uri === 'string') return this.#show({ uri, ...(typeof world === 'string' ? { world } : {}) });
    if (editor === undefined) return;
    const { line, character } = editor.selection.active;
    const at = { uri: editor.document.uri.toString(), position: { line, character } };
    const found = await this.request<WorldResult>(WORLD_REQUESTS.preview, at);
    if (found !== null) return this.#show({ uri: found.uri, world: found.world.path });
    await vscode.window.showInformationMessage(vscode.l10n.t('This file has no world.'));
  }

  #show(ref: WorldRef): void {
    const known = this.#panels.get(`${ref.uri} ${ref.world}`);
    if (known !== undefined) return known.reveal();
    const title = ref.world?.split('/').at(-1)?.split('@')[0] ?? 'world';
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(VIEW, `World ${title}`, where, { enableFindWidget: true });
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
    const dist = vscode.Uri.joinPath(home, 'dist');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    const nonce = crypto.randomUUID().replaceAll('-', '');
    webview.onDidReceiveMessage((message: FromPage) => this.#take(message));
    const parts = { script: address('preview.js'), style: address('preview.css'), source: webview.cspSource, nonce };
    webview.html = pageHtml(parts);
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** The answer to an older question is dropped. */
  async refresh(): Promise<void> {
    const round = ++this.#round;
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

  #worlds(): WorldRef[] {
    const choice = this.#choice;
    return choice?.how === 'compose' ? [this.#ref, { uri: choice.uri, world: choice.path }] : [this.#ref];
  }

  #render(format: 'picture' | 'svg' | 'mermaid' | 'wit'): Promise<RenderResult | null> {
    return this.#ask<RenderResult>(WORLD_REQUESTS.render, { worlds: this.#worlds(), format });
  }

  async #seconded(): Promise<Second | undefined> {
    const choice = this.#choice;
    if (choice === undefined) return undefined;
    if (choice.how === 'compose') {
      const worlds = this.#worlds();
      return { choice, composed: await this.#ask<ComposeResult>(WORLD_REQUESTS.compose, { worlds }) };
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
      case 'second':
        this.#choice = message.choice;
        return this.refresh();
    }
  }

  async #export(format: keyof typeof EXTENSIONS): Promise<void> {
    const text = (await this.#render(format))?.text;
    if (text === undefined) return;
    const name = `${this.#panel.title.replace('World ', '')}.${EXTENSIONS[format]}`;
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(this.#ref.uri), '..', name),
    });
    if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }

  #tell(message: ToPage): Thenable<boolean> {
    return this.#panel.webview.postMessage(message);
  }
}

async function open({ uri, range }: Location): Promise<void> {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, viewColumn: vscode.ViewColumn.One });
}
