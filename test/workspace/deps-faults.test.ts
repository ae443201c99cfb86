// What lies in deps/ and makes the toolchain refuse the package is said, and said where somebody works.

import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const ROOT = 'package a:b;\n\ninterface i {\n  f: func();\n}\n';

async function found(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const directory = directoryWith({ 'wit/a.wit': ROOT, ...files });
  const { out } = await run(directory, ['check', 'wit', '--format', 'json']);
  return JSON.parse(out).diagnostics.map(
    ({ path, code, message }: Record<string, string>) => `${path} ${code} ${message}`,
  );
}

// Each is refused by wasm-tools 1.263, too.
it.each([
  ['a dead link to a folder', { 'wit/deps/log': '->../../gone' }, 'leads nowhere'],
  ['a dead link to a file', { 'wit/deps/log.wit': '->../../gone.wit' }, 'leads nowhere'],
  ['a dead link of any name', { 'wit/deps/notes.txt': '->../../gone.txt' }, 'leads nowhere'],
  ['a link to itself', { 'wit/deps/loop': '->loop' }, 'leads nowhere'],
  ['an empty component', { 'wit/deps/e.wasm': new Uint8Array() }, 'package/missing-declaration'],
  ['an empty file', { 'wit/deps/e.wit': '' }, 'package/missing-declaration'],
  ['a folder without WIT', { 'wit/deps/e/readme.md': '' }, 'no `.wit` file in it'],
  ['a hidden folder', { 'wit/deps/.git/config': '' }, 'no `.wit` file in it'],
  ['a file in place of deps', { 'wit/deps': 'hello\n' }, '`deps` is a file'],
  ['a link that git wrote as text', { 'wit/deps': '../shared' }, 'git checked the link out as text'],
])('%s is refused', async (_, files, message) => {
  const [first, ...others] = await found(files as Record<string, string>);
  expect(first).toContain(message);
  expect(others).toEqual([]);
});

it.each([
  ['no deps', {}],
  ['deps that is a dead link', { 'wit/deps': '->../gone' }],
  ['other files', { 'wit/deps/readme.md': 'x', 'wit/deps/.DS_Store': 'x', 'x.txt': '', 'wit/deps/x': '->../../x.txt' }],
])('%s is no fault', async (_, files) => {
  expect(await found(files as Record<string, string>)).toEqual([]);
});

const URI = 'file:///w/wit/a.wit';
const USING = 'package a:b;\n\nworld w {\n  import shop:money/types;\n}\n';
const MONEY = 'package shop:money;\n\ninterface types {\n  type amount = u64;\n}\n';

it.each([
  ['of a package that is used, at its first mention', USING, { line: 3, character: 9 }],
  ['of a package that nobody uses, where the package says its name', ROOT, { line: 0, character: 8 }],
])('an error in deps/ %s, is published for the open file', async (_, text, start) => {
  const client = await TestClient.inside(
    new MemoryHost({
      [URI]: text,
      'file:///w/wit/deps/money/m.wit': MONEY.replace('u64', 'u65'),
      'file:///w/wit/deps/log/l.wit': 'package c:log;\n',
    }),
  );
  await client.initialize({
    workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
  });
  client.open(URI, text);
  const diagnostics = await client.diagnostics(URI, 1);
  expect(diagnostics).toMatchObject([
    {
      code: 'name/unknown-type',
      severity: 1,
      range: { start },
      relatedInformation: [{ location: { uri: 'file:///w/wit/deps/money/m.wit', range: { start: { line: 3 } } } }],
    },
  ]);
  expect(diagnostics[0].message).toMatch(/^`deps\/money` has an error, for which the toolchain refuses this package: /);
});

it('rows of a lock file that nobody asks for say nothing', async () => {
  const lock = (...versions: string[]): string =>
    `version = 1\n\n[[packages]]\nname = "shop:money"\n${versions
      .map((it) => `[[packages.versions]]\nrequirement = "=${it}"\nversion = "${it}"\ndigest = "sha256:00"\n`)
      .join('')}`;
  const messages = async (asked: string, locked: readonly string[], vendored?: string): Promise<string[]> => {
    const client = await TestClient.inside(
      new MemoryHost({
        [URI]: `package a:b;\n\nworld w {\n  import shop:money/types${asked};\n}\n`,
        'file:///w/wkg.lock': lock(...locked),
        ...(vendored === undefined
          ? {}
          : { 'file:///w/wit/deps/m/m.wit': MONEY.replace('shop:money', `shop:money@${vendored}`) }),
      }),
    );
    await client.initialize({ workspaceFolders: [{ uri: 'file:///w', name: 'w' }] });
    const { result } = await client.request('wit/dependencyStatus', {});
    return result.packages.flatMap((it: { findings: { message: string }[] }) => it.findings.map((f) => f.message));
  };
  expect(await messages('@0.2.1', ['0.2.0', '0.2.1'], '0.2.1')).toEqual([]);
  expect(await messages('@0.2.1', ['0.2.0', '0.2.1'], '0.2.0')).toEqual([
    'shop:money is locked at 0.2.1, but deps/ has 0.2.0',
  ]);
  expect(await messages('@0.2.1', ['0.2.0'], '0.2.1')).toEqual(['shop:money is locked at 0.2.0, but deps/ has 0.2.1']);
  expect(await messages('@0.2.1', ['0.2.1'])).toEqual(['shop:money 0.2.1 is in wkg.lock, but not in deps/']);
  expect(await messages('', ['0.2.1'], '0.2.0')).toEqual(['shop:money is locked at 0.2.1, but deps/ has 0.2.0']);
});

const LOCK = (name: string, version: string): string =>
  `version = 1\n\n[[packages]]\nname = "${name}"\n\n[[packages.versions]]\nrequirement = "=${version}"\nversion = "${version}"\ndigest = "sha256:00"\n`;
const ASKING = 'package a:b;\n\nworld w {\n  import shop:money/types@0.2.1;\n}\n';

it.each([
  ['what is locked', { 'wit/deps/m/m.wit': MONEY.replace('money', 'money@0.2.1') }, '0.2.1', []],
  [
    'another version than is locked',
    { 'wit/deps/m/m.wit': MONEY.replace('money', 'money@0.2.1') },
    '0.2.0',
    ['wkg.lock package/not-locked shop:money is locked at 0.2.0, but deps/ has 0.2.1'],
  ],
  [
    'what is not locked',
    { 'wit/deps/m/m.wit': MONEY.replace('money', 'money@0.2.1'), 'wit/deps/x/x.wit': 'package shop:extra;\n' },
    '0.2.1',
    ['wit/deps/x/x.wit package/not-locked shop:extra is in deps/, but wkg.lock does not name it, and nothing uses it'],
  ],
  [
    'what wkg keeps for a workspace',
    { 'wkg.toml': '[workspace]\nmembers = ["wit"]\n', 'wkg/deps/m/m.wit': MONEY.replace('money', 'money@0.2.1') },
    '0.2.1',
    [],
  ],
])('`check --locked` holds deps/ with %s against the lock file', async (_, files, version, expected) => {
  const directory = directoryWith({
    'wit/a.wit': ASKING,
    'wkg.lock': LOCK('shop:money', version),
    ...(files as Record<string, string>),
  });
  const args = ['check', 'wit', '--resolve', 'workspace', '--format', 'json'];
  const locked = await run(directory, [...args, '--locked']);
  const found = JSON.parse(locked.out).diagnostics as Record<string, string>[];
  const stale = found.filter((it) => it.code === 'package/not-locked');
  expect(stale.map(({ path, code, message }) => `${path} ${code} ${message}`)).toEqual(expected);
  expect(locked.status).toBe(expected.length === 0 ? 0 : 1);
  expect((await run(directory, args)).status).toBe(0);
});
