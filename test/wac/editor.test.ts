// Compositions in an editor: completion at each kind of place, mentions of names, renaming, outline. `$0` is the cursor.

import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../server/src/base/text.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';
import type { Json } from './opened.ts';

const FILES = {
  'file:///w/deps/acme/logger/logger.wit':
    'package acme:logger;\nworld logger { export write: func(line: string); export log; }\ninterface log { write: func(line: string); }\n',
  'file:///w/deps/acme/app/1.0.0/app.wit':
    'package acme:app@1.0.0;\nworld app { import sink: interface { write: func(line: string); } import tick: func(); export run: func(); }\n',
};
const URI = 'file:///w/whole.wac';

async function at(marked: string): Promise<{ client: TestClient; text: string; params: object; lines: LineIndex }> {
  const offset = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  const client = await TestClient.inside(new MemoryHost({ ...FILES, [URI]: text }));
  await client.initialize({ rootUri: 'file:///w', capabilities: {} });
  client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'wac', version: 1, text } });
  const lines = new LineIndex(text);
  return { client, text, lines, params: { textDocument: { uri: URI }, position: lines.position(offset) } };
}

describe('completion', () => {
  async function offered(marked: string): Promise<string[]> {
    const { client, params } = await at(marked);
    const { result } = await client.request('textDocument/completion', params);
    return result.items.map((it: { label: string }) => it.label);
  }

  it.each([
    ['package a:b;\nlet l = new $0', ['acme:app@1.0.0', 'acme:logger']],
    ['package a:b;\nlet l = new acme:lo$0 {};', ['acme:app@1.0.0', 'acme:logger']],
    ['package a:b;\nlet l = new acme:logger {};\nexport l.$0;', ['write', 'log']],
    ['package a:b;\nlet l = new acme:logger {};\nexport l.log.$0', ['write']],
    ['package a:b;\nlet a = new acme:app@1.0.0 { $0 };', ['sink', 'tick', '...']],
    ['package a:b;\nlet a = new acme:app@1.0.0 { tick: x, $0 };', ['sink', '...']],
    ['package a:b;\nimport t: func();\nlet a = new acme:app@1.0.0 { tick: $0 };', ['t', 'new']],
    ['package a:b;\nimport t: func();\nexport $0', ['t', 'new']],
    ['package a:b;\nimport x: $0;\nlet l = new acme:logger {};', ['acme:logger/log']],
    [
      'package a:b;\n$0',
      ['import', 'let', 'export', 'interface', 'world', 'type', 'record', 'variant', 'flags', 'enum'],
    ],
    ['package a:b;\n// new $0', []],
  ])('%s', async (marked, expected) => {
    expect(await offered(marked)).toEqual(expected);
  });

  it('offers the worlds of packages as targets', async () => {
    expect(await offered('package a:b targets $0;\nlet l = new acme:logger {};\n')).toEqual(['acme:logger/logger']);
  });
});

const WHOLE = `package a:b;
import tick: func();
let l = new acme:logger {};
let a = new acme:app@1.0.0 { tick, sink: l.log };
export a.run;
export l.write as "l";
`;

describe('a name of the file', () => {
  it('is found wherever it is mentioned', async () => {
    const { client, params, lines } = await at(WHOLE.replace('let l', 'let $0l'));
    const { result } = await client.request('textDocument/references', {
      ...params,
      context: { includeDeclaration: true },
    });
    const found = result.map((it: { range: { start: { line: number } } }) => it.range.start.line);
    expect(found).toEqual([2, 3, 5]);
    const { result: marks } = await client.request('textDocument/documentHighlight', params);
    expect(marks.map((it: { kind: number }) => it.kind)).toEqual([3, 2, 2]);
    expect(lines.text).toBe(WHOLE);
  });

  async function renamed(marked: string, newName: string): Promise<string> {
    const { client, params, text, lines } = await at(marked);
    const { result, error } = await client.request('textDocument/rename', { ...params, newName });
    if (error !== undefined) return error.message;
    const edits = [...result.changes[URI]].reverse();
    return edits.reduce(
      (now: string, { range, newText }: { range: { start: never; end: never }; newText: string }) =>
        now.slice(0, lines.offset(range.start)) + newText + now.slice(lines.offset(range.end)),
      text,
    );
  }

  it('is renamed everywhere', async () => {
    expect(await renamed(WHOLE.replace('export l.', 'export $0l.'), 'log')).toBe(
      WHOLE.replace('let l', 'let log').replace('sink: l.', 'sink: log.').replace('export l.', 'export log.'),
    );
  });

  it('keeps the import that an argument of one word is for', async () => {
    expect(await renamed(WHOLE.replace('import tick', 'import $0tick'), 'clock')).toBe(
      WHOLE.replace('import tick', 'import clock').replace('{ tick,', '{ tick: clock,'),
    );
  });

  it.each([
    ['a', 'is a name of this file already'],
    ['Not A Name', 'is not in kebab case'],
  ])('cannot become %s', async (newName, reason) => {
    expect(await renamed(WHOLE.replace('let l', 'let $0l'), newName)).toContain(reason);
  });
});

it('the outline has every statement with a name', async () => {
  const { client, params } = await at(`$0${WHOLE}interface i { f: func(); type t = u8; }\n`);
  const { result } = await client.request('textDocument/documentSymbol', params);
  expect(result.map((it: { name: string; containerName?: string }) => [it.name, it.containerName ?? ''])).toEqual([
    ['tick', ''],
    ['l', ''],
    ['a', ''],
    ['run', ''],
    ['l', ''],
    ['i', ''],
    ['f', 'i'],
    ['t', 'i'],
  ]);
});

describe('a type that is given for another one', () => {
  const TYPED =
    'package acme:typed;\nworld typed {\n  record q { a: u16, b: u8 }\n  type s = u8;\n  import f: func(s: s);\n  export run: func(q: q);\n}\n';

  /** The one problem, and where the places are that it leads to: file, line, text. */
  async function told(statements: string): Promise<string[]> {
    const text = `package a:b;\n${statements}\n`;
    const files: Readonly<Record<string, string>> = { 'file:///w/deps/acme/typed/typed.wit': TYPED, [URI]: text };
    const client = await TestClient.inside(new MemoryHost(files));
    await client.initialize({
      rootUri: 'file:///w',
      capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
    });
    client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'wac', version: 1, text } });
    const [problem, ...others] = await client.diagnostics(URI, 1);
    expect(others).toEqual([]);
    const places = (problem?.relatedInformation ?? []).map(
      ({ message, location: { uri, range } }: { message: string; location: { uri: string; range: Json } }) => {
        const line = files[uri]?.split('\n')[range.start.line] ?? '';
        return `${uri.split('/').pop()}:${range.start.line + 1} ‹${line.slice(range.start.character, range.end.character)}› ${message}`;
      },
    );
    return [`${problem?.code} ${problem?.message}`, ...places];
  }

  it.each([
    [
      'record z { a: u16, c: u8 }\nlet x = new acme:typed { q: z, ... };',
      'wac/argument-type `z` is not what `q` needs: `q`: field 2 is `b` in the import, `c` in the export',
      ['typed.wit:3 ‹b› what is needed is here', 'whole.wac:2 ‹z› what is given is here'],
    ],
    [
      'type z = u16;\nlet x = new acme:typed { q: z, ... };',
      'wac/argument-type `z` is not what `q` needs: q: the import has `q`, the export `u16`',
      ['typed.wit:3 ‹q› what is needed is here', 'whole.wac:2 ‹z› what is given is here'],
    ],
    [
      'type s = string;\nlet x = new acme:typed { s, ... };',
      'wac/argument-type `s` is not what `s` needs: s: the import has `u8`, the export `string`',
      ['typed.wit:4 ‹s› what is needed is here', 'whole.wac:2 ‹s› what is given is here'],
    ],
  ])('%s', async (statements, message, places) => {
    expect(await told(statements)).toEqual([message, ...places]);
  });
});
