// Commands for clients without views of their own: what they find is opened as a file, and what cannot be done is an error.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { TestRepository } from '../semver/repository.ts';
import { CLOCK } from '../support/clock.ts';
import { type Message, TestClient } from '../support/server.ts';

const TEXT = 'package shop:cart@1.0.0;\n\ninterface api {\n  f: func();\n  g: func();\n}\n';
const WORLDS =
  'package shop:app;\nworld needs { import shop:cart/api@1.0.0; }\nworld gives { export shop:cart/api@1.0.0; }\n';

interface Opened {
  readonly client: TestClient;
  readonly folder: string;
  run(command: string, ...args: unknown[]): Promise<Message>;
  /** The text of the file that the client was asked to show. */
  shown(): Promise<string>;
}

async function opened(workspaceEdit: object = {}): Promise<Opened> {
  const repository = TestRepository.create({ 'cart/a.wit': TEXT, 'app/b.wit': WORLDS });
  writeFileSync(path.join(repository.path, 'clock.wasm'), CLOCK);
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  client.answers.set('window/showDocument', () => ({ success: true }));
  client.answers.set('workspace/applyEdit', () => ({ applied: true }));
  await client.initialize({
    rootUri: folder,
    capabilities: { window: { showDocument: { support: true } }, workspace: { workspaceEdit } },
  });
  client.open(`${folder}/cart/a.wit`, TEXT.replace('  g: func();\n', ''));
  return {
    client,
    folder,
    run: (command, ...args) => client.request('workspace/executeCommand', { command, arguments: args }),
    shown: async () => {
      const { params } = await client.asked('window/showDocument');
      return readFileSync(fileURLToPath(params.uri), 'utf8');
    },
  };
}

it('a lens about contract changes opens a report', async () => {
  const { client, folder, run, shown } = await opened();
  const uri = `${folder}/cart/a.wit`;
  await client.request('wit/contractChanges', { textDocument: { uri } });
  const { result: lenses } = await client.request('textDocument/codeLens', { textDocument: { uri } });
  const [lens] = lenses.filter((it: { command?: object }) => it.command !== undefined);
  expect(lens.command.command).toBe('wit.showContractReport');
  expect((await run(lens.command.command, ...lens.command.arguments)).error).toBeUndefined();
  expect(await shown()).toContain('func-removed');
});

it('the base is chosen by name, or from a message', async () => {
  const { client, folder, run } = await opened();
  const uri = `${folder}/cart/a.wit`;
  client.answers.set('window/showMessageRequest', ({ actions }) => actions[0]);
  expect((await run('wit.chooseBase', uri)).error).toBeUndefined();
  const { params } = await client.asked('window/showMessageRequest');
  expect(params.actions.length).toBeGreaterThan(0);
  expect((await run('wit.chooseBase', uri, 'HEAD')).error).toBeUndefined();
  const { result } = await client.request('wit/contractChanges', { textDocument: { uri } });
  expect(result.packages[0].base.label).toContain('HEAD');
});

it('worlds are put together in a file', async () => {
  const { folder, run, shown } = await opened();
  const uri = `${folder}/app/b.wit`;
  expect((await run('wit.compose', uri, 'needs', uri, 'gives')).error).toBeUndefined();
  expect(await shown()).toContain('world');
});

it('a binary is extracted by an edit, or shown where edits create no files', async () => {
  const creating = await opened({ documentChanges: true, resourceOperations: ['create'] });
  expect((await creating.run('wit.extractPackage', `${creating.folder}/clock.wasm`)).error).toBeUndefined();
  const { params } = await creating.client.asked('workspace/applyEdit');
  const [create, edit] = params.edit.documentChanges;
  expect(create).toEqual({ kind: 'create', uri: `${creating.folder}/clock/clock.wit` });
  expect(edit.edits[0].newText).toContain('record instant');
  const showing = await opened();
  expect((await showing.run('wit.extractPackage', `${showing.folder}/clock.wasm`)).error).toBeUndefined();
  expect(await showing.shown()).toContain('record instant');
});

it.each([
  ['wit.nothing', [], 'wit.nothing'],
  ['wit.chooseBase', [], '`wit.chooseBase` needs the URI of a file'],
  ['wit.chooseBase', ['file:///a.wit'], 'there is nothing that this package could be compared with'],
  ['wit.compose', ['file:///a.wit', 'a'], '`wit.compose` needs two or more worlds'],
  [
    'wit.compose',
    ['file:///a.wit', 'a', 'file:///a.wit', 'b', 'file:///a.wit'],
    '`wit.compose` needs two or more worlds',
  ],
  ['wit.compose', ['file:///a.wit', 'a', 'file:///a.wit', 'b', 'file:///a.wit', 3], '`wit.compose` needs two or more'],
  ['wit.compose', ['file:///a.wit', 'a', 'file:///a.wit', 'b'], 'one of these worlds does not exist'],
  ['wit.extractPackage', [], '`wit.extractPackage` needs the URI of a `.wasm`'],
  ['wit.extractPackage', ['file:///nowhere.wasm'], 'there is no WIT in this file'],
])('%s with %j is an error: %s', async (command, args, message) => {
  const { run } = await opened();
  const { error } = await run(command, ...args);
  expect(error?.message).toContain(message);
});
