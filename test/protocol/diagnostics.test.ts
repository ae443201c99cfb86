// Findings as a client gets them: sent or asked for, at the right characters, for the right version.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const BROKEN = 'package a:b;\ninterface i {\n  type t = u8\n}\n';
const at = (line: number, character: number) => ({ line, character });
const range = (line: number, from: number, to = from) => ({ start: at(line, from), end: at(line, to) });

// biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
const brief = (items: any[]) => items.map((it) => [it.code, it.range.start.line, it.range.start.character]);

async function started(capabilities: object = {}, more: object = {}): Promise<TestClient> {
  const client = TestClient.spawned();
  await client.initialize({ capabilities, ...more });
  return client;
}

describe('sent', () => {
  it('for a file that is opened, edited, closed', async () => {
    const client = await started();
    const uri = 'file:///nowhere/a.wit';
    client.open(uri, BROKEN);
    expect(brief(await client.diagnostics(uri, 1))).toEqual([['syntax/missing-semicolon', 2, 13]]);
    client.change(uri, 2, { range: range(2, 13), text: ';' });
    expect(await client.diagnostics(uri, 2)).toEqual([]);
    client.change(uri, 3, { text: BROKEN });
    expect(brief(await client.diagnostics(uri, 3))).toEqual([['syntax/missing-semicolon', 2, 13]]);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    const last = await client.notified('textDocument/publishDiagnostics', (it) => it.version === undefined);
    expect(last.params).toEqual({ uri, diagnostics: [] });
  });

  it('at once after a single change, once after a burst', async () => {
    const client = await started();
    const uri = 'file:///nowhere/a.wit';
    client.open(uri, BROKEN);
    await client.diagnostics(uri, 1);
    const waits: number[] = [];
    for (let version = 2; version < 22; version++) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const start = performance.now();
      client.change(uri, version, { range: range(1, 10), text: 'x' });
      await client.diagnostics(uri, version);
      waits.push(performance.now() - start);
    }
    // The fastest, since a busy machine adds to any of them; a fixed wait would be in all.
    expect(Math.min(...waits)).toBeLessThan(25);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const before = client.notifications.length;
    for (let version = 22; version < 122; version++) client.change(uri, version, { range: range(1, 10), text: 'x' });
    await client.diagnostics(uri, 121);
    expect(client.notifications.length - before).toBeLessThan(10);
  });

  it('applies changes one after another, whatever the line ends', async () => {
    for (const eol of ['\n', '\r\n']) {
      const client = await started();
      const uri = 'file:///nowhere/a.wit';
      client.open(uri, ['package a:b;', 'interface i {', '}', ''].join(eol));
      client.change(
        uri,
        2,
        { range: range(2, 0), text: `  type t = u8${eol}` },
        { range: range(0, 0), text: `// new first line${eol}` },
        { range: range(3, 7, 8), text: 'renamed' },
        { range: { start: at(3, 999), end: at(3, 999) }, text: '' },
      );
      expect(brief(await client.diagnostics(uri, 2))).toEqual([['syntax/missing-semicolon', 3, 19]]);
    }
  });

  it('counts in the units that were agreed on', async () => {
    // 𝔘 is two units in UTF-16, four in UTF-8, one in UTF-32; é one, two, one.
    for (const encoding of ['utf-16', 'utf-8', 'utf-32'] as const) {
      const client = await started({ general: { positionEncodings: [encoding] } });
      const uri = 'file:///nowhere/a.wit';
      client.open(uri, 'package a:b;\n/* é */ interface i { type t = u8; }\n');
      // Puts 𝔘 before `é`, then takes out the `;`.
      client.change(uri, 2, { range: range(1, 3), text: '𝔘' });
      const comment = { 'utf-16': 2 + 1 + 2 + 1 + 3, 'utf-8': 3 + 4 + 2 + 3, 'utf-32': 3 + 1 + 1 + 3 }[encoding];
      const semicolon = comment + ' interface i { type t = u8'.length;
      client.change(uri, 3, { range: range(1, semicolon, semicolon + 1), text: '' });
      const found = await client.diagnostics(uri, 3);
      expect([encoding, brief(found)]).toEqual([encoding, [['syntax/missing-semicolon', 1, semicolon]]]);
    }
  });

  it('reports in the spelling of URIs that the client uses', async () => {
    const client = await started();
    const uri = 'file:///no where/a+b.wit';
    client.open(uri, BROKEN);
    expect(await client.diagnostics(uri, 1)).toHaveLength(1);
  });

  it('skips versions that were overtaken', async () => {
    const client = await started();
    const uri = 'file:///nowhere/a.wit';
    client.open(uri, BROKEN);
    for (let version = 2; version <= 30; version++) client.change(uri, version, { range: range(0, 0), text: ' ' });
    await client.diagnostics(uri, 30);
    expect(client.notifications.filter((it) => it.params.uri === uri).length).toBeLessThan(10);
  });

  it('knows the neighbours on the disk, and hears when they change', async () => {
    const directory = directoryWith({
      'a.wit': 'package a:b;\ninterface i { use j.{t}; f: func() -> t; }\n',
      'b.wit': 'interface j { type t = u8; }\n',
    });
    const client = await started({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
    const registered = await client.asked('client/registerCapability');
    expect(registered.params.registrations[0].method).toBe('workspace/didChangeWatchedFiles');
    const uri = pathToUri(path.join(directory, 'a.wit'));
    client.open(uri, 'package a:b;\ninterface i { use j.{t}; f: func() -> t; }\n');
    expect(await client.diagnostics(uri, 1)).toEqual([]);
    const neighbour = path.join(directory, 'b.wit');
    writeFileSync(neighbour, 'interface other {}\n');
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToUri(neighbour), type: 2 }] });
    const { params } = await client.notified(
      'textDocument/publishDiagnostics',
      (it) => it.uri === uri && it.diagnostics.length > 0,
    );
    expect(params.diagnostics[0].code).toBe('name/unknown-interface');
  });

  it('brings links and other places only to clients that show them', async () => {
    const uri = 'file:///nowhere/a.wit';
    const text = 'package a:b;\ninterface i {}\ninterface i {}\n';
    const plain = await started();
    plain.open(uri, text);
    const [simple] = await plain.diagnostics(uri, 1);
    expect(simple).not.toHaveProperty('codeDescription');
    expect(simple).not.toHaveProperty('relatedInformation');
    const capabilities = {
      textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } },
    };
    for (const baseUrl of ['', 'https://docs.invalid/wit', 'nonsense']) {
      const unset = await started(capabilities, { initializationOptions: { docs: { baseUrl } } });
      unset.open(uri, text);
      expect((await unset.diagnostics(uri, 1))[0]).not.toHaveProperty('codeDescription');
    }
    const initializationOptions = { docs: { baseUrl: 'https://docs.test/wit/' } };
    const rich = await started(capabilities, { initializationOptions });
    rich.open(uri, text);
    const [full] = await rich.diagnostics(uri, 1);
    expect(full.codeDescription.href).toBe(`https://docs.test/wit/diagnostics/${full.code}.md`);
    expect(full.relatedInformation[0].location).toEqual({ uri, range: range(1, 10, 11) });
  });
});

describe('asked for', () => {
  const PULL = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

  it('answers for one file, and says when nothing has changed', async () => {
    const client = await started(PULL);
    const uri = 'file:///nowhere/a.wit';
    client.open(uri, BROKEN);
    const first = (await client.request('textDocument/diagnostic', { textDocument: { uri } })).result;
    expect(first.kind).toBe('full');
    expect(brief(first.items)).toEqual([['syntax/missing-semicolon', 2, 13]]);
    const again = await client.request('textDocument/diagnostic', {
      textDocument: { uri },
      previousResultId: first.resultId,
    });
    expect(again.result).toEqual({ kind: 'unchanged', resultId: first.resultId });
    client.change(uri, 2, { range: range(0, 0), text: '\n' });
    const moved = await client.request('textDocument/diagnostic', {
      textDocument: { uri },
      previousResultId: first.resultId,
    });
    expect(brief(moved.result.items)).toEqual([['syntax/missing-semicolon', 3, 13]]);
    expect(client.notifications.filter((it) => it.method === 'textDocument/publishDiagnostics')).toEqual([]);
  });

  it('answers for the workspace: own files, and of vendored ones the errors', async () => {
    const directory = directoryWith({
      'p/wit/a.wit': BROKEN,
      'p/wit/deps/io/io.wit': 'package a:io;\ninterface i { type t = u8 }\n',
      'p/wit/deps/ok.wit': 'package a:ok;\n',
      'q/good.wit': 'package q:q;\n',
    });
    const client = await started(PULL, { workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }] });
    const ask = async (previousResultIds: unknown[]) =>
      (await client.request('workspace/diagnostic', { previousResultIds })).result.items;
    // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
    const full: any[] = await ask([]);
    const codes = full.map((it) => [it.uri.slice(pathToUri(directory).length), it.kind, brief(it.items)]);
    expect(codes).toEqual([
      ['/p/wit/a.wit', 'full', [['syntax/missing-semicolon', 2, 13]]],
      ['/p/wit/deps/io/io.wit', 'full', [['syntax/missing-semicolon', 1, 25]]],
      ['/p/wit/deps/ok.wit', 'full', []],
      ['/q/good.wit', 'full', []],
    ]);
    const again = await ask(full.map(({ uri, resultId }) => ({ uri, value: resultId })));
    expect(again.map((it: { kind: string }) => it.kind)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
  });

  it('asks the client to ask again when the disk changes', async () => {
    const client = await started(PULL);
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///nowhere/b.wit', type: 1 }] });
    await client.asked('workspace/diagnostic/refresh');
  });
});

describe('settings', () => {
  const uri = 'file:///nowhere/a.wit';
  const OFF = { diagnostics: { levels: { 'syntax/missing-semicolon': 'off' } } };

  it('come from the client when it has them, and may change', async () => {
    const client = TestClient.spawned();
    let levels: unknown = OFF;
    client.answers.set('workspace/configuration', ({ items }) => items.map(() => levels));
    await client.initialize({
      capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
    });
    client.open(uri, BROKEN);
    expect(await client.diagnostics(uri, 1)).toEqual([]);
    await client.asked(
      'client/registerCapability',
      (it) => it.registrations[0].method === 'workspace/didChangeConfiguration',
    );
    levels = { diagnostics: { levels: { 'syntax/missing-semicolon': 'hint' } } };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    const { params } = await client.notified(
      'textDocument/publishDiagnostics',
      (it) => it.uri === uri && it.diagnostics.length > 0,
    );
    expect(params.diagnostics[0].severity).toBe(4);
  });

  it('come with initialize, or unasked, from clients that cannot be asked', async () => {
    const client = await started({}, { initializationOptions: OFF });
    client.open(uri, BROKEN);
    expect(await client.diagnostics(uri, 1)).toEqual([]);
    client.notify('workspace/didChangeConfiguration', {
      settings: { wit: { diagnostics: { levels: { 'syntax/missing-semicolon': 'warning' } } } },
    });
    const { params } = await client.notified(
      'textDocument/publishDiagnostics',
      (it) => it.uri === uri && it.diagnostics.length > 0,
    );
    expect(params.diagnostics[0].severity).toBe(2);
  });

  it('survive nonsense', async () => {
    const client = await started(
      {},
      { initializationOptions: { features: 7, diagnostics: [], format: { width: 'wide' }, resolve: 1 } },
    );
    client.open(uri, BROKEN);
    expect(await client.diagnostics(uri, 1)).toHaveLength(1);
  });
});

it('offers repairs', async () => {
  const client = await started({
    textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  });
  const uri = 'file:///nowhere/a.wit';
  client.open(uri, BROKEN.replace('}', '  type s = u8\n}'));
  const ask = async (context: object) =>
    (await client.request('textDocument/codeAction', { textDocument: { uri }, range: range(2, 13), context })).result;
  const [fix] = await ask({ diagnostics: [] });
  expect(fix).toMatchObject({ title: 'Insert `;`', kind: 'quickfix', isPreferred: true });
  expect(fix.edit.changes[uri]).toEqual([{ range: range(2, 13), newText: ';' }]);
  const [all] = await ask({ diagnostics: [], only: ['source.fixAll'] });
  expect(all.edit.changes[uri]).toHaveLength(2);
  expect(await ask({ diagnostics: [], only: ['refactor'] })).toEqual([]);
});

it('offers to fetch what is missing, with the command that the client has for it', async () => {
  const client = TestClient.spawned();
  await client.initialize({
    capabilities: { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } },
    initializationOptions: { commands: ['wit.fetchDependencies'] },
  });
  const uri = 'file:///nowhere/wit/a.wit';
  client.open(uri, 'package a:b;\ninterface i { use x:y/z@1.0.0.{t}; f: func() -> t; }\n');
  const offered = async (character: number) => {
    const at = { line: 1, character };
    const { result } = await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    return result.filter((it: { command?: { command: string } }) => it.command?.command === 'wit.fetchDependencies');
  };
  // At the package's name, the interface's, and the end of the version, where somebody has just typed.
  for (const character of [19, 22, 29]) {
    const [fetch] = await offered(character);
    expect(fetch.command).toEqual({
      title: 'Fetch dependencies with `wkg`',
      command: 'wit.fetchDependencies',
      arguments: ['file:///nowhere/wit'],
    });
    expect(fetch.diagnostics[0].code).toBe('package/not-found');
  }
  expect(await offered(32)).toEqual([]);
});
