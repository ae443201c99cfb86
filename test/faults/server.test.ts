// A throw injected into every feature in turn: the request that needs it is answered with an error and logged, everything
// else is answered as before, and afterwards the server says what it said at first. The user hears of the first.

import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Message, TestClient } from '../support/server.ts';
import { faultyBundle } from './bundle.ts';

let bundle: Awaited<ReturnType<typeof faultyBundle>>;
beforeAll(async () => {
  bundle = await faultyBundle();
}, 60_000);
afterAll(() => bundle?.remove());

function source(name: string): string {
  return `package shop:${name}@1.0.0;

/// Docs.
interface types {
  record order { id: u32, items: list<string> }
  variant state { open, paid(u64) }
  flags rights { read, write }
  resource cart { constructor(name: string); add: func(it: borrow<cart>) -> result<order, state>; }
  get: func(a: order, b: rights) -> missing-${name};
}
interface more { use types.{order}; f: func(o: order); }
world inner { import types; export more; }
world app { include inner; export run: func() -> string; }
`;
}

/** What is open is not what is on the disk. */
const SHOWN = `${source('a')}interface shown {}\n`;

const ROOT = 'file:///w';
const URI = `${ROOT}/a/a.wit`;
const textDocument = { uri: URI };
const at = (line: number, character: number) => ({ textDocument, position: { line, character } });
const range = { start: { line: 0, character: 0 }, end: { line: 14, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };

const REQUESTS: readonly (readonly [method: string, params: object])[] = [
  ...[
    'hover',
    'definition',
    'declaration',
    'typeDefinition',
    'implementation',
    'documentHighlight',
    'prepareRename',
    'completion',
    'signatureHelp',
    'linkedEditingRange',
    'prepareTypeHierarchy',
  ].flatMap((method) => [
    [`textDocument/${method}`, at(7, 62)] as const,
    [`textDocument/${method}`, at(9, 23)] as const,
    [`textDocument/${method}`, at(10, 14)] as const,
  ]),
  ['textDocument/references', { ...at(4, 12), context: { includeDeclaration: true } }],
  ['textDocument/rename', { ...at(4, 12), newName: 'thing' }],
  ['textDocument/documentSymbol', { textDocument }],
  ['textDocument/foldingRange', { textDocument }],
  ['textDocument/selectionRange', { textDocument, positions: [{ line: 4, character: 12 }] }],
  ['textDocument/documentLink', { textDocument }],
  ['textDocument/codeLens', { textDocument }],
  ['textDocument/inlayHint', { textDocument, range }],
  ['textDocument/semanticTokens/full', { textDocument }],
  ['textDocument/semanticTokens/range', { textDocument, range }],
  ['textDocument/formatting', { textDocument, options }],
  ['textDocument/rangeFormatting', { textDocument, range, options }],
  ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
  ['textDocument/diagnostic', { textDocument }],
  ['workspace/diagnostic', { previousResultIds: [] }],
  ['workspace/symbol', { query: 'o' }],
  ['wit/worldPreview', { uri: URI, world: 'app' }],
  ['wit/contractChanges', {}],
];

async function started(): Promise<TestClient> {
  const { createConnection, MemoryHost, ProposedFeatures, startServer, StreamMessageReader, StreamMessageWriter } =
    bundle.module;
  const host = new MemoryHost();
  for (const name of ['a', 'b', 'c']) host.write(`${ROOT}/${name}/${name}.wit`, source(name));
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  const bytes = (file: string): Uint8Array => readFileSync(new URL(`../../${file}`, import.meta.url));
  const runtime = bytes('node_modules/web-tree-sitter/web-tree-sitter.wasm');
  startServer(connection, host, await bundle.module.loadParser(runtime, bytes('grammar/tree-sitter-wit.wasm')));
  const client = new TestClient(toClient, toServer);
  await client.initialize({
    rootUri: ROOT,
    capabilities: {
      textDocument: { diagnostic: {}, documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  client.open(URI, SHOWN);
  return client;
}

async function askAll(client: TestClient, asking: (index: number) => void = () => {}): Promise<readonly Message[]> {
  const answers: Message[] = [];
  for (const [index, [method, params]] of REQUESTS.entries()) {
    asking(index);
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error(`${method} is not answered`)), 10_000).unref(),
    );
    const { result, error } = await Promise.race([client.request(method, params), late]);
    // Result ids count up.
    answers.push(
      JSON.parse(
        JSON.stringify({ result, error }, (key, value) =>
          key === 'resultId' || key === 'version' ? undefined : value,
        ),
      ),
    );
  }
  return answers;
}

describe('the server', () => {
  it('answers everything else when a feature fails', { timeout: 300_000 }, async () => {
    const client = await started();
    // Which functions each request needs; the edge itself is none of them.
    const calls = REQUESTS.map(() => new Set<string>());
    let now: Set<string> | undefined;
    globalThis.witFaults = { called: (id) => now?.add(id) };
    client.change(URI, 2, { text: SHOWN });
    const whole = await askAll(client, (index) => {
      now = calls[index];
    });
    const called = new Set(calls.flatMap((it) => [...it]));
    const ids = [...called].filter((it) => /^(features|world|format)\//.test(it) && !it.endsWith(' isManifest'));
    const wrong: string[] = [];
    let version = 2;
    for (const id of ids) {
      let thrown = 0;
      globalThis.witFaults = {
        called(name) {
          if (name !== id) return;
          thrown++;
          throw new Error(`injected fault in ${id}`);
        },
      };
      // What is remembered of the text before is not asked again.
      client.change(URI, ++version, { text: SHOWN });
      const logged = client.notifications.length;
      const answers = await askAll(client).catch((error: unknown) => String(error));
      globalThis.witFaults = undefined;
      if (typeof answers === 'string') {
        wrong.push(`${id}: ${answers}`);
        continue;
      }
      const failed = answers.filter((it) => it.error !== undefined);
      for (const [index, answer] of answers.entries())
        if (calls[index]?.has(id) !== true && JSON.stringify(answer) !== JSON.stringify(whole[index]))
          wrong.push(`${id}: another answer to ${REQUESTS[index]?.[0]}`);
      if (thrown === 0) continue;
      const log = client.notifications.slice(logged).filter((it) => it.method === 'window/logMessage');
      const said = log.some((it) => String(it.params.message).includes(`injected fault in ${id}`));
      if (log.some((it) => /is not known any more/.test(it.params.message))) wrong.push(`${id}: the text was lost`);
      if (failed.length > 0 && !said) wrong.push(`${id}: the log says nothing`);
    }
    console.log(`faults in features: ${ids.length} injected, ${REQUESTS.length} requests each`);
    expect(wrong).toEqual([]);
    // Of all of them, the user was told once.
    const told = client.notifications.filter((it) => it.method === 'window/showMessage');
    expect(told.map((it) => it.params.type)).toEqual([1]);
    expect(told[0]?.params.message).toContain('injected fault in ');
    client.change(URI, ++version, { text: SHOWN });
    expect(await askAll(client)).toEqual(whole);
  });
});
