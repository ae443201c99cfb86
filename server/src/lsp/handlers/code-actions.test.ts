// Refactorings over the protocol: each offered with its kind and the edit that does it; kinds that are not asked for are left out.

import { expect, it } from 'vitest';
import { TestClient } from '../../../../test/support/server.ts';
import { MemoryHost } from '../../hosts/memory.ts';

const URI = 'file:///w/a.wit';
const TEXT =
  'package a:b;\ninterface t { type z = u8; type a = u8; }\ninterface i {\n  use t.{z, a};\n  f: func(x: tuple<u8, u16>);\n}\n';
const CAPABILITIES = { textDocument: { codeAction: { codeActionLiteralSupport: {} } } };

async function actions(marked: string, only?: readonly string[]) {
  const client = await TestClient.inside(new MemoryHost({ [URI]: TEXT }));
  await client.initialize({ rootUri: 'file:///w', capabilities: CAPABILITIES });
  client.open(URI, TEXT);
  const before = TEXT.slice(0, TEXT.indexOf(marked)).split('\n');
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const range = { start, end: { line: start.line, character: start.character + marked.length } };
  const context = { diagnostics: [], ...(only === undefined ? {} : { only }) };
  const { result } = await client.request('textDocument/codeAction', { textDocument: { uri: URI }, range, context });
  await client.request('shutdown');
  return result as { title: string; kind: string; edit?: { changes?: Record<string, { newText: string }[]> } }[];
}

it('a refactoring comes with its edit', async () => {
  const all = await actions('tuple<u8, u16>', ['refactor.extract']);
  expect(all.length).toBeGreaterThan(0);
  for (const { title, kind, edit } of all) {
    expect(title).toMatch(/\S/);
    expect(kind).toMatch(/^refactor\.extract/);
    const texts = edit?.changes?.[URI]?.map((it) => it.newText) ?? [];
    expect(texts.join('\n')).toContain('tuple<u8, u16>');
  }
});

it('statements are put in order only where that is asked for', async () => {
  const [organize, ...others] = await actions('f: func', ['source.organizeImports']);
  expect(others).toEqual([]);
  expect(organize).toMatchObject({ title: 'Organize uses', kind: 'source.organizeImports' });
  expect(organize?.edit?.changes?.[URI]?.map((it) => it.newText)).toEqual(['use t.{a, z};']);
  expect((await actions('f: func', ['quickfix'])).filter((it) => it.kind !== 'quickfix')).toEqual([]);
  expect((await actions('f: func', ['refactor'])).every((it) => it.kind.startsWith('refactor'))).toBe(true);
});
