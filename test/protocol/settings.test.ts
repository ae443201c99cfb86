// Every setting of the server, over standard input and output: it changes what it says and nothing else, at once when it is
// changed, and just so when it comes with the start.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestRepository } from '../semver/repository.ts';
import { TestClient } from '../support/server.ts';

const RELEASED = 'package shop:cart@1.0.0;\n\ninterface api {\n  f: func();\n}\n';

const BEFORE = `package shop:cart@1.1.0;

interface api {
  f: func(first: string, second: string);
}

interface basis { resource item; }
interface store { use basis.{item}; get: func() -> item; }

world app {
  import store;
  export api;
}
`;

const TEXT = `package shop:cart@1.1.0;

use other:thing/types@1.0.0 as things;

interface api {
  use things.{thing};
  flags rights { read, write }
  enum state { open, paid }
  @unstable(feature = fast)
  type speed = u32;
  f: func(first: string, second: string, third: string) -> speed;
}

interface basis { resource item; }
interface store { use basis.{item}; get: func() -> item; }

world app {
  import store;
  export api;
  export more: func();
}
`;

/** Of more than a megabyte. */
const OTHER = `package other:thing@1.0.0;\n\ninterface types {\n  type thing = u8;\n}\n${`// ${'…'.repeat(30)}\n`.repeat(12_000)}`;

type Seen = Readonly<Record<'diagnostics' | 'format' | 'hints' | 'lenses' | 'world' | 'contracts', unknown>>;

interface Row {
  /** Without `wit.`. */
  readonly key: string;
  readonly value: unknown;
  readonly changes: readonly (keyof Seen)[];
}

const ROWS: readonly Row[] = [
  { key: 'features', value: ['fast'], changes: ['contracts', 'diagnostics', 'lenses', 'world'] },
  { key: 'allFeatures', value: true, changes: ['contracts', 'diagnostics', 'lenses', 'world'] },
  { key: 'resolve', value: 'toolchain', changes: ['contracts', 'diagnostics', 'hints', 'lenses', 'world'] },
  { key: 'maxFileSize', value: 1, changes: ['contracts', 'diagnostics', 'hints', 'lenses', 'world'] },
  { key: 'diagnostics.levels', value: { 'lint/unused-use': 'error' }, changes: ['diagnostics', 'world'] },
  { key: 'docs.baseUrl', value: 'https://docs.example.org/wit', changes: ['diagnostics'] },
  // Links to documentation: test/protocol/documentation.test.ts.
  { key: 'docs.site', value: 'https://example.com/wit', changes: [] },
  { key: 'format.width', value: 40, changes: ['format'] },
  { key: 'inlayHints.implicitImports', value: false, changes: ['hints'] },
  { key: 'inlayHints.versions', value: false, changes: ['hints'] },
  { key: 'inlayHints.flagBits', value: true, changes: ['hints'] },
  { key: 'inlayHints.discriminants', value: true, changes: ['hints'] },
  { key: 'codeLens.implementers', value: false, changes: ['lenses'] },
  { key: 'codeLens.worlds', value: false, changes: ['lenses'] },
  { key: 'codeLens.references', value: true, changes: ['lenses'] },
  { key: 'codeLens.contracts', value: false, changes: ['lenses'] },
  { key: 'world.capabilities', value: { 'shop:cart/store': 'buys things' }, changes: ['lenses', 'world'] },
  { key: 'semver.base', value: 'off', changes: ['contracts', 'diagnostics', 'lenses'] },
  { key: 'semver.releaseBase', value: 'none', changes: ['contracts', 'diagnostics'] },
  { key: 'semver.severity', value: 'hint', changes: ['diagnostics'] },
  { key: 'semver.role', value: 'component', changes: ['contracts', 'diagnostics'] },
  // What registries say: test/protocol/published.test.ts.
  { key: 'registry.check', value: 'off', changes: [] },
  { key: 'semver.bumpPolicy', value: 'at-change', changes: ['contracts', 'diagnostics'] },
];

function nested(key: string, value: unknown): Record<string, unknown> {
  return key
    .split('.')
    .reverse()
    .reduce<unknown>((inner, part) => ({ [part]: inner }), value) as Record<string, unknown>;
}

interface Opened {
  readonly client: TestClient;
  readonly uri: string;
}

async function opened(repository: TestRepository, wit: Record<string, unknown>): Promise<Opened> {
  const client = TestClient.spawned();
  const folder = pathToFileURL(repository.path).href;
  await client.initialize({
    rootUri: folder,
    capabilities: {
      textDocument: { diagnostic: {}, publishDiagnostics: { codeDescriptionSupport: true } },
      workspace: { diagnostics: { refreshSupport: true } },
    },
    initializationOptions: { ...wit, showReferences: 'show' },
  });
  const uri = `${folder}/a/a.wit`;
  client.open(uri, TEXT);
  return { client, uri };
}

const ALL = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function look({ client, uri }: Opened): Promise<Seen> {
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const { result, error } = await client.request(method, params);
    expect(error).toBeUndefined();
    return result;
  };
  const textDocument = { uri };
  const contracts = await ask('wit/contractChanges');
  const lenses = (await ask('textDocument/codeLens', { textDocument })) as object[];
  const titles: unknown[] = [];
  for (const lens of lenses) {
    const { command } = (await ask('codeLens/resolve', lens)) as { command: { title: string } };
    titles.push(command.title);
  }
  const { items } = (await ask('textDocument/diagnostic', { textDocument })) as { items: object[] };
  return {
    diagnostics: items.map((it) => ({ ...it, data: undefined })),
    format: await ask('textDocument/formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } }),
    hints: await ask('textDocument/inlayHint', { textDocument, range: ALL }),
    lenses: titles,
    world: await ask('wit/worldPreview', { uri, world: 'app' }),
    contracts,
  };
}

function differences(one: Seen, other: Seen): string[] {
  return (Object.keys(one) as (keyof Seen)[]).filter((it) => JSON.stringify(one[it]) !== JSON.stringify(other[it]));
}

/** A release, a commit after it, and a branch for the text that is being written. */
function repository(): TestRepository {
  const made = TestRepository.create({ 'a/a.wit': RELEASED, 'b/b.wit': OTHER });
  made.git('tag', 'v1.0.0');
  made.commit({ 'a/a.wit': BEFORE });
  made.git('checkout', '-q', '-b', 'work');
  made.commit({ 'readme.md': 'Work.\n' });
  return made;
}

describe('every setting', () => {
  it('of package.json is in the table', () => {
    const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const own = ['wit.tools', 'wit.trace.server'];
    const keys = Object.keys(contributes.configuration.properties).filter((key) => !own.includes(key));
    expect(keys.sort()).toEqual(ROWS.map(({ key }) => `wit.${key}`).sort());
  });

  it('changes what it says, and back, and comes with the start', { timeout: 120_000 }, async () => {
    const place = repository();
    const live = await opened(place, {});
    const before = await look(live);
    const set = (wit: object): void => live.client.notify('workspace/didChangeConfiguration', { settings: { wit } });
    for (const { key, value, changes } of ROWS) {
      set(nested(key, value));
      const after = await look(live);
      expect(differences(before, after).sort(), key).toEqual([...changes].sort());
      const fresh = await opened(place, nested(key, value));
      expect(differences(after, await look(fresh)), `${key} from the start`).toEqual([]);
      await fresh.client.request('shutdown');
      fresh.client.notify('exit', undefined);
      set({});
      expect(differences(before, await look(live)), `${key} and back`).toEqual([]);
    }
  });
});
