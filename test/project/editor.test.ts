// The project file in an editor: its values hold at once, unsaved, below what the client itself says; what is wrong in it is
// shown in it.

import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const FILE = 'wit-language-server.json';
const WIT = 'package shop:cart;\n\n/// ends with */ here\ninterface types {\n  type id = u32;\n}\n';

async function started(files: Record<string, string>, settings?: object) {
  const directory = directoryWith(files);
  const folder = pathToUri(directory);
  const client = TestClient.spawned();
  await client.initialize({
    workspaceFolders: [{ uri: folder, name: 'w' }],
    ...(settings === undefined ? {} : { initializationOptions: settings }),
  });
  const uri = (name: string): string => `${folder}/${name}`;
  const codes = async (name: string, text?: string): Promise<string[]> => {
    client.open(uri(name), text ?? files[name] ?? '');
    return (await published(client, uri(name), () => true)).map((it) => `${it.severity} ${it.code}`);
  };
  return { directory, client, uri, codes };
}

type Found = readonly { readonly severity: number; readonly code: string }[];

/** What was said last of a file, once it fits. */
async function published(client: TestClient, uri: string, fits: (found: Found) => boolean): Promise<Found> {
  const METHOD = 'textDocument/publishDiagnostics';
  const last = () => client.notifications.findLast((it) => it.method === METHOD && it.params.uri === uri)?.params;
  const message = await client.notified(METHOD, (params) => params === last() && fits(params.diagnostics));
  return message.params.diagnostics;
}

const close = (client: TestClient, uri: string): void =>
  client.notify('textDocument/didClose', { textDocument: { uri } });

const json = (value: unknown): string => JSON.stringify(value);

const levels = (level: string): string => JSON.stringify({ levels: { 'lint/docs-comment-end': level } });

it('holds for the packages below it, the nearest one first, and below what the client says', async () => {
  const files = {
    'a/wit/a.wit': WIT,
    'b/wit/b.wit': WIT.replace('cart', 'shelf'),
    [FILE]: levels('error'),
    [`b/${FILE}`]: levels('hint'),
  };
  const { codes } = await started(files);
  expect(await codes('a/wit/a.wit')).toEqual(['1 lint/docs-comment-end']);
  expect(await codes('b/wit/b.wit')).toEqual(['4 lint/docs-comment-end']);
  const own = await started(files, { wit: { diagnostics: { levels: { 'lint/docs-comment-end': 'information' } } } });
  expect(await own.codes('a/wit/a.wit')).toEqual(['3 lint/docs-comment-end']);
});

it('a user counts less than the project, and the workspace more', async () => {
  const { codes } = await started(
    { 'wit/a.wit': WIT, [FILE]: JSON.stringify({ features: ['fast'], ...JSON.parse(levels('error')) }) },
    { wit: { user: { diagnostics: { levels: { 'lint/docs-comment-end': 'hint' } } } } },
  );
  expect(await codes('wit/a.wit')).toEqual(['1 lint/docs-comment-end']);
});

it('holds for a file outside of the folders, too', async () => {
  const other = directoryWith({ 'wit/a.wit': WIT, [FILE]: levels('error') });
  const { client } = await started({ 'x.wit': 'package a:b;\n' });
  const uri = `${pathToUri(other)}/wit/a.wit`;
  client.open(uri, WIT);
  expect(await published(client, uri, (found) => found.some((it) => it.severity === 1))).toHaveLength(1);
});

it('has its effect while it is typed, and when it is written by others', async () => {
  const { client, uri, directory } = await started({ 'wit/a.wit': WIT, [FILE]: levels('error') });
  client.open(uri('wit/a.wit'), WIT);
  await published(client, uri('wit/a.wit'), (found) => found[0]?.severity === 1);
  client.open(uri(FILE), levels('error'));
  client.change(uri(FILE), 2, { text: levels('information') });
  await published(client, uri('wit/a.wit'), (found) => found[0]?.severity === 3);
  close(client, uri(FILE));
  await published(client, uri('wit/a.wit'), (found) => found[0]?.severity === 1);
  writeFileSync(`${directory}/${FILE}`, levels('off'));
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(FILE), type: 2 }] });
  await published(client, uri('wit/a.wit'), (found) => found.length === 0);
});

it('says what is wrong in the file, and in what it extends, and takes it back', async () => {
  const text = '{\r\n  "extends": "rules.json",\r\n  "capabilities": { "a:b": "\u{1f600}" }, "featurs": []\r\n}';
  const { client, uri } = await started({
    'wit/a.wit': WIT,
    [FILE]: text,
    'rules.json': '{ "levels": { "x": "off" } }',
  });
  const found = await published(client, uri(FILE), (it) => it.length > 0);
  expect(found).toMatchObject([
    {
      code: 'project/unknown-key',
      severity: 1,
      message: 'the file has the unknown key `featurs`; did you mean `features`?',
      range: { start: { line: 2, character: 35 }, end: { line: 2, character: 44 } },
    },
  ]);
  expect(await published(client, uri('rules.json'), (it) => it.length > 0)).toMatchObject([
    { code: 'project/unknown-key' },
  ]);
  client.open(uri(FILE), text);
  client.change(uri(FILE), 2, { text: '{ "features": [] }' });
  await published(client, uri(FILE), (it) => it.length === 0);
  await published(client, uri('rules.json'), (it) => it.length === 0);
  const hover = await client.request('textDocument/hover', {
    textDocument: { uri: uri(FILE) },
    position: { line: 0, character: 3 },
  });
  expect(hover.result).toBeNull();
});

it('the packages of a `.wac` file are found through it', async () => {
  const wac = 'package my:app;\n\nlet a = new shop:cart {};\nexport a...;\n';
  const { client, uri } = await started({
    'app.wac': wac,
    'elsewhere/cart.wit': 'package shop:cart;\n\nworld cart {\n  export run: func();\n}\n',
    [FILE]: JSON.stringify({ exclude: ['elsewhere'] }),
  });
  client.open(uri('app.wac'), wac);
  await published(client, uri('app.wac'), (it) => it[0]?.code === 'wac/unknown-package');
  client.open(uri(FILE), '{}');
  client.change(uri(FILE), 2, {
    text: JSON.stringify({ exclude: ['elsewhere'], dependencies: { 'shop:cart': 'elsewhere/cart.wit' } }),
  });
  await published(client, uri('app.wac'), (it) => it.length === 0);
});

it('says which value came from where', async () => {
  const { client, uri } = await started(
    { 'wit/a.wit': WIT, [FILE]: json({ extends: 'rules.json', base: 'main' }), 'rules.json': levels('error') },
    { wit: { format: { width: 80 }, user: { features: ['fast'], semver: { base: 'HEAD' } } } },
  );
  const { result } = await client.request('wit/settings', { textDocument: { uri: uri('wit/a.wit') } });
  expect(result.files).toEqual([uri(FILE), uri('rules.json')]);
  const rows = new Map(
    result.settings.map((it: { key: string; value: unknown; from: string }) => [it.key, [it.value, it.from]] as const),
  );
  expect(Object.fromEntries(rows)).toMatchObject({
    features: [['fast'], 'user settings'],
    resolve: ['workspace', 'default'],
    'semver.base': ['main', uri(FILE)],
    'format.width': [80, 'settings'],
    'diagnostics.levels.lint/docs-comment-end': ['error', uri('rules.json')],
  });
  expect((await client.request('wit/settings', null)).result.settings.length).toBe(rows.size);
});
