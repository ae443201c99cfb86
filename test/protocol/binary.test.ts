// Definitions that stand in a binary package: shown in a view of their own, in which one can ask on.
import { describe, expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import type { ServerOptions } from '../../server/src/lsp/server.ts';
import { WasmTools } from '../oracle/wasm-tools.ts';
import { CLOCK } from '../support/clock.ts';
import { FIXTURE, fixture } from '../support/fixture.ts';
import { SHOWING, TestClient } from '../support/server.ts';

const FILE = 'file:///w/wit/deps/clock.wasm';
const VIEW = 'wit-wasm:/file/w/wit/deps/clock.wasm.wit';
const TEXT = `package acme:clock@1.0.0;

interface time {
  record instant {
    seconds: u64,
  }

  now: func() -> instant;
}
`;

async function client(capabilities: object, store?: ServerOptions['store']): Promise<TestClient> {
  const text = 'package a:b;\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n}\n';
  const host = new MemoryHost({ 'file:///w/wit/a.wit': text, [FILE]: CLOCK, 'file:///w/core.wasm': '\0asm\x01\0\0\0' });
  const it = await TestClient.inside(host, ROWS, store === undefined ? {} : { store });
  await it.initialize({ capabilities });
  return it;
}

const SHOWS = { workspace: { textDocumentContent: {}, diagnostics: { refreshSupport: true } } };

async function definition(it: TestClient, uri: string, line: number, character: number): Promise<unknown> {
  const params = { textDocument: { uri }, position: { line, character } };
  const { result } = await it.request('textDocument/definition', params);
  const [first] = Array.isArray(result) ? result : [result];
  return first === undefined
    ? first
    : { uri: first.targetUri ?? first.uri, range: first.targetSelectionRange ?? first.range };
}

it('goes from a name to a view of the binary, and on inside of it', async () => {
  const it = await client(SHOWS);
  const instant = { start: { line: 3, character: 9 }, end: { line: 3, character: 16 } };
  expect(await definition(it, 'file:///w/wit/a.wit', 2, 32)).toEqual({ uri: VIEW, range: instant });
  expect((await it.request('workspace/textDocumentContent', { uri: VIEW })).result).toEqual({ text: TEXT });
  expect(await definition(it, VIEW, 7, 18)).toEqual({ uri: VIEW, range: instant });
});

it('takes a view that is opened for no file of its own', async () => {
  const it = await client({ ...SHOWS, textDocument: { diagnostic: {} } });
  it.notify('textDocument/didOpen', { textDocument: { uri: VIEW, languageId: 'wit', version: 1, text: TEXT } });
  const { result } = await it.request('textDocument/diagnostic', { textDocument: { uri: 'file:///w/wit/a.wit' } });
  // No second package of the same name.
  expect(result.items.map(({ code }: { code: string }) => code)).toEqual(['lint/unused-use']);
  expect(await definition(it, VIEW, 7, 18)).toMatchObject({ uri: VIEW });
});

const APP = `(component
  (import "acme:clock/time@1.0.0" (instance $time
    (type $instant' (record (field "seconds" u64)))
    (export "instant" (type $instant (eq $instant')))
    (export "now" (func (result $instant)))))
  (core module)
  (alias export $time "instant" (type $instant))
  (import "log" (func (param "at" $instant))))`;
const APP_VIEW = 'wit-wasm:/file/w/app.wasm.wit';
const APP_TEXT = `package root:component;

world root {
  import acme:clock/time@1.0.0;
  use acme:clock/time@1.0.0.{instant};

  import log: func(at: instant);
}

package acme:clock@1.0.0 {
  interface time {
    record instant {
      seconds: u64,
    }

    now: func() -> instant;
  }
}
`;

const tools = await WasmTools.load();

async function componentBinary(text: string): Promise<Uint8Array> {
  const answer = await tools.ask((it) => it.parse(text));
  if (answer.kind !== 'value') throw new Error(answer.message);
  return answer.value;
}

describe('a component with code', () => {
  async function withComponent(files: Record<string, string | Uint8Array> = {}) {
    const host = new MemoryHost({ 'file:///w/app.wasm': await componentBinary(APP), ...files });
    const it = await TestClient.inside(host);
    await it.initialize({
      capabilities: {
        ...SHOWS,
        textDocument: { diagnostic: {}, documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
      },
    });
    return { it, host };
  }
  const about = (uri: string, line: number, character: number) => ({
    textDocument: { uri },
    position: { line, character },
  });

  it('is shown as its world, in which one can ask on', async () => {
    const { it } = await withComponent();
    expect((await it.request('workspace/textDocumentContent', { uri: APP_VIEW })).result).toEqual({ text: APP_TEXT });
    it.notify('textDocument/didOpen', {
      textDocument: { uri: APP_VIEW, languageId: 'wit', version: 1, text: APP_TEXT },
    });
    const instant = { start: { line: 11, character: 11 }, end: { line: 11, character: 18 } };
    expect(await definition(it, APP_VIEW, 6, 25)).toEqual({ uri: APP_VIEW, range: instant });
    const hover = await it.request('textDocument/hover', about(APP_VIEW, 6, 25));
    expect(JSON.stringify(hover.result)).toContain('record instant');
    const { result } = await it.request('textDocument/documentSymbol', { textDocument: { uri: APP_VIEW } });
    expect(result.map(({ name }: { name: string }) => name)).toEqual(['root:component', 'root', 'acme:clock@1.0.0']);
    const told = await it.request('textDocument/diagnostic', { textDocument: { uri: APP_VIEW } });
    expect(told.result.items).toEqual([]);
  });

  it('brings nothing that others could mean', async () => {
    const uri = 'file:///w/wit/a.wit';
    const text = 'package a:b;\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n  f: func() -> instant;\n}\n';
    const { it } = await withComponent({ [uri]: text });
    await it.request('workspace/textDocumentContent', { uri: APP_VIEW });
    const { result } = await it.request('textDocument/diagnostic', { textDocument: { uri } });
    expect(result.items.map(({ code }: { code: string }) => code)).toEqual(['package/not-found']);
    expect((await it.request('workspace/symbol', { query: 'instant' })).result).toEqual([]);
  });

  it('is extracted as a package that checks clean', async () => {
    const { it } = await withComponent();
    const { result } = await it.request('wit/extractBinary', { uri: 'file:///w/app.wasm' });
    const paths = result.files.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(['component.wit', 'deps/acme-clock-1.0.0/package.wit']);
    expect((await it.request('wit/extractBinary', { uri: APP_VIEW })).result).toEqual(result);
    const files = Object.fromEntries(
      result.files.map(({ path, text }: { path: string; text: string }) => [`file:///out/${path}`, text]),
    );
    expect(files['file:///out/deps/acme-clock-1.0.0/package.wit']).toBe(TEXT);
    const { snapshot } = await fixture(
      result.files.map(({ path, text }: { path: string; text: string }) => `//- ${path}\n${text}`).join(''),
    );
    const root = snapshot.rootOf(`${FIXTURE}/component.wit`);
    expect(root === undefined ? undefined : [...snapshot.check(root)]).toEqual([]);
  });

  it('is shown anew when the file is', async () => {
    const { it, host } = await withComponent();
    await it.request('workspace/textDocumentContent', { uri: APP_VIEW });
    host.write('file:///w/app.wasm', await componentBinary('(component (core module) (import "other" (func)))'));
    it.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/app.wasm', type: 2 }] });
    const { result } = await it.request('workspace/textDocumentContent', { uri: APP_VIEW });
    expect(result.text).toBe('package root:component;\n\nworld root {\n  import other: func();\n}\n');
  });

  it.each([
    ['one that is broken', '\0asm\x0d\0\x01\0\x07\xff', 'This WebAssembly cannot be shown as WIT: it ends too early'],
    ['a core module', '\0asm\x01\0\0\0', 'This is a core module'],
  ])('of %s it is said', async (_, bytes, why) => {
    const { it } = await withComponent({ 'file:///w/app.wasm': Uint8Array.from(bytes, (it) => it.charCodeAt(0)) });
    expect((await it.request('workspace/textDocumentContent', { uri: APP_VIEW })).result.text).toContain(why);
    const { result } = await it.request('wit/extractBinary', { uri: 'file:///w/app.wasm' });
    expect(result).toEqual({ files: [], reason: expect.stringContaining(why) });
  });
});

it('says it where a binary has no package', async () => {
  const it = await client(SHOWS);
  const { result } = await it.request('workspace/textDocumentContent', { uri: 'wit-wasm:/file/w/core.wasm.wit' });
  expect(result.text).toMatch(/^\/\/ This is a core module without a WIT world\./);
});

it('names the file itself to a client that cannot show a view', async () => {
  expect(await definition(await client({}), 'file:///w/wit/a.wit', 2, 32)).toMatchObject({ uri: FILE });
});

describe('a client that shows no documents of the server', () => {
  const STORED = `file:///cache/wit-language-server/base/${'a'.repeat(40)}/clock.wasm.wit`;
  const A = 'file:///w/wit/a.wit';
  const USE = 'package a:b;\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n  f: func(x: instant);\n}\n';

  async function opened(): Promise<{ it: TestClient; stored: Map<string, string> }> {
    const stored = new Map<string, string>();
    const it = await client({ textDocument: SHOWING }, (uri, text) => {
      stored.set(uri, text);
      return STORED;
    });
    it.open(A, USE);
    return { it, stored };
  }

  it('is led to a file with the text, by everything that leads somewhere', async () => {
    const { it, stored } = await opened();
    const textDocument = { uri: A };
    const at = { textDocument, position: { line: 2, character: 32 } };
    const params = {
      ...at,
      context: { includeDeclaration: true },
      range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
      query: 'instant',
    };
    const methods = ['definition', 'declaration', 'typeDefinition', 'references', 'hover', 'documentLink', 'inlayHint'];
    for (const method of [...methods.map((name) => `textDocument/${name}`), 'workspace/symbol']) {
      const { result } = await it.request(method, params);
      const text = JSON.stringify(result);
      expect([method, text.includes(FILE)]).toEqual([method, false]);
      const leads = /definition|references|hover|documentLink/i.test(method);
      if (leads) expect([method, text.includes(STORED)]).toEqual([method, true]);
    }
    expect([...stored]).toEqual([[`${FILE}.wit`, TEXT]]);
  });

  it('can ask on in this file, which has no findings', async () => {
    const { it } = await opened();
    const instant = { start: { line: 3, character: 9 }, end: { line: 3, character: 16 } };
    expect(await definition(it, A, 2, 32)).toEqual({ uri: STORED, range: instant });
    it.open(STORED, TEXT);
    expect(await definition(it, STORED, 7, 18)).toEqual({ uri: STORED, range: instant });
    it.open('file:///w/wit/b.wit', 'interface j {\n  f: func(x: strin);\n}\n');
    await it.diagnostics('file:///w/wit/b.wit', 1);
    const told = it.notifications.filter((one) => one.method === 'textDocument/publishDiagnostics');
    expect(told.filter((one) => one.params.uri === STORED)).toEqual([]);
  });
});

it.each([
  `file:///c/wit-language-server/base/${'0'.repeat(40)}/a.wit`,
  'file:///tmp/wit-language-server-aB3xYz/preview/app.wit',
])('%s, which another server made, has no findings', async (uri) => {
  const it = await client({});
  it.open(uri, 'package a:b;\ninterface i {\n  f: func(x: strin);\n}\n');
  it.open('file:///w/wit/a.wit', 'package a:b;\ninterface i {\n  f: func(x: strin);\n}\n');
  await it.diagnostics('file:///w/wit/a.wit', 1);
  const told = it.notifications.filter((one) => one.method === 'textDocument/publishDiagnostics');
  expect(told.map((one) => one.params.uri)).not.toContain(uri);
});

// VS Code asks for a text again with every refresh, and for the second only when the first is answered: by then the server
// may have been stopped.
it('is shown anew once, however often one notification names its file', async () => {
  const it = await client(SHOWS);
  await it.request('workspace/textDocumentContent', { uri: VIEW });
  it.notify('workspace/didChangeWatchedFiles', {
    changes: [
      { uri: FILE, type: 1 },
      { uri: FILE, type: 2 },
      { uri: 'file:///w/core.wasm', type: 2 },
    ],
  });
  // Answered after what was notified before it.
  await it.request('workspace/textDocumentContent', { uri: VIEW });
  const shown = it.requests.filter((request) => request.method === 'workspace/textDocumentContent/refresh');
  expect(shown.map(({ params }) => params.uri)).toEqual([VIEW, 'wit-wasm:/file/w/core.wasm.wit']);
});
