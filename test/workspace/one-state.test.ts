// What is said of a file never depends on what was opened before: files of every kind are opened, edited and closed in random
// orders, and what is said of the work then is what a new server says.

import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { WasmTools } from '../oracle/wasm-tools.ts';
import { type Message, TestClient } from '../support/server.ts';

const FOLDER = 'file:///w';

/** Each file with the texts that an editor may have. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'file:///w/a/wit/a.wit': [
    'package acme:a@1.0.0;\n\ninterface greet {\n  type t = u8;\n  hello: func() -> t;\n}\n\nworld w {\n  export greet;\n}\n',
    'package acme:a@1.0.0;\n\ninterface greet {\n  type u = u8;\n  hello: func() -> u;\n}\n\nworld w {\n  export greet;\n}\n',
    'package acme:renamed@1.0.0;\n\ninterface greet {\n  type t = u8;\n}\n',
  ],
  'file:///w/b/wit/b.wit': [
    'package acme:b;\n\ninterface i {\n  use acme:a/greet@1.0.0.{t};\n  f: func() -> t;\n}\n\nworld v {\n  export acme:a/greet@1.0.0;\n}\n',
    'package acme:b;\n\ninterface i {\n  f: func()\n}\n',
  ],
  'file:///w/b/wit/deps/c/c.wit': [
    'package acme:c;\n\ninterface c {\n  f: func();\n}\n',
    'package acme:c;\n\ninterface c {\n  f: fun();\n}\n',
  ],
  // Not of the work: a hidden copy, something outside, what a composition and a component bring.
  'file:///w/.cache/a/a.wit': [
    'package acme:a@1.0.0;\n\ninterface greet {\n  type hidden = u8;\n}\n\nworld other {\n  import greet;\n  export greet;\n}\n',
    'package acme:z;\n\ninterface greet {\n  use acme:a/greet@1.0.0.{t};\n}\n',
  ],
  'file:///elsewhere/wit/a.wit': [
    'package acme:a@1.0.0;\n\ninterface greet {\n  type far = u8;\n}\n\nworld far {\n  export greet;\n}\n',
  ],
  'file:///elsewhere/b.wit': [
    'package acme:far;\n\ninterface greet {\n  use acme:a/greet@1.0.0.{t};\n  g: func() -> t;\n}\n',
  ],
  'file:///w/c.wac': [
    'package acme:whole;\n\nlet c = new acme:lib { ... };\n\nexport c...;\n',
    'package acme:whole;\n\nlet d = new acme:comp { ... };\n\nexport d...;\n',
  ],
  'untitled:Untitled-1': ['package acme:a@1.0.0;\n\ninterface greet {\n  type new = u8;\n}\n'],
};

const LIBRARY = 'package acme:lib;\n\ninterface greet {\n  hello: func();\n}\n\nworld lib {\n  export greet;\n}\n';
const WORK = Object.keys(FILES).filter((uri) => uri.startsWith(FOLDER) && uri.endsWith('.wit') && !uri.includes('/.'));

/** A component that exports an interface of the same name as one of the work. */
async function component(): Promise<Uint8Array> {
  const tools = await WasmTools.load();
  const parsed = await tools.ask((it) =>
    it.parse(
      '(component (type (func)) (import "hello" (func (type 0))) (instance (export "hello" (func 0))) (export "acme:a/greet@1.0.0" (instance 0)))',
    ),
  );
  if (parsed.kind !== 'value') throw new Error(parsed.message);
  return parsed.value;
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Editor {
  readonly client: TestClient;
  /** Open files by URI, and which of their texts they have. */
  readonly open: Map<string, number>;
  version: number;
}

async function start(binary: Uint8Array): Promise<Editor> {
  const disk = Object.fromEntries(
    Object.entries(FILES).flatMap(([uri, [text]]) =>
      text === undefined || uri.startsWith('untitled') ? [] : [[uri, text]],
    ),
  );
  const files = { ...disk, 'file:///w/deps/acme/lib/lib.wit': LIBRARY, 'file:///w/deps/acme/comp.wasm': binary };
  const client = await TestClient.inside(new MemoryHost(files));
  await client.initialize({
    workspaceFolders: [{ uri: FOLDER, name: 'w' }],
    capabilities: {
      textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  return { client, open: new Map(), version: 1 };
}

function set(editor: Editor, uri: string, text: number): void {
  const content = FILES[uri]?.[text] ?? '';
  if (editor.open.has(uri)) editor.client.change(uri, ++editor.version, { text: content });
  else editor.client.open(uri, content, ++editor.version);
  editor.open.set(uri, text);
}

function close(editor: Editor, uri: string): void {
  editor.client.notify('textDocument/didClose', { textDocument: { uri } });
  editor.open.delete(uri);
}

/** All that is said of the work. */
async function said({ client }: Editor): Promise<unknown> {
  const ask = async (method: string, params: object): Promise<Message['result']> =>
    (await client.request(method, params)).result;
  const answers: Record<string, unknown> = {};
  for (const uri of WORK) {
    const textDocument = { uri };
    answers[`${uri} diagnostics`] = (await ask('textDocument/diagnostic', { textDocument })).items;
    const lenses = (await ask('textDocument/codeLens', { textDocument })) ?? [];
    const resolved: unknown[] = [];
    for (const it of lenses) resolved.push((it.command === undefined ? await ask('codeLens/resolve', it) : it).command);
    answers[`${uri} lenses`] = resolved;
    answers[`${uri} references`] = await ask('textDocument/references', {
      textDocument,
      position: { line: 2, character: 12 },
      context: { includeDeclaration: true },
    });
  }
  const report = await ask('workspace/diagnostic', { previousResultIds: [] });
  answers.report = report.items
    .map(({ uri, items }: { uri: string; items: unknown }) => ({ uri, items }))
    .sort((a: { uri: string }, b: { uri: string }) => (a.uri < b.uri ? -1 : 1));
  answers.symbols = await ask('workspace/symbol', { query: 'e' });
  return answers;
}

it('random openings, edits and closings leave nothing behind', async () => {
  const binary = await component();
  const random = randomFrom(Number(process.env.SEED ?? 17));
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  for (let session = 0; session < 6; session++) {
    const editor = await start(binary);
    for (let step = 0; step < 25; step++) {
      const uri = pick(Object.keys(FILES));
      if (editor.open.has(uri) && random() < 0.5) close(editor, uri);
      else set(editor, uri, Math.floor(random() * (FILES[uri]?.length ?? 1)));
      if (random() < 0.3)
        await editor.client.request('textDocument/hover', {
          textDocument: { uri },
          position: { line: 2, character: 12 },
        });
      if (step % 8 !== 7 && step !== 24) continue;
      const fresh = await start(binary);
      for (const [open, text] of editor.open) if (WORK.includes(open)) set(fresh, open, text);
      expect(
        await said(editor),
        `session ${session}, step ${step}, open: ${[...editor.open.keys()].join(' ')}`,
      ).toEqual(await said(fresh));
    }
  }
});
