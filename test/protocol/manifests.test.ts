// Manifests and lock files of package tools as an editor asks about them: names are hovered and lead to their packages.

import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { SHOWING, TestClient } from '../support/server.ts';

const FILES = {
  'wit/app.wit': 'package acme:app@1.0.0;\nworld app { import acme:money/amounts@1.2.0; }\n',
  'wit/deps/money/money.wit': '// Money.\npackage acme:money@1.2.0;\ninterface amounts { type amount = u64; }\n',
  'wkg.lock':
    '# made by wkg 𝄞\nversion = 1\n\n[[packages]]\nname = "acme:money"\nregistry = "example"\n\n[[packages.versions]]\nrequirement = "^1.2"\nversion = "1.2.0"\n\n[[packages]]\nname = "acme:gone"\n\n[[packages.versions]]\nversion = "0.1.0"\n',
  'wkg.toml': '[overrides]\n"acme:money" = { path = "wit/deps/money" }\n',
  'wit/deps.lock': '[money]\nsha256 = "00"\n\n[clocks]\nsha256 = "11"\n',
  'wit/deps.toml': 'money = "./deps/money"\n',
};

async function opened(name: keyof typeof FILES, text: string = FILES[name]) {
  const directory = directoryWith(FILES);
  const client = TestClient.spawned();
  await client.initialize({
    workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }],
    capabilities: { textDocument: SHOWING },
  });
  const uri = `${pathToUri(directory)}/${name}`;
  client.open(uri, text);
  const at = (word: string) => {
    const lines = text.slice(0, text.indexOf(word)).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  const hover = async (word: string): Promise<string | undefined> =>
    (await client.request('textDocument/hover', { textDocument: { uri }, position: at(word) })).result?.contents.value;
  const links = async () => (await client.request('textDocument/documentLink', { textDocument: { uri } })).result;
  return { client, uri, hover, links, at, money: `${pathToUri(directory)}/wit/deps/money/money.wit#L2` };
}

it.each(['wkg.lock', 'wkg.toml', 'wit/deps.lock', 'wit/deps.toml'] as const)('%s leads to packages', async (name) => {
  const { links, at, money } = await opened(name);
  const start = at(name.startsWith('wkg') ? 'acme:money' : 'money');
  const end = { line: start.line, character: start.character + (name.startsWith('wkg') ? 10 : 5) };
  expect(await links()).toEqual([{ range: { start, end }, target: money, tooltip: 'package acme:money@1.2.0' }]);
});

it('says what is locked and what is there', async () => {
  const { hover } = await opened('wkg.lock');
  expect(await hover('acme:money')).toBe(
    'package `acme:money`\n\nLocked: `1.2.0`\n\n- `acme:money@1.2.0` in a `deps` directory',
  );
  expect(await hover('acme:gone')).toBe(
    'package `acme:gone`\n\nLocked: `0.1.0`\n\nNot in the workspace: it has to be fetched.',
  );
  expect(await hover('registry')).toBeUndefined();
});

it('says when what is there is another version', async () => {
  const { client, uri, hover } = await opened('wkg.lock');
  client.change(uri, 2, { text: FILES['wkg.lock'].replace('"1.2.0"', '"1.3.0"') });
  expect(await hover('acme:money')).toContain('**Stale**: `deps` has `1.2.0`, the lock file another version.');
});

it('has nothing else to say of them', async () => {
  const { client, uri } = await opened('wit/deps.lock');
  const symbols = await client.request('textDocument/documentSymbol', { textDocument: { uri } });
  expect(symbols.error).toBeUndefined();
  expect(symbols.result ?? []).toEqual([]);
});
