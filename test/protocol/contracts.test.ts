// Contract changes over standard input and output: a real git repository, texts that nobody has saved.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { nodeHost } from '../../server/src/hosts/node.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { TestRepository, temporary } from '../semver/repository.ts';
import { type Message, SHOWING, TestClient } from '../support/server.ts';

const TEXT = `package shop:cart@1.0.0;

interface api {
  enum level {
    low,
    high,
  }
  /// Gone soon.
  f: func(ms: u32) -> level;
  g: func();
}
`;

const at = (text: string, word: string): Message['params'] => {
  const offset = text.indexOf(word);
  const before = text.slice(0, offset).split('\n');
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { start, end: { line: start.line, character: start.character + word.length } };
};

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Opened {
  readonly client: TestClient;
  readonly uri: string;
  readonly folder: string;
}

/** A client that is sent its diagnostics, with the first file open. */
async function opened(repository: TestRepository, more: Record<string, unknown> = {}): Promise<Opened> {
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  await client.initialize({
    rootUri: folder,
    capabilities: { textDocument: { ...SHOWING, publishDiagnostics: { relatedInformation: true } } },
    ...more,
  });
  const uri = `${folder}/a.wit`;
  client.open(uri, repository.read('a.wit'));
  return { client, uri, folder };
}

/** Waits for findings of a file that fit; fails by the test's own time limit. */
async function findings(
  { client, uri }: Opened,
  fits: (codes: readonly string[]) => boolean,
): Promise<Message['params'][]> {
  const { params } = await client.notified(
    'textDocument/publishDiagnostics',
    (it) => it.uri === uri && fits(it.diagnostics.map((one: { code: string }) => one.code)),
  );
  return params.diagnostics;
}

const has = (code: string) => (codes: readonly string[]) => codes.includes(code);

it('says what an unsaved edit breaks, and shows the old text in a file', async () => {
  const it = await opened(TestRepository.create({ 'a.wit': TEXT }));
  const text = TEXT.replace('high,', 'high,\n    urgent,');
  it.client.change(it.uri, 2, { text });
  const [found] = await findings(it, has('semver/enum-case-added'));
  expect(found).toMatchObject({ range: at(text, 'urgent'), severity: 1, source: 'wit' });
  expect(found.message).toBe(
    'enum case added: `urgent` in `level` — breaks importers and implementers; components of one version track misread it without notice (needs 2.0.0, package says 1.0.0)',
  );
  const { uri, range } = found.relatedInformation[0].location;
  expect(readFileSync(fileURLToPath(uri), 'utf8')).toBe(TEXT);
  expect(range).toEqual(at(TEXT, 'level'));
});

it('writes the old text once, however many findings lead to it', async () => {
  const functions = (type: string) => Array.from({ length: 40 }, (_, n) => `  fn${n}: func(a: ${type});\n`).join('');
  const text = (type: string) => `package shop:cart@1.0.0;\ninterface api {\n${functions(type)}}\n`;
  const repository = TestRepository.create({ 'a.wit': text('u8') });
  const written: string[] = [];
  const store = (_: string, old: string): string => {
    written.push(old);
    return 'file:///old/a.wit';
  };
  const client = await TestClient.inside(nodeHost(), ROWS, { store });
  const folder = pathToFileURL(repository.path).href;
  await client.initialize({
    rootUri: folder,
    capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
  });
  const uri = `${folder}/a.wit`;
  client.open(uri, text('u16'));
  const found = await findings({ client, uri, folder }, has('semver/param-type-changed'));
  // The functions and the version.
  expect(found.filter((it) => it.relatedInformation?.[0].location.uri === 'file:///old/a.wit')).toHaveLength(41);
  expect(written).toEqual([text('u8')]);
});

it('shows the old text as a document where the client can', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  const commit = repository.git('rev-parse', 'HEAD');
  const it = await opened(repository, {
    capabilities: {
      textDocument: { publishDiagnostics: { relatedInformation: true } },
      workspace: { textDocumentContent: {} },
    },
  });
  it.client.change(it.uri, 2, { text: TEXT.replace('ms: u32', 'duration: u32') });
  const [found] = await findings(it, has('semver/param-renamed'));
  const { uri } = found.relatedInformation[0].location;
  expect(uri).toBe(`wit-base:/${commit}/a.wit`);
  expect((await it.client.request('workspace/textDocumentContent', { uri })).result).toEqual({ text: TEXT });
});

it('shows each item that is gone at its container, repairs it and lets it be ignored', async () => {
  const it = await opened(TestRepository.create({ 'a.wit': TEXT }), {
    capabilities: { textDocument: { codeAction: { codeActionLiteralSupport: {} } } },
  });
  const text = TEXT.replace(/ {2}\/\/\/ Gone.*g: func\(\);\n/s, '');
  it.client.change(it.uri, 2, { text });
  const gone = (await findings(it, has('semver/func-removed'))).filter(({ code }) => code === 'semver/func-removed');
  const [found] = gone;
  for (const one of gone) expect(one).toMatchObject({ range: at(text, 'api'), severity: 2 });
  expect(gone.map(({ message }) => message.split(' — ')[0])).toEqual([
    'function removed: `f`',
    'function removed: `g`',
  ]);
  const actions: Message['params'][] = (
    await it.client.request('textDocument/codeAction', {
      textDocument: { uri: it.uri },
      range: found.range,
      context: { diagnostics: [found] },
    })
  ).result;
  const restored = actions.filter(({ title }) => title.startsWith('Restore'));
  for (const { diagnostics } of restored) expect(diagnostics[0].code).toBe('semver/func-removed');
  expect(
    applied(
      text,
      restored.flatMap(({ edit }) => edit.changes[it.uri]),
    ),
  ).toBe(TEXT);
  const bumped = actions.find(({ title }) => title.includes('2.0.0'));
  expect(applied(text, bumped.edit.changes[it.uri])).toBe(text.replace('1.0.0', '2.0.0'));
  const ignored = actions.find(({ title }) => title.startsWith('Ignore'));
  const quiet = applied(text, ignored.edit.changes[it.uri]);
  expect(quiet).toContain('// wit-ignore: semver/func-removed until=2.0.0 reason');
  it.client.change(it.uri, 3, { text: quiet });
  // What is meant still needs its version.
  expect((await it.client.diagnostics(it.uri, 3)).map(({ code }: { code: string }) => code)).toEqual([
    'semver/bump-missing',
  ]);
  it.client.change(it.uri, 4, { text: TEXT.replace('interface', '// wit-ignore: semver/func-removed x\ninterface') });
  expect((await it.client.diagnostics(it.uri, 4)).map(({ code }: { code: string }) => code)).toEqual([
    'lint/unused-suppression',
  ]);
});

function applied(text: string, edits: readonly { range: Message['params']; newText: string }[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, it) => sum + it.length + 1, 0) + character;
  // What goes to one place goes there in its order.
  return [...edits]
    .reverse()
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offset(range.start)) + newText + all.slice(offset(range.end)),
      text,
    );
}

it('sees commits, and what else moves HEAD', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  const it = await opened(repository);
  const text = TEXT.replace('g: func();', 'g: func() -> u8;');
  it.client.change(it.uri, 2, { text });
  await findings(it, has('semver/result-added'));
  it.client.notifications.length = 0;
  repository.commit({ 'a.wit': text });
  expect(await findings(it, (codes) => codes.length === 0)).toEqual([]);
  it.client.notifications.length = 0;
  repository.git('checkout', '-q', '--detach', 'HEAD^');
  const [found] = await findings(it, has('semver/result-added'));
  expect(found.range).toEqual(at(text, 'u8'));
});

it('sees a fetch and a tag', async () => {
  const origin = TestRepository.create({ 'a.wit': TEXT });
  const repository = origin.clone();
  repository.git('checkout', '-q', '-b', 'work');
  repository.commit({ 'b.txt': '' });
  const it = await opened(repository, { initializationOptions: { semver: { base: 'origin/main' } } });
  it.client.change(it.uri, 2, { text: TEXT.replace('g: func();', 'g: func() -> u8;') });
  await findings(it, has('semver/result-added'));
  it.client.notifications.length = 0;
  origin.commit({ 'a.wit': TEXT.replace('g: func();', 'g: func() -> u8;') });
  repository.git('fetch', '-q');
  await findings(it, (codes) => codes.length === 0);
  const textDocument = { uri: it.uri };
  await it.client.request('wit/chooseContractBase', { textDocument, base: 'v9' });
  const uncompared = async (): Promise<Message['params'][]> =>
    (await it.client.request('wit/contractChanges', { textDocument })).result.uncompared;
  expect(await uncompared()).toMatchObject([{ reason: 'unknown-revision' }]);
  it.client.notifications.length = 0;
  repository.git('tag', 'v9', 'HEAD');
  await findings(it, has('semver/result-added'));
  expect(await uncompared()).toEqual([]);
});

it('starts no git for a keystroke', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  const bin = temporary();
  const log = path.join(bin, 'log');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(path.join(bin, 'git'), `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}${path.delimiter}${process.env.PATH ?? ''}`);
  const it = await opened(repository);
  await it.client.request('wit/contractChanges', { textDocument: { uri: it.uri } });
  const before = readFileSync(log, 'utf8');
  expect(before).toContain('cat-file');
  for (let version = 2; version < 12; version++) {
    it.client.change(it.uri, version, { text: TEXT.replace('high', `high${'x'.repeat(version)}`) });
    await it.client.request('wit/contractChanges', { textDocument: { uri: it.uri } });
  }
  await findings(it, has('semver/enum-case-renamed'));
  expect(readFileSync(log, 'utf8')).toBe(before);
});

it('hovers, lenses and lists', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  repository.tag('v1.0.0');
  const it = await opened(repository, { initializationOptions: { commands: ['wit.showContractChanges'] } });
  const text = TEXT.replace('high,', 'high,\n    urgent,').replace('g: func();', 'g: func();\n  h: func();');
  it.client.change(it.uri, 2, { text });
  await findings(it, has('semver/enum-case-added'));
  const textDocument = { uri: it.uri };
  const position = at(text, 'urgent').start;
  const hover = (await it.client.request('textDocument/hover', { textDocument, position })).result.contents.value;
  expect(hover).toContain('**enum case added: `urgent` in `level`**');
  expect(hover).toContain('Breaks importers and implementers');
  expect(hover).toContain('Needs 2.0.0; the package says 1.0.0.');
  expect(hover).toContain('Compared with `v1.0.0`');
  const lenses: Message['params'][] = (await it.client.request('textDocument/codeLens', { textDocument })).result;
  expect(lenses.flatMap((lens) => lens.command ?? [])).toEqual([
    {
      title: '1 breaking · 1 additive since v1.0.0 — needs 2.0.0',
      command: 'wit.showContractChanges',
      arguments: [it.uri, null],
    },
    { title: '1 breaking · 1 additive', command: 'wit.showContractChanges', arguments: [it.uri, 'api'] },
  ]);
  const { packages, uncompared } = (await it.client.request('wit/contractChanges', {})).result;
  expect(uncompared).toEqual([]);
  expect(packages).toMatchObject([
    {
      name: 'shop:cart',
      baseVersion: '1.0.0',
      version: '1.0.0',
      required: '2.0.0',
      level: 'major',
      covered: false,
      stale: false,
      base: { label: 'v1.0.0', commit: repository.git('rev-parse', 'HEAD'), note: null },
      location: { uri: it.uri },
    },
  ]);
  const changes: Message['params'][] = packages[0].changes;
  expect(changes.map(({ kind, item }) => `${kind} ${item}`).sort()).toEqual([
    'bump-missing shop:cart@1.0.0',
    'enum-case-added api.level',
    'func-added api.h',
  ]);
  const report = (await it.client.request('wit/contractReport', {})).result;
  expect(report).toContain(
    '| breaking | `api.level` | `enum level { low, high }` | `enum level { low, high, urgent }` | importers; implementers | silent | `semver/enum-case-added` |',
  );
});

it('compares with what is chosen', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT.replace('g: func();', '') });
  repository.git('branch', 'old');
  repository.commit({ 'a.wit': TEXT });
  const it = await opened(repository);
  const textDocument = { uri: it.uri };
  const bases: Message['params'][] = (await it.client.request('wit/contractBases', { textDocument })).result;
  expect(bases.map(({ base, kind }) => `${kind} ${base}`)).toEqual([
    'auto auto',
    'commit HEAD',
    'branch main',
    'branch old',
  ]);
  const labels = async (): Promise<string> => {
    const { packages, uncompared } = (await it.client.request('wit/contractChanges', { textDocument })).result;
    if (uncompared.length > 0) return uncompared[0].message;
    return packages.map((one: Message['params']) => `${one.base.label} ${one.verdict}`).join();
  };
  expect(await labels()).toBe('HEAD no contract changes');
  await it.client.request('wit/chooseContractBase', { base: 'old' });
  expect(await labels()).toBe('old 1 additive');
  await it.client.request('wit/chooseContractBase', { base: 'nowhere' });
  expect(await labels()).toContain('nowhere');
  await it.client.request('wit/chooseContractBase', { base: null });
  expect(await labels()).toBe('HEAD no contract changes');
});

it('runs no git where the client says that nobody trusts the folder', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  const proof = path.join(temporary(), 'ran');
  repository.git('config', 'core.fsmonitor', `touch ${proof}; false`);
  const it = await opened(repository, { initializationOptions: { trusted: false } });
  it.client.change(it.uri, 2, { text: TEXT.replace('low,', '') });
  const { packages, uncompared } = (await it.client.request('wit/contractChanges', {})).result;
  expect(packages).toEqual([]);
  expect(uncompared).toHaveLength(1);
  expect(await it.client.diagnostics(it.uri, 2)).toEqual([]);
  expect(existsSync(proof)).toBe(false);
});

it('severity and base are settings', async () => {
  const repository = TestRepository.create({ 'a.wit': TEXT });
  const quiet = await opened(repository, { initializationOptions: { semver: { severity: 'information' } } });
  quiet.client.change(quiet.uri, 2, { text: TEXT.replace('g: func();', '') });
  expect((await findings(quiet, has('semver/func-removed')))[0]?.severity).toBe(3);
  const off = await opened(repository, { initializationOptions: { semver: { base: 'off' } } });
  const { uncompared } = (await off.client.request('wit/contractChanges', {})).result;
  expect(uncompared).toMatchObject([{ reason: 'off' }]);
});

it('keeps what it said of untouched items while a file is broken', async () => {
  const it = await opened(TestRepository.create({ 'a.wit': TEXT }));
  it.client.change(it.uri, 2, { text: TEXT.replace('low,', '') });
  await findings(it, has('semver/enum-case-removed'));
  it.client.change(it.uri, 3, {
    text: TEXT.replace('low,', '').replace('interface api {', 'interface api { x: func('),
  });
  const codes = (await it.client.diagnostics(it.uri, 3)).map(({ code }: { code: string }) => code);
  expect(codes.filter((code: string) => code.startsWith('syntax/')).length).toBeGreaterThan(0);
  expect(codes.filter((code: string) => code.startsWith('semver/'))).toEqual([
    'semver/enum-case-removed',
    'semver/bump-missing',
  ]);
  const { packages } = (await it.client.request('wit/contractChanges', {})).result;
  expect(packages).toMatchObject([{ stale: true, verdict: '1 breaking' }]);
});

it('compares a world with the base', async () => {
  const text =
    'package shop:w@1.0.0;\ninterface a { f: func(); }\ninterface b { f: func(); }\nworld w {\n  import a;\n}\n';
  const open = await opened(TestRepository.create({ 'a.wit': text }));
  open.client.change(open.uri, 2, { text: text.replace('import a;', 'import b;') });
  await findings(open, (codes) => codes.some((code) => code.startsWith('semver/')));
  const { result } = await open.client.request('wit/compareWorlds', {
    old: 'base',
    new: { uri: open.uri, world: 'w' },
  });
  expect(result.old).toMatch(/^shop:w\/w@1\.0\.0 \(/);
  const items = result.changes.items.map((one: Message['params']) => `${one.kind} ${one.direction} ${one.key}`);
  expect(items.sort()).toEqual(['added import shop:w/b@1.0.0', 'removed import shop:w/a@1.0.0']);
});
