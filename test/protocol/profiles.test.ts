// Clients of every kind against every request and every command that the server has: none ends the server, is left without
// findings, or gets an edit that it cannot do, after which it would have another text than the server, or that it did not
// announce.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { clientOf } from '../../server/src/lsp/client.ts';
import { COMMAND_NAMES } from '../../server/src/lsp/handlers/commands.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { TestRepository } from '../semver/repository.ts';
import { CLOCK } from '../support/clock.ts';
import { Conversation } from '../support/conversation.ts';
import { editsOf, type FileEdits, fromTheEnd, type Offered } from '../support/edits-of.ts';
import { COMMANDS, NEED_A_REGISTRY, OWN_REQUESTS } from '../support/everything.ts';
import { isProtocol, typeErrors } from '../support/metamodel.ts';
import { askAll, promised } from '../support/requests.ts';
import { type Message, TestClient } from '../support/server.ts';

const SHOP = `package acme:shop@1.0.0;
/* \u{1F980} caf\u00e9 */ interface i { type t = u8; f: func(x: t) -> strin; }
interface j {
  use i.{t};
  /* \u{1F980} */ g: func(x: t);
  use acme:clock/time@1.0.0.{instant};
  use acme:money/amounts@1.0.0.{amount};
  h: func(at: instant, price: amount);
}
world app { import i; }
world more { include app; export j; }
`;
const OTHER =
  'package acme:shop@1.0.0;\r\ninterface k {\r\n  use i.{t as u};\r\n  /* \u{1F980} */ h: func(x: u)\r\n}\r\n';
const WAC = `package acme:whole;
/* \u{1F980} */ let s = new acme:shop { ... };
export s...;
`;
const CART = 'package acme:cart@1.0.0;\ninterface carts { add: func(what: string); }\n';
const FILES = { 'wit/shop.wit': SHOP, 'wit/other.wit': OTHER, 'whole.wac': WAC, 'cart/cart.wit': CART };
/** As committed: a function more. */
const COMMITTED = { ...FILES, 'cart/cart.wit': CART.replace(' }', ' gone: func(); }') };

interface Profile {
  readonly capabilities: object;
  /** What it answers to requests of the server. */
  readonly answers?: 'errors' | 'late' | 'nothing';
  readonly options?: unknown;
}

const REFRESHES = {
  diagnostics: { refreshSupport: true },
  inlayHint: { refreshSupport: true },
  codeLens: { refreshSupport: true },
  semanticTokens: { refreshSupport: true },
};
const ASKING = {
  configuration: true,
  didChangeConfiguration: { dynamicRegistration: true },
  didChangeWatchedFiles: { dynamicRegistration: true },
};
const ACTIONS = { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } };
const EVERYTHING = {
  general: { positionEncodings: ['utf-32'] },
  workspace: {
    ...REFRESHES,
    ...ASKING,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    fileOperations: { willRename: true },
  },
  textDocument: {
    ...ACTIONS,
    diagnostic: { relatedDocumentSupport: true },
    rename: { prepareSupport: true },
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};
const NO_VERSIONS = { textDocument: ACTIONS };

const PROFILES: Readonly<Record<string, Profile>> = {
  'can do everything': { capabilities: EVERYTHING },
  'refuses everything': { capabilities: EVERYTHING, answers: 'errors' },
  'answers nothing at all': { capabilities: EVERYTHING, answers: 'nothing' },
  'asks for diagnostics and cannot be told to': { capabilities: { textDocument: { ...ACTIONS, diagnostic: {} } } },
  'announces nothing: no watching, snippets, resolving or versions': { capabilities: {} },
  'has code actions and no versions': { capabilities: NO_VERSIONS },
  'counts in UTF-8': { capabilities: { ...NO_VERSIONS, general: { positionEncodings: ['utf-8'] } } },
  'sends null settings': { capabilities: { workspace: ASKING }, options: null },
  'answers late': {
    capabilities: { workspace: { ...REFRESHES, ...ASKING }, textDocument: { diagnostic: {} } },
    answers: 'late',
  },
};

/** A server that was just told the texts, for what one that followed the edits must say, too. */
async function freshServer(capabilities: object, files: Readonly<Record<string, string>>): Promise<TestClient> {
  const it = await TestClient.inside(new MemoryHost({}));
  await it.initialize({ capabilities });
  for (const [uri, text] of Object.entries(files)) it.open(uri, text);
  return it;
}

/** What shows every character and line of a text. */
async function view(client: TestClient, uri: string): Promise<unknown[]> {
  const textDocument = { uri };
  const options = { tabSize: 2, insertSpaces: true };
  return Promise.all([
    client.request('textDocument/formatting', { textDocument, options }).then((it) => it.result),
    client.request('textDocument/documentSymbol', { textDocument }).then((it) => it.result),
    client.request('textDocument/foldingRange', { textDocument }).then((it) => it.result),
  ]);
}

class Desk {
  readonly talk: Conversation;
  readonly fresh: TestClient;
  readonly capabilities: Message['params'];
  readonly done = new Set<string>();
  readonly methods = new Map<string, number>();
  #version = 1;

  constructor(talk: Conversation, fresh: TestClient, capabilities: object) {
    this.talk = talk;
    this.fresh = fresh;
    this.capabilities = capabilities;
  }

  /** Does an edit as a client does it; gives what is wrong with it. The texts are then as before. */
  async check(offered: Offered): Promise<string[]> {
    const key = JSON.stringify(offered.files);
    if (this.done.has(key)) return [];
    this.done.add(key);
    const { method, files, first } = offered;
    const wrong = [...this.#unannounced(offered), ...files.flatMap((it) => this.#impossible(it))];
    if (wrong.length > 0 || !first) return wrong.map((it) => `${method} ${it}: ${JSON.stringify(files)}`);
    this.methods.set(method, (this.methods.get(method) ?? 0) + 1);
    const open = files.filter(({ uri }) => this.talk.version(uri) !== undefined);
    const before = open.map(({ uri }) => [uri, this.talk.text(uri) ?? ''] as const);
    for (const { uri, edits } of open) this.talk.change(uri, ++this.#version, this.#changes(edits));
    for (const { uri } of open) {
      this.fresh.change(uri, this.#version, { text: this.talk.text(uri) });
      const [there, here] = await Promise.all([view(this.talk.client, uri), view(this.fresh, uri)]);
      if (JSON.stringify(there) !== JSON.stringify(here))
        wrong.push(`${method} leaves the server with another text of ${uri}: ${JSON.stringify(files)}`);
    }
    for (const [uri, text] of before) {
      this.talk.change(uri, ++this.#version, [{ text }]);
      this.fresh.change(uri, this.#version, { text });
    }
    return wrong;
  }

  #changes(edits: FileEdits['edits']): { range: FileEdits['edits'][number]['range']; text: string }[] {
    return (fromTheEnd(edits) ?? []).map(({ range, newText }) => ({ range, text: newText }));
  }

  #unannounced({ operations, versioned, files }: Offered): string[] {
    const { documentChanges, resourceOperations = [] } = this.capabilities.workspace?.workspaceEdit ?? {};
    return [
      ...(versioned && documentChanges !== true && (files.length > 0 || operations.length > 0)
        ? ['has `documentChanges`, which was not announced']
        : []),
      ...operations.filter((it) => !resourceOperations.includes(it)).map((it) => `has \`${it}\`, not announced`),
    ];
  }

  #impossible({ uri, version, edits }: FileEdits): string[] {
    return [
      ...(fromTheEnd(edits) === undefined ? ['has edits that meet'] : []),
      // All of them were asked for before anything changed.
      ...(version != null && version !== 1 ? [`is for version ${version} of ${uri}`] : []),
    ];
  }
}

interface Scene {
  readonly folder: string;
  readonly uris: Readonly<Record<string, string>>;
  readonly at: string;
}

function scene(): Scene {
  const { path: at } = TestRepository.create(COMMITTED);
  mkdirSync(path.join(at, 'wit/deps'));
  writeFileSync(path.join(at, 'wit/deps/clock.wasm'), CLOCK);
  const folder = pathToFileURL(at).href;
  return { at, folder, uris: Object.fromEntries(Object.keys(FILES).map((it) => [it, `${folder}/${it}`])) };
}

/** Waits until the findings of a file are as wanted: those that are sent, or those that it is told to ask for. */
async function findings(client: TestClient, pulls: boolean, uri: string, fits: (codes: string[]) => boolean) {
  const codes = (items: readonly { code: string }[]): string[] => items.map((it) => it.code);
  if (!pulls)
    return client.notified('textDocument/publishDiagnostics', (it) => it.uri === uri && fits(codes(it.diagnostics)));
  const pulled = async (): Promise<boolean> =>
    fits(codes((await client.request('textDocument/diagnostic', { textDocument: { uri } })).result.items));
  return expect.poll(pulled, { timeout: 60_000, interval: 100 }).toBe(true);
}

/** Documents of the server, which a client shows that names them: test/protocol/binary.test.ts, worlds.test.ts. */
const CONTENT = 'workspace/textDocumentContent';
const served = new Set<string>();
const commanded = new Set<string>();

it.each(Object.entries(PROFILES))('a client that %s', { timeout: 240_000 }, async (_, profile) => {
  const { folder, uris, at } = scene();
  const client = TestClient.spawned();
  client.refuses = profile.answers === 'errors';
  client.silent = profile.answers === 'nothing';
  client.late = profile.answers === 'late' ? 300 : 0;
  client.answers.set('window/showDocument', () => ({ success: true }));
  client.answers.set('workspace/applyEdit', () => ({ applied: true }));
  client.answers.set('window/showMessageRequest', ({ actions }) => actions[0] ?? null);
  const talk = new Conversation(client);
  const params = {
    rootUri: folder,
    capabilities: profile.capabilities,
    ...(profile.options === undefined ? {} : { initializationOptions: profile.options }),
  };
  const { capabilities } = await talk.initialize(params);
  for (const [name, text] of Object.entries(FILES)) talk.open(uris[name] ?? '', text);
  client.notify('workspace/didChangeConfiguration', { settings: null });

  // Not silent: what is known at once, what git knows, what the disk gets while nobody watches.
  const wit = uris['wit/shop.wit'] ?? '';
  const pulls = capabilities.diagnosticProvider !== undefined;
  await findings(client, pulls, wit, (it) => it.includes('name/unknown-type') && it.includes('package/not-found'));
  await findings(client, pulls, uris['cart/cart.wit'] ?? '', (it) => it.includes('semver/func-removed'));
  mkdirSync(path.join(at, 'wit/deps/money'));
  const money = 'package acme:money@1.0.0;\ninterface amounts { record amount { units: s64 } }\n';
  writeFileSync(path.join(at, 'wit/deps/money/money.wit'), money);
  await findings(client, pulls, wit, (it) => it.includes('name/unknown-type') && !it.includes('package/not-found'));

  // Every request of the server's own table, and every command that it offers this client.
  const asked = { folder, wit, wac: uris['whole.wac'] ?? '', wasm: `${folder}/wit/deps/clock.wasm` };
  const params_ = { ...asked, world: 'app', other: 'more' };
  const edits: Offered[] = [];
  const unasked: string[] = [];
  for (const [name, text] of Object.entries(FILES)) {
    const before = talk.said.length;
    await askAll(talk, capabilities, uris[name] ?? '', text);
    edits.push(...talk.said.slice(before).flatMap((it) => editsOf(it, uris[name] ?? '')));
  }
  for (const command of capabilities.executeCommandProvider?.commands ?? []) {
    expect(Object.keys(COMMANDS)).toContain(command);
    const it = talk.ask('workspace/executeCommand', { command, arguments: COMMANDS[command]?.(params_) });
    // One that waits for the client is answered when the client is.
    if (!client.silent) expect([command, await it]).toEqual([command, NEED_A_REGISTRY.has(command) ? undefined : null]);
    commanded.add(command);
  }
  const rows = ROWS.filter((it) => it.capabilities(clientOf({ processId: null, ...params })) !== undefined);
  for (const { method } of rows.filter((it) => !talk.asked.has(it.method))) {
    const own = OWN_REQUESTS[method];
    if (own !== undefined) await talk.ask(method, own(params_) as object, wit);
    // One that was promised, or that is our own, must be in a table of test/support.
    else if (method.startsWith('wit/') || promised(capabilities).includes(method)) unasked.push(method);
  }
  expect(unasked.filter((it) => it !== CONTENT)).toEqual([]);
  for (const it of talk.asked) served.add(it);
  talk.listen();
  edits.push(
    ...client.requests
      .filter((it) => it.method === 'workspace/applyEdit')
      .flatMap((it) => editsOf({ method: 'workspace/applyEdit', part: 'params', value: it.params }, wit)),
  );
  for (const { params: shown } of client.requests.filter((it) => it.method === 'window/showDocument'))
    expect([shown.uri, existsSync(fileURLToPath(shown.uri))]).toEqual([shown.uri, true]);

  // Every edit done, and the texts compared.
  const opened = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [uris[name] ?? '', text]));
  const desk = new Desk(talk, await freshServer(profile.capabilities, opened), profile.capabilities);
  const wrong: string[] = [];
  for (const it of edits) wrong.push(...(await desk.check(it)));
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(desk.methods.get('textDocument/rename')).toBeGreaterThan(5);
  expect(desk.methods.get('textDocument/formatting')).toBeGreaterThan(2);
  expect(desk.methods.get('textDocument/completion')).toBeGreaterThan(20);

  const said = JSON.stringify(talk.said.map((it) => it.value));
  if (profile.capabilities !== EVERYTHING) {
    for (const unannounced of ['"insertTextFormat":2', '"kind":"markdown"', '"tooltip":"'])
      expect([unannounced, said.includes(unannounced)]).toEqual([unannounced, false]);
  }
  expect(promised(capabilities)).not.toContain(undefined);
  expect(talk.complaints).toEqual([]);
  expect(typeErrors(talk.said.filter((it) => isProtocol(it.method))).slice(0, 20)).toEqual([]);
  expect((await client.request('shutdown')).error).toBeUndefined();
  client.notify('exit', undefined);
  expect(await client.exited).toBe(0);
});

it('no request and no command of the server was left out', () => {
  expect(ROWS.map((it) => it.method).filter((it) => !served.has(it) && it !== CONTENT)).toEqual([]);
  expect(COMMAND_NAMES.filter((it) => !commanded.has(it))).toEqual([]);
});
