// A `.wasm` in the window: opened as text, offered once, extracted.

import { beforeEach, expect, it } from 'vitest';
import { EXTRACT_BINARY } from '../../server/src/lsp/requests.ts';
import { extension } from '../support/extension.ts';
import { fake, resetVscode, restoredPanel, type Shown, TabInputCustom, TabInputText, Uri } from '../support/vscode.ts';

beforeEach(resetVscode);

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (uri: string) => new TextDecoder().decode(fake.files.get(uri));
const choose = (kind: Shown['kind'], index: number) => fake.answers.set(kind, ({ items }) => items[index]);
const shown = (kind: Shown['kind']) => fake.shown.filter((it) => it.kind === kind);

it('opens a .wasm as the text that the server makes', async () => {
  const { run } = await extension();
  await run('wit.openBinary', Uri.parse('file:///w/a.wasm'));
  await run('wit.openBinary', Uri.parse('wit-wasm:/file/w/b.wasm.wit'));
  fake.tab = new TabInputText(Uri.parse('file:///w/c.wasm'));
  await run('wit.openBinary');
  fake.tab = new TabInputText(Uri.parse('file:///w/c.wit'));
  await run('wit.openBinary');
  expect(shown('open')).toHaveLength(1);
  fake.answers.set('open', () => [Uri.parse('vscode-vfs:/d.wasm')]);
  await run('wit.openBinary');
  expect(fake.opened.map(([uri]) => uri)).toEqual([
    'wit-wasm:/file/w/a.wasm.wit',
    'wit-wasm:/file/w/b.wasm.wit',
    'wit-wasm:/file/w/c.wasm.wit',
    'wit-wasm:/vscode-vfs/d.wasm.wit',
  ]);
  expect(shown('open')[0]).toMatchObject({ options: { filters: { WebAssembly: ['wasm'] } } });
});

it('an editor for the bytes gives way to the text, in its column', async () => {
  await extension();
  const provider = fake.providers.get('wit.binary');
  const opened = provider?.openCustomDocument?.(Uri.parse('file:///w/a.wasm') as never) as { uri: Uri };
  const panel = restoredPanel('bytes');
  let isGone = false;
  panel.onDidDispose(() => {
    isGone = true;
  });
  panel.viewColumn = 2;
  await provider?.resolveCustomEditor?.(opened as never, panel as never);
  expect(isGone).toBe(true);
  expect(fake.opened).toEqual([['wit-wasm:/file/w/a.wasm.wit', { viewColumn: 2 }]]);
});

it('tells once that a .wasm can be read', async () => {
  const { globalState } = await extension();
  choose('information', 0);
  fake.tab = new TabInputCustom(Uri.parse('file:///w/a.wit'), 'x');
  fake.onTabs.fire();
  fake.tab = new TabInputCustom(Uri.parse('file:///w/a.wasm'), 'hex');
  fake.onTabs.fire();
  await new Promise((resolve) => setImmediate(resolve));
  fake.onTabs.fire();
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown('information').map((it) => [it.text, ...it.items])).toEqual([
    ['What this WebAssembly imports and exports can be read as WIT.', 'Open as WIT'],
  ]);
  expect(globalState.get('wit.binaryOffered')).toBe(true);
  expect(fake.opened.map(([uri]) => uri)).toEqual(['wit-wasm:/file/w/a.wasm.wit']);
});

it('extracts what is in a .wasm, and replaces nothing unasked', async () => {
  const files = [
    { path: 'a.wit', text: 'package a:b;' },
    { path: 'deps/c.wit', text: 'package c:d;' },
  ];
  let answer: object = { files };
  const { run, client } = await extension({ responses: { [EXTRACT_BINARY]: () => answer } });
  const [file, target] = [Uri.parse('file:///w/a.wasm'), Uri.parse('file:///out')];
  await run('wit.extractBinary', file, target);
  expect(client.asked.at(-1)).toEqual([EXTRACT_BINARY, { uri: 'file:///w/a.wasm' }]);
  expect([textOf('file:///out/a.wit'), textOf('file:///out/deps/c.wit')]).toEqual(['package a:b;', 'package c:d;']);
  expect(fake.opened.map(([uri]) => uri)).toEqual(['file:///out/a.wit']);

  fake.files.set('file:///out/a.wit', bytes('mine'));
  fake.files.delete('file:///out/deps/c.wit');
  await run('wit.extractBinary', file, target);
  expect(shown('warning').at(-1)).toMatchObject({
    text: 'These files exist: a.wit',
    items: ['Replace'],
    options: { modal: true },
  });
  expect(textOf('file:///out/a.wit')).toBe('mine');
  choose('warning', 0);
  await run('wit.extractBinary', file, target);
  expect(textOf('file:///out/a.wit')).toBe('package a:b;');

  fake.files.clear();
  await run('wit.extractBinary', file);
  expect([...fake.files.keys()]).toEqual([]);
  fake.answers.set('open', () => [Uri.parse('file:///chosen')]);
  await run('wit.extractBinary', file);
  expect([...fake.files.keys()]).toEqual(['file:///chosen/a.wit', 'file:///chosen/deps/c.wit']);

  for (const reason of [undefined, 'it is broken']) {
    answer = { files: [], reason };
    await run('wit.extractBinary', file, target);
    expect(shown('warning').at(-1)?.text).toBe(reason ?? 'There is no WIT in this file.');
  }
});
