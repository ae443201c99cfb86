// A client that does what no client should, or too much of what it may: the server answers everything once and goes on.

import { describe, expect, it, onTestFinished } from 'vitest';
import { type Encoding, LineIndex } from '../../server/src/base/text.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { type Message, TestClient } from '../support/server.ts';

const URI = 'file:///w/wit/a.wit';
const TEXT = 'package a:b;\ninterface i {\n  type t = u8;\n  f: func(x: t) -> t;\n}\n';
const CAPABILITIES = {
  workspace: { diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: {},
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};

async function started(
  files: Readonly<Record<string, string>> = {},
): Promise<{ client: TestClient; host: MemoryHost }> {
  const host = new MemoryHost(files);
  const client = await TestClient.inside(host);
  await client.initialize({ capabilities: CAPABILITIES, rootUri: 'file:///w' });
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  return { client, host };
}

const codesOf = async (client: TestClient, uri = URI): Promise<string[]> => {
  const { result } = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  return result.items.map((it: { code: string }) => it.code);
};

const NONSENSE: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  'an empty object': {},
  'wrong types': {
    textDocument: 7,
    position: 'x',
    range: [],
    context: null,
    item: 3,
    uri: {},
    data: 'x',
    arguments: 'x',
  },
  'no such file': {
    textDocument: { uri: 'file:///nowhere.wit' },
    uri: 'no uri',
    position: { line: 3, character: 3 },
    positions: [{ line: 9, character: 9 }],
    range: { start: { line: 9, character: 9 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [] },
    options: {},
    query: '',
    newName: '',
    previousResultIds: [],
    worlds: [{ uri: 'file:///nowhere.wit', world: 'x' }],
    old: { uri: 'file:///nowhere.wit', world: 'x' },
    new: { uri: 'file:///nowhere.wit', world: 'y' },
    item: {
      name: 'x',
      kind: 5,
      uri: 'file:///nowhere.wit',
      range: { start: { line: 9, character: 9 }, end: { line: 9, character: 9 } },
      selectionRange: { start: { line: 9, character: 9 }, end: { line: 9, character: 9 } },
      data: { uri: 'file:///nowhere.wit', node: 99 },
    },
    data: { uri: 'file:///nowhere.wit', offset: 1e9, node: -1 },
  },
};

it.each(Object.keys(NONSENSE))('answers every request about %s, and the next one', async (kind) => {
  const { client } = await started();
  client.open(URI, TEXT);
  for (const { method } of ROWS) {
    const { result, error } = await client.request(method, NONSENSE[kind]);
    expect([method, result === undefined, error === undefined]).toEqual([
      method,
      error !== undefined,
      error === undefined,
    ]);
    if (kind === 'no such file') expect(`${method} ${error?.message ?? ''}`).not.toMatch(/undefined|not a function/);
  }
  expect(await codesOf(client)).toEqual([]);
});

it('answers about a file that was closed from the disk', async () => {
  const { client } = await started({ [URI]: TEXT });
  client.open(URI, 'nonsense');
  expect(await codesOf(client)).not.toEqual([]);
  client.notify('textDocument/didClose', { textDocument: { uri: URI } });
  expect(await codesOf(client)).toEqual([]);
});

it('keeps up with keystrokes, each with a request that the next cancels', async () => {
  const { client } = await started();
  client.open(URI, TEXT);
  const added = '  /* \u{1F980} */ g: func(y: t);\n';
  const sent: { id: number; answer: Promise<Message> }[] = [];
  let version = 1;
  for (let at = 0; at < added.length; at += added.startsWith('\u{1F980}', at) ? 2 : 1) {
    const typed = String.fromCodePoint(added.codePointAt(at) ?? 0);
    const position = { line: 2, character: at };
    client.change(URI, ++version, { range: { start: position, end: position }, text: typed });
    const previous = sent.at(-1);
    if (previous !== undefined) client.notify('$/cancelRequest', { id: previous.id });
    sent.push(client.send('textDocument/completion', { textDocument: { uri: URI }, position }));
  }
  const answers = await Promise.all(sent.map((it) => it.answer));
  expect(answers.filter((it) => it.error !== undefined && it.error.code !== -32800)).toEqual([]);
  expect(new Set(client.responses).size).toBe(client.responses.length);
  expect(await codesOf(client)).toEqual([]);
});

/** Packages elsewhere in the workspace are looked for behind the requests. */
const SOON = { timeout: 20_000, interval: 10 };

it('sees through a checkout of hundreds of files', async () => {
  const files = Object.fromEntries(
    [...Array(400).keys()].map((it) => [
      `file:///w/p${it}/wit/p.wit`,
      `package many:p${it};\ninterface i { type t = u8; }\n`,
    ]),
  );
  const { client, host } = await started({ ...files, [URI]: TEXT });
  client.open(URI, 'package a:b;\ninterface i {\n  use many:p7/i.{t};\n  f: func() -> t;\n}\n');
  expect(await codesOf(client)).toEqual(['package/resolved-from-workspace']);
  for (const uri of Object.keys(files)) host.write(uri, `package many:other;\ninterface ${uri.split('/')[3]} {}\n`);
  const changes = Object.keys(files).map((uri) => ({ uri, type: 2 }));
  for (let times = 0; times < 5; times++) client.notify('workspace/didChangeWatchedFiles', { changes });
  await expect.poll(() => codesOf(client), SOON).toEqual(['package/not-found']);
  for (const [uri, text] of Object.entries(files)) host.write(uri, text);
  for (const change of changes) client.notify('workspace/didChangeWatchedFiles', { changes: [change] });
  await expect.poll(() => codesOf(client), SOON).toEqual(['package/resolved-from-workspace']);
});

describe.each<Encoding>(['utf-8', 'utf-16', 'utf-32'])('in %s', (encoding) => {
  it('finds names behind characters of every length, in lines that end with CRLF, after edits there', async () => {
    const client = await TestClient.inside(new MemoryHost());
    await client.initialize({ capabilities: { general: { positionEncodings: [encoding] } } });
    let text =
      'package a:b;\r\ninterface i {\r\n  /* \u{1F980}\u00e9\u20ac */ type t = u8; /* \u{1F980} */ f: func(x: u8);\r\n}\r\n';
    client.open(URI, text);
    const edit = (version: number, old: string, added: string): void => {
      const lines = new LineIndex(text);
      const start = text.indexOf(old);
      const range = lines.range({ start, end: start + old.length }, encoding);
      client.change(URI, version, { range, text: added });
      text = text.replace(old, added);
    };
    edit(2, 'u8);', 't) -> \u{1F980};');
    edit(3, '\u{1F980};', 't;');
    edit(4, '\u{1F980}\u00e9', '\u00e9\r\n\u{1F980}');
    const lines = new LineIndex(text);
    const params = { textDocument: { uri: URI }, position: lines.position(text.indexOf('x: t') + 3, encoding) };
    const { result } = await client.request('textDocument/references', {
      ...params,
      context: { includeDeclaration: true },
    });
    const found: string[] = result.map(({ range }: { range: { start: never; end: never } }) =>
      text.slice(lines.offset(range.start, encoding), lines.offset(range.end, encoding)),
    );
    expect(found).toEqual(['t', 't', 't']);
  });
});
