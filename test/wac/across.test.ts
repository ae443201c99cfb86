// Names of compositions and of WIT as one: hover, definition, references, highlights, rename and workspace symbols, from the
// `.wac` into the WIT and back, in open files and in those that nobody opened. Over the protocol; `$0` is the cursor.

import { describe, expect, it, onTestFinished } from 'vitest';
import { applyEdits, LineIndex } from '../../server/src/base/text.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { SHOWING, TestClient } from '../support/server.ts';

type Json = Awaited<ReturnType<TestClient['request']>>['result'];

const LOGGER = 'file:///w/logger/logger.wit';
const APP = 'file:///w/app/app.wit';
const OPEN = 'file:///w/whole.wac';
const OTHER = 'file:///w/more/other.wac';
const FILES: Record<string, string> = {
  [LOGGER]:
    'package acme:logger@1.0.0;\n/// Writes lines.\ninterface log { write: func(line: string); record r { a: u8 } }\nworld logger { export log; export tick: func() -> u8; }\n',
  [APP]: 'package acme:app;\nworld app { import acme:logger/log@1.0.0; export run: func(); }\n',
  [OTHER]:
    'package acme:other;\r\n// 𝔘\r\nimport l: acme:logger/log@1.0.0;\r\nlet a = new acme:app { "acme:logger/log@1.0.0": l };\r\nexport l.write;\r\n',
};
const WHOLE = `package acme:whole;
let l = new acme:logger@1.0.0 {};
let a = new acme:app { log: l.log };
export a.run;
export l.log.write as "w";
interface mine { use acme:logger/log@1.0.0.{r}; record q { r: r } f: func(q: q); }
interface yours { use mine.{q}; g: func() -> q; }
`;

async function open(): Promise<TestClient> {
  const client = await TestClient.inside(new MemoryHost({ ...FILES, [OPEN]: 'package never:read;' }));
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  await client.initialize({
    workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    capabilities: { textDocument: SHOWING },
  });
  client.notify('textDocument/didOpen', { textDocument: { uri: OPEN, languageId: 'wac', version: 1, text: WHOLE } });
  return client;
}

function textOf(uri: string): string {
  return uri === OPEN ? WHOLE : (FILES[uri] ?? '');
}

/** The place of `$0` in a part of a file. */
function at(
  uri: string,
  marked: string,
): { textDocument: { uri: string }; position: { line: number; character: number } } {
  const start = textOf(uri).indexOf(marked.replace('$0', ''));
  expect(start).toBeGreaterThanOrEqual(0);
  const offset = start + marked.indexOf('$0');
  return { textDocument: { uri }, position: new LineIndex(textOf(uri)).position(offset) };
}

/** `file: text`, with what stands around it on its line. */
function shown(places: readonly Json[]): string[] {
  return places
    .map(({ uri, range }: Json) => {
      const lines = new LineIndex(textOf(uri));
      const text = textOf(uri).slice(lines.offset(range.start), lines.offset(range.end));
      return `${uri.split('/').at(-1)}:${range.start.line} ${text}`;
    })
    .sort();
}

describe('hover', () => {
  async function hovered(marked: string): Promise<string> {
    const client = await open();
    return (await client.request('textDocument/hover', at(OPEN, marked))).result?.contents.value ?? '';
  }

  it('says what an instance exports', async () => {
    expect(await hovered('new acme:app { log: $0l.log')).toBe(`\`\`\`wac
let l = new acme:logger@1.0.0 {};
\`\`\`

An instance of the world \`acme:logger/logger@1.0.0\`, which exports:

- \`tick\`: \`func() -> u8\`
- \`acme:logger/log@1.0.0\``);
  });

  it.each([
    ['new acme:$0app {', 'world app'],
    ['log: l.$0log }', 'interface log'],
    ['log: l.$0log }', 'Writes lines.'],
    ['{ $0log: l', 'interface log'],
    ['export a.$0run', 'run: func()'],
    ['log.$0write as', 'write: func(line: string)'],
    ['use acme:logger/$0log@1.0.0.{r}', 'interface log'],
    ['.{$0r}; record', 'record r'],
    ['func(q: $0q)', 'interface mine'],
    ['use $0mine.', 'interface mine'],
  ])('%s', async (marked, expected) => {
    expect(await hovered(marked)).toContain(expected);
  });
});

describe('definition', () => {
  it.each([
    ['use $0mine.', 'whole.wac:5 mine'],
    ['r: $0r }', 'logger.wit:2 r'],
    ['func(q: $0q)', 'whole.wac:5 q'],
    ['use mine.{$0q}', 'whole.wac:5 q'],
    ['-> $0q', 'whole.wac:5 q'],
    ['{ $0log: l', 'logger.wit:2 log'],
    ['log.$0write as', 'logger.wit:2 write'],
    ['new $0acme:logger', 'logger.wit:3 logger'],
  ])('of %s', async (marked, expected) => {
    const client = await open();
    expect(shown((await client.request('textDocument/definition', at(OPEN, marked))).result)).toEqual([expected]);
  });
});

const MENTIONS = [
  'app.wit:1 log',
  'logger.wit:2 log',
  'logger.wit:3 log',
  'other.wac:2 log',
  'other.wac:3 log',
  'whole.wac:2 log',
  'whole.wac:2 log',
  'whole.wac:4 log',
  'whole.wac:5 log',
];

describe('references', () => {
  it.each([
    [OPEN, 'log: l.$0log'],
    [OPEN, '{ $0log: l'],
    [LOGGER, 'interface $0log'],
    [APP, 'acme:logger/$0log'],
  ])('of an interface, asked in %s', async (uri, marked) => {
    const client = await open();
    if (uri !== OPEN) client.open(uri, textOf(uri));
    const context = { includeDeclaration: true };
    const { result } = await client.request('textDocument/references', { ...at(uri, marked), context });
    expect(shown(result)).toEqual(MENTIONS);
  });

  it('of a function, and of a type of the file', async () => {
    const client = await open();
    const context = { includeDeclaration: true };
    const ask = async (marked: string) =>
      shown((await client.request('textDocument/references', { ...at(OPEN, marked), context })).result);
    expect(await ask('log.$0write')).toEqual(['logger.wit:2 write', 'other.wac:4 write', 'whole.wac:4 write']);
    expect(await ask('record $0q')).toEqual(['whole.wac:5 q', 'whole.wac:5 q', 'whole.wac:6 q', 'whole.wac:6 q']);
  });

  it('are marked in the file', async () => {
    const client = await open();
    const { result } = await client.request('textDocument/documentHighlight', at(OPEN, 'log: l.$0log'));
    expect(result.map((it: Json) => it.range.start.line)).toEqual([2, 2, 4, 5]);
  });
});

describe('rename', () => {
  async function renamed(uri: string, marked: string, newName: string): Promise<Record<string, string> | string> {
    const client = await open();
    if (uri !== OPEN) client.open(uri, textOf(uri));
    const { result, error } = await client.request('textDocument/rename', { ...at(uri, marked), newName });
    if (error !== undefined) return error.message;
    return Object.fromEntries(
      Object.entries<Json>(result.changes).map(([file, edits]) => {
        const lines = new LineIndex(textOf(file));
        const changes = edits.map(({ range, newText }: Json) => ({
          start: lines.offset(range.start),
          end: lines.offset(range.end),
          text: newText,
        }));
        return [file, applyEdits(textOf(file), changes)];
      }),
    );
  }

  it.each([
    [OPEN, '{ $0log: l'],
    [LOGGER, 'interface $0log'],
  ])('of an interface, from %s, is done everywhere', async (uri, marked) => {
    expect(await renamed(uri, marked, 'trace')).toEqual({
      [LOGGER]: textOf(LOGGER).replace('interface log', 'interface trace').replace('export log', 'export trace'),
      [APP]: textOf(APP).replace('logger/log', 'logger/trace'),
      [OPEN]: WHOLE.replace('{ log: l.log }', '{ trace: l.trace }')
        .replace('l.log.write', 'l.trace.write')
        .replace('logger/log@', 'logger/trace@'),
      [OTHER]: textOf(OTHER).replaceAll('logger/log', 'logger/trace'),
    });
  });

  it('of a function and of a type of the file', async () => {
    expect(await renamed(OPEN, 'log.$0write', 'put')).toEqual({
      [LOGGER]: textOf(LOGGER).replace('write:', 'put:'),
      [OPEN]: WHOLE.replace('log.write', 'log.put'),
      [OTHER]: textOf(OTHER).replace('l.write', 'l.put'),
    });
    expect(await renamed(OPEN, 'use mine.{$0q}', 'z')).toEqual({
      [OPEN]: WHOLE.replace('record q', 'record z')
        .replace('(q: q)', '(q: z)')
        .replace('.{q}', '.{z}')
        .replace('-> q', '-> z'),
    });
  });

  it('is refused for what is no name, and prepared with the old name', async () => {
    expect(await renamed(OPEN, '{ $0log: l', 'No Name')).toContain('is not a valid name');
    const client = await open();
    const prepared = (await client.request('textDocument/prepareRename', at(OPEN, 'logger/$0log@'))).result;
    expect(prepared).toEqual({
      placeholder: 'log',
      range: { start: at(OPEN, 'logger/$0log@').position, end: at(OPEN, 'logger/log$0@').position },
    });
  });
});

it('symbols of the workspace are those of compositions, too', async () => {
  const client = await open();
  const ask = async (query: string) =>
    (await client.request('workspace/symbol', { query })).result
      .filter((it: Json) => it.location.uri.endsWith('.wac'))
      .map((it: Json) => `${it.name} in ${it.containerName}`);
  expect(await ask('mine')).toEqual(['mine in acme:whole']);
  expect(await ask('q')).toEqual(['q in acme:whole/mine']);
  expect(await ask('a')).toContain('a in acme:other');
  expect(await ask('nothing-like-it')).toEqual([]);
});
