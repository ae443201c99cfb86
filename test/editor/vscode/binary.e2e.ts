// A WIT package in a `.wasm`: definitions lead into it, it opens as WIT, its text can be taken out. And: a tool is run.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, show, until, uriOf } from './support.ts';

/** `package acme:clock@1.0.0`, interface `time`: record `instant { seconds: u64 }`, `now: func() -> instant`. */
const CLOCK =
  'AGFzbQ0AAQAHRgFBAgFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECBAAVYWNtZTpjbG9jay90aW1lQDEuMC4wBQALCgEABHRpbWUDAAA=';
const BINARY = 'clock/wit/deps/clock.wasm';

describe('a package in a .wasm', () => {
  before(() => {
    mkdirSync(uriOf('clock/wit/deps').fsPath, { recursive: true });
    writeFileSync(uriOf(BINARY).fsPath, Buffer.from(CLOCK, 'base64'));
    const text = 'package a:b;\n\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n}\n';
    writeFileSync(uriOf('clock/wit/main.wit').fsPath, text);
  });
  after(closeAll);

  it('is where a definition leads', async () => {
    const editor = await show('clock/wit/main.wit');
    const place = new vscode.Position(3, 32);
    editor.selection = new vscode.Selection(place, place);
    await until('a definition', async () => {
      const found = await vscode.commands.executeCommand<unknown[]>(
        'vscode.executeDefinitionProvider',
        editor.document.uri,
        place,
      );
      return found.length > 0;
    });
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    await until('the view', () => vscode.window.activeTextEditor?.document.uri.scheme === 'wit-wasm');
    const view = vscode.window.activeTextEditor;
    assert.equal(view?.document.lineAt(view.selection.active.line).text, '  record instant {');
  });

  it('opens as WIT, read-only, and is navigated', async () => {
    await vscode.commands.executeCommand('wit.openBinary', uriOf(BINARY));
    const view = vscode.window.activeTextEditor?.document;
    assert.equal(view?.languageId, 'wit');
    assert.match(view?.getText() ?? '', /^package acme:clock@1\.0\.0;/);
    const text = view?.getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(view?.getText(), text);
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      view?.uri,
      new vscode.Position(7, 18),
    );
    const [target] = found;
    assert.ok(target !== undefined);
    const range = 'targetUri' in target ? (target.targetSelectionRange ?? target.targetRange) : target.range;
    assert.equal(range.start.line, 3);
  });

  it('is taken out to a folder', async () => {
    await vscode.commands.executeCommand('wit.extractBinary', uriOf(BINARY), uriOf('clock'));
    assert.match(readFileSync(uriOf('clock/clock.wit').fsPath, 'utf8'), /^package acme:clock@1\.0\.0;/);
    rmSync(uriOf('clock').fsPath, { recursive: true });
  });
});

describe('tools', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-tool-'));
  after(async () => {
    await vscode.workspace.getConfiguration('wit').update('tools', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
    rmSync(directory, { recursive: true });
  });

  it('are run as tasks on the package of the active editor', async () => {
    const said = path.join(directory, 'said');
    const program = path.join(directory, 'wkg');
    writeFileSync(program, `#!/bin/sh\necho "$@" > '${said}'\n`);
    chmodSync(program, 0o755);
    const settings = vscode.workspace.getConfiguration('wit');
    await settings.update('tools', { wkg: program }, vscode.ConfigurationTarget.Global);
    await show('shop/wit/deps/money/money.wit');
    const task = await until('the task', async () =>
      (await vscode.tasks.fetchTasks({ type: 'wit' })).find((it) => it.name === 'wkg wit update'),
    );
    assert.ok(task.execution instanceof vscode.ProcessExecution);
    assert.equal(task.execution.process, program);
    assert.deepEqual(task.execution.args, ['wit', 'update', '--wit-dir', 'shop/wit']);
    assert.deepEqual(task.problemMatchers, ['$wit']);
    assert.equal(existsSync(said), false);
  });
});
