// A package that is taken from elsewhere in the workspace: copied to `deps/`, or named by a path in a manifest. What an action
// does is applied to real files, which the command line and, where it is there, the package tool then accept.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { assemble } from '../../server/src/binary/wat.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { runTool, tool } from '../support/tools.ts';

const APP = 'package acme:app;\n\nworld w {\n  import shop:money/types@1.0.0;\n}\n';
const MONEY =
  'package shop:money@1.0.0;\n\ninterface types {\n  use shop:base/ids.{id};\n  record amount {\n    of: id,\n  }\n}\n';
const BASE = 'package shop:base;\n\ninterface ids {\n  type id = u64;\n}\n';
const FILES = {
  'app/wit/a.wit': APP,
  'libs/money/wit/m.wit': MONEY,
  'libs/money/wit/more.wit': '/// 𝔘\ninterface more {}\n',
  'libs/base/b.wit': BASE,
};

interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Change {
  readonly kind?: string;
  readonly uri?: string;
  readonly textDocument?: { readonly uri: string };
  readonly edits?: readonly Edit[];
}

interface Action {
  readonly title: string;
  readonly diagnostics: readonly { readonly code: string }[];
  readonly edit?: { readonly documentChanges: readonly Change[] };
}

/** What an editor offers at the first mention of the package. */
async function offered(directory: string, resourceOperations: readonly string[] = ['create']): Promise<Action[]> {
  const client = await TestClient.inside(nodeHost({ git: false }));
  await client.initialize({
    workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }],
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations } },
      textDocument: { codeAction: { codeActionLiteralSupport: {} } },
    },
  });
  const uri = pathToUri(path.join(directory, 'app/wit/a.wit'));
  client.open(uri, APP);
  await client.diagnostics(uri, 1);
  const at = { line: 3, character: 12 };
  const { result } = await client.request('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ['quickfix'] },
  });
  return result.filter((it: Action) => it.diagnostics !== undefined);
}

function applied({ edit }: Action): void {
  for (const change of edit?.documentChanges ?? []) {
    const file = fileURLToPath(change.uri ?? change.textDocument?.uri ?? '');
    if (change.kind === 'create') {
      expect(existsSync(file)).toBe(false);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '');
    }
    for (const { range, newText } of change.edits ?? []) {
      expect(range.end).toEqual(range.start);
      const lines = readFileSync(file, 'utf8').split('\n');
      const { line, character } = range.start;
      lines[line] = lines[line]?.slice(0, character) + newText + lines[line]?.slice(character);
      writeFileSync(file, lines.join('\n'));
    }
  }
}

function chosen(actions: readonly Action[], title: string): Action {
  const found = actions.find((it) => it.title === title);
  if (found === undefined) throw new Error(`no action ${title} among ${actions.map((it) => it.title).join(', ')}`);
  expect(found.diagnostics.map((it) => it.code)).toEqual(['package/resolved-from-workspace']);
  return found;
}

it.each(['\n', '\r\n'])('copied to deps/, with what it needs (%j)', async (newline) => {
  const crlf = Object.entries(FILES).map(([name, text]) => [name, text.replaceAll('\n', newline)] as const);
  const directory = directoryWith(Object.fromEntries(crlf));
  expect((await run(directory, ['check', 'app/wit'])).status).toBe(1);
  applied(chosen(await offered(directory), 'Copy `shop:money@1.0.0` to `deps/money/`'));
  const text = (file: string): string => readFileSync(path.join(directory, file), 'utf8');
  expect(text('app/wit/deps/money/m.wit')).toBe(MONEY.replaceAll('\n', newline));
  expect(text('app/wit/deps/money/more.wit')).toBe(text('libs/money/wit/more.wit'));
  expect(text('app/wit/deps/base/b.wit')).toBe(BASE.replaceAll('\n', newline));
  expect(await run(directory, ['check', 'app/wit'])).toMatchObject({ status: 0 });
  expect(await offered(directory)).toEqual([]);
});

it('copied beside another package of that name', async () => {
  const directory = directoryWith({ ...FILES, 'app/wit/deps/money/x.wit': 'package other:money;\n' });
  applied(chosen(await offered(directory), 'Copy `shop:money@1.0.0` to `deps/shop-money/`'));
  expect(await run(directory, ['check', 'app/wit'])).toMatchObject({ status: 0 });
});

/** Beside what it needs, in one file; with comments, tabs and no version. */
const NESTED = `package shop:all;

interface mine {}

// About money.
package shop:money@1.0.0 {
	/// 𝔘
	interface types {
		use shop:base/ids.{id};
		record amount {
			of: id,
		}
	}
}

package shop:base { interface ids { type id = u64; } }
`;

it.each(['\n', '\r\n'])(
  'copied from a block in another package, with the block that it needs (%j)',
  async (newline) => {
    const directory = directoryWith({
      'app/wit/a.wit': APP,
      'app/wkg.toml': '',
      'libs/all.wit': NESTED.replaceAll('\n', newline),
    });
    const actions = await offered(directory);
    // A path would lead to another package.
    expect(actions.map((it) => it.title)).toEqual(['Copy `shop:money@1.0.0` to `deps/money/`']);
    applied(chosen(actions, 'Copy `shop:money@1.0.0` to `deps/money/`'));
    const text = (file: string): string => readFileSync(path.join(directory, 'app/wit/deps', file), 'utf8');
    expect(text('money/package.wit')).toBe(
      '// About money.\npackage shop:money@1.0.0;\n\n/// 𝔘\ninterface types {\n\tuse shop:base/ids.{id};\n\trecord amount {\n\t\tof: id,\n\t}\n}\n'.replaceAll(
        '\n',
        newline,
      ),
    );
    expect(text('base/package.wit')).toBe(`package shop:base;${newline}interface ids { type id = u64; }${newline}`);
    expect(await run(directory, ['check', 'app/wit'])).toMatchObject({ status: 0 });
    expect(await offered(directory)).toEqual([]);
  },
);

it('copied whole, what is nested in its files comes with them', async () => {
  const files = {
    'app/wit/a.wit': APP,
    'libs/m.wit': `${MONEY}package shop:base { interface ids { type id = u64; } }\n`,
  };
  const directory = directoryWith(files);
  applied(chosen(await offered(directory), 'Copy `shop:money@1.0.0` to `deps/money/`'));
  expect(readdirSync(path.join(directory, 'app/wit/deps'))).toEqual(['money']);
  expect(await run(directory, ['check', 'app/wit'])).toMatchObject({ status: 0 });
});

/** A binary package `shop:money`, which carries a part of `shop:base`. */
const BINARY = `(component
  (type (component
    (type (instance (type u64) (export "id" (type (eq 0)))))
    (import "shop:base/ids" (instance (type 0)))
    (alias export 0 "id" (type))
    (type (instance (alias outer 1 1 (type)) (export "id" (type (eq 0)))
      (type (record (field "of" 1))) (export "amount" (type (eq 2)))))
    (export "shop:money/types@1.0.0" (instance (type 2)))))
  (export "types" (type 0)))`;

it.each([
  ['other/wit/deps/money.wasm', 'app/wkg.toml', '[overrides]\n"shop:money" = { path = "../other/wit" }\n'],
  ['wkg/deps/money.wasm', 'wkg.toml', '[workspace]\nmembers = ["app"]\n'],
])('copied as text from %s, with what it carries', async (file, manifest, toml) => {
  const bytes = assemble(BINARY);
  if (!(bytes instanceof Uint8Array)) throw new Error(bytes.fault);
  const other = { 'other/wit/o.wit': 'package shop:other;\n' };
  const directory = directoryWith({ 'app/wit/a.wit': APP, ...other, [file]: bytes, [manifest]: toml });
  const actions = await offered(directory);
  expect(actions.map((it) => it.title)).toEqual(['Copy `shop:money@1.0.0` to `deps/money/`']);
  applied(chosen(actions, 'Copy `shop:money@1.0.0` to `deps/money/`'));
  const text = (name: string): string => readFileSync(path.join(directory, 'app/wit/deps', name), 'utf8');
  expect(text('money/money.wit')).toContain('use shop:base/ids.{id};');
  expect(text('base/package.wit')).toContain('type id = u64;');
  expect(await run(directory, ['check', 'app/wit'])).toMatchObject({ status: 0 });
  expect(await offered(directory)).toEqual([]);
});

const WKG = 'Add a path for `shop:money@1.0.0` to `wkg.toml`';
const DEPS = 'Add a path for `shop:money@1.0.0` to `deps.toml`';
const OTHER = '"acme:other" = { version = "1.0.0" }\n';

it.each([
  [
    'app/wkg.toml',
    '',
    WKG,
    '[overrides]\n"shop:money" = { path = "../libs/money/wit" }\n"shop:base" = { path = "../libs/base" }\n',
  ],
  [
    'wkg.toml',
    `[overrides]\n${OTHER}\n[metadata]\nauthors = "a"`,
    WKG,
    `[overrides]\n"shop:money" = { path = "./libs/money/wit" }\n"shop:base" = { path = "./libs/base" }\n${OTHER}\n[metadata]\nauthors = "a"`,
  ],
  [
    'app/wkg.toml',
    '[metadata]\r\nauthors = "a"\r\n',
    WKG,
    '[metadata]\r\nauthors = "a"\r\n\r\n[overrides]\r\n"shop:money" = { path = "../libs/money/wit" }\r\n"shop:base" = { path = "../libs/base" }\r\n',
  ],
  [
    'app/wkg.toml',
    '# 𝔘\n[overrides]',
    WKG,
    '# 𝔘\n[overrides]\n"shop:money" = { path = "../libs/money/wit" }\n"shop:base" = { path = "../libs/base" }\n',
  ],
  ['app/wit/deps.toml', '# none', DEPS, '# none\nmoney = "../../libs/money/wit"\nbase = "../../libs/base"\n'],
  [
    'app/wit/deps.toml',
    'a = "../a"\n[b]\npath = "../b"\n',
    DEPS,
    'a = "../a"\nmoney = "../../libs/money/wit"\nbase = "../../libs/base"\n[b]\npath = "../b"\n',
  ],
])('named in %s', async (file, before, title, after) => {
  const directory = directoryWith({ ...FILES, [file]: before });
  applied(chosen(await offered(directory), title));
  expect(readFileSync(path.join(directory, file), 'utf8')).toBe(after);
  expect(await run(directory, ['check', 'app/wit', '--resolve', 'workspace'])).toMatchObject({ status: 0 });
  // What is named is not offered again.
  expect((await offered(directory)).map((it) => it.title)).toEqual(['Copy `shop:money@1.0.0` to `deps/money/`']);
});

it.each([
  ['app/wkg.toml', 'overrides = { "acme:other" = { path = "x" } }\n'],
  ['app/wkg.toml', '[overrides]\n"shop:money" = { version = "1.0.0" }\n'],
  ['app/wkg.toml', '[broken\n'],
  // wkg 0.16.1 refuses both tables in one file.
  ['wkg.toml', '[workspace]\nmembers = ["app/wit"]\n'],
  ['app/wit/deps.toml', 'money = "https://money.test/wit.tar.gz"\n'],
])('no path where %s could not be read afterwards: %j', async (file, text) => {
  const directory = directoryWith({ ...FILES, [file]: text });
  expect((await offered(directory)).map((it) => it.title)).toEqual(['Copy `shop:money@1.0.0` to `deps/money/`']);
});

it('no copy for a client that creates no files', async () => {
  const directory = directoryWith({ ...FILES, 'app/wkg.toml': '' });
  expect((await offered(directory, [])).map((it) => it.title)).toEqual([WKG]);
});

for (const [name, file, title, args] of [
  ['wkg', 'app/wkg.toml', WKG, ['fetch', 'wit']],
  ['wit-deps', 'app/wit/deps.toml', DEPS, ['update']],
] as const) {
  const program = tool(name);
  it.skipIf(program === undefined)(`${name} takes the path that was added (skipped without ${name})`, async () => {
    const directory = directoryWith({ ...FILES, [file]: '' });
    applied(chosen(await offered(directory), title));
    const fetched = runTool(program ?? '', [...args], path.join(directory, 'app'));
    expect(fetched).toMatchObject({ status: 0 });
    expect(await run(directory, ['check', 'app/wit', '--locked'])).toMatchObject({ status: 0 });
  });
}
