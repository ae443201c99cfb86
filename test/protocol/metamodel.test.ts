// Everything the server says to the editors that people use, held against the protocol: no field that is not in it, no range
// outside its file, nothing promised that is not answered. Each editor is the `initialize` that it really sends
// (clients/*.json, recorded from VS Code, Neovim and Emacs).

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import { type Said, typeErrors } from '../support/metamodel.ts';
import { askAll, promised } from '../support/requests.ts';
import { TestClient } from '../support/server.ts';

const CLIENTS = new URL('clients/', import.meta.url);

/** Sound and broken, in two packages, with characters of every length and both line ends. */
const FILES: Readonly<Record<string, string>> = {
  'shop/wit/shop.wit': `package acme:shop@0.1.0;

/// What can be bought: \u{1F980} and caf\u00e9s.
interface catalog {
  use acme:money/amounts@1.0.0.{amount as price};
  /* \u{1F980}\u{1F980} \u00e9 */ type sku = string;
  resource product { constructor(of: sku); name: func() -> string; }
  variant found { nothing, one(own<product>), many(list<own<product>>) }
  flags marks { new, sold }
  @since(version = 0.1.0)
  find: func(sku: sku, below: option<price>) -> result<found, string>;
}

world shop {
  import log: func(line: string);
  export catalog;
}
world more { include shop; }
`,
  'shop/wit/broken.wit': `package acme:shop@0.1.0;\r
interface orders {\r
  use catalog.{sku, missing};\r
  /* \u{1F980} */ record order { id: u64, price: }\r
  place: func(item: sku) -> expected<order, string>\r
  wrong: func(a: amount) -> list<nowhere>;\r
}\r
interface orders {}\r
`,
  'shop/wit/deps/money/money.wit': `package acme:money@1.0.0;

/// Amounts of money.
interface amounts {
  record amount { units: s64, currency: string }
}
`,
};

const place = mkdtempSync(path.join(tmpdir(), 'wit-protocol-'));
const uriOf = (name: string): string => pathToFileURL(path.join(place, name)).href;

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), text);
  }
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

const root = (): object => ({
  rootUri: uriOf(''),
  workspaceFolders: [{ uri: uriOf(''), name: 'workspace' }],
});

/** What commands cannot do without. */
const [WORLD_FILE = ''] = Object.keys(FILES).filter((it) => it.endsWith('.wit'));
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'wit.chooseBase': [uriOf(WORLD_FILE), 'HEAD'],
};
/** Commands that need more than this workspace has: test/protocol/document-commands.test.ts, published.test.ts. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'wit.compose',
  'wit.extractPackage',
  'wit.checkRegistry',
  'wit.fetchPackage',
  'wit.updateDependency',
]);

describe.each(readdirSync(CLIENTS))('with %s', (name) => {
  const client = JSON.parse(readFileSync(new URL(name, CLIENTS), 'utf8')) as { readonly capabilities: object };

  it('says only what the protocol allows, and answers what it promised', async () => {
    const talk = new Conversation(TestClient.spawned());
    const { capabilities } = await talk.initialize({ ...client, ...root() });
    const methods = promised(capabilities);
    // A capability that is not in test/support/requests.ts has no test here.
    expect(methods).not.toContain(undefined);
    for (const [file, text] of Object.entries(FILES)) talk.open(uriOf(file), text);
    for (const [file, text] of Object.entries(FILES)) {
      await askAll(talk, capabilities, uriOf(file), text);
      talk.listen();
    }
    const commands: string[] = capabilities.executeCommandProvider?.commands ?? [];
    for (const command of commands.filter((it) => !ELSEWHERE.has(it)))
      await talk.ask('workspace/executeCommand', { command, arguments: ARGUMENTS[command] });
    for (const scheme of capabilities.workspace.textDocumentContent?.schemes ?? [])
      await talk.ask('workspace/textDocumentContent', { uri: `${scheme}:/nothing` });
    expect(methods.filter((it) => it !== undefined && !talk.asked.has(it))).toEqual([]);
    expect([...new Set(talk.complaints)].slice(0, 20)).toEqual([]);
    expect(typeErrors(talk.said).slice(0, 20)).toEqual([]);
  });
});

it('notices what the protocol does not allow', () => {
  const said: Said[] = [
    { method: 'textDocument/hover', part: 'result', value: { contents: 'x', colour: 'red' } },
    { method: 'textDocument/publishDiagnostics', part: 'params', value: { uri: 'file:///a' } },
    { method: 'initialize', part: 'result', value: { capabilities: { hoverProvder: true } } },
  ];
  expect(typeErrors(said).filter((it) => !it.startsWith(' '))).toHaveLength(3);
});
