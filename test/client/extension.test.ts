// The life of a server in a window: started, restarted, crashed, given up; what the status says, what is reported.

import { expect, it, vi } from 'vitest';
import { FAULT, SETTINGS } from '../../server/src/lsp/requests.ts';
import { extension, Memento, settled } from '../support/extension.ts';
import { CloseAction, State } from '../support/languageclient.ts';
import { fake, Uri } from '../support/vscode.ts';

interface Crashes {
  closed(): { readonly action: number; readonly handled: boolean };
  error(): { readonly action: number };
}

const statusOf = () => fake.items.find((it) => it.id === 'wit.server') ?? {};
const errors = () => fake.shown.filter((it) => it.kind === 'error');

it('starts the server, tells it what the window can do, and says its version', async () => {
  const { client, options } = await extension({ entry: { told: { files: true } } });
  expect(client.state).toBe(State.Running);
  expect(options.documentSelector).toEqual([
    { language: 'wit' },
    { language: 'wac' },
    { pattern: '**/{wkg,deps}.{toml,lock}' },
    { pattern: '**/wit-language-server.json' },
  ]);
  const initial = (options.initializationOptions as () => object)();
  expect(initial).toEqual({
    trusted: true,
    showReferences: 'wit.showReferences',
    commands: expect.arrayContaining(['wit.showContractChanges', 'wit.previewWorld', 'editor.action.triggerSuggest']),
    contractChanges: true,
    faults: true,
    grammar: true,
    files: true,
  });
  fake.trusted = false;
  expect((options.initializationOptions as () => object)()).toMatchObject({ trusted: false });
  expect(statusOf()).toMatchObject({
    text: 'WIT',
    detail: '9.9.9',
    busy: false,
    severity: 0,
    name: 'WIT language server',
  });
  expect(statusOf().command).toEqual({ command: 'wit.showOutput', title: 'Show Output' });
});

it('a server without a version is ready; one that starts is busy', async () => {
  const { client } = await extension({
    prepare: (it) => {
      it.initializeResult = {};
    },
  });
  expect(statusOf()).toMatchObject({ detail: 'ready', busy: false });
  client.become(State.Starting);
  expect(statusOf()).toMatchObject({ detail: 'starting', busy: true });
  client.become(State.Stopped);
  expect(statusOf()).toMatchObject({ detail: 'the server has stopped', busy: false, severity: 2 });
  expect(statusOf().command).toEqual({ command: 'wit.restartServer', title: 'Restart Server' });
});

it('restarts: the old server goes, a new one comes, also when trust is granted', async () => {
  const started = await extension();
  const [first] = started.clients;
  await started.run('wit.restartServer');
  expect(started.clients).toHaveLength(2);
  expect(first?.disposed).toBe(true);
  expect(started.client.disposed).toBe(false);
  fake.onTrust.fire();
  await settled();
  expect(started.clients).toHaveLength(3);
  expect(started.clients[1]?.disposed).toBe(true);
});

it('says once that it did not start, and offers help that does something', async () => {
  fake.answers.set('error', ({ items }) => items[0]);
  await extension({
    prepare: (it) => {
      it.fault = new Error('no Wasm');
    },
  });
  expect(errors().map((it) => [it.text, ...it.items])).toEqual([
    ['The WIT language server did not start.', 'Show Output', 'Restart Server'],
  ]);
  expect(fake.channels.get('WIT Language Server')).toEqual(['the server did not start: Error: no Wasm', '(shown)']);
  expect(statusOf()).toMatchObject({ severity: 2 });
});

it('is started again from the message', async () => {
  let starts = 0;
  fake.answers.set('error', ({ items }) => items[1]);
  const { clients } = await extension({
    prepare: (it) => {
      if (starts++ === 0) it.fault = new Error('once');
    },
  });
  expect(clients.map((it) => it.state === State.Running)).toEqual([false, true]);
});

it('starts again after a crash, a few times within minutes, and gives up then', async () => {
  const { options } = await extension();
  const handler = options.errorHandler as Crashes;
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const ends = [1, 2, 3, 4].map(() => handler.closed().action);
    expect(ends).toEqual([CloseAction.Restart, CloseAction.Restart, CloseAction.Restart, CloseAction.Restart]);
    // The first four are forgotten after three minutes.
    vi.advanceTimersByTime(180_001);
    for (let at = 0; at < 4; at++) expect(handler.closed().action).toBe(CloseAction.Restart);
    vi.advanceTimersByTime(179_000);
    expect(handler.closed()).toEqual({ action: CloseAction.DoNotRestart, handled: true });
  } finally {
    vi.useRealTimers();
  }
  await settled();
  expect(errors().map((it) => it.text)).toEqual([
    'A fault of the WIT language server: the server ended unexpectedly. It was started again.',
    'The WIT language server keeps stopping.',
  ]);
  expect(handler.error()).toEqual({ action: 1, handled: true });
});

it('one that never came up, or was told to go, is not started again', async () => {
  const never = await extension({
    prepare: (it) => {
      it.fault = new Error('no');
    },
  });
  expect((never.options.errorHandler as Crashes).closed().action).toBe(CloseAction.DoNotRestart);
  const told = await extension();
  const handler = told.options.errorHandler as Crashes;
  await told.run('wit.restartServer');
  expect(handler.closed().action).toBe(CloseAction.DoNotRestart);
});

it('tells the first fault of the server, and reports them all', async () => {
  fake.answers.set('error', ({ items }) => items[0]);
  const { client, run } = await extension();
  const stack = ['Error: x', ...Array.from({ length: 9 }, (_, at) => `    at f${at} (a.js)`)].join('\n');
  for (let at = 1; at <= 7; at++) client.notify(FAULT, { message: `fault\n${at}`, stack });
  await settled();
  expect(errors().map((it) => it.text)).toEqual([
    'A fault of the WIT language server: fault\n1. Everything else goes on.',
  ]);
  expect(fake.executed.map(([name]) => name)).toContain('wit.status');
  const lines = String(await run('wit.status')).split('\n');
  const at = lines.indexOf('- faults:');
  expect(lines.slice(at + 1, at + 8)).toEqual([
    '  - fault 1',
    ...[0, 1, 2, 3, 4, 5].map((it) => `    at f${it} (a.js)`),
  ]);
  expect(lines.filter((it) => it.startsWith('  - fault'))).toHaveLength(5);
  expect(lines.at(-1)).toBe('  - and 2 more');
});

it('reports what a bug report needs, and copies it', async () => {
  fake.folders.push({ uri: Uri.file('/w'), name: 'w' });
  fake.settings.set('wit.semver.base', { workspaceValue: 'v1' });
  fake.answers.set('information', ({ items }) => items[0]);
  const packages = [
    { name: 'a:b', changes: [], base: { label: 'main', commit: '0123456789abcdef', note: null } },
    { name: 'c:d', changes: [], base: { label: '1.0.0', commit: null, note: null } },
  ];
  const { run, workspaceState } = await extension({
    responses: {
      'wit/contractChanges': () => ({ packages, uncompared: [{ reason: 'off', message: 'it is off', roots: [] }] }),
      [SETTINGS]: (params) => ({
        files: [JSON.stringify(params)],
        settings: [{ key: 'wit.a', value: ['x'], from: 'default' }],
      }),
    },
  });
  await workspaceState.update('wit.contractBase', 'HEAD~2');
  const lines = String(await run('wit.status')).split('\n');
  expect(fake.clipboard.split('\n')).toEqual(lines);
  expect(lines.slice(0, 3)).toEqual(['- extension: 1.2.3', '- server: 9.9.9', '- VS Code: 1.100.0']);
  expect(lines[3]).toMatch(/^- runtime: Node \d+\.\d+\.\d+, \w+ \w+$/);
  expect(lines.slice(4, 7)).toEqual([
    '- folders: file:///w',
    '- trust: trusted',
    '- base: v1, chosen: HEAD~2; a:b against main @ 0123456789; c:d against 1.0.0 @ no commit; it is off',
  ]);
  expect(lines.slice(7, 10)).toEqual([
    '- project files: {"textDocument":{"uri":"file:///w"}}',
    '- settings:',
    '  - wit.a: ["x"] (default)',
  ]);
  expect(lines[10]).toMatch(/^- timings: server up in \d+ ms, contract changes in \d+ ms$/);
  expect(lines.at(-1)).toBe('- faults: none');
  expect(fake.shown.at(-1)).toMatchObject({ text: 'The status of WIT was copied.', items: ['Show Output'] });
  expect(fake.channels.get('WIT Language Server')?.at(-1)).toBe('(shown)');
});

it('reports a server that is away, in an untrusted window without folders', async () => {
  fake.trusted = false;
  const { client, run } = await extension();
  client.become(State.Stopped);
  client.initializeResult = undefined;
  const text = String(await run('wit.status'));
  expect(text).toContain('- server: not running\n');
  expect(text).toContain('- folders: none\n');
  expect(text).toContain('- trust: not trusted: no git, no programs\n');
  expect(text).not.toContain('- settings:');
});

it('writes a trace where the setting wants one, into a channel that is made then', async () => {
  const { options } = await extension();
  const trace = options.traceOutputChannel as Record<string, (...it: unknown[]) => unknown> & {
    readonly logLevel: number;
    onDidChangeLogLevel(listener: (it: number) => void): void;
  };
  const levels: number[] = [];
  trace.onDidChangeLogLevel((it) => levels.push(it));
  expect(trace.logLevel).toBe(0);
  expect(fake.channels.has('WIT Language Server Trace')).toBe(false);
  fake.settings.set('wit.trace.server', { globalValue: 'verbose' });
  fake.onSettings.fire({ affectsConfiguration: (key) => key === 'wit.trace.server' });
  fake.onSettings.fire({ affectsConfiguration: () => false });
  expect(levels).toEqual([1]);
  trace.appendLine?.('one');
  trace.trace?.('two');
  trace.append?.('three');
  expect(fake.channels.get('WIT Language Server Trace')).toEqual(['one', 'two', 'three']);
  trace.clear?.();
  trace.replace?.('four');
  trace.show?.();
  trace.hide?.();
  expect(fake.channels.get('WIT Language Server Trace')).toEqual(['four', '(shown)', '(hidden)']);
});

it('tells of the other extension once, and leads to it', async () => {
  const official = 'bytecodealliance.wit-idl';
  const globalState = new Memento();
  fake.extensions.add(official);
  fake.answers.set('information', ({ items }) => items[0]);
  await extension({ globalState });
  expect(fake.shown.filter((it) => it.text.includes('WIT IDL'))).toHaveLength(1);
  expect(fake.executed).toContainEqual(['extension.open', official]);
  await extension({ globalState });
  expect(fake.shown.filter((it) => it.text.includes('WIT IDL'))).toHaveLength(1);
});

it('says nothing of another extension that is not there', async () => {
  await extension();
  expect(fake.shown).toEqual([]);
});

it('shows references, said in the words of the protocol', async () => {
  const { run } = await extension();
  const range = { start: { line: 1, character: 2 }, end: { line: 3, character: 4 } };
  await run('wit.showReferences', 'file:///a.wit', { line: 5, character: 6 }, [{ uri: 'file:///b.wit', range }]);
  const [, uri, at, places] = fake.executed.find(([name]) => name === 'editor.action.showReferences') ?? [];
  expect(String(uri)).toBe('file:///a.wit');
  expect(at).toMatchObject({ line: 5, character: 6 });
  expect(places).toMatchObject([{ uri: { path: '/b.wit' }, range }]);
});

it('answers which settings are set, and by whom', async () => {
  fake.settings.set('wit.semver.base', { globalValue: 'main', workspaceValue: 'v1', workspaceFolderValue: 'v2' });
  fake.settings.set('wit.docs.site', { globalValue: 'https://a.example' });
  fake.settings.set('wit.tools', { workspaceValue: { wkg: '/a', jco: '/b' }, workspaceFolderValue: { wkg: '/c' } });
  fake.settings.set('other.setting', { globalValue: 1 });
  const { options } = await extension();
  const { configuration } = (options.middleware as { workspace: { configuration(it: object): unknown[] } }).workspace;
  const [ours, theirs] = configuration({ items: [{ section: 'wit', scopeUri: 'file:///w' }, { section: 'other' }] });
  expect(ours).toEqual({
    semver: { base: 'v2' },
    tools: { wkg: '/c', jco: '/b' },
    user: { semver: { base: 'main' }, docs: { site: 'https://a.example' } },
  });
  expect((theirs as { get(key: string): unknown }).get('setting')).toBe(1);
});
