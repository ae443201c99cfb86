// Worlds as a client of any editor asks for them: lists, previews, renderings, compositions, comparisons, documents.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const uri = 'file:///w/wit/a.wit';
const SHOP = `package acme:shop@1.0.0;
interface types { resource item; }
interface store { use types.{item}; find: func(name: string) -> item; }
world shop { import store; export run: func(); }
world depot { export store; export types; }
world quiet { export run: func(); }
`;

async function opened(init: Readonly<Record<string, unknown>> = {}): Promise<TestClient> {
  const client = await TestClient.inside(new MemoryHost({ [uri]: SHOP }));
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  await client.initialize({ rootUri: 'file:///w', ...init });
  client.open(uri, SHOP);
  return client;
}

const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

it('lists the worlds of a file and of the workspace', async () => {
  const client = await opened();
  const { result } = await client.request('wit/worlds', { textDocument: { uri } });
  expect(result.map((one: { path: string }) => one.path)).toEqual([
    'acme:shop/shop@1.0.0',
    'acme:shop/depot@1.0.0',
    'acme:shop/quiet@1.0.0',
  ]);
  expect(result[0].location).toEqual({ uri, range: range(3, 6, 10) });
  expect((await client.request('wit/worlds', {})).result).toEqual(result);
});

it('shows a world with reasons and places, by name or by position', async () => {
  const client = await opened();
  const { result } = await client.request('wit/worldPreview', { uri, world: 'shop' });
  expect([result.stale, result.errors, result.world.path]).toEqual([false, 0, 'acme:shop/shop@1.0.0']);
  const [types, store] = result.world.imports[0].items;
  expect([types.key, types.implicit, types.place]).toEqual([
    'acme:shop/types@1.0.0',
    true,
    { uri, range: range(1, 10, 15) },
  ]);
  expect(types.reasons.map((step: { text: string }) => step.text)).toEqual([
    'import acme:shop/store@1.0.0',
    'use acme:shop/types@1.0.0',
  ]);
  expect(store.uses).toEqual([types.id]);
  const there = await client.request('wit/worldPreview', { uri, position: { line: 4, character: 20 } });
  expect(there.result.world.name).toBe('depot');
  expect((await client.request('wit/worldPreview', { uri, world: 'nope' })).result).toBeNull();
});

it('keeps the last good state while the file is broken, and tells of changes', async () => {
  const client = await opened();
  await client.request('wit/worldPreview', { uri, world: 'shop' });
  client.change(uri, 2, { range: range(3, 26, 26), text: ' import ;' });
  await client.notified('wit/worldsChanged');
  const { result } = await client.request('wit/worldPreview', { uri, world: 'shop' });
  expect([result.stale, result.errors > 0]).toEqual([true, true]);
  expect(result.world.imports[0].items).toHaveLength(2);
  client.change(uri, 3, { range: range(3, 26, 35), text: ' import tick: func();' });
  const repaired = (await client.request('wit/worldPreview', { uri, world: 'shop' })).result;
  expect([repaired.stale, repaired.world.imports[1].items[0].key]).toEqual([false, 'tick']);
});

it('renders a world, and several put together', async () => {
  const client = await opened();
  const text = async (params: object): Promise<string> => (await client.request('wit/renderWorld', params)).result.text;
  const one = [{ uri, world: 'shop' }];
  expect(await text({ worlds: one, format: 'wit' })).toContain(
    '// implicit:\n  //   import acme:shop/store@1.0.0 (wit/a.wit:4)',
  );
  expect(await text({ worlds: one, format: 'wit', reasons: false })).toBe(
    'package acme:shop@1.0.0;\n\nworld shop {\n  import types;\n  import store;\n\n  export run: func();\n}\n',
  );
  expect(await text({ worlds: one, format: 'wit', reasons: false, whole: true })).toBe(
    `package acme:shop@1.0.0;

world shop {
  import types;
  import store;

  export run: func();
}

interface types {
  resource item;
}

interface store {
  use types.{item};

  find: func(name: string) -> item;
}
`,
  );
  expect(await text({ worlds: one, format: 'mermaid' })).toMatch(/^flowchart LR/);
  expect(await text({ worlds: one, format: 'svg' })).toMatch(/^<svg /);
  const both = [...one, { uri, world: 'depot' }];
  expect(await text({ worlds: both, format: 'wit' })).toBe(
    'package local:composition;\n\nworld composed {\n  export run: func();\n}\n',
  );
  const { picture } = (await client.request('wit/renderWorld', { worlds: both, format: 'picture' })).result;
  expect(picture.boxes.map((it: { title: string }) => it.title)).toEqual(['shop', 'depot', 'exports']);
});

it('puts worlds together', async () => {
  const client = await opened();
  const worlds = [
    { uri, world: 'shop' },
    { uri, world: 'depot' },
  ];
  const { result } = await client.request('wit/composeWorlds', { worlds });
  expect(result.sound).toBe(true);
  expect(
    result.composition.parts[0].imports.map((it: { key: string; outcome: string }) => [it.key, it.outcome]),
  ).toEqual([
    ['acme:shop/types@1.0.0', 'satisfied'],
    ['acme:shop/store@1.0.0', 'satisfied'],
  ]);
});

it('compares worlds', async () => {
  const client = await opened({
    initializationOptions: { world: { capabilities: { 'acme:shop/store': 'can look into the store' } } },
  });
  const old = { uri, world: 'quiet' };
  const { result } = await client.request('wit/compareWorlds', { old, new: { uri, world: 'shop' } });
  expect(result.changes.items.map((it: { kind: string; key: string }) => `${it.kind} ${it.key}`)).toEqual([
    'added acme:shop/types@1.0.0',
    'added acme:shop/store@1.0.0',
  ]);
  expect(result.changes.gains.map((it: { sentence: string }) => it.sentence)).toContain('can look into the store');
  const base = await client.request('wit/compareWorlds', { old: 'base', new: { uri, world: 'shop' } });
  expect(base.result.reason).toMatch(/\w/);
});

it('says above a world what it asks for, and shows it as a file where nothing else can be shown', async () => {
  const client = TestClient.spawned();
  const { capabilities } = await client.initialize({ capabilities: { window: { showDocument: { support: true } } } });
  expect(capabilities.executeCommandProvider).toEqual({
    commands: [
      'wit.showWorld',
      'wit.showComposition',
      'wit.checkDependencies',
      'wit.showContractReport',
      'wit.chooseBase',
      'wit.compose',
      'wit.checkRegistry',
      'wit.extractPackage',
    ],
  });
  client.answers.set('window/showDocument', () => ({ success: true }));
  client.open(uri, SHOP);
  const lenses = (await client.request('textDocument/codeLens', { textDocument: { uri } })).result;
  const [lens] = lenses.filter((it: { data: { kind: string } }) => it.data.kind === 'world');
  const { command } = (await client.request('codeLens/resolve', lens)).result;
  expect(command).toEqual({
    title: 'Preview · 2 imports · 1 export · host-defined: acme:shop',
    command: 'wit.showWorld',
    arguments: [uri, 'acme:shop/shop@1.0.0'],
  });
  await client.request('workspace/executeCommand', { command: command.command, arguments: command.arguments });
  const shown = (await client.asked('window/showDocument')).params.uri;
  const text = readFileSync(fileURLToPath(shown), 'utf8');
  expect(text).toContain('world shop {');
  client.open(shown, text);
  expect((await client.request('textDocument/codeLens', { textDocument: { uri: shown } })).result).toBeNull();
});

it('gives elaborated worlds as documents, and refreshes those that are open', async () => {
  const client = await opened({ capabilities: { workspace: { textDocumentContent: {} } } });
  const [{ contentUri }] = (await client.request('wit/worlds', { textDocument: { uri } })).result;
  const { result } = await client.request('workspace/textDocumentContent', { uri: contentUri });
  expect(result.text).toContain('world shop {');
  // A client opens what it shows; that is no second `acme:shop`.
  client.open(contentUri, result.text);
  client.change(uri, 2, { range: range(3, 26, 26), text: ' import tick: func();' });
  expect((await client.asked('workspace/textDocumentContent/refresh')).params.uri).toBe(contentUri);
  const after = await client.request('workspace/textDocumentContent', { uri: contentUri });
  expect(after.result.text).toContain('import tick: func();');
  expect((await client.request('wit/worlds', {})).result).toHaveLength(3);
});

it('a whole that is called like a part does not overwrite it', async () => {
  const text =
    'package a:b;\ninterface i { f: func(); }\nworld app { import i; export run: func(); }\nworld log { export i; }\n';
  const folder = pathToUri(directoryWith({ 'a.wit': text }));
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: folder, name: 'w' }] });
  const worlds = ['app', 'log'].map((world) => ({ uri: `${folder}/a.wit`, world }));
  const asked = { worlds, format: 'wac', file: `${folder}/app.wac` };
  const { result } = await client.request('wit/renderWorld', asked);
  expect(result.text.split('\n')[0]).toBe(
    '// Build: wac compose app.wac --dep local:app=app.wasm --dep local:log=log.wasm -o app-whole.wasm',
  );
});

it('writes the wiring of several worlds as a file for wac', async () => {
  const text =
    'package a:b;\ninterface i { f: func(); }\nworld app { import i; export run: func(); }\nworld log { export i; }\n';
  const folder = pathToUri(directoryWith({ 'a.wit': text }));
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: folder, name: 'w' }] });
  const uri = `${folder}/a.wit`;
  const worlds = ['app', 'log'].map((world) => ({ uri, world }));
  const { result } = await client.request('wit/renderWorld', { worlds, format: 'wac' });
  expect(result.text).toBe(
    '// Build: wac compose whole.wac --dep local:app=app.wasm --dep local:log=log.wasm -o whole.wasm\n// app.wasm: a component of the world a:b/app\n// log.wasm: a component of the world a:b/log\npackage local:whole;\n\nlet log = new local:log {};\n\nlet app = new local:app {\n  "a:b/i": log["a:b/i"],\n};\n\nexport app["run"];\n',
  );
});
