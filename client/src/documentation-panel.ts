// "Open Documentation": a panel beside the editor with the page about the name at the cursor, as `docs` writes it. It follows
// links, the text as it is edited, and, where that is wanted, the cursor.

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  DOCUMENTATION_PAGE,
  type DocumentationPageParams,
  type DocumentationPageResult,
} from '../../server/src/lsp/documentation-protocol.ts';
import type { FromDocumentation, KeptPage, ToDocumentation } from '../webview/documentation-messages.ts';
import { PageRenderer } from './documentation-page.ts';
import type { Server } from './server.ts';
import { fill } from './webview.ts';

const VIEW = 'wit.documentation';
/** Milliseconds after which a cursor that came to rest is followed. */
const REST = 150;
/** Maximum number of pages that one can go back. */
const MOST = 100;

/** `changed`: what is shown may be old. Returns what is to be told of each new client. */
export function documentationPanel(
  context: vscode.ExtensionContext,
  server: Server,
  changed: vscode.Event<void>,
): (client: BaseLanguageClient) => void {
  const documentation = new Documentation(context.extensionUri);
  context.subscriptions.push(
    changed(() => documentation.refresh()),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => documentation.moved(textEditor)),
    vscode.window.onDidChangeActiveTextEditor((editor) => editor && documentation.moved(editor)),
    vscode.commands.registerCommand('wit.openDocumentation', () => documentation.command(server)),
    vscode.window.registerWebviewPanelSerializer(VIEW, {
      async deserializeWebviewPanel(panel, state: KeptPage | undefined) {
        if (state === undefined || documentation.isOpen) panel.dispose();
        else documentation.adopt(panel, state);
      },
    }),
  );
  return (client) => documentation.follow(client);
}

/** A page of the way back. */
type Visit = Pick<KeptPage, 'uri' | 'address'>;

class Documentation {
  readonly #home: vscode.Uri;
  #client: BaseLanguageClient | undefined;
  #panel: vscode.WebviewPanel | undefined;
  #renderer = new PageRenderer(renderMarkdown);
  #visits: Visit[] = [];
  #at = -1;
  #follow = false;
  /** What the panel shows: its path, without an anchor. */
  #path: string | undefined;
  #round = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(home: vscode.Uri) {
    this.#home = home;
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  follow(client: BaseLanguageClient): void {
    this.#client = client;
    this.refresh();
  }

  async command(server: Server): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'wit' || (await server.ready()) === undefined) return;
    const visit = await this.#visitAt(editor);
    if (visit === undefined) {
      await vscode.window.showInformationMessage(vscode.l10n.t('There is nothing with documentation here.'));
      return;
    }
    this.#go(visit);
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      await this.#show('item');
      return;
    }
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const title = vscode.l10n.t('WIT Documentation');
    this.#take(vscode.window.createWebviewPanel(VIEW, title, where, { enableFindWidget: true }));
  }

  adopt(panel: vscode.WebviewPanel, { uri, address, follow }: KeptPage): void {
    this.#go({ uri, address });
    this.#follow = follow;
    this.#take(panel);
  }

  #take(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#path = undefined;
      this.#visits = [];
      this.#at = -1;
      this.#renderer = new PageRenderer(renderMarkdown);
    });
    panel.webview.onDidReceiveMessage((message: FromDocumentation) => this.#said(message));
    fill(panel.webview, this.#home, 'documentation', 'WIT documentation');
  }

  /** A hidden panel asks by itself when it is seen again. */
  refresh(): void {
    if (this.#panel?.visible === true) void this.#show('stay');
  }

  /** Asks once the cursor rests. */
  moved(editor: vscode.TextEditor): void {
    if (!this.#follow || this.#panel === undefined || editor.document.languageId !== 'wit') return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#toCursor(editor), REST);
  }

  /** The way back leads to what was opened, not to wherever the cursor was. */
  async #toCursor(editor: vscode.TextEditor): Promise<void> {
    const visit = await this.#visitAt(editor);
    if (visit === undefined || visit.address === this.#visits[this.#at]?.address) return;
    this.#visits[this.#at] = visit;
    await this.#show('item');
  }

  async #visitAt(editor: vscode.TextEditor): Promise<Visit | undefined> {
    const uri = editor.document.uri.toString();
    const { line, character } = editor.selection.active;
    const found = await this.#ask({ textDocument: { uri }, position: { line, character } });
    return found === null ? undefined : { uri, address: found.address };
  }

  #ask(params: DocumentationPageParams): Promise<DocumentationPageResult | null> {
    const client = this.#client;
    if (client === undefined) return Promise.resolve(null);
    return client.sendRequest<DocumentationPageResult | null>(DOCUMENTATION_PAGE, params).catch(() => null);
  }

  #go(visit: Visit): void {
    const now = this.#visits[this.#at];
    if (now?.uri === visit.uri && now.address === visit.address) return;
    this.#visits = [...this.#visits.slice(0, this.#at + 1), visit].slice(-MOST);
    this.#at = this.#visits.length - 1;
  }

  /** What moves: nothing, to the item if there is one, or also to the top. The answer to an older question is dropped. */
  async #show(move: 'stay' | 'item' | 'top'): Promise<void> {
    const visit = this.#visits[this.#at];
    if (visit === undefined || this.#panel === undefined) return;
    const { uri, address } = visit;
    const round = ++this.#round;
    const found = await this.#ask({ textDocument: { uri }, address });
    if (round !== this.#round) return;
    if (found === null) {
      await this.#tell({ kind: 'gone' });
      return;
    }
    const { body, docs } = await this.#renderer.render(found.page);
    if (round !== this.#round) return;
    const isNew = found.page.path !== this.#path;
    this.#path = found.page.path;
    const anchor = address.split('#')[1] ?? '';
    await this.#tell({
      kind: 'page',
      ...{ body, docs },
      anchor: isNew || move === 'top' || (move === 'item' && anchor !== '') ? anchor : null,
      kept: { uri, address, follow: this.#follow },
      back: this.#at > 0,
      forward: this.#at < this.#visits.length - 1,
    });
  }

  async #said(message: FromDocumentation): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#path = undefined;
        return this.#show('top');
      case 'back':
      case 'forward':
        this.#at = Math.min(Math.max(this.#at + (message.kind === 'back' ? -1 : 1), 0), this.#visits.length - 1);
        return this.#show('top');
      case 'follow': {
        this.#follow = message.on;
        const editor = vscode.window.visibleTextEditors.find((it) => it.document.languageId === 'wit');
        if (editor !== undefined) this.moved(editor);
        return this.#show('stay');
      }
      case 'link':
        return this.#link(message.href);
    }
  }

  async #link(href: string): Promise<void> {
    const visit = this.#visits[this.#at];
    if (visit === undefined) return;
    if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return openSource(href);
    const { pathname, hash } = new URL(href, `site:///${visit.address.split('#')[0]}`);
    this.#go({ uri: visit.uri, address: decodeURIComponent(pathname).slice(1) + decodeURIComponent(hash) });
    await this.#show('top');
  }

  async #tell(message: ToDocumentation): Promise<void> {
    await this.#panel?.webview.postMessage(message);
  }
}

/** As VS Code's own Markdown does it; undefined where that is disabled. */
async function renderMarkdown(markdown: string): Promise<string | undefined> {
  try {
    return await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
  } catch {
    return undefined;
  }
}

/** `URI#L12`. */
async function openSource(href: string): Promise<void> {
  const [, uri = href, line = '1'] = /^(.*)#L(\d+)$/.exec(href) ?? [];
  const at = new vscode.Position(Number(line) - 1, 0);
  const selection = new vscode.Range(at, at);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, viewColumn: vscode.ViewColumn.One });
}
