// What the commands of the extension ask, show, write and run.

import { beforeEach, expect, it } from 'vitest';
import { answerFiles } from '../../client/src/files.ts';
import { installedProgram, toolTasks } from '../../client/src/tasks.ts';
import { DOCUMENTATION_LINK } from '../../server/src/lsp/documentation-protocol.ts';
import { DEPENDENCY_STATUS, FILE_REQUESTS } from '../../server/src/lsp/requests.ts';
import { extension } from '../support/extension.ts';
import { FakeClient } from '../support/languageclient.ts';
import { document, editor, FileType, fake, resetVscode, type Shown, Uri } from '../support/vscode.ts';

beforeEach(resetVscode);

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (uri: string) => new TextDecoder().decode(fake.files.get(uri));
const choose = (kind: Shown['kind'], index: number) => fake.answers.set(kind, ({ items }) => items[index]);
const shown = (kind: Shown['kind']) => fake.shown.filter((it) => it.kind === kind);
const folder = (path: string) => fake.folders.push({ uri: Uri.file(path), name: path.slice(1) });

it('fetches dependencies where the manifest is, typed and not run', async () => {
  folder('/w');
  fake.files.set('file:///w/a/wkg.toml', bytes(''));
  fake.active = editor(document('file:///w/a/wit/shop.wit'));
  const { run } = await extension({ entry: { findProgram: async (tool) => ({ tool, version: 'wkg 0.7.0' }) } });
  await run('wit.fetchDependencies');
  await run('wit.fetchDependencies', 'file:///w/b/wit');
  await run('wit.fetchDependencies', 'file:///elsewhere/wit');
  await run('wit.fetchDependencies', 'file:///w/b/wit', 'wit-deps');
  expect(fake.terminals.map(({ options: { name, cwd }, sent, shown }) => [name, cwd.path, sent, shown])).toEqual([
    ['wkg', '/w/a', [['wkg wit fetch --wit-dir wit', false]], true],
    ['wkg', '/w', [['wkg wit fetch --wit-dir b/wit', false]], true],
    ['wkg', '/elsewhere', [['wkg wit fetch --wit-dir wit', false]], true],
    ['wit-deps', '/w/b', [['wit-deps', false]], true],
  ]);
});

it('says why dependencies are not fetched', async () => {
  const inBrowser = await extension();
  await inBrowser.run('wit.fetchDependencies');
  expect(shown('information').map((it) => it.text)).toEqual([
    'Open a file of the package whose dependencies to fetch.',
  ]);
  await inBrowser.run('wit.fetchDependencies', 'file:///w');
  const own = await extension({ entry: { findProgram: async () => undefined } });
  fake.trusted = false;
  await own.run('wit.fetchDependencies', 'file:///w');
  expect(shown('warning').map((it) => it.text)).toEqual([
    'Programs are not run in a browser.',
    'Programs are not run in an untrusted workspace.',
  ]);
  expect(fake.terminals).toEqual([]);
});

it('offers how a program that is not there is installed, or a terminal all the same', async () => {
  const { run } = await extension({ entry: { findProgram: async () => undefined } });
  await run('wit.fetchDependencies', 'file:///w/wit');
  expect(fake.terminals).toEqual([]);
  choose('warning', 1);
  await run('wit.fetchDependencies', 'file:///w/wit', 'wit-deps');
  expect(fake.clipboard).toBe('cargo install wit-deps-cli');
  await run('wit.fetchDependencies', 'file:///w/wit');
  expect(fake.clipboard).toBe('cargo install wkg');
  expect(fake.terminals).toEqual([]);
  choose('warning', 0);
  await run('wit.fetchDependencies', 'file:///w/wit');
  expect(fake.terminals.map((it) => it.sent)).toEqual([[['wkg fetch wit', false]]]);
  const [first] = shown('warning');
  expect(first?.items).toEqual(['Open Terminal Anyway', 'Copy Install Command']);
  expect(first?.text).toBe(
    'wkg was found neither on PATH nor in the setting wit.tools. It is installed with: cargo install wkg',
  );
});

it('makes a package in the only folder, and opens it', async () => {
  folder('/w');
  const { run } = await extension();
  fake.answers.set('input', () => 'acme:cart@1.2.0');
  choose('pick', 1);
  const opened = await run('wit.newPackage');
  expect(String(opened)).toBe('file:///w/wit/world.wit');
  expect(textOf('file:///w/wit/world.wit')).toContain('package acme:cart@1.2.0;');
  expect([...fake.files.keys()]).toEqual(['file:///w/wit/world.wit', 'file:///w/wkg.toml']);
  expect(fake.opened.map(([uri]) => uri)).toEqual(['file:///w/wit/world.wit']);
  expect(shown('input')[0]).toMatchObject({
    text: 'New WIT Package',
    options: { value: 'local:w', valueSelection: [0, 5] },
  });
});

it('makes a second package beside the first, without a second manifest, and replaces nothing', async () => {
  folder('/w');
  fake.types.set('file:///w/wit', FileType.Directory);
  fake.files.set('file:///w/wkg.toml', bytes('mine'));
  const { run } = await extension();
  fake.answers.set('input', () => 'acme:cart');
  await run('wit.newPackage');
  expect([...fake.files.keys()]).toEqual(['file:///w/wkg.toml', 'file:///w/cart/wit/world.wit']);
  expect(shown('pick')).toEqual([]);
  expect(await run('wit.newPackage')).toBeUndefined();
  expect(shown('error').map((it) => it.text)).toEqual(['cart/wit/world.wit is there already.']);
  expect(textOf('file:///w/wkg.toml')).toBe('mine');
});

it('asks for a folder where there is none or several, and stops when nothing is answered', async () => {
  const { run } = await extension();
  expect(await run('wit.newPackage')).toBeUndefined();
  expect(shown('open')[0]).toMatchObject({ options: { canSelectFiles: false, canSelectFolders: true } });
  fake.answers.set('open', () => [Uri.file('/my folder')]);
  fake.answers.set('input', ({ options }) => options.value);
  choose('pick', 0);
  expect(String(await run('wit.newPackage'))).toContain('/world.wit');
  expect(shown('input')[0]?.options.value).toBe('local:my-folder');
  folder('/a');
  folder('/b');
  fake.answers.set('folder', () => fake.folders[1]);
  expect(String(await run('wit.newPackage'))).toBe('file:///b/wit/world.wit');
  fake.answers.delete('pick');
  expect(await run('wit.newPackage')).toBeUndefined();
  fake.answers.delete('input');
  expect(await run('wit.newPackage')).toBeUndefined();
});

it('says what is wrong with a name while it is typed, and when it is given', async () => {
  folder('/type');
  const { run } = await extension();
  await run('wit.newPackage');
  const options = shown('input')[0]?.options ?? {};
  // A keyword is no name to suggest.
  expect(options.value).toBe('local:name');
  const fault = options.validateInput as (text: string) => string | undefined;
  expect(fault(' acme:cart ')).toBeUndefined();
  expect(fault('cart')).toBe('A name has two parts, such as acme:cart or acme:cart@0.1.0.');
  expect(fault('acme:type')).toBe('`type` is a keyword; write `%type`');
  expect(await run('wit.newPackage', Uri.file('/w'), 'cart')).toBeUndefined();
  expect(shown('error').map((it) => it.text)).toEqual(['A name has two parts, such as acme:cart or acme:cart@0.1.0.']);
  expect(String(await run('wit.newPackage', Uri.file('/w'), 'acme:cart'))).toBe('file:///w/wit/world.wit');
  expect([...fake.files.keys()]).toEqual(['file:///w/wit/world.wit']);
});

it('explains a code with its page, asked for by name or chosen', async () => {
  const pages = { 'wit/a': '# Page A\n\nText', 'semver/b': 'no title' };
  fake.files.set('file:///ext/dist/pages.json', bytes(JSON.stringify(pages)));
  const { run } = await extension();
  await run('wit.explain', 'wit/a');
  expect(fake.executed.at(-1)?.map(String)).toEqual(['markdown.showPreviewToSide', 'wit-docs:/wit/a.md']);
  fake.answers.set('pick', ({ items }) => items[1]);
  await run('wit.explain');
  expect(shown('pick')[0]).toMatchObject({
    text: 'Explain Diagnostic',
    items: [
      { label: 'wit/a', description: 'Page A' },
      { label: 'semver/b', description: '' },
    ],
  });
  expect(String(fake.executed.at(-1)?.[1])).toBe('wit-docs:/semver/b.md');
  const count = fake.executed.length;
  fake.answers.delete('pick');
  await run('wit.explain');
  expect(fake.executed).toHaveLength(count);
  const provide = fake.providers.get('wit-docs')?.provideTextDocumentContent as (uri: Uri) => Promise<string>;
  expect(await provide(Uri.parse('wit-docs:/wit/a.md'))).toBe('# Page A\n\nText');
  expect(await provide(Uri.parse('wit-docs:/none.md'))).toBe('');
});

it('shows the page as text where Markdown cannot be rendered', async () => {
  const { run } = await extension();
  fake.commands.set('markdown.showPreviewToSide', () => Promise.reject(new Error('no such command')));
  await run('wit.explain', 'wit/a');
  expect(fake.opened.at(-1)).toEqual(['wit-docs:/wit/a.md', { viewColumn: -2 }]);
});

it('links every code of ours that has no page on the web to its own, wherever it comes from', async () => {
  const { options } = await extension();
  const middleware = options.middleware as Record<string, (...it: never[]) => unknown>;
  const ours = () => ({ source: 'wit', code: 'wit/a' as unknown });
  const isLinked = ({ code }: { code?: unknown }) => {
    const { target } = (code ?? {}) as { readonly target?: Uri };
    return target?.scheme === 'command' && target.path === 'wit.explain' && target.query === '["wit/a"]';
  };
  const others = [
    { source: 'rust', code: 'wit/a' },
    { source: 'wit', code: { value: 'a', target: 'web' } },
    { source: 'wit' },
  ];
  const before = structuredClone(others);
  const pushed = [ours(), ...others, ours()];
  let next: unknown;
  await middleware.handleDiagnostics?.(
    'uri' as never,
    pushed as never,
    ((...it: unknown[]) => {
      next = it;
    }) as never,
  );
  expect(next).toEqual(['uri', pushed]);
  expect(pushed.map((it) => isLinked(it))).toEqual([true, false, false, false, true]);
  expect(others).toEqual(before);

  const related = [ours(), ours()];
  const report = { items: [ours()], relatedDocuments: { a: { items: related }, b: { kind: 'unchanged' } } };
  expect(await middleware.provideDiagnostics?.(0 as never, 0 as never, 0 as never, (async () => report) as never)).toBe(
    report,
  );
  expect([...report.items, ...related].every(isLinked)).toBe(true);
  expect(
    await middleware.provideDiagnostics?.(0 as never, 0 as never, 0 as never, (async () => null) as never),
  ).toBeNull();

  const chunk = { items: [{ items: [ours()] }] };
  const whole = { items: [{ items: [ours(), ours()] }] };
  const chunks: unknown[] = [];
  const ask = async (_: unknown, __: unknown, reporter: (it: unknown) => void) => {
    reporter(chunk);
    reporter(null);
    return whole;
  };
  await middleware.provideWorkspaceDiagnostics?.(
    0 as never,
    0 as never,
    ((it: unknown) => chunks.push(it)) as never,
    ask as never,
  );
  expect(chunks).toEqual([chunk, null]);
  expect([...(chunk.items[0]?.items ?? []), ...(whole.items[0]?.items ?? [])].every(isLinked)).toBe(true);
});

it('lists what deps/ lacks, each at its place, and fetches it with its own tool', async () => {
  folder('/w');
  const location = {
    uri: 'file:///w/wkg.lock',
    range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } },
  };
  const findings = [
    { message: 'is missing', location },
    { message: 'is another', location: null },
  ];
  const packages = [
    { directory: 'file:///w/wit', name: 'a:b', tool: 'wkg', findings },
    { directory: 'file:///w/fine', name: 'c:d', tool: 'wkg', findings: [] },
    { directory: 'file:///w/x', name: null, tool: 'wit-deps', findings: findings.slice(1) },
  ];
  let answer: object[] = packages;
  const { run } = await extension({ responses: { [DEPENDENCY_STATUS]: () => ({ packages: answer }) } });
  await run('wit.checkDependencies');
  const [pick] = shown('pick');
  expect(pick?.text).toBe('deps/ is not what the lock files say');
  expect(pick?.items).toMatchObject([
    { label: 'a:b (wit)', kind: -1 },
    { label: 'is missing' },
    { label: 'is another' },
    { label: '$(cloud-download) Fetch Dependencies…', description: 'wkg, in a terminal' },
    { label: 'x', kind: -1 },
    { label: 'is another' },
    { label: '$(cloud-download) Fetch Dependencies…', description: 'wit-deps, in a terminal' },
  ]);
  choose('pick', 1);
  await run('wit.checkDependencies');
  expect(fake.opened.at(-1)).toMatchObject(['file:///w/wkg.lock', { selection: { start: { line: 3 } } }]);
  const count = fake.opened.length;
  choose('pick', 2);
  await run('wit.checkDependencies');
  expect(fake.opened).toHaveLength(count);
  choose('pick', 6);
  await run('wit.checkDependencies');
  expect(fake.executed.at(-1)).toEqual(['wit.fetchDependencies', 'file:///w/x', 'wit-deps']);
  answer = packages.slice(1, 2);
  await run('wit.checkDependencies');
  answer = [];
  await run('wit.checkDependencies');
  expect(shown('information').map((it) => it.text)).toEqual([
    'deps/ is up to date: it has what the lock files name.',
    'No package in this workspace has a manifest or lock file of wkg or wit-deps.',
  ]);
});

it('a check of dependencies without a server says so', async () => {
  const { run } = await extension({
    prepare: (it) => {
      it.fault = new Error('no');
    },
  });
  await run('wit.checkDependencies');
  expect(shown('error').map((it) => it.text)).toContain('The WIT language server is not running.');
});

it('copies the link to the documentation of a name, or says why there is none', async () => {
  let answer: unknown = { link: 'https://site.example/a' };
  const { run, client } = await extension({ responses: { [DOCUMENTATION_LINK]: () => answer } });
  fake.active = editor(document('file:///w/a.wit'), 3, 4);
  await run('wit.copyDocumentationLink');
  expect(fake.clipboard).toBe('https://site.example/a');
  expect(client.asked.at(-1)).toEqual([
    DOCUMENTATION_LINK,
    { textDocument: { uri: 'file:///w/a.wit' }, position: { line: 3, character: 4 } },
  ]);
  for (const it of [{ link: null }, null]) {
    answer = it;
    await run('wit.copyDocumentationLink');
  }
  expect(shown('information').map((it) => it.text)).toEqual([
    'No site is configured: set `wit.docs.site`, or `site` in `wit-language-server.json`.',
    'There is nothing with documentation here.',
  ]);
  const count = client.asked.length;
  fake.active = editor(document('file:///w/a.txt', '', 'plaintext'));
  await run('wit.copyDocumentationLink');
  expect(client.asked).toHaveLength(count);
});

it('reads files for a server that has no disk', async () => {
  const client = new FakeClient();
  answerFiles(client as never);
  const large = new Uint8Array(20_000).map((_, at) => at & 0xff);
  fake.files.set('vscode-vfs:/w/a.wit', large);
  fake.types.set('vscode-vfs:/w/d', FileType.Directory);
  fake.types.set('vscode-vfs:/w/l', FileType.SymbolicLink + FileType.Directory);
  fake.types.set('vscode-vfs:/w/x', FileType.Unknown);
  const ask = (method: string, uri: string) => client.request(method, { uri });
  const read = await ask(FILE_REQUESTS.readFile, 'vscode-vfs:/w/a.wit');
  expect(Buffer.from(String(read), 'base64').equals(large)).toBe(true);
  expect(await ask(FILE_REQUESTS.readFile, 'vscode-vfs:/w/none')).toBeNull();
  expect(await ask(FILE_REQUESTS.readDirectory, 'vscode-vfs:/w')).toEqual([
    { name: 'a.wit', kind: 'file' },
    { name: 'd', kind: 'directory' },
    { name: 'l', kind: 'directory', link: true },
    { name: 'x', kind: 'other' },
  ]);
  expect(await ask(FILE_REQUESTS.stat, 'vscode-vfs:/w/a.wit')).toEqual({ kind: 'file', size: 20_000, modified: 5 });
  expect(await ask(FILE_REQUESTS.stat, 'vscode-vfs:/w/none')).toBeNull();
});

it("runs a person's own tools on the package that is edited, shown before they run", async () => {
  folder('/w');
  folder('/v');
  fake.settings.set('wit.tools', { globalValue: { jco: process.execPath } });
  const PATH = process.env.PATH;
  process.env.PATH = '';
  try {
    toolTasks();
    const provide = fake.providers.get('wit')?.provideTasks as () => Promise<readonly object[]>;
    const runTool = () => fake.commands.get('wit.runTool')?.();
    const task = (directory: string, where: string) => ({
      definition: { type: 'wit', run: 'jco types' },
      name: 'jco types',
      problemMatchers: '$wit',
      detail: `${process.execPath} types ${directory} -o bindings/js`,
      execution: {
        process: process.execPath,
        args: ['types', directory, '-o', 'bindings/js'],
        options: { cwd: where },
      },
    });
    expect(await provide()).toMatchObject([task('wit', '/w')]);
    fake.active = editor(document('file:///v/api/wit/a.wit'));
    expect(await provide()).toMatchObject([task('api/wit', '/v')]);
    fake.active = editor(document('file:///v/wit/deps/x/a.wit'));
    expect(await provide()).toMatchObject([task('wit', '/v')]);
    fake.active = editor(document('file:///v/a.wit'));
    expect(await provide()).toMatchObject([task('.', '/v')]);
    fake.active = editor(document('file:///v/x/a.txt', '', 'plaintext'));
    expect(await provide()).toMatchObject([task('wit', '/v')]);
    choose('pick', 0);
    await runTool();
    expect(shown('pick')[0]).toMatchObject({
      text: 'Select what to run in /v',
      items: [{ label: 'jco types', detail: `${process.execPath} types wit -o bindings/js` }],
      options: { matchOnDetail: true },
    });
    expect(fake.tasks).toMatchObject([task('wit', '/v')]);
    fake.answers.delete('pick');
    await runTool();
    expect(fake.tasks).toHaveLength(1);
    // Named by the setting: where it is, without a version, which only wkg is asked for.
    expect(await installedProgram('jco' as never)).toEqual({ tool: 'jco', version: undefined, path: process.execPath });
    expect(await installedProgram('wit-deps')).toBeUndefined();
    fake.settings.clear();
    await runTool();
    fake.trusted = false;
    await runTool();
    expect(await provide()).toEqual([]);
    expect(await installedProgram('wkg')).toBeUndefined();
    expect(shown('information').map((it) => it.text)).toEqual([
      'None of wit-bindgen, jco, componentize-py and wkg was found on PATH or in the setting wit.tools.',
      'Programs are not run in an untrusted workspace.',
    ]);
  } finally {
    process.env.PATH = PATH;
  }
});
