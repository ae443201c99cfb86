// Runs in the worker extension host of VS Code for the Web. Results go through the console: there is no disk here.
import * as vscode from 'vscode';

declare const WorkerGlobalScope: unknown;

const id = 'wit-language-server.wit-language-server';
const broken = 'syntax/expected@5:10 syntax/missing-semicolon@8:52 syntax/old-expected@9:27';

/** A component: imports the interface `acme:clock/time@1.0.0`, and `import log: func(at: instant)`. */
const APP =
  'AGFzbQ0AAQAHKQFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECChoBABVhY21lOmNsb2NrL3RpbWVAMS4wLjAFAAEIAGFzbQEAAAAGDAEDAAAHaW5zdGFudAcJAUABAmF0AQEACggBAANsb2cBAgAmDmNvbXBvbmVudC1uYW1lAQsDAQEHaW5zdGFudAEIBQEABHRpbWU=';

const tests: readonly (readonly [string, () => Promise<void>])[] = [
  ['runs in a web worker', inWorker],
  ['is active once a WIT file is open', active],
  ['says what is wrong with a file', diagnostics],
  ['follows the typing', typing],
  ['reads other files: no finding in a package with dependencies', sound],
  ['hovers over a type of another package', hover],
  ['goes to a definition in another file', definition],
  ['opens a component as WIT', component],
  ['opens documentation beside the editor', documentation],
  ['starts the server again by command', restart],
];

export async function run(): Promise<void> {
  report({ vscode: vscode.version });
  for (const [title, test] of tests) {
    const start = Date.now();
    const failure = await test().then(
      () => undefined,
      (error: unknown) => `${error}`,
    );
    const milliseconds = Date.now() - start;
    report(failure === undefined ? { title, milliseconds } : { title, milliseconds, error: failure });
  }
}

function report(record: object): void {
  console.log(`E2E-RESULT ${JSON.stringify(record)}`);
}

async function inWorker(): Promise<void> {
  check(typeof WorkerGlobalScope !== 'undefined', 'there is no WorkerGlobalScope');
  check(typeof process === 'undefined' || process.versions?.node === undefined, 'this is Node');
}

async function active(): Promise<void> {
  await show('broken/broken.wit');
  const extension = vscode.extensions.getExtension(id);
  check(extension !== undefined, 'not installed');
  await until('activation', () => extension?.isActive);
}

async function diagnostics(): Promise<void> {
  const { document } = await show('broken/broken.wit');
  await expectCodes(document.uri, broken);
}

async function typing(): Promise<void> {
  const editor = await show('broken/broken.wit');
  await editor.edit((it) => it.insert(new vscode.Position(8, 52), ';'));
  await expectCodes(editor.document.uri, 'syntax/expected@5:10 syntax/old-expected@9:27');
  await editor.edit((it) => it.delete(new vscode.Range(8, 52, 8, 53)));
  await expectCodes(editor.document.uri, broken);
}

async function sound(): Promise<void> {
  const editor = await show('shop/wit/shop.wit');
  await editor.edit((it) => it.insert(new vscode.Position(0, 0), '}'));
  await until('a finding', () => codesOf(editor.document.uri) !== '');
  await editor.edit((it) => it.delete(new vscode.Range(0, 0, 0, 1)));
  await expectCodes(editor.document.uri, '');
}

async function hover(): Promise<void> {
  const { document } = await show('shop/wit/shop.wit');
  const at = document.positionAt(document.getText().indexOf('amount;') + 2);
  const text = await until('a hover', async () => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
    return found
      .flatMap((it) => it.contents)
      .map((it) => (typeof it === 'string' ? it : it.value))
      .join('\n');
  });
  check(text.includes('smallest unit of its currency'), text);
}

async function definition(): Promise<void> {
  const { document } = await show('shop/wit/shop.wit');
  const at = document.positionAt(document.getText().indexOf('amount;') + 2);
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    at,
  );
  const target = found[0];
  const uri = target === undefined ? undefined : 'targetUri' in target ? target.targetUri : target.uri;
  check(uri?.path.endsWith('shop/wit/deps/money/money.wit') === true, `${uri}`);
}

async function component(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  const file = vscode.Uri.joinPath(folder.uri, 'app.wasm');
  await vscode.workspace.fs.writeFile(
    file,
    Uint8Array.from(atob(APP), (it) => it.charCodeAt(0)),
  );
  await vscode.commands.executeCommand('wit.openBinary', file);
  const text = vscode.window.activeTextEditor?.document.getText() ?? '';
  check(text.startsWith('package root:component;') && text.includes('import log: func(at: instant);'), text);
}

async function documentation(): Promise<void> {
  const editor = await show('shop/wit/shop.wit');
  const at = editor.document.positionAt(editor.document.getText().indexOf('amount;') + 2);
  editor.selection = new vscode.Selection(at, at);
  await vscode.commands.executeCommand('wit.openDocumentation');
  const isPanel = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith('wit.documentation');
  const panel = (): vscode.Tab | undefined => vscode.window.tabGroups.all.flatMap((it) => it.tabs).find(isPanel);
  await until('the panel', panel);
  // What it shows is rendered by the editor's own Markdown.
  const html = await vscode.commands.executeCommand<string>('markdown.api.render', '**bold**');
  check(html.includes('<strong>bold</strong>'), html);
  // A tab is another object once its title has changed.
  const tab = panel();
  if (tab !== undefined) await vscode.window.tabGroups.close(tab);
}

async function restart(): Promise<void> {
  const { document } = await show('broken/broken.wit');
  await vscode.commands.executeCommand('wit.restartServer');
  await expectCodes(document.uri, broken);
}

async function show(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  return vscode.window.showTextDocument(document);
}

function codesOf(uri: vscode.Uri): string {
  return [...vscode.languages.getDiagnostics(uri)]
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ code, range }) => {
      const name = typeof code === 'object' ? code.value : code;
      return `${name}@${range.start.line}:${range.start.character}`;
    })
    .join(' ');
}

async function expectCodes(uri: vscode.Uri, expected: string): Promise<void> {
  await until('diagnostics', () => codesOf(uri) === expected).catch(() => {
    throw new Error(`expected the diagnostics [${expected}], found [${codesOf(uri)}]`);
  });
}

async function until<T>(what: string, probe: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited 20 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}
