// From the core to the protocol and back: each field of a diagnostic by what the client can, spans in its units, edits in its form.

import { describe, expect, it } from 'vitest';
import type { InitializeParams } from 'vscode-languageserver';
import { FIXTURE, fixture } from '../../../test/support/fixture.ts';
import { LineIndex } from '../base/text.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { clientOf } from './client.ts';
import { Converter } from './convert.ts';

const client = (capabilities: object) =>
  clientOf({ processId: null, rootUri: null, capabilities } as unknown as InitializeParams);
const converter = (
  capabilities: object = {},
  { docs, stored }: { docs?: string; stored?: (uri: string) => string | undefined } = {},
) =>
  new Converter(
    client(capabilities),
    () => docs,
    (uri) => uri,
    stored,
  );
const A = `${FIXTURE}/a.wit`;
const B = `${FIXTURE}/b.wit`;
const files = () => fixture('//- a.wit\npackage a:b;\n// 𝔘x\n//- b.wit\npackage a:b;\n');
const PUSH = { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } };
const WHOLE = { textDocument: { publishDiagnostics: PUSH } };
const at = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

const found = (more: Partial<Diagnostic> = {}): Diagnostic =>
  ({
    ...{ span: { start: 8, end: 11 }, severity: 'warning', code: 'lint/unused-type', message: 'unused' },
    ...{ related: [], fixes: [] },
    ...more,
  }) as Diagnostic;

describe('a diagnostic', () => {
  it.each([
    ['error', 1],
    ['warning', 2],
    ['information', 3],
    ['hint', 4],
  ] as const)('of severity %s is %d', async (severity, number) => {
    const { snapshot } = await files();
    const lines = snapshot.lines(A) ?? new LineIndex('');
    expect(converter().diagnostic(snapshot, lines, found({ severity }))).toEqual({
      ...{ range: at(0, 8, 11), severity: number, code: 'lint/unused-type', source: 'wit', message: 'unused' },
    });
  });

  it('has tags, a link and every related place, for a client that shows them', async () => {
    const { snapshot } = await files();
    const lines = snapshot.lines(A) ?? new LineIndex('');
    const related = [
      { uri: B, span: { start: 0, end: 7 }, message: 'first' },
      { uri: `${FIXTURE}/gone.wit`, span: { start: 0, end: 1 }, message: 'lost' },
      { uri: `${FIXTURE}/old.wit`, span: { start: 2, end: 3 }, message: 'then', lines: new LineIndex('\n\nx') },
    ];
    const it = found({ related, tags: ['unnecessary', 'deprecated'] });
    expect(converter(WHOLE, { docs: 'https://docs.invalid' }).diagnostic(snapshot, lines, it)).toMatchObject({
      tags: [1, 2],
      codeDescription: { href: expect.stringMatching(/^https:\/\/docs\.invalid\/.*lint\/unused-type/) },
      relatedInformation: [
        { location: { uri: B, range: at(0, 0, 7) }, message: 'first' },
        { location: { uri: `${FIXTURE}/old.wit`, range: at(2, 0, 1) }, message: 'then' },
      ],
    });
    const plain = converter({}, { docs: 'https://docs.invalid' }).diagnostic(snapshot, lines, it);
    for (const field of ['tags', 'codeDescription', 'relatedInformation']) expect(plain).not.toHaveProperty(field);
    // Without an address of the pages there is no link, without tags and places none are said.
    const bare = converter(WHOLE).diagnostic(snapshot, lines, found());
    for (const field of ['tags', 'codeDescription', 'relatedInformation']) expect(bare).not.toHaveProperty(field);
  });
});

it('counts in the units of the client, there and back, and reads a range forwards', async () => {
  const lines = new LineIndex('a\n// 𝔘x\n');
  const span = { start: 5, end: 8 };
  for (const [encoding, end] of [
    ['utf-8', 8],
    ['utf-16', 6],
    ['utf-32', 5],
  ] as const) {
    const it = converter({ general: { positionEncodings: [encoding] } });
    const range = it.range(lines, span);
    expect([encoding, range]).toEqual([encoding, at(1, 3, end)]);
    expect(it.span(lines, range)).toEqual(span);
    expect(it.span(lines, { start: range.end, end: range.start })).toEqual(span);
    expect(it.position(lines, 8)).toEqual({ line: 1, character: end });
    expect(it.offset(lines, { line: 1, character: end })).toBe(8);
  }
});

it('says Markdown where it is shown, elsewhere text', () => {
  const hovers = converter({ textDocument: { hover: { contentFormat: ['markdown'] } } });
  expect(hovers.markup('**a**')).toEqual({ kind: 'markdown', value: '**a**' });
  expect(hovers.markup('**a**', 'signature')).toEqual({ kind: 'plaintext', value: 'a' });
  const signatures = { signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } } };
  expect(converter({ textDocument: signatures }).markup('**a**', 'signature').kind).toBe('markdown');
});

it('names a file as the client wrote it, and a binary by its view, by its stored text, or else by itself', () => {
  const plain = converter({}, { stored: (uri) => (uri.includes('known') ? 'file:///cache/known.wit' : undefined) });
  expect(plain.uri('file:///a.wit')).toBe('file:///a.wit');
  plain.remember('file:///%61.wit');
  expect(plain.uri('file:///a.wit')).toBe('file:///%61.wit');
  plain.forget('file:///a.wit');
  expect(plain.uri('file:///a.wit')).toBe('file:///a.wit');
  expect(plain.uri('file:///known.wasm')).toBe('file:///cache/known.wit');
  expect(plain.uri('file:///other.wasm')).toBe('file:///other.wasm');
  expect(converter().uri('file:///known.wasm')).toBe('file:///known.wasm');
  const showing = converter({ workspace: { textDocumentContent: {} } }, { stored: () => 'file:///never' });
  expect(showing.uri('file:///d/a.wasm')).toBe('wit-wasm:/file/d/a.wasm.wit');
  expect(showing.uri('file:///d/a.wit')).toBe('file:///d/a.wit');
});

describe('edits', () => {
  const edits = [
    {
      uri: A,
      edits: [
        { start: 0, end: 7, text: 'x' },
        { start: 8, end: 8, text: 'y' },
      ],
    },
    { uri: `${FIXTURE}/gone.wit`, edits: [{ start: 0, end: 0, text: 'z' }] },
    { uri: B, edits: [{ start: 12, end: 13, text: '' }] },
  ];
  const [first, second] = [
    [
      { range: at(0, 0, 7), newText: 'x' },
      { range: at(0, 8, 8), newText: 'y' },
    ],
    [{ range: { start: { line: 0, character: 12 }, end: { line: 1, character: 0 } }, newText: '' }],
  ];
  const versions = { workspace: { workspaceEdit: { documentChanges: true } } };

  it('stand by file, or with versions for a client that takes these; a file that is gone has none', async () => {
    const { snapshot } = await files();
    expect(converter().workspaceEdit(snapshot, edits)).toEqual({ changes: { [A]: first, [B]: second } });
    expect(converter(versions).workspaceEdit(snapshot, edits)).toEqual({
      documentChanges: [
        { textDocument: { uri: A, version: null }, edits: first },
        { textDocument: { uri: B, version: null }, edits: second },
      ],
    });
  });

  it('come with the files that move, after them, where the client moves files', async () => {
    const { snapshot } = await files();
    const moves = [{ from: B, to: `${FIXTURE}/c.wit` }];
    const fix = { title: 'Move', edits: edits.slice(0, 1), moves };
    expect(converter().fixEdit(snapshot, fix as never)).toBeUndefined();
    expect(converter().fixEdit(snapshot, { ...fix, moves: [] } as never)).toEqual({ changes: { [A]: first } });
    const moving = converter({ workspace: { workspaceEdit: { resourceOperations: ['rename'] } } });
    expect(moving.fixEdit(snapshot, fix as never)).toEqual({
      documentChanges: [
        { textDocument: { uri: A, version: null }, edits: first },
        { kind: 'rename', oldUri: B, newUri: `${FIXTURE}/c.wit` },
      ],
    });
  });
});
