// The entry for VS Code in a browser: the server is a worker beside this file, and this side reads files for it.
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activate as activateShared } from './extension.ts';
import { answerFiles } from './files.ts';

export { deactivate } from './extension.ts';

/** What of a browser's workers is used here; the types of browsers are not those of this project. */
declare const Worker: new (url: string) => { terminate(): void };

export function activate(context: vscode.ExtensionContext): void {
  const assets = vscode.Uri.joinPath(context.extensionUri, 'dist/');
  const script = vscode.Uri.joinPath(assets, 'browser-server.js').toString(true);
  let worker: InstanceType<typeof Worker> | undefined;
  // VS Code starts workers from a script of its own, so the server cannot see where it lies.
  const told = { files: true, assets: assets.toString(true) };
  activateShared(
    context,
    (options) => {
      worker?.terminate();
      worker = new Worker(script);
      const client = new LanguageClient('wit', 'WIT Language Server', worker as never, options);
      answerFiles(client);
      return client;
    },
    { told },
  );
  context.subscriptions.push({ dispose: () => worker?.terminate() });
}
