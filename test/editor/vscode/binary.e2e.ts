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
/** The same as an import, a core module, and `import log: func(at: instant)`. */
const APP =
  'AGFzbQ0AAQAHKQFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECChoBABVhY21lOmNsb2NrL3RpbWVAMS4wLjAFAAEIAGFzbQEAAAAGDAEDAAAHaW5zdGFudAcJAUABAmF0AQEACggBAANsb2cBAgAmDmNvbXBvbmVudC1uYW1lAQsDAQEHaW5zdGFudAEIBQEABHRpbWU=';
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

  it('opens as WIT from its own tab', async () => {
    await vscode.commands.executeCommand('vscode.open', uriOf(BINARY));
    await until('the tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'clock.wasm');
    await vscode.commands.executeCommand('wit.openBinary');
    const view = vscode.window.activeTextEditor?.document;
    assert.equal(view?.uri.scheme, 'wit-wasm');
    assert.match(view?.getText() ?? '', /^package acme:clock@1\.0\.0;/);
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

describe('a component with code', () => {
  const file = 'app.wasm';
  before(() => writeFileSync(uriOf(file).fsPath, Buffer.from(APP, 'base64')));
  after(async () => {
    await closeAll();
    rmSync(uriOf(file).fsPath);
    rmSync(uriOf('extracted').fsPath, { recursive: true, force: true });
  });

  const world =
    /^package root:component;\n\nworld root \{\n {2}import acme:clock\/time@1\.0\.0;\n {2}use acme:clock\/time@1\.0\.0\.\{instant\};/;

  it('opens as its world, in which one goes to definitions', async () => {
    await vscode.commands.executeCommand('wit.openBinary', uriOf(file));
    const view = vscode.window.activeTextEditor?.document;
    assert.match(view?.getText() ?? '', world);
    const line =
      view
        ?.getText()
        .split('\n')
        .findIndex((it) => it.includes('import log')) ?? -1;
    const place = new vscode.Position(line, view?.lineAt(line).text.indexOf('instant') ?? 0);
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      view?.uri,
      place,
    );
    const [target] = found;
    assert.ok(target !== undefined);
    const range = 'targetUri' in target ? (target.targetSelectionRange ?? target.targetRange) : target.range;
    assert.equal(view?.lineAt(range.start.line).text, '    record instant {');
  });

  it('is offered as another editor, which is not the default', async () => {
    await closeAll();
    await vscode.commands.executeCommand('vscode.openWith', uriOf(file), 'wit.binary');
    const view = await until('the view', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'wit-wasm' && shown;
    });
    assert.match(view.getText(), world);
    await until('one tab', () => vscode.window.tabGroups.all.flatMap((it) => it.tabs).length === 1);
    await closeAll();
    await vscode.commands.executeCommand('vscode.open', uriOf(file)).then(undefined, () => undefined);
    assert.notEqual(vscode.window.activeTextEditor?.document.uri.scheme, 'wit-wasm');
  });

  it('is taken out as a package with its dependencies', async () => {
    await vscode.commands.executeCommand('wit.extractBinary', uriOf(file), uriOf('extracted'));
    assert.match(readFileSync(uriOf('extracted/component.wit').fsPath, 'utf8'), world);
    const dependency = readFileSync(uriOf('extracted/deps/acme-clock-1.0.0/package.wit').fsPath, 'utf8');
    assert.match(dependency, /^package acme:clock@1\.0\.0;\n\ninterface time \{\n {2}record instant \{/);
    await until('no findings', () => vscode.languages.getDiagnostics(uriOf('extracted/component.wit')).length === 0);
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
    writeFileSync(program, `#!/bin/sh\necho "$@" >> '${said}'\n`);
    chmodSync(program, 0o755);
    const settings = vscode.workspace.getConfiguration('wit');
    await settings.update('tools', { wkg: program }, vscode.ConfigurationTarget.Global);
    await show('shop/wit/deps/money/money.wit');
    const task = await until('the task', async () =>
      (await vscode.tasks.fetchTasks({ type: 'wit' })).find((it) => it.name === 'wkg build'),
    );
    assert.ok(task.execution instanceof vscode.ProcessExecution);
    assert.equal(task.execution.process, program);
    assert.deepEqual(task.execution.args, ['build', '--wit-dir', 'shop/wit']);
    assert.deepEqual(task.problemMatchers, ['$wit']);
    // Its version is asked, once; nothing else runs before somebody starts the task.
    assert.ok(!existsSync(said) || readFileSync(said, 'utf8') === '--version\n');
  });
});
