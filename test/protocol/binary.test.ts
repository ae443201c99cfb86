// Definitions that stand in a binary package: shown in a view of their own, in which one can ask on.
import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';

/** `package acme:clock@1.0.0`, interface `time`: record `instant { seconds: u64 }`, `now: func() -> instant`. */
const CLOCK = Buffer.from(
  'AGFzbQ0AAQAHRgFBAgFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECBAAVYWNtZTpjbG9jay90aW1lQDEuMC4wBQALCgEABHRpbWUDAAA=',
  'base64',
);
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

async function client(capabilities: object): Promise<TestClient> {
  const text = 'package a:b;\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n}\n';
  const host = new MemoryHost({ 'file:///w/wit/a.wit': text, [FILE]: CLOCK, 'file:///w/core.wasm': '\0asm\x01\0\0\0' });
  const it = await TestClient.inside(host);
  await it.initialize({ capabilities });
  return it;
}

const SHOWS = { workspace: { textDocumentContent: {} } };

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

it('says it where a binary has no package', async () => {
  const it = await client(SHOWS);
  const { result } = await it.request('workspace/textDocumentContent', { uri: 'wit-wasm:/file/w/core.wasm.wit' });
  expect(result.text).toMatch(/^\/\/ There is no WIT package in this file/);
});

it('names the file itself to a client that cannot show a view', async () => {
  expect(await definition(await client({}), 'file:///w/wit/a.wit', 2, 32)).toMatchObject({ uri: FILE });
});
