// The extension itself: what it declares works, in the VS Code that it was installed in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, expectCodes, serverPid, show, showText, until, uriOf } from './support.ts';

const broken = ['syntax/expected@5:10', 'syntax/missing-semicolon@8:52', 'syntax/old-expected@9:27'];
const id = 'wit-language-server.wit-language-server';

describe('the installed extension', () => {
  before(() => show('broken/broken.wit'));
  after(closeAll);

  it('is the packed one, and active once a WIT file is open', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension !== undefined);
    assert.match(extension.extensionPath, /extensions.wit-language-server\.wit-language-server-[\d.]+$/);
    await until('activation', () => extension.isActive);
  });

  it('gives .wit files their language', () => {
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'wit');
  });

  it('has its settings, with defaults', () => {
    const settings = vscode.workspace.getConfiguration('wit');
    assert.deepEqual(settings.get('features'), []);
    assert.equal(settings.get('format.width'), 100);
    assert.equal(settings.get('trace.server'), 'off');
    const editor = vscode.workspace.getConfiguration('editor', { languageId: 'wit' });
    assert.equal(editor.get('tabSize'), 2);
  });

  it('copies its status for a report', async () => {
    await expectCodes(uriOf('broken/broken.wit'), broken);
    const wit = vscode.workspace.getConfiguration('wit');
    await wit.update('format.width', 90, vscode.ConfigurationTarget.Workspace);
    const wide = /^ {2}- format\.width: 90 \(settings\)$/m;
    const text = await until('the setting in the status', async () => {
      const found = await vscode.commands.executeCommand<string>('wit.status');
      return wide.test(found) && found;
    });
    await wit.update('format.width', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(await vscode.env.clipboard.readText(), text);
    const lines = text
      .split('\n')
      .filter((it) => it.startsWith('- '))
      .map((it) => it.replace(/:.*/s, ''));
    const names = ['extension', 'server', 'VS Code', 'runtime', 'folders', 'trust', 'base'];
    names.push('project files', 'settings', 'timings', 'faults');
    assert.deepEqual(
      lines,
      names.map((it) => `- ${it}`),
    );
    assert.match(text, /^- server: \d+\.\d+\.\d+$/m);
    assert.match(text, /^- trust: trusted$/m);
    assert.match(text, /^- base: auto; /m);
    assert.match(text, /^ {2}- semver\.role: "strict" \(default\)$/m);
    assert.match(text, /^- faults: none$/m);
    assert.match(text, /^- timings: server up in \d+ ms, /m);
  });

  it('makes a package, beside one that is there in a folder of its own', async () => {
    const into = uriOf('made');
    const first = await vscode.commands.executeCommand<vscode.Uri>('wit.newPackage', into, 'acme:first');
    assert.equal(first?.path, uriOf('made/wit/world.wit').path);
    const second = await vscode.commands.executeCommand<vscode.Uri>('wit.newPackage', into, 'acme:second@2.0.0');
    assert.equal(second?.path, uriOf('made/second/wit/world.wit').path);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^package acme:second@2\.0\.0;/);
    await expectCodes(uriOf('made/second/wit/world.wit'), []);
  });

  it('restarts the server by command, and findings come back', async () => {
    await expectCodes(uriOf('broken/broken.wit'), broken);
    const old = await until('the server', serverPid);
    await vscode.commands.executeCommand('wit.restartServer');
    const now = await until('another server', () => (serverPid() === old ? undefined : serverPid()));
    assert.notEqual(now, old);
    await expectCodes(uriOf('broken/broken.wit'), broken);
  });

  it('starts the server again after a crash, and unsaved edits are kept', async () => {
    const editor = await show('broken/broken.wit');
    await editor.edit((it) => it.insert(new vscode.Position(8, 52), ';'));
    await expectCodes(editor.document.uri, [broken[0] ?? '', broken[2] ?? '']);
    const old = await until('the server', serverPid);
    process.kill(old, 'SIGKILL');
    await until('another server', () => serverPid() !== undefined && serverPid() !== old);
    await expectCodes(editor.document.uri, [broken[0] ?? '', broken[2] ?? '']);
    await editor.edit((it) => it.delete(new vscode.Range(8, 52, 8, 53)));
    await expectCodes(editor.document.uri, broken);
  });

  it('shows its output by command', async () => {
    await vscode.commands.executeCommand('wit.showOutput');
    await until('the output', () =>
      vscode.workspace.textDocuments.some(
        (it) => it.uri.scheme === 'output' && /WIT Language Server/.test(it.fileName),
      ),
    );
  });

  it('writes a trace when the setting says so, and only then', async () => {
    // The channel is made with its first line; each channel has a command that shows it.
    const command = /^workbench\.action\.output\.show\..*WIT Language Server Trace$/;
    const traced = async () => (await vscode.commands.getCommands()).some((it) => command.test(it));
    const settings = vscode.workspace.getConfiguration('wit');
    assert.equal(await traced(), false);
    await settings.update('trace.server', 'messages', vscode.ConfigurationTarget.Global);
    const { document } = await showText('package a:b;\ninterface i {');
    await until('diagnostics', () => vscode.languages.getDiagnostics(document.uri).length > 0);
    await until('the trace', traced);
    await settings.update('trace.server', undefined, vscode.ConfigurationTarget.Global);
  });
});

describe('typing', () => {
  after(closeAll);

  async function type(content: string, at: vscode.Position, text: string): Promise<vscode.TextEditor> {
    const editor = await showText(content);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('type', { text });
    return editor;
  }

  it('goes on with documentation after Enter', async () => {
    const { document } = await type('/// One.', new vscode.Position(0, 8), '\n');
    assert.equal(document.getText(), '/// One.\n/// ');
  });

  it('indents in braces by two', async () => {
    const { document } = await type('interface i {}', new vscode.Position(0, 13), '\n');
    assert.equal(document.getText(), 'interface i {\n  \n}');
  });

  it('closes brackets', async () => {
    const { document } = await type('type t = list', new vscode.Position(0, 13), '<');
    assert.equal(document.getText(), 'type t = list<>');
  });

  it('takes a name with its hyphens and its % as one word', async () => {
    const { document } = await showText('type t = %my-type;');
    const word = document.getWordRangeAtPosition(new vscode.Position(0, 13));
    assert.equal(document.getText(word), '%my-type');
  });

  it('offers each keyword once, as a snippet', async () => {
    const { document } = await showText('package a:b;\ninterface i {\n  rec\n}\n');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(2, 5),
    );
    const [snippet, ...others] = list.items.filter((it) => labelOf(it) === 'record');
    assert.equal(others.length, 0);
    assert.ok(snippet?.insertText instanceof vscode.SnippetString);
    assert.match(snippet.insertText.value, /^record \$\{1:name\} \{\n/);
  });
});

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}
