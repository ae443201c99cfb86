// What panels with a page of ours have in common.

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { WORLDS_CHANGED } from '../../server/src/lsp/world-protocol.ts';
import { pageHtml } from '../webview/html.ts';

/** `dist/NAME.js` and `dist/NAME.css` in a view that loads nothing else. */
export function fill(webview: vscode.Webview, home: vscode.Uri, name: string, title: string): void {
  const dist = vscode.Uri.joinPath(home, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const [script, style] = [address(`${name}.js`), address(`${name}.css`)];
  webview.html = pageHtml({ title, script, style, source: webview.cspSource, nonce });
}

/** A client has one listener for a notification, and several panels want to hear it. */
export class WorldsChanged {
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly event = this.#emitter.event;

  readonly follow = (client: BaseLanguageClient): void => {
    client.onNotification(WORLDS_CHANGED, () => this.#emitter.fire());
  };
}
