// Commands and the server: each waits for one that comes up, and says so where none does.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTRACT_REQUESTS } from '../../server/src/lsp/contract-protocol.ts';
import { DOCUMENTATION_LINK, DOCUMENTATION_PAGE } from '../../server/src/lsp/documentation-protocol.ts';
import { PUBLISHED_COMMANDS } from '../../server/src/lsp/published-protocol.ts';
import { DEPENDENCY_STATUS, EXTRACT_BINARY } from '../../server/src/lsp/requests.ts';
import { WORLD_REQUESTS } from '../../server/src/lsp/world-protocol.ts';
import { extension, settled } from '../support/extension.ts';
import { type FakeClient, State } from '../support/languageclient.ts';
import { document, editor, fake, resetVscode, restoredPanel, Uri } from '../support/vscode.ts';
import { change } from './contract-changes.ts';

const FILE = 'file:///w/shop.wit';
const WASM = Uri.parse('file:///w/a.wasm');
const EXECUTE = 'workspace/executeCommand';

/** The commands that ask the server, with what they are called with. */
const ASKING: Readonly<Record<string, readonly unknown[]>> = {
  'wit.previewWorld': [],
  'wit.previewComposition': ['file:///w/whole.wac'],
  'wit.openDocumentation': [],
  'wit.copyDocumentationLink': [],
  'wit.checkDependencies': [],
  [PUBLISHED_COMMANDS.check]: [],
  [PUBLISHED_COMMANDS.fetch]: [FILE, 'a:b@1.0.0'],
  [PUBLISHED_COMMANDS.update]: [FILE, 'a:b', '1.0.0', '1.0.1'],
  'wit.openBinary': [WASM],
  'wit.extractBinary': [WASM, Uri.parse('file:///w/out')],
  'wit.showContractChanges': [],
  'wit.chooseContractBase': [],
  'wit.copyContractChanges': [],
  'wit.openContractChange': [change('major', 'api.f')],
};

/** The rest of the palette, each with why it needs no server. */
const OWN: Readonly<Record<string, string>> = {
  'wit.newPackage': 'writes files',
  'wit.restartServer': 'is what helps',
  'wit.showOutput': 'is what helps',
  'wit.showReferences': 'was given what it shows',
  'wit.explain': 'its pages are shipped',
  'wit.fetchDependencies': 'types into a terminal',
  'wit.status': 'reports a server that is away, too',
  'wit.runTool': 'runs a task',
};

const RESPONSES = {
  [WORLD_REQUESTS.preview]: () => ({ uri: FILE, world: { path: 'a:b/shop' } }),
  [DOCUMENTATION_PAGE]: () => ({ address: 'a/b.html', page: {} }),
  [DOCUMENTATION_LINK]: () => ({ link: 'https://site.example/a' }),
  [DEPENDENCY_STATUS]: () => ({ packages: [] }),
  [EXTRACT_BINARY]: () => ({ files: [{ path: 'a.wit', text: 'package a:b;' }] }),
  [EXECUTE]: () => null,
  [CONTRACT_REQUESTS.changes]: () => ({ packages: [], uncompared: [] }),
  [CONTRACT_REQUESTS.report]: () => '# Report',
  [CONTRACT_REQUESTS.bases]: () => [],
};

const errors = () => fake.shown.filter((it) => it.kind === 'error').map((it) => [it.text, ...it.items]);
const HELP = ['Show Output', 'Restart Server'];

/** A window with an open file and servers that start as `prepare` says. */
function opened(prepare: (client: FakeClient) => void = () => {}) {
  fake.active = editor(document(FILE), 1, 2);
  return extension({ responses: RESPONSES, prepare });
}

/** Everything that can be seen of what a command did, without messages. */
function effects(clients: readonly FakeClient[]): unknown {
  const asked = clients.flatMap((it) => it.asked).map((it) => JSON.stringify(it));
  // The views ask for all changes by themselves, after a while.
  const noise = JSON.stringify([CONTRACT_REQUESTS.changes, {}]);
  return {
    asked: [...new Set(asked)].filter((it) => it !== noise),
    diffs: fake.executed.filter(([name]) => name === 'vscode.diff').map((it) => it.map(String)),
    clipboard: fake.clipboard,
    opened: fake.opened,
    panels: fake.panels.map((it) => it.title),
    files: [...fake.files.keys()],
    told: fake.shown.filter((it) => it.kind === 'information' || it.kind === 'pick').map((it) => it.text),
  };
}

const NOTHING = { asked: [], diffs: [], clipboard: '', opened: [], panels: [], files: [], told: [] };

beforeEach(resetVscode);

it('every command of the palette is one that asks the server, or one that needs none', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const names = contributes.commands.map((it: { command: string }) => it.command);
  const others = [PUBLISHED_COMMANDS.fetch, PUBLISHED_COMMANDS.update];
  expect([...names, ...others].sort()).toEqual([...Object.keys(ASKING), ...Object.keys(OWN)].sort());
});

describe.each(Object.entries(ASKING))('%s', (command, values) => {
  it('does before the server is up what it does afterwards', async () => {
    const up = await opened();
    await up.run(command, ...values);
    const wanted = effects(up.clients);
    expect(wanted).not.toEqual(NOTHING);

    resetVscode();
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const early = await opened((it) => {
      it.gate = gate;
    });
    const running = early.run(command, ...values);
    await settled();
    expect(effects(early.clients)).toEqual(NOTHING);
    expect(fake.shown.map((it) => [it.kind, it.text])).toEqual([['status', 'Waiting for the WIT language server…']]);
    open();
    await running;
    expect(effects(early.clients)).toEqual(wanted);
    expect(errors()).toEqual([]);
  });

  it('says that the server is not running, and does nothing else', async () => {
    const { run, clients } = await opened((it) => {
      it.fault = new Error('no');
    });
    fake.shown.length = 0;
    await run(command, ...values);
    expect(errors()).toEqual([['The WIT language server is not running.', ...HELP]]);
    expect(effects(clients)).toEqual(NOTHING);
  });
});

it('a server that is restarted is waited for, also while the old one still goes', async () => {
  const started = await opened();
  const [first] = started.clients;
  const restarted = started.run('wit.restartServer');
  const checked = started.run(PUBLISHED_COMMANDS.check);
  await Promise.all([restarted, checked]);
  expect(started.clients).toHaveLength(2);
  expect(first?.asked.filter(([method]) => method === EXECUTE)).toEqual([]);
  expect(started.client.asked).toContainEqual([EXECUTE, { command: PUBLISHED_COMMANDS.check, arguments: [] }]);
  expect(errors()).toEqual([]);
});

it('one that ended and is started again is waited for', async () => {
  const { run, client } = await opened();
  client.become(State.Stopped);
  const checked = run(PUBLISHED_COMMANDS.check);
  await settled();
  expect(client.asked.filter(([method]) => method === EXECUTE)).toEqual([]);
  client.become(State.Starting);
  client.become(State.Running);
  await checked;
  expect(client.asked).toContainEqual([EXECUTE, { command: PUBLISHED_COMMANDS.check, arguments: [] }]);
});

it('one that neither comes up nor fails is waited for 15 seconds', async () => {
  const { run, client } = await opened((it) => {
    it.gate = new Promise(() => {});
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const checked = run(PUBLISHED_COMMANDS.check);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(errors()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await checked;
  } finally {
    vi.useRealTimers();
  }
  expect(errors()).toEqual([['The WIT language server has not come up yet.', ...HELP]]);
  expect(client.asked).toEqual([]);
  // Deactivation waits for a server that starts.
  client.become(State.StartFailed);
});

it('the button starts a server, and the command works then', async () => {
  let starts = 0;
  const { run, clients } = await opened((it) => {
    if (starts++ === 0) it.fault = new Error('once');
  });
  fake.answers.set('error', ({ items }) => items[1]);
  await run(PUBLISHED_COMMANDS.check);
  expect(clients).toHaveLength(2);
  await run(PUBLISHED_COMMANDS.check);
  expect(clients[1]?.asked).toContainEqual([EXECUTE, { command: PUBLISHED_COMMANDS.check, arguments: [] }]);
});

it('a base that a key binding names is kept without a server', async () => {
  const { run, workspaceState } = await opened((it) => {
    it.fault = new Error('no');
  });
  fake.shown.length = 0;
  await run('wit.chooseContractBase', 'v2');
  expect(workspaceState.get('wit.contractBase')).toBe('v2');
  expect(errors()).toEqual([]);
});

it('changes that the server did not report are not copied as if there were none', async () => {
  fake.clipboard = 'mine';
  const { run, client } = await opened();
  client.responses.delete(CONTRACT_REQUESTS.report);
  fake.clipboard = 'mine';
  await run('wit.copyContractChanges');
  expect(fake.clipboard).toBe('mine');
  expect(errors()).toEqual([['The server did not report contract changes.']]);
});

it('an editor for bytes without a server stays, and says why it is empty', async () => {
  await opened((it) => {
    it.fault = new Error('no');
  });
  const provider = fake.providers.get('wit.binary');
  const panel = restoredPanel('bytes');
  let isGone = false;
  panel.onDidDispose(() => {
    isGone = true;
  });
  await provider?.resolveCustomEditor?.({ uri: WASM } as never, panel as never);
  expect(isGone).toBe(false);
  expect((panel.webview as { html: string }).html).toBe('The WIT language server is not running.');
  expect(fake.opened).toEqual([]);
});
