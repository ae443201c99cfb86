// Published packages in an editor: asked for by a command or on open, shown at the versions, fetched by an edit.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { log, opened, SITE } from '../registry/editor.ts';
import { componentBytes, hasTools } from '../registry/published.ts';

const APP = 'package acme:app@1.0.0;\nworld app { import acme:log/api@0.2.0; export go: func(); }\n';

it.skipIf(!hasTools)('asks nothing until it is told to, and then shows what it found', async () => {
  const it = await opened();
  const lenses = async (): Promise<string[]> =>
    (await it.ask('textDocument/codeLens', { textDocument: it.at.textDocument })).flatMap(
      (one: { command?: { title: string } }) => one.command?.title ?? [],
    );
  await lenses();
  await it.ask('textDocument/hover', it.at);
  await it.ask('textDocument/inlayHint', { textDocument: it.at.textDocument, range: it.range });
  expect(it.fake.asked).toEqual([]);
  const answer = await it.ask('wit/publishedVersions', { textDocument: it.at.textDocument });
  expect(answer).toMatchObject({
    failure: null,
    packages: [
      { name: 'acme:site', versions: [{ version: '0.1.0' }] },
      {
        name: 'acme:log',
        registry: it.fake.host,
        versions: [{ version: '0.2.0', created: '2026-01-02T03:04:05Z' }, {}, {}],
      },
    ],
  });
  const before = it.fake.asked.length;
  expect(await lenses()).toContain('0.1.0 published · 0.1.1 is free · nothing breaking since 0.1.0');
  const hover = (await it.ask('textDocument/hover', it.at)).contents.value;
  expect(hover).toContain(`Published at \`${it.fake.host}\``);
  expect(hover).toContain('- `0.2.0` (2026-01-02) — this one');
  const hints = await it.ask('textDocument/inlayHint', { textDocument: it.at.textDocument, range: it.range });
  expect(hints).toMatchObject([
    { label: '0.2.5 is published', position: { line: 2, character: 'world site { import acme:log/api@0.2.0'.length } },
  ]);
  // Nothing more was asked for what is shown.
  expect(it.fake.asked.length).toBe(before);
});

it.skipIf(!hasTools)('says what a move to each version means, where the package is in deps/', async () => {
  const it = await opened({ files: { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0') } });
  await it.command('wit.checkRegistry', it.file);
  const hover = (await it.ask('textDocument/hover', it.at)).contents.value;
  expect(hover).toMatch(/- `0\.3\.0` \(2026-03-01\): breaks `acme:site\/site`: enum case added: `c` in `level`/);
  expect(hover).toMatch(/- `0\.2\.5` \(2026-03-01\): nothing that is used here changes/);
  expect(it.client.notifications.find((one) => one.method === 'window/showMessage')?.params.message).toBe(
    'Newest published: acme:site 0.1.0, acme:log 0.3.0.',
  );
});

it.skipIf(!hasTools)('offers versions behind an @, and in wkg.toml', async () => {
  const files = { 'wit/site.wit': SITE, 'wkg.toml': '[overrides]\n"acme:log" = { version = "0.2" }\n' };
  const it = await opened({ files });
  await it.command('wit.checkRegistry', it.file);
  const labels = async (params: object): Promise<string[]> =>
    (await it.ask('textDocument/completion', params)).items.map((one: { label: string }) => one.label);
  expect((await labels(it.at)).slice(0, 3)).toEqual(['0.3.0', '0.2.5', '0.2.0']);
  it.client.open(it.uri('wkg.toml'), files['wkg.toml']);
  const position = { line: 1, character: '"acme:log" = { version = "0.2'.length };
  expect(await labels({ textDocument: { uri: it.uri('wkg.toml') }, position })).toEqual(['0.3.0', '0.2.5', '0.2.0']);
  const hover = await it.ask('textDocument/hover', {
    textDocument: { uri: it.uri('wkg.toml') },
    position: { line: 1, character: 4 },
  });
  expect(hover.contents.value).toContain('- `0.3.0`');
});

it.skipIf(!hasTools)('hovers and completes versions in manifests, with what a move means here', async () => {
  const lock =
    'version = 1\n\n[[packages]]\nname = "acme:log"\nregistry = "x"\n\n[[packages.versions]]\nrequirement = "=0.2.0"\nversion = "0.2.0"\ndigest = "sha256:00"\n';
  const toml = '# 𝒳\r\n[overrides."acme:log"]\r\nversion = "0.2"\r\n';
  const files = { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0'), 'wkg.lock': lock, 'wkg.toml': toml };
  const it = await opened({ files });
  await it.command('wit.checkRegistry');
  const hover = async (name: string, line: number, character: number) => {
    const params = { textDocument: { uri: it.uri(name) }, position: { line, character } };
    return (await it.ask('textDocument/hover', params))?.contents.value;
  };
  it.client.open(it.uri('wkg.lock'), lock);
  const ROWS = [
    'Locked: `0.2.0`',
    '- `0.3.0` (2026-03-01): breaks `acme:site/site`: enum case added: `c` in `level`',
    '- `0.2.5` (2026-03-01): nothing that is used here changes',
    '- `0.2.0` (2026-01-02) — this one',
  ];
  for (const [line, character] of [
    [3, 'name = "ac'.length],
    [8, 'version = "0.'.length],
  ] as const)
    for (const row of ROWS) expect(await hover('wkg.lock', line, character)).toContain(row);
  expect(await hover('wkg.lock', 4, 'registry = "'.length)).toBeUndefined();
  it.client.open(it.uri('wkg.toml'), toml);
  for (const [line, character] of [
    [1, '[overrides."ac'.length],
    [2, 'version = "0'.length],
  ] as const)
    expect(await hover('wkg.toml', line, character)).toContain('- `0.3.0` (2026-03-01): breaks `acme:site/site`');
  const position = { line: 2, character: 'version = "0.2'.length };
  const { items } = await it.ask('textDocument/completion', { textDocument: { uri: it.uri('wkg.toml') }, position });
  expect(items.map((one: { label: string }) => one.label)).toEqual(['0.3.0', '0.2.5', '0.2.0']);
  expect(items[0].textEdit.range).toEqual({ start: { line: 2, character: 'version = "'.length }, end: position });
});

it.skipIf(!hasTools)('hovers and completes versions in a composition', async () => {
  const text = 'package acme:whole; // 𝒳\r\nimport l: acme:log/api@0.2.0;\r\nlet a = new acme:app@1.0.0 { ... };\r\n';
  const it = await opened({ files: { 'wit/site.wit': SITE, 'whole.wac': text } });
  it.fake.publish('acme/app', '1.0.0', componentBytes(APP, 'app', [log('0.2.0')]));
  it.fake.publish('acme/app', '1.1.0', componentBytes(APP.replace('go:', 'run:'), 'app', [log('0.2.0')]));
  const uri = it.uri('whole.wac');
  it.client.open(uri, text);
  const hover = async (line: number, character: number) =>
    (await it.ask('textDocument/hover', { textDocument: { uri }, position: { line, character } }))?.contents.value ??
    '';
  expect(await hover(1, 'import l: acme:log'.length)).not.toContain('Published');
  await it.command('wit.checkRegistry', uri);
  const found = await hover(1, 'import l: acme:log/api@0.'.length);
  expect(found).toContain(`Published at \`${it.fake.host}\``);
  expect(found).toContain('- `0.3.0` (2026-03-01): 1 breaking');
  expect(found).toContain('- `0.2.5` (2026-03-01): nothing breaking');
  expect(found).toContain('- `0.2.0` (2026-01-02) — this one');
  const component = await hover(2, 'let a = new acme:app@1'.length);
  expect(component).toMatch(/- `1\.1\.0` \(2026-03-01\): \d+ breaking/);
  expect(component).toContain('- `1.0.0` (2026-03-01) — this one');
  for (const [line, before] of [
    [1, 'import l: acme:log/api@0.2'],
    [2, 'let a = new acme:app@1'],
  ] as const) {
    const position = { line, character: before.length };
    const { items } = await it.ask('textDocument/completion', { textDocument: { uri }, position });
    const versions = items.filter((one: { detail?: string }) => one.detail === 'published');
    expect(versions.map((one: { label: string }) => one.label)).toEqual(
      line === 1 ? ['0.3.0', '0.2.5', '0.2.0'] : ['1.1.0', '1.0.0'],
    );
    const start = { line, character: before.indexOf('@') + 1 };
    expect(versions[0].textEdit).toEqual({ range: { start, end: position }, newText: versions[0].label });
  }
});

it.skipIf(!hasTools)('on open, a composition and a manifest ask for what they name', async () => {
  const text = 'package acme:whole;\nimport l: acme:log/api@0.2.0;\n';
  const it = await opened({ check: 'on open', files: { 'whole.wac': text } });
  it.client.open(it.uri('whole.wac'), text);
  const position = { line: 1, character: 'import l: acme:log/api@0.2.0'.length };
  const hover = async () =>
    JSON.stringify(await it.ask('textDocument/hover', { textDocument: { uri: it.uri('whole.wac') }, position }));
  await hover();
  await expect.poll(hover, { timeout: 20_000 }).toContain('Published at');
});

it.skipIf(!hasTools)('a name leads into a package that only a registry has', async () => {
  const it = await opened();
  expect(await it.ask('textDocument/definition', it.at)).toBeNull();
  await it.command('wit.checkRegistry', it.file);
  const [place] = await it.ask('textDocument/definition', it.at);
  expect(place.uri).toMatch(/^wit-registry:\/127\.0\.0\.1%3A\d+\/acme\/log\/0\.2\.0\/log\.wit$/);
  const { text } = await it.ask('workspace/textDocumentContent', { uri: place.uri });
  expect(text.split('\n')[place.range.start.line].slice(place.range.start.character)).toMatch(/^api \{/);
});

it.skipIf(!hasTools)('a published version can be the base, when a person chooses it', async () => {
  const it = await opened({ files: { 'wit/log.wit': log('0.2.6', 'a, b, c') } });
  const bases = await it.ask('wit/contractBases', { textDocument: { uri: it.file } });
  expect(bases).toContainEqual({ base: 'registry', kind: 'published version', commit: '' });
  expect(it.fake.asked).toEqual([]);
  await it.ask('wit/chooseContractBase', { textDocument: { uri: it.file }, base: 'registry' });
  const { packages } = await it.ask('wit/contractChanges', { textDocument: { uri: it.file } });
  expect(packages).toMatchObject([{ name: 'acme:log', required: '0.3.0', changes: [{ kind: 'enum-case-added' }, {}] }]);
});

it.skipIf(!hasTools)('on open it asks by itself; off and in a workspace that is not trusted, never', async () => {
  const on = await opened({ check: 'on open' });
  const lens = () => on.ask('textDocument/codeLens', { textDocument: on.at.textDocument });
  await lens();
  await expect.poll(async () => JSON.stringify(await lens()), { timeout: 20_000 }).toContain('0.1.0 published');
  for (const scene of [{ check: 'off' }, { check: 'on open', trusted: false }] as const) {
    const it = await opened(scene);
    await it.ask('textDocument/codeLens', { textDocument: it.at.textDocument });
    const { failure } = await it.ask('wit/publishedVersions', { textDocument: it.at.textDocument });
    expect(failure).toMatch(scene.check === 'off' ? /is off/ : /not trusted/);
    const refused = await it.client.request('workspace/executeCommand', {
      command: 'wit.fetchPackage',
      arguments: [it.file, 'acme:log@0.2.0'],
    });
    expect(refused.error?.message).toMatch(/is off|not trusted/);
    await it.ask('wit/chooseContractBase', { textDocument: { uri: it.file }, base: 'registry' });
    expect(it.fake.asked).toEqual([]);
  }
});

it.skipIf(!hasTools)('a setting of the workspace alone reaches no registry', async () => {
  const it = await opened({
    files: { 'wit/log.wit': log('0.2.6'), 'wit-language-server.json': '{ "base": "registry" }' },
  });
  const changes = await it.ask('wit/contractChanges', { textDocument: { uri: it.file } });
  expect(changes.packages).toEqual([]);
  expect(it.fake.asked).toEqual([]);
  expect(readFileSync(path.join(it.directory, 'wit/log.wit'), 'utf8')).toBe(log('0.2.6'));
});
