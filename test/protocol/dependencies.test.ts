// Whether `deps/` is what the lock files say, as an editor asks: a list over the protocol, sentences as a command.

import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { type Message, TestClient } from '../support/server.ts';

const locked = (...packages: readonly (readonly [name: string, ...versions: string[]])[]): string =>
  ['version = 1']
    .concat(
      packages.flatMap(([name, ...versions]) => [
        `\n[[packages]]\nname = "${name}"\nregistry = "example"`,
        ...versions.map(
          (it) => `\n[[packages.versions]]\nrequirement = "=${it}"\nversion = "${it}"\ndigest = "sha256:00"`,
        ),
      ]),
    )
    .join('\n');

const APP = 'package acme:app@1.0.0;\nworld app { import acme:money/amounts@1.2.0; }\n';
const MONEY = 'package acme:money@1.2.0;\ninterface amounts { type amount = u64; }\n';

async function asked(
  files: Readonly<Record<string, string>>,
  initialize: Readonly<Record<string, unknown>> = {},
): Promise<{ client: TestClient; uri: string; packages: Message['result']['packages']; sentences: string[] }> {
  const directory = directoryWith(files);
  const client = TestClient.spawned();
  const uri = pathToUri(directory);
  await client.initialize({ workspaceFolders: [{ uri, name: 'w' }], ...initialize });
  const { packages } = (await client.request('wit/dependencyStatus', null)).result;
  const sentences = packages.flatMap((it: { findings: { message: string }[] }) =>
    it.findings.map((one) => one.message),
  );
  return { client, uri, packages, sentences };
}

it('is content with what is as locked', async () => {
  const { uri, packages } = await asked({
    'wit/app.wit': APP,
    'wit/deps/money/money.wit': MONEY,
    'wkg.lock': locked(['acme:money', '1.2.0']),
  });
  expect(packages).toEqual([
    {
      directory: `${uri}/wit`,
      name: 'acme:app@1.0.0',
      tool: 'wkg',
      manifests: [`${uri}/wkg.lock`],
      checked: 1,
      findings: [],
    },
  ]);
});

it('says what is missing, of another version, and in no lock file, each with its place', async () => {
  const { uri, packages } = await asked({
    // A row of the lock file that nothing asks for any more is passed over.
    'wit/app.wit': `${APP}world more { import acme:gone/i@0.1.0; }\n`,
    'wit/deps/money/money.wit': MONEY,
    'wit/deps/left.wit': '// A\npackage acme:left@0.1.0;\n',
    'wkg.lock': locked(['acme:money', '1.3.0'], ['acme:gone', '0.1.0'], ['acme:once', '0.1.0']),
  });
  const place = (line: number, start: number, end: number, file: string) => ({
    uri: `${uri}/${file}`,
    range: { start: { line, character: start }, end: { line, character: end } },
  });
  expect(packages[0].findings).toEqual([
    {
      state: 'other-version',
      name: 'acme:money',
      locked: ['1.3.0'],
      vendored: ['1.2.0'],
      message: 'acme:money is locked at 1.3.0, but deps/ has 1.2.0',
      location: place(3, 8, 18, 'wkg.lock'),
    },
    {
      state: 'missing',
      name: 'acme:gone',
      locked: ['0.1.0'],
      vendored: [],
      message: 'acme:gone 0.1.0 is in wkg.lock, but not in deps/',
      location: place(12, 8, 17, 'wkg.lock'),
    },
    {
      state: 'not-locked',
      name: 'acme:left',
      locked: [],
      vendored: ['0.1.0'],
      message: 'acme:left@0.1.0 is in deps/, but wkg.lock does not name it, and nothing uses it',
      location: place(1, 8, 23, 'wit/deps/left.wit'),
    },
  ]);
});

it('takes what a locked package brought along as its own', async () => {
  const { sentences } = await asked({
    'wit/app.wit': APP,
    'wit/deps/money/money.wit': 'package acme:money@1.2.0;\ninterface amounts { use acme:coins/c@0.1.0.{coin}; }\n',
    'wit/deps/coins/coins.wit': 'package acme:coins@0.1.0;\ninterface c { type coin = u8; }\n',
    'wkg.lock': locked(['acme:money', '1.2.0']),
  });
  expect(sentences).toEqual([]);
});

it('misses in a lock file what the package itself names, and every second version', async () => {
  const { sentences } = await asked({
    'wit/app.wit': APP,
    'wit/deps/money/money.wit': MONEY,
    'wit/deps/io/io.wit': 'package acme:io@0.2.0;\n',
    'wkg.lock': locked(['acme:io', '0.2.0', '0.2.3']),
  });
  expect(sentences).toEqual([
    'acme:io is locked at 0.2.0 and 0.2.3, but deps/ has 0.2.0',
    'acme:money@1.2.0 is in deps/, but wkg.lock does not name it',
  ]);
});

it('reads the files of wit-deps, which know the last part of a name', async () => {
  const { packages, sentences } = await asked({
    'wit/app.wit': APP,
    'wit/deps/money/money.wit': MONEY,
    'wit/deps.toml':
      'money = "https://example.invalid/money.tar.gz"\nclocks = "https://example.invalid/clocks.tar.gz"\n',
    'wit/deps.lock':
      '[money]\nurl = "https://example.invalid/money.tar.gz"\nsha256 = "00"\ndeps = ["random"]\n\n[random]\nsha256 = "11"\n',
  });
  expect(packages[0].tool).toBe('wit-deps');
  expect(sentences).toEqual([
    'random is in deps.lock, but not in deps/',
    'clocks is in deps.toml, but neither locked nor in deps/',
  ]);
});

it('says that a lock file is missing, where there is something to lock', async () => {
  const app = { 'wit/app.wit': APP, 'wit/deps/money/money.wit': MONEY };
  const toml = '[metadata]\ndescription = "an app"\n';
  expect((await asked({ ...app, 'wkg.toml': toml })).sentences).toEqual([
    'wkg.lock is missing beside wkg.toml: nothing was locked yet',
  ]);
  expect((await asked({ 'wit/app.wit': 'package acme:app;\n', 'wkg.toml': toml })).sentences).toEqual([]);
});

it('holds a lock file of several packages against those that name its packages', async () => {
  const { packages } = await asked({
    'one/one.wit': APP,
    'one/deps/money/money.wit': MONEY,
    'two/two.wit': 'package acme:two;\nworld two { import acme:gone/g@0.1.0; }\n',
    'wkg.lock': locked(['acme:money', '1.2.0'], ['acme:gone', '0.1.0']),
  });
  expect(packages.map((it: { findings: { message: string }[] }) => it.findings.map((one) => one.message))).toEqual([
    [],
    ['acme:gone 0.1.0 is in wkg.lock, but not in deps/'],
  ]);
});

it('answers for the package of one file', async () => {
  const { client, uri } = await asked({
    'one/one.wit': 'package acme:one;\n',
    'one/wkg.lock': locked(['acme:gone', '0.1.0']),
    'two/two.wit': 'package acme:two;\n',
    'two/wkg.lock': locked(['acme:lost', '0.1.0']),
  });
  const textDocument = { uri: `${uri}/two/two.wit` };
  const { packages } = (await client.request('wit/dependencyStatus', { textDocument })).result;
  expect(packages.map((it: { name: string }) => it.name)).toEqual(['acme:two']);
});

it('takes what is typed in a lock file, not what is on the disk', async () => {
  const { client, uri, sentences } = await asked({
    'app.wit': 'package acme:app;\nworld w { import acme:gone/i; }\n',
    'wkg.lock': locked(['acme:gone']),
  });
  expect(sentences).toEqual(['acme:gone is in wkg.lock, but not in deps/']);
  client.open(`${uri}/wkg.lock`, locked());
  const { packages } = (await client.request('wit/dependencyStatus', null)).result;
  expect(packages[0].findings).toEqual([]);
});

it('is a command that shows sentences, for a client without a list', async () => {
  const run = async (files: Readonly<Record<string, string>>): Promise<Message['params']> => {
    const { client } = await asked(files);
    await client.request('workspace/executeCommand', { command: 'wit.checkDependencies' });
    return (await client.notified('window/showMessage')).params;
  };
  const app = { 'wit/app.wit': 'package acme:app;\nworld w { import acme:gone/i@0.1.0; }\n' };
  expect(await run(app)).toEqual({
    type: 3,
    message: 'No package here has a manifest or lock file of wkg or wit-deps.',
  });
  expect(await run({ ...app, 'wkg.lock': locked() })).toEqual({
    type: 3,
    message: 'deps/ is up to date: it has what the lock files name.',
  });
  expect(await run({ ...app, 'wkg.lock': locked(['acme:gone', '0.1.0']) })).toEqual({
    type: 2,
    message: 'wit:\n- acme:gone 0.1.0 is in wkg.lock, but not in deps/.',
  });
});

it('leaves the command to a client that has one', async () => {
  const offered = async (commands: readonly string[]): Promise<unknown> => {
    const client = TestClient.spawned();
    return (await client.initialize({ initializationOptions: { commands } })).capabilities.executeCommandProvider;
  };
  expect(await offered([])).toEqual({ commands: ['wit.checkDependencies', 'wit.checkRegistry'] });
  expect(await offered(['wit.checkDependencies'])).toEqual({ commands: ['wit.checkRegistry'] });
  expect(await offered(['wit.checkDependencies', 'wit.checkRegistry'])).toBeUndefined();
});
