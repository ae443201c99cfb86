// What a person does with a sound workspace: reads, goes, renames, completes, formats, saves.
import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, show, until, uriOf } from './support.ts';

const SHOP = 'shop/wit/shop.wit';
const MONEY = 'shop/wit/deps/money/money.wit';
const API = 'two/api/api.wit';
const APP = 'two/app/app.wit';

/** The position in the middle of a piece of text. */
function at(document: vscode.TextDocument, piece: string): vscode.Position {
  const index = document.getText().indexOf(piece);
  assert.ok(index >= 0, piece);
  return document.positionAt(index + Math.floor(piece.length / 2));
}

/** Asks a provider until it has an answer: right after the start it may not be there. */
async function ask<T>(command: string, ...args: unknown[]): Promise<T[]> {
  return until(command, async () => {
    const found = await vscode.commands.executeCommand<T[]>(command, ...args);
    return found.length > 0 ? found : undefined;
  });
}

describe('colouring by the server', () => {
  after(closeAll);

  it('has semantic tokens', async () => {
    const { document } = await show(SHOP);
    const legend = await until('the legend', () =>
      vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      ),
    );
    const tokens = await until('tokens', () =>
      vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri),
    );
    assert.ok(legend.tokenTypes.length > 0);
    assert.ok(tokens.data.length > 20);
  });
});

describe('going', () => {
  after(closeAll);

  it('to a definition in a dependency', async () => {
    const { document } = await show(SHOP);
    const [target] = await ask<vscode.Location | vscode.LocationLink>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, 'amount;'),
    );
    assert.ok(target !== undefined);
    const [uri, range] =
      'targetUri' in target
        ? [target.targetUri, target.targetSelectionRange ?? target.targetRange]
        : [target.uri, target.range];
    assert.equal(uri.path, uriOf(MONEY).path);
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(range), 'amount');
  });

  it('to the editor of that definition by command', async () => {
    const editor = await show(SHOP);
    const place = at(editor.document, 'amount;');
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    await until('the other file', () => vscode.window.activeTextEditor?.document.uri.path === uriOf(MONEY).path);
  });

  it('to the references in two packages', async () => {
    const { document } = await show(API);
    const found = await until('references in both', async () => {
      const all = await ask<vscode.Location>('vscode.executeReferenceProvider', document.uri, at(document, 'thing {'));
      return all.length >= 3 ? all : undefined;
    });
    const files = found.map((it) => it.uri.path.replace(/.*\//, '')).sort();
    assert.deepEqual(files, ['api.wit', 'app.wit', 'app.wit']);
  });
});

describe('editing', () => {
  afterEach(closeAll);

  it('renames a type in two packages', async () => {
    const { document: app } = await show(APP);
    const { document: api } = await show(API);
    const edit = await until('the rename', () =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        api.uri,
        at(api, 'thing {'),
        'item',
      ),
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(api.getText(), /record item \{/);
    assert.match(app.getText(), /use two:api\/things@1\.0\.0\.\{item\};\n\n {2}first: func\(\) -> item;/);
  });

  it('completes a type of another package and brings it in', async () => {
    const editor = await show(APP);
    const { document } = editor;
    await editor.edit((it) => it.replace(document.validateRange(new vscode.Range(3, 0, 4, 0)), ''));
    const place = at(document, '-> thing').translate(0, 4);
    const item = await until('the completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        place,
        undefined,
        50,
      );
      return list.items.find((it) => {
        const label = typeof it.label === 'string' ? it.label : it.label.label;
        return label === 'thing' && (it.additionalTextEdits?.length ?? 0) > 0;
      });
    });
    const text = item.additionalTextEdits?.map((it) => it.newText).join('') ?? '';
    assert.match(text, /use two:api\/things@1\.0\.0\.\{thing\};/);
  });

  it('formats on saving', async () => {
    const editor = await show(APP);
    const { document } = editor;
    const before = document.getText();
    const settings = vscode.workspace.getConfiguration('editor', { languageId: 'wit' });
    await settings.update('formatOnSave', true, vscode.ConfigurationTarget.Global, true);
    try {
      await ask('vscode.executeDocumentSymbolProvider', document.uri);
      await editor.edit((it) => it.insert(new vscode.Position(5, 0), '     '));
      assert.notEqual(document.getText(), before);
      assert.ok(await document.save());
      assert.equal(document.getText(), before);
    } finally {
      await settings.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });
});
