// Published versions in the editor, from a docker-registry that test/editor/registry.mjs has started; skipped without one.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, show, until, uriOf } from './support.ts';

const HOST = process.env.WIT_E2E_REGISTRY;
const FILE = 'shelf/wit/shelf.wit';
const TEXT = 'package acme:shelf@0.1.1;\n\nworld shelf {\n  import acme:log/api@0.1.0;\n}\n';

const onDisk = (name: string): string | undefined => {
  const file = uriOf(`shelf/${name}`).fsPath;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

/** Behind this text of the file. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `no ${text}`);
  return document.positionAt(at + text.length);
}

async function lenses(): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uriOf(FILE),
    99,
  );
  return found.map((it) => it.command?.title ?? '');
}

async function hoverBehind(text: string): Promise<string> {
  const { document } = await show(FILE);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    behind(document, text),
  );
  return found
    .flatMap((it) => it.contents)
    .map((it) => (typeof it === 'string' ? it : it.value))
    .join('\n');
}

/** Takes a quick fix behind a text of the file. */
async function take(text: string, title: string): Promise<void> {
  const { document } = await show(FILE);
  const at = behind(document, text);
  const fix = await until(`the fix ${title}`, async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
    );
    return all.find((it) => it.title === title);
  });
  assert.ok(fix.command);
  await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
}

describe('published versions', () => {
  before(async function () {
    if (HOST === undefined) this.skip();
    const file = uriOf(FILE).fsPath;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, TEXT);
    await show(FILE);
  });
  after(closeAll);

  it('are above the package, once they were asked for', async () => {
    await until('any lens', async () => (await lenses()).length > 0);
    assert.ok(!(await lenses()).some((it) => it.includes('published')));
    await vscode.commands.executeCommand('wit.checkRegistry');
    await until('the lens', async () =>
      (await lenses()).includes('0.1.0 published · 0.1.1 is free · nothing breaking since 0.1.0'),
    );
  });

  it('are in the hover of a version, with dates', async () => {
    const text = await hoverBehind('acme:log/api@0.1');
    assert.match(text, new RegExp(`Published at \`${HOST}\``));
    for (const it of ['`0.2.0`', '`0.1.5`', '`0.1.0`']) assert.ok(text.includes(`- ${it} (2026-03-01)`), text);
  });

  it('are completed behind an @', async () => {
    const { document } = await show(FILE);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      behind(document, 'acme:log/api@'),
    );
    const labels = list.items.map((it) => (typeof it.label === 'string' ? it.label : it.label.label));
    assert.deepEqual(labels.slice(0, 3), ['0.2.0', '0.1.5', '0.1.0']);
  });

  it('a name leads into a package that only the registry has', async () => {
    const { document } = await show(FILE);
    const [place] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      behind(document, 'acme:log/ap'),
    );
    assert.ok(place !== undefined);
    const uri = 'targetUri' in place ? place.targetUri : place.uri;
    assert.equal(uri.scheme, 'wit-registry');
    const shown = await vscode.workspace.openTextDocument(uri);
    assert.match(shown.getText(), /package acme:log@0\.1\.0;[\s\S]*interface api \{/);
    await vscode.window.showTextDocument(shown);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme) ?? false, false);
  });

  it('a missing package is fetched by a quick fix, and the files are on the disk', async () => {
    await take('acme:log/api', 'Fetch `acme:log@0.1.0` into `deps/`');
    await until('the package', () =>
      onDisk('wit/deps/acme-log-0.1.0/package.wit')?.includes('package acme:log@0.1.0;'),
    );
    await until('the lock', () => onDisk('wkg.lock')?.includes('requirement = "=0.1.0"'));
    await until('a file without problems', () => vscode.languages.getDiagnostics(uriOf(FILE)).length === 0);
  });

  it('a hover says what a move breaks, and a hint that a newer version is published', async () => {
    await until('the verdict', async () =>
      (await hoverBehind('acme:log/api@0.1')).includes(
        '- `0.2.0` (2026-03-01): breaks `acme:shelf/shelf`: enum case added: `c` in `level`',
      ),
    );
    const { document } = await show(FILE);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      all,
    );
    assert.ok(hints.some((it) => it.label === '0.1.5 is published'));
  });

  it('an update takes the text, deps/ and the lock along, and nothing old stays', async () => {
    await take('acme:log/api', 'Update `acme:log` to 0.1.5 and fetch it');
    await until('the package', () => onDisk('wit/deps/acme-log-0.1.5/package.wit')?.includes('flush: func();'));
    await until('the old one to go', () => !existsSync(uriOf('shelf/wit/deps/acme-log-0.1.0').fsPath));
    await until('the text', () => onDisk('wit/shelf.wit') === TEXT.replace('api@0.1.0', 'api@0.1.5'));
    await until('the lock', () => onDisk('wkg.lock')?.includes('requirement = "=0.1.5"'));
    assert.ok(!onDisk('wkg.lock')?.includes('0.1.0'));
    await until('a file without problems', () => vscode.languages.getDiagnostics(uriOf(FILE)).length === 0);
    assert.ok(vscode.workspace.textDocuments.every((it) => !it.isDirty));
  });
});
