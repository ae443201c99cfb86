// The project file as a person writes it: keys are completed, mistakes are told, and its policy is said at the import.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, codeOf, codesOf, until, uriOf } from './support.ts';

const PROJECT = 'plugin/wit-language-server.json';
const WIT = 'plugin/wit/world.wit';
const WORLD = `package acme:plugin;

world plugin {
  import wasi:sockets/tcp@0.2.0;
  export run: func();
}

package wasi:sockets@0.2.0 {
  interface tcp {
    connect: func();
  }
}
`;

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uriOf(name), new TextEncoder().encode(text));
}

/** Opens a file as JSON with comments or plain, whatever VS Code takes it for. */
async function show(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(name)));
}

async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  await editor.edit((it) => it.replace(document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text));
}

async function completed(editor: vscode.TextEditor, marked: string): Promise<string[]> {
  const offset = marked.indexOf('|');
  await replaceAll(editor, marked.replace('|', ''));
  const { document } = editor;
  const command = 'vscode.executeCompletionItemProvider';
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    command,
    document.uri,
    document.positionAt(offset),
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

const messages = (name: string): string[] => vscode.languages.getDiagnostics(uriOf(name)).map((it) => it.message);

describe('the project file', () => {
  after(closeAll);

  it('is completed: keys, keys of a rule, and capabilities', async () => {
    await write(WIT, WORLD);
    await write(PROJECT, '{}\n');
    const editor = await show(PROJECT);
    for (const [marked, ...wanted] of [
      ['{ "|" }', 'policy', 'extends', 'dependencies'],
      ['{ "policy": [{ "|" }] }', 'capabilities', 'interfaces', 'target'],
    ] as const)
      await until(`${wanted} in ${marked}`, async () => {
        const offered = await completed(editor, marked);
        return wanted.every((it) => offered.some((one) => one.replaceAll('"', '') === it));
      });
  });

  it('is checked while it is typed', async () => {
    const editor = await show(PROJECT);
    await replaceAll(editor, '{ "polisy": [] }\n');
    await until('the unknown key', () => messages(PROJECT).some((it) => it.includes('polisy')));
    await replaceAll(editor, '{ "policy": [{ "capabilities": { "deny": ["tpc"] } }] }\n');
    await until('the unknown capability', () => messages(PROJECT).some((it) => it.includes('tpc')));
  });

  it('has a policy that is said at the import, unsaved and saved, and goes with it', async () => {
    await show(WIT);
    await until('a world without findings', () => codesOf(uriOf(WIT)).length === 0);
    const editor = await show(PROJECT);
    const rule = { name: 'no-network', reason: 'plug-ins run elsewhere', capabilities: { deny: ['tcp'] } };
    await replaceAll(editor, `${JSON.stringify({ policy: [rule] })}\n`);
    await editor.document.save();
    const denied = await until('what is denied', () =>
      vscode.languages.getDiagnostics(uriOf(WIT)).find((it) => codeOf(it).startsWith('policy/')),
    );
    assert.equal(denied.range.start.line, 3);
    assert.match(denied.message, /no-network/);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uriOf(WIT),
      new vscode.Position(3, 24),
    );
    assert.ok(hover !== undefined);
    await replaceAll(editor, '{}\n');
    await editor.document.save();
    await until('nothing denied', () => codesOf(uriOf(WIT)).length === 0);
  });
});
