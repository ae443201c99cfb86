// Published packages that come into `deps/` by an edit: fetched, and updated, with nothing left that nobody needs.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { log, opened, SITE, VERSION } from '../registry/editor.ts';
import { hasTools, packageBytes } from '../registry/published.ts';
import { applyToDisk, filesBelow } from '../support/apply-edit.ts';

type Scene = Awaited<ReturnType<typeof opened>>;

async function actions({ ask, at }: Scene, position = VERSION) {
  const range = { start: position, end: position };
  return ask('textDocument/codeAction', { textDocument: at.textDocument, range, context: { diagnostics: [] } });
}

/** Runs what an action of this title says, and gives the edit that the client is asked to apply. */
async function done(scene: Scene, title: string, position = VERSION) {
  const found = (await actions(scene, position)).find((one: { title: string }) => one.title === title);
  expect(found?.title).toBe(title);
  await scene.command(found.command.command, ...found.command.arguments);
  return scene.client.requests.find((one) => one.method === 'workspace/applyEdit')?.params;
}

const warnings = ({ client }: Scene): string[] =>
  client.notifications.filter((one) => one.method === 'window/showMessage').map((one) => one.params.message);

const UPDATE = 'Update `acme:log` to 0.2.5 and fetch it';
const lockOf = (version: string): string =>
  `# comment\nversion = 1\n\n[[packages]]\nname = "acme:log"\nregistry = "HOST"\n\n[[packages.versions]]\nrequirement = "=${version}"\nversion = "${version}"\ndigest = "sha256:00"\n`;

it.skipIf(!hasTools)('fetches a package into deps/ with its row in the lock file, by an edit', async () => {
  const it = await opened();
  const actions = await it.ask('textDocument/codeAction', {
    textDocument: it.at.textDocument,
    range: { start: VERSION, end: VERSION },
    context: { diagnostics: [] },
  });
  const fetch = actions.find((one: { title: string }) => one.title === 'Fetch `acme:log@0.2.0` into `deps/`');
  expect(fetch?.command.command).toBe('wit.fetchPackage');
  await it.command(fetch.command.command, ...fetch.command.arguments);
  const edit = it.client.requests.find((one) => one.method === 'workspace/applyEdit')?.params.edit.documentChanges;
  expect(edit).toMatchObject([
    { kind: 'create', uri: it.uri('wit/deps/acme-log-0.2.0/package.wit') },
    { edits: [{ newText: `${log('0.2.0').replace('a, b', 'a,\n    b,')}\n` }] },
    { kind: 'create', uri: it.uri('wkg.lock') },
    {
      edits: [
        {
          newText: expect.stringMatching(
            /name = "acme:log"\nregistry = "127.*"\n\n\[\[packages\.versions\]\]\nrequirement = "=0\.2\.0"\nversion = "0\.2\.0"\ndigest = "sha256:/,
          ),
        },
      ],
    },
  ]);
  expect(existsSync(path.join(it.directory, 'wkg.lock'))).toBe(false);
});

it.skipIf(!hasTools)(
  'updates within the track: the text, deps/ and the lock file, and the old version goes',
  async () => {
    const files = { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0'), 'wkg.lock': lockOf('0.2.0') };
    const it = await opened({ files });
    await it.command('wit.checkRegistry', it.file);
    const { edit } = await done(it, UPDATE);
    applyToDisk(edit);
    const now = filesBelow(it.directory);
    expect(Object.keys(now)).toEqual(['wit/deps/acme-log-0.2.5/package.wit', 'wit/site.wit', 'wkg.lock']);
    expect(now['wit/site.wit']).toBe(SITE.replace('0.2.0', '0.2.5'));
    expect(now['wkg.lock']).toContain('requirement = "=0.2.5"\nversion = "0.2.5"\ndigest = "sha256:');
    expect(now['wit/deps/acme-log-0.2.5/package.wit']).toContain('package acme:log@0.2.5;');
    expect(warnings(it).at(-1)).toMatch(/^Newest published/);
  },
);

it.skipIf(!hasTools)(
  'moves an override that pins the package, also one that is not saved, and locks it by what stands there',
  async () => {
    const toml = '# 𝒳\r\n[overrides]\r\n"acme:log" = { version = "0.2.0" } # pinned\r\n';
    const files = {
      'wit/site.wit': SITE,
      'wit/deps/log.wit': log('0.2.0'),
      'wkg.lock': lockOf('0.2.0'),
      'wkg.toml': '',
    };
    const it = await opened({ files });
    it.client.open(it.uri('wkg.toml'), toml);
    await it.command('wit.checkRegistry', it.file);
    const { edit } = await done(it, UPDATE);
    const own = edit.documentChanges.filter(
      (one: { textDocument?: { uri: string } }) => one.textDocument?.uri === it.uri('wkg.toml'),
    );
    const start = { line: 2, character: '"acme:log" = { version = "'.length };
    expect(own).toEqual([
      {
        textDocument: { uri: it.uri('wkg.toml'), version: null },
        edits: [{ range: { start, end: { line: 2, character: start.character + 5 } }, newText: '0.2.5' }],
      },
    ]);
    applyToDisk({ documentChanges: edit.documentChanges.filter((one: unknown) => one !== own[0]) });
    expect(filesBelow(it.directory)['wkg.lock']).toContain('requirement = "^0.2.5"\nversion = "0.2.5"\n');
  },
);

it.skipIf(!hasTools)('says why a package does not move that an override holds, and writes nothing', async () => {
  const files = { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0'), 'wkg.toml': '' };
  const it = await opened({ files });
  await it.command('wit.checkRegistry', it.file);
  const before = filesBelow(it.directory);
  const asked = it.fake.asked.length;
  const reasons = [
    ['path = "../log"', 'takes acme:log from ../log: a published version is not used while it does'],
    ['version = "<0.2.5"', 'demands `<0.2.5` of acme:log, which 0.2.5 is not: change it first'],
  ];
  for (const [at, [entry, reason]] of reasons.entries()) {
    const toml = `[overrides]\n"acme:log" = { ${entry} }\n`;
    if (at === 0) it.client.open(it.uri('wkg.toml'), toml);
    else it.client.change(it.uri('wkg.toml'), at + 1, { text: toml });
    const refused = await it.client.request('workspace/executeCommand', {
      command: 'wit.updateDependency',
      arguments: [it.file, 'acme:log', '0.2.0', '0.2.5'],
    });
    expect(refused.error?.message).toBe(`\`[overrides]\` of wkg.toml ${reason}`);
  }
  expect(it.client.requests.filter((one) => one.method === 'workspace/applyEdit')).toEqual([]);
  expect(filesBelow(it.directory)).toEqual(before);
  expect(it.fake.asked.length).toBe(asked);
});

it.skipIf(!hasTools)('updates what is not saved, in a client that announces no documentChanges', async () => {
  // As Neovim announces it.
  const capabilities = {
    workspace: { configuration: true, workspaceEdit: { resourceOperations: ['rename', 'create', 'delete'] } },
    textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  };
  const it = await opened({ files: { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0') }, capabilities });
  it.client.change(it.file, 2, { text: SITE.replace('// 𝒳\r\n', '// 𝒳\r\n// 𝒴\r\n') });
  await it.command('wit.checkRegistry', it.file);
  const { edit } = await done(it, UPDATE, { ...VERSION, line: 3 });
  const [text] = edit.documentChanges.filter(
    (one: { textDocument?: { uri: string } }) => one.textDocument?.uri === it.file,
  );
  expect(text).toMatchObject({
    textDocument: { version: 2 },
    edits: [{ newText: '0.2.5', range: { start: { line: 3, character: 33 }, end: { line: 3, character: 38 } } }],
  });
});

it.skipIf(!hasTools)('keeps an old version that another package still needs', async () => {
  const mall = 'package acme:mall@1.0.0;\ninterface hall { use acme:log/api@0.2.0.{level}; type l = level; }\n';
  const site = SITE.replace('import acme', 'import acme:mall/hall@1.0.0; import acme');
  const files = { 'wit/site.wit': site, 'wit/deps/log.wit': log('0.2.0'), 'wit/deps/mall/mall.wit': mall };
  const it = await opened({ files });
  await it.command('wit.checkRegistry', it.file);
  applyToDisk((await done(it, UPDATE, { line: 2, character: site.split('\n')[2]?.indexOf('log/api@') ?? 0 })).edit);
  expect(Object.keys(filesBelow(it.directory)).filter((one) => one.includes('deps'))).toEqual([
    'wit/deps/acme-log-0.2.5/package.wit',
    'wit/deps/log.wit',
    'wit/deps/mall/mall.wit',
  ]);
});

it.skipIf(!hasTools)('what the old version alone needed goes with it; what nobody ever needed stays', async () => {
  const old = log('0.2.0').replace('interface api {', 'interface api {\n  use acme:units/u@1.0.0.{unit};');
  const units = 'package acme:units@1.0.0;\ninterface u { type unit = u8; }\n';
  const files = {
    'wit/site.wit': SITE,
    'wit/deps/acme-log-0.2.0/package.wit': old,
    'wit/deps/acme-units-1.0.0/package.wit': units,
    'wit/deps/other/other.wit': 'package acme:other@1.0.0;\n',
  };
  const it = await opened({ files });
  await it.command('wit.checkRegistry', it.file);
  applyToDisk((await done(it, UPDATE)).edit);
  expect(Object.keys(filesBelow(it.directory)).filter((one) => one.includes('deps'))).toEqual([
    'wit/deps/acme-log-0.2.5/package.wit',
    'wit/deps/other/other.wit',
  ]);
  expect(existsSync(path.join(it.directory, 'wit/deps/acme-units-1.0.0'))).toBe(false);
});

it.skipIf(!hasTools)(
  'deletes no folder that holds other files, and nothing where the client cannot: it says so',
  async () => {
    const files = { 'wit/site.wit': SITE, 'wit/deps/log/log.wit': log('0.2.0'), 'wit/deps/log/notes.md': 'mine' };
    const it = await opened({ files });
    await it.command('wit.checkRegistry', it.file);
    applyToDisk((await done(it, UPDATE)).edit);
    expect(existsSync(path.join(it.directory, 'wit/deps/log/notes.md'))).toBe(true);
    await expect.poll(() => warnings(it).at(-1)).toBe('Nothing needs deps/log any more: delete it.');
  },
);

it.skipIf(!hasTools)('a package that is there under another name is not written a second time', async () => {
  const files = { 'wit/site.wit': SITE, 'wit/deps/log.wit': log('0.2.0'), 'wit/deps/newer.wit': log('0.2.5') };
  const it = await opened({ files });
  await it.command('wit.checkRegistry', it.file);
  applyToDisk((await done(it, UPDATE)).edit);
  expect(Object.keys(filesBelow(it.directory)).filter((one) => one.includes('deps'))).toEqual(['wit/deps/newer.wit']);
});

it.skipIf(!hasTools)('says when the editor does not apply the edit', async () => {
  const it = await opened();
  it.client.answers.set('workspace/applyEdit', () => ({ applied: false, failureReason: 'read-only' }));
  const title = 'Fetch `acme:log@0.2.0` into `deps/`';
  const said = (why: string) =>
    `Fetch acme:log@0.2.0: the editor did not apply the edit (${why}); \`wkg fetch\` does the same`;
  await done(it, title);
  await expect.poll(() => warnings(it)).toEqual([said('read-only')]);
  it.client.refuses = true;
  await done(it, title);
  await expect.poll(() => warnings(it).at(-1)).toBe(said('it answered with an error'));
});

// Each kind of bad answer is refused in test/registry/bad-input.test.ts; here, nothing comes of it in the workspace.
it.skipIf(!hasTools)('writes nothing of a package whose bytes are not those of its digest', async () => {
  const it = await opened();
  const digest = it.fake.publish('acme/log', '0.2.0', packageBytes(log('0.2.0', 'a, x')));
  it.fake.on(new RegExp(digest), (_, response) => void response.end(Buffer.from('\0asm')));
  const before = filesBelow(it.directory);
  const refused = await it.client.request('workspace/executeCommand', {
    command: 'wit.fetchPackage',
    arguments: [it.file, 'acme:log@0.2.0'],
  });
  expect(refused.error?.message).toMatch(/is 4 bytes, and its manifest says/);
  expect(it.client.requests.filter((one) => one.method === 'workspace/applyEdit')).toEqual([]);
  expect(filesBelow(it.directory)).toEqual(before);
});
