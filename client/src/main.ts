// The entry of both kinds of VS Code, in one file that is shipped once: most of it, the protocol, is the same for both.
import type * as vscode from 'vscode';

/** Only workers of browsers have it; the names of browsers are not among the types of this project. */
const inBrowser = 'importScripts' in globalThis;

/** The part that is not wanted is never run: it asks for modules that are not there. */
async function entry(): Promise<typeof import('./node.ts') | typeof import('./browser.ts')> {
  return inBrowser ? import('./browser.ts') : import('./node.ts');
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  (await entry()).activate(context);
}

export async function deactivate(): Promise<void> {
  await (await entry()).deactivate();
}
