// Contract changes against git: while typing, after a commit, against a base that somebody chose, in the diff editor.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { markedRanges } from '../../../client/src/contract-marks.ts';
import type { ContractChange } from '../../../server/src/lsp/contract-protocol.ts';
import { closeAll, codeOf, show, until, uriOf } from './support.ts';

const TEXT = `package shop:orders@0.2.1;

interface orders {
  enum state {
    open,
    paid,
  }
  get: func(id: u32) -> state;
}
`;
const FILE = 'orders/wit/orders.wit';

function git(...args: string[]): void {
  const names = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...names, ...args], { cwd: uriOf('orders').fsPath, stdio: 'pipe' });
}

/** Codes of contract changes that are shown. */
function changes(): string[] {
  return vscode.languages
    .getDiagnostics(uriOf(FILE))
    .map(codeOf)
    .filter((it) => it.startsWith('semver/') && it !== 'semver/bump-missing');
}

async function expectChanges(...expected: string[]): Promise<void> {
  await until(`the changes [${expected}]`, () => changes().join() === expected.join()).catch((error) => {
    throw new Error(`${error.message}; found [${changes()}]`);
  });
}

async function replace(document: vscode.TextDocument, word: string, text: string): Promise<void> {
  const start = document.getText().indexOf(word);
  assert.ok(start >= 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + word.length)),
    text,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('contract changes', () => {
  before(async () => {
    mkdirSync(path.dirname(uriOf(FILE).fsPath), { recursive: true });
    writeFileSync(uriOf(FILE).fsPath, TEXT);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('tag', 'v0.2.1');
    await show(FILE);
  });
  after(closeAll);

  it('are there after an edit that nobody saved, with the old text', async () => {
    const { document } = await show(FILE);
    await replace(document, 'paid,', 'paid,\n    lost,');
    await expectChanges('semver/enum-case-added');
    const [found] = vscode.languages.getDiagnostics(document.uri).filter((it) => codeOf(it).includes('enum'));
    const [related] = found?.relatedInformation ?? [];
    assert.equal(related?.location.uri.scheme, 'wit-base');
    const old = await vscode.workspace.openTextDocument(related.location.uri);
    assert.equal(old.getText(), TEXT);
  });

  it('stand above the package and the interface, and in hovers', async () => {
    const { document } = await show(FILE);
    await expectChanges('semver/enum-case-added');
    const titles = await until('the lenses', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        9,
      );
      const found = lenses.flatMap((it) => it.command?.title ?? []);
      return found.some((it) => it.includes('breaking')) && found;
    });
    assert.ok(titles.includes('1 breaking since v0.2.1 — needs 0.3.0'), titles.join('\n'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('lost')),
    );
    const text = hovers.flatMap((it) => it.contents.map((one) => (typeof one === 'string' ? one : one.value))).join();
    assert.match(text, /Breaks importers and implementers/);
  });

  it('open beside the old text', async () => {
    await vscode.commands.executeCommand('wit.showContractChanges', uriOf(FILE).toString(), 'orders');
    const change = await vscode.languages.getDiagnostics(uriOf(FILE)).find((it) => codeOf(it).includes('enum'));
    assert.ok(change?.relatedInformation?.[0] !== undefined);
    const { uri, range } = change.relatedInformation[0].location;
    await vscode.commands.executeCommand('wit.openContractChange', {
      location: { uri: uriOf(FILE).toString(), range: change.range },
      baseLocation: { uri: uri.toString(), range },
    });
    const tab = await until('the diff', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(tab instanceof vscode.TabInputTextDiff);
    assert.equal(tab.original.scheme, 'wit-base');
    assert.equal(tab.modified.toString(), uriOf(FILE).toString());
  });

  it('are copied as Markdown', async () => {
    await vscode.commands.executeCommand('wit.copyContractChanges');
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /\| breaking \| `orders\.state` \|/);
  });

  it('change with a commit, and with the version', async () => {
    const { document } = await show(FILE);
    await document.save();
    await expectChanges('semver/enum-case-added');
    git('commit', '-q', '-a', '-m', 'two');
    git('tag', 'v0.3.0');
    await expectChanges();
    git('tag', '-d', 'v0.3.0');
    await expectChanges('semver/enum-case-added');
    await replace(document, '0.2.1', '0.3.0');
    await expectChanges();
    await vscode.commands.executeCommand('undo');
    await expectChanges('semver/enum-case-added');
  });

  it("are marked on the left side of VS Code's own diff editor, where the text is that of the base", async () => {
    const { document } = await show(FILE);
    await expectChanges('semver/enum-case-added');
    const found = vscode.languages.getDiagnostics(document.uri).find((it) => codeOf(it).includes('enum'));
    const base = found?.relatedInformation?.[0]?.location;
    assert.ok(base !== undefined);
    const change: ContractChange = {
      kind: 'enum-case-added',
      item: 'orders.state',
      owner: 'orders',
      page: 'semver/enum-case-added.md',
      level: 'major',
      importer: 'breaks',
      implementer: 'ok',
      hazard: 'build',
      severity: 'error',
      message: 'enum case added',
      suppressed: false,
      accepted: null,
      breaks: { importers: [], implementers: [] },
      before: null,
      after: 'lost',
      location: null,
      baseLocation: { uri: base.uri.toString(), range: base.range },
    };
    const settings = vscode.workspace.getConfiguration('git');
    await settings.update('enabled', true, vscode.ConfigurationTarget.Global);
    const extension = await vscode.extensions.getExtension('vscode.git')?.activate();
    await until('the git extension', () => extension?.enabled);
    const api = extension.getAPI(1);
    await until('the repository', () => api.openRepository(uriOf('orders')));
    const left = async (ref: string): Promise<vscode.TextDocument> => {
      const old: vscode.Uri = await api.toGitUri(document.uri, ref);
      await vscode.commands.executeCommand('vscode.diff', old, document.uri);
      const editor = await until(`${ref} beside the file`, () =>
        vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === old.toString()),
      );
      return editor.document;
    };
    const old = await left('v0.2.1');
    assert.equal(old.uri.scheme, 'git');
    assert.equal(old.languageId, 'wit');
    const [place, ...others] = await markedRanges(old, [change]);
    assert.equal(old.getText(place?.range), 'state');
    assert.deepEqual(others, []);
    assert.deepEqual(await markedRanges(await left('HEAD'), [change]), []);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
  });

  it('are counted from the base that somebody chose, also after a restart', async () => {
    await show(FILE);
    await vscode.commands.executeCommand('wit.chooseContractBase', 'HEAD');
    await expectChanges();
    await vscode.commands.executeCommand('wit.chooseContractBase', 'HEAD~1');
    await expectChanges('semver/enum-case-added');
    await vscode.commands.executeCommand('wit.chooseContractBase', 'HEAD');
    await expectChanges();
    await vscode.commands.executeCommand('wit.restartServer');
    await until('the list against HEAD', async () => {
      await vscode.commands.executeCommand('wit.copyContractChanges');
      return (await vscode.env.clipboard.readText()).includes('against `HEAD`');
    });
    await vscode.commands.executeCommand('wit.chooseContractBase', '');
    await expectChanges('semver/enum-case-added');
  });

  it('are counted from the base that the setting names', async () => {
    await show(FILE);
    const settings = vscode.workspace.getConfiguration('wit');
    await settings.update('semver.base', 'HEAD', vscode.ConfigurationTarget.Global);
    await expectChanges();
    await settings.update('semver.base', 'HEAD~1', vscode.ConfigurationTarget.Global);
    await expectChanges('semver/enum-case-added');
    await settings.update('semver.base', 'off', vscode.ConfigurationTarget.Global);
    await expectChanges();
    await settings.update('semver.base', undefined, vscode.ConfigurationTarget.Global);
    await expectChanges('semver/enum-case-added');
  });
});
