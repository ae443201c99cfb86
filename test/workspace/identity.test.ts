// A file has one identity, however many ways lead to it, and is shown as the client spells it.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MemoryHost, StepClock } from '../../server/src/hosts/memory.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { directoryWith } from '../support/command.ts';
import { type Message, TestClient } from '../support/server.ts';

const MONEY = 'package shop:money@1.0.0;\n\ninterface types {\n  type amount = u64;\n}\n';
const CART = [
  'package shop:cart@1.0.0;',
  '',
  'interface cart {',
  '  use shop:money/types@1.0.0.{amount};',
  '  total: func() -> amount;',
  '}',
  '',
].join('\n');

const FILES = {
  'money/wit/money.wit': MONEY,
  'cart/wit/cart.wit': CART,
  'cart/wit/deps/money': '->../../../money/wit',
};

const CAPABILITIES = {
  textDocument: { diagnostic: {}, rename: { prepareSupport: true } },
  workspace: { workspaceEdit: { documentChanges: true }, diagnostics: { refreshSupport: true } },
};

class Editor {
  readonly client: TestClient;
  /** The URI of the folder as the client spells it. */
  readonly folder: string;
  #version = 1;

  private constructor(client: TestClient, folder: string) {
    this.client = client;
    this.folder = folder;
  }

  static async at(
    folder: string,
    host: Host = nodeHost({ git: false }),
    more: readonly string[] = [],
  ): Promise<Editor> {
    const client = await TestClient.inside(host);
    const workspaceFolders = [folder, ...more].map((uri) => ({ uri, name: 'w' }));
    await client.initialize({ capabilities: CAPABILITIES, workspaceFolders });
    return new Editor(client, folder);
  }

  uri(name: string): string {
    return `${this.folder}/${name}`;
  }

  open(name: string, text: string): void {
    this.client.open(this.uri(name), text);
  }

  change(name: string, text: string): void {
    this.client.change(this.uri(name), ++this.#version, { text });
  }

  async codes(name: string): Promise<string[]> {
    const { result } = await this.client.request('textDocument/diagnostic', { textDocument: { uri: this.uri(name) } });
    return result.items.map((it: { code: string }) => it.code);
  }

  at(name: string, text: string, word: string): object {
    const lines = text.split('\n');
    const line = lines.findIndex((it) => it.includes(word));
    return { textDocument: { uri: this.uri(name) }, position: { line, character: (lines[line] ?? '').indexOf(word) } };
  }

  async ask(method: string, params: object): Promise<Message['result']> {
    const { result, error } = await this.client.request(method, params);
    expect(error).toBeUndefined();
    return result;
  }

  short(uri: string): string {
    return uri.startsWith(`${this.folder}/`) ? uri.slice(this.folder.length + 1) : uri;
  }

  async symbols(query: string): Promise<string[]> {
    const found = await this.ask('workspace/symbol', { query });
    return found.map((it: { location: { uri: string } }) => this.short(it.location.uri));
  }

  /** File and number of edits. */
  async rename(name: string, text: string, word: string, newName: string): Promise<string[]> {
    const edit = await this.ask('textDocument/rename', { ...this.at(name, text, word), newName });
    return edit.documentChanges
      .map(
        (it: { textDocument: { uri: string }; edits: unknown[] }) =>
          `${this.short(it.textDocument.uri)} ${it.edits.length}`,
      )
      .sort();
  }

  async references(name: string, text: string, word: string): Promise<string[]> {
    const params = { ...this.at(name, text, word), context: { includeDeclaration: true } };
    const found = await this.ask('textDocument/references', params);
    return found
      .map(
        (it: { uri: string; range: { start: { line: number } } }) => `${this.short(it.uri)}:${it.range.start.line + 1}`,
      )
      .sort();
  }
}

const PLACES = ['cart/wit/cart.wit:4', 'cart/wit/cart.wit:5', 'money/wit/money.wit:4'];

it('a package behind a link in deps/ is one package', async () => {
  const editor = await Editor.at(pathToUri(directoryWith(FILES)));
  editor.open('cart/wit/cart.wit', CART);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual([]);
  expect(await editor.symbols('amount')).toEqual(['money/wit/money.wit']);
  expect(await editor.references('cart/wit/cart.wit', CART, 'amount')).toEqual(PLACES);
  expect(await editor.references('money/wit/money.wit', MONEY, 'amount')).toEqual(PLACES);
  expect(await editor.rename('cart/wit/cart.wit', CART, 'amount', 'sum')).toEqual([
    'cart/wit/cart.wit 2',
    'money/wit/money.wit 1',
  ]);
  const hover = await editor.ask('textDocument/hover', editor.at('cart/wit/cart.wit', CART, 'amount'));
  expect(JSON.stringify(hover)).not.toContain('vendored');
  const version = await editor.rename('money/wit/money.wit', MONEY, 'shop:money', 'shop:money@1.1.0');
  // The name and the version, and in a path what stands between them.
  expect(version).toEqual(['cart/wit/cart.wit 3', 'money/wit/money.wit 3']);
});

it('edits reach who depends on it through a link, unsaved and saved', async () => {
  const directory = directoryWith(FILES);
  const editor = await Editor.at(pathToUri(directory));
  editor.open('cart/wit/cart.wit', CART);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual([]);
  editor.open('money/wit/money.wit', MONEY);
  const edited = MONEY.replace('amount', 'amounts');
  editor.change('money/wit/money.wit', edited);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['name/not-in-interface']);
  editor.change('money/wit/money.wit', MONEY);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual([]);
  editor.client.notify('textDocument/didClose', { textDocument: { uri: editor.uri('money/wit/money.wit') } });
  writeFileSync(path.join(directory, 'money/wit/money.wit'), edited);
  const changes = [{ uri: editor.uri('money/wit/money.wit'), type: 2 }];
  editor.client.notify('workspace/didChangeWatchedFiles', { changes });
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['name/not-in-interface']);
});

it('a file that is opened through the link is the same file', async () => {
  const editor = await Editor.at(pathToUri(directoryWith(FILES)));
  editor.open('cart/wit/cart.wit', CART);
  editor.open('cart/wit/deps/money/money.wit', MONEY);
  editor.change('cart/wit/deps/money/money.wit', MONEY.replace('amount', 'amounts'));
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['name/not-in-interface']);
  editor.change('cart/wit/deps/money/money.wit', MONEY);
  expect(await editor.codes('cart/wit/deps/money/money.wit')).toEqual([]);
  // The client knows it by the name under which it has it open.
  const opened = 'cart/wit/deps/money/money.wit';
  expect(await editor.symbols('amount')).toEqual([opened]);
  expect(await editor.rename(opened, MONEY, 'amount', 'sum')).toEqual(['cart/wit/cart.wit 2', `${opened} 1`]);
  editor.client.notify('textDocument/didClose', { textDocument: { uri: editor.uri(opened) } });
  expect(await editor.symbols('amount')).toEqual(['money/wit/money.wit']);
});

it('a link that comes and goes is followed', async () => {
  const directory = directoryWith({
    'money/wit/money.wit': MONEY,
    'cart/wit/cart.wit': CART,
    'cart/wit/deps/x/x.wit': 'package a:x;\n',
  });
  const editor = await Editor.at(pathToUri(directory));
  editor.open('cart/wit/cart.wit', CART);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['package/resolved-from-workspace']);
  symlinkSync('../../../money/wit', path.join(directory, 'cart/wit/deps/money'));
  const changes = [{ uri: editor.uri('cart/wit/deps/money'), type: 1 }];
  editor.client.notify('workspace/didChangeWatchedFiles', { changes });
  expect(await editor.codes('cart/wit/cart.wit')).toEqual([]);
  expect(await editor.symbols('amount')).toEqual(['money/wit/money.wit']);
});

it('a link to a file is that file', async () => {
  const editor = await Editor.at(
    pathToUri(
      directoryWith({
        'shared/types.wit': 'package a:b;\n\ninterface types {\n  type t = u8;\n}\n',
        'wit/types.wit': '->../shared/types.wit',
        'wit/api.wit': 'package a:b;\n\ninterface api {\n  use types.{t};\n  f: func() -> t;\n}\n',
      }),
    ),
  );
  const api = 'package a:b;\n\ninterface api {\n  use types.{t};\n  f: func() -> t;\n}\n';
  editor.open('wit/api.wit', api);
  expect(await editor.codes('wit/api.wit')).toEqual([]);
  expect(await editor.rename('wit/api.wit', api, 't}', 'u')).toEqual(['shared/types.wit 1', 'wit/api.wit 2']);
});

it('a workspace that is opened through a link is shown as it was opened', async () => {
  const directory = directoryWith(FILES);
  const link = path.join(directoryWith({}), 'link');
  symlinkSync(directory, link);
  const editor = await Editor.at(pathToUri(link));
  editor.open('cart/wit/cart.wit', CART);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual([]);
  expect(await editor.references('cart/wit/cart.wit', CART, 'amount')).toEqual(PLACES);
  expect(await editor.symbols('amount')).toEqual(['money/wit/money.wit']);
  editor.change('cart/wit/cart.wit', CART.replace('total:', 'total'));
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['syntax/other-language']);
  const report = await editor.ask('workspace/diagnostic', { previousResultIds: [] });
  expect(report.items.map((it: { uri: string }) => editor.short(it.uri)).sort()).toEqual([
    'cart/wit/cart.wit',
    'money/wit/money.wit',
  ]);
});

it('folders of one window may overlap', async () => {
  const folder = pathToUri(directoryWith(FILES));
  const editor = await Editor.at(folder, nodeHost({ git: false }), [`${folder}/cart`, `${folder}/money/wit`]);
  editor.open('cart/wit/cart.wit', CART);
  expect(await editor.symbols('amount')).toEqual(['money/wit/money.wit']);
  expect(await editor.references('cart/wit/cart.wit', CART, 'amount')).toEqual(PLACES);
  const report = await editor.ask('workspace/diagnostic', { previousResultIds: [] });
  expect(report.items).toHaveLength(2);
});

/** A disk on which names differ in more than case, and every spelling of one leads to it. */
function foldingHost(files: Readonly<Record<string, string>>): Host {
  const memory = new MemoryHost(files, new StepClock());
  const names = new Map<string, string>();
  for (const uri of Object.keys(files))
    for (let at = uri; at.length > 'file://'.length; at = at.slice(0, at.lastIndexOf('/')))
      names.set(at.toLowerCase(), at);
  const real = (uri: string): string => names.get(uri.toLowerCase()) ?? uri;
  return {
    clock: memory.clock,
    readFile: (uri) => memory.readFile(real(uri)),
    readDirectory: (uri) => memory.readDirectory(real(uri)),
    stat: (uri) => memory.stat(real(uri)),
    realPath: (uri) => memory.realPath(real(uri)),
  };
}

it('case does not make another file where the disk folds it', async () => {
  const host = foldingHost({
    'file:///Work/money/wit/money.wit': MONEY,
    'file:///Work/cart/wit/Cart.wit': CART,
  });
  const editor = await Editor.at('file:///work', host);
  editor.open('cart/wit/cart.wit', CART);
  editor.open('Money/wit/Money.wit', MONEY);
  expect(await editor.codes('cart/wit/cart.wit')).toEqual(['package/resolved-from-workspace']);
  editor.change('Money/wit/Money.wit', MONEY.replace('amount', 'amounts'));
  expect(await editor.codes('cart/wit/cart.wit')).toContain('name/not-in-interface');
  editor.change('Money/wit/Money.wit', MONEY);
  expect(await editor.symbols('amount')).toEqual(['Money/wit/Money.wit']);
  expect(await editor.rename('cart/wit/cart.wit', CART, 'amount', 'sum')).toEqual([
    'Money/wit/Money.wit 1',
    'cart/wit/cart.wit 2',
  ]);
});

it('a file that is not on the disk yet lies in the directory that a link leads to', async () => {
  const directory = directoryWith({ 'real/wit/a.wit': 'package a:b;\n\ninterface a {\n  type t = u8;\n}\n' });
  mkdirSync(path.join(directory, 'w'));
  symlinkSync('../real/wit', path.join(directory, 'w/wit'));
  const editor = await Editor.at(pathToUri(directory));
  editor.open('w/wit/new.wit', 'package a:b;\n\ninterface b {\n  use a.{t};\n  f: func() -> t;\n}\n');
  expect(await editor.codes('w/wit/new.wit')).toEqual([]);
});
