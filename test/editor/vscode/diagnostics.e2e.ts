// Diagnostics while a file is broken: many, each in its place, gone with its cause.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, codeOf, expectCodes, show, showText, until, uriOf } from './support.ts';

const file = 'broken/broken.wit';
const all = ['syntax/expected@5:10', 'syntax/missing-semicolon@8:52', 'syntax/old-expected@9:27'];

describe('diagnostics', () => {
  after(closeAll);

  it('says every error of a broken file, each in its place', async () => {
    await show(file);
    await expectCodes(uriOf(file), all);
    const found = vscode.languages.getDiagnostics(uriOf(file));
    assert.ok(found.every((it) => it.source === 'wit' && it.severity === vscode.DiagnosticSeverity.Error));
    const missing = found.find((it) => codeOf(it) === 'syntax/missing-semicolon');
    assert.equal(missing?.message, 'expected `;` at the end of this statement');
  });

  it('follows the typing', async () => {
    const { document } = await show(file);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(8, 52), ';');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectCodes(document.uri, ['syntax/expected@5:10', 'syntax/old-expected@9:27']);
    await vscode.commands.executeCommand('undo');
    await expectCodes(document.uri, all);
  });

  it('offers the repair of a missing semicolon, which repairs it', async () => {
    const { document } = await show(file);
    await expectCodes(document.uri, all);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(8, 52, 8, 52),
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.deepEqual(
      actions.map((it) => it.title),
      ['Insert `;`'],
    );
    const repair = actions[0]?.edit;
    assert.ok(repair !== undefined);
    assert.ok(await vscode.workspace.applyEdit(repair));
    await expectCodes(document.uri, ['syntax/expected@5:10', 'syntax/old-expected@9:27']);
    await vscode.commands.executeCommand('undo');
    await expectCodes(document.uri, all);
  });

  it('changes the level of a code by setting, without a restart', async () => {
    await show(file);
    await expectCodes(uriOf(file), all);
    const settings = vscode.workspace.getConfiguration('wit');
    const target = vscode.ConfigurationTarget.Global;
    await settings.update('diagnostics.levels', { 'syntax/missing-semicolon': 'off' }, target);
    await expectCodes(uriOf(file), ['syntax/expected@5:10', 'syntax/old-expected@9:27']);
    await settings.update('diagnostics.levels', undefined, target);
    await expectCodes(uriOf(file), all);
  });

  it('has nothing to say of sound packages with dependencies', async () => {
    const { document } = await show('shop/wit/shop.wit');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(document.lineCount - 1, 0), 'world');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('diagnostics', () => vscode.languages.getDiagnostics(document.uri).length > 0);
    await vscode.commands.executeCommand('undo');
    await expectCodes(document.uri, []);
    await expectCodes(uriOf('shop/wit/deps/money/money.wit'), []);
  });

  it('works in a file that was never saved, with characters outside the BMP before the error', async () => {
    const { document } = await showText('package a:b;\ninterface i {\n  /* 🦀🦀 */ type t = u8\n}\n');
    await expectCodes(document.uri, ['syntax/missing-semicolon@2:24']);
  });
});
