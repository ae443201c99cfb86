// Params that are not what the protocol says are refused at the edge, whatever the method, and nothing of them is believed.

import { expect, it, onTestFinished } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { clientOf } from '../../server/src/lsp/client.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { CHECKED_METHODS, malformed } from '../../server/src/lsp/params.ts';
import { TestClient } from '../support/server.ts';

const URI = 'file:///w/wit/a.wit';
const TEXT = 'package a:b;\ninterface i {\n  f: func(x: u8);\n}\n';
const INVALID_PARAMS = -32602;
const textDocument = { uri: URI };
const position = { line: 2, character: 4 };
const range = { start: position, end: position };
const SOUND: Readonly<Record<string, unknown>> = {
  textDocument,
  position,
  range,
  ranges: [range],
  positions: [position],
  item: { name: 'x', kind: 5, uri: URI, range, selectionRange: range },
  context: { diagnostics: [], includeDeclaration: true },
  newName: 'g',
  query: '',
  uri: URI,
  command: 'x',
  options: { tabSize: 2, insertSpaces: true },
  ch: ';',
  files: [{ uri: URI, oldUri: URI, newUri: URI }],
  previousResultIds: [],
  previousResultId: '1',
  contentChanges: [{ text: TEXT }],
  changes: [{ uri: URI, type: 2 }],
  worlds: [{ uri: URI }],
  format: 'wit',
  old: 'base',
  new: { uri: URI },
};

const CAPABILITIES = {
  textDocument: {
    diagnostic: {},
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};

const CLIENT = clientOf({ capabilities: CAPABILITIES, processId: null, rootUri: null });

async function started(host = new MemoryHost()): Promise<TestClient> {
  const client = await TestClient.inside(host);
  await client.initialize({ capabilities: CAPABILITIES, rootUri: 'file:///w' });
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  client.open(URI, TEXT);
  return client;
}

it('every request about a place in a document is in the table', () => {
  const asked = ROWS.map((it) => it.method).filter((it) => /^(?:textDocument|typeHierarchy|callHierarchy)\//.test(it));
  expect(asked.filter((it) => CHECKED_METHODS[it] === undefined)).toEqual([]);
});

it('every request of our own that needs something is in the table', () => {
  const optional = ['wit/contractChanges', 'wit/contractReport', 'wit/contractBases', 'wit/chooseContractBase'];
  const others = ['wit/worlds', 'wit/publishedVersions', 'wit/dependencyStatus', 'wit/settings'];
  const own = ROWS.map((it) => it.method).filter((it) => it.startsWith('wit/'));
  expect(own.filter((it) => CHECKED_METHODS[it] === undefined).sort()).toEqual([...optional, ...others].sort());
});

it('what is sound is taken', () => {
  for (const [method, names] of Object.entries(CHECKED_METHODS)) {
    const params = Object.fromEntries(names.map((name) => [name, SOUND[name]]));
    expect([method, malformed(method, params)]).toEqual([method, undefined]);
  }
});

const BROKEN: readonly (readonly [string, unknown])[] = [
  ['position', {}],
  ['position', { line: '1', character: 1 }],
  ['position', { line: -1, character: 0 }],
  ['position', { line: 0.5, character: 0 }],
  ['position', { line: 2 ** 40, character: 0 }],
  ['range', { start: position }],
  ['range', [position, position]],
  ['ranges', range],
  ['worlds', [{}]],
  ['worlds', URI],
  ['old', 'theirs'],
  ['new', { uri: 1 }],
  ['positions', [position, {}]],
  ['textDocument', {}],
  ['textDocument', URI],
  ['item', { uri: URI, range: {}, selectionRange: range }],
  ['newName', 7],
  ['query', null],
  ['options', {}],
  ['context', { diagnostics: [7] }],
];

it.each(BROKEN)('%s: %j is refused by every request that needs it', async (name, value) => {
  const client = await started();
  const served = new Set(ROWS.filter((it) => it.capabilities(CLIENT) !== undefined).map((it) => it.method));
  const methods = Object.keys(CHECKED_METHODS).filter((it) => served.has(it) && CHECKED_METHODS[it]?.includes(name));
  for (const method of name === 'context' ? ['textDocument/codeAction'] : methods) {
    const sound = Object.fromEntries((CHECKED_METHODS[method] ?? []).map((it) => [it, SOUND[it]]));
    const { error } = await client.request(method, { ...sound, [name]: value });
    expect([method, error?.code]).toEqual([method, INVALID_PARAMS]);
    const missing = await client.request(method, { ...sound, [name]: undefined });
    expect([method, missing.error?.code]).toEqual([method, INVALID_PARAMS]);
  }
  const { result } = await client.request('textDocument/documentSymbol', { textDocument });
  expect(result).not.toEqual([]);
});

it('a change that nobody can follow leaves no old text: the disk is read until the file is opened again', async () => {
  const client = await started(new MemoryHost({ [URI]: 'package a:disk;\n' }));
  client.change(URI, 2, { range: { start: {}, end: position }, text: 'x' });
  client.change(URI, 3, { range, text: 'x' });
  const symbols = async (): Promise<string> =>
    JSON.stringify((await client.request('textDocument/documentSymbol', { textDocument })).result);
  expect(await symbols()).not.toContain('"f"');
  client.open(URI, TEXT, 4);
  expect(await symbols()).toContain('"f"');
});

it.each(['codeLens/resolve', 'completionItem/resolve', 'codeAction/resolve'])(
  '%s takes back its own command',
  (method) => {
    expect(malformed(method, { title: 'x', label: 'x', range, command: { title: 'x', command: 'y' } })).toBeUndefined();
    expect(malformed(method, { range, command: { title: 'x' } })).toContain('`command`');
  },
);
