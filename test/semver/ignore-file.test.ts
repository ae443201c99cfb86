// `.wit-ignore.json`: what somebody let pass passes, on the command line and in the server; nothing else does.

import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readIgnoreFile } from '../../server/src/contract/ignore-file.ts';
import { RULES } from '../../server/src/semver/table.ts';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { TestRepository, wit } from './repository.ts';

const FILE = '.wit-ignore.json';
const OLD = { 'wit/a.wit': wit('f: func(); g: func(); h: func();') };
const NEW = { 'wit/a.wit': wit('f: func(a: u8);') };

interface Told {
  readonly kind: string;
  readonly item: string;
  readonly fingerprint: string;
  readonly suppressed?: boolean;
}

function changed(): TestRepository {
  const repository = TestRepository.create(OLD);
  repository.write(NEW);
  return repository;
}

async function breaking(repository: TestRepository, ...args: string[]) {
  const { status, out, err } = await run(repository.path, ['breaking', '--format', 'json', ...args]);
  const changes: Told[] = out === '' ? [] : JSON.parse(out).packages.flatMap((it: { changes: Told[] }) => it.changes);
  const open = changes.filter((it) => it.suppressed !== true && it.kind !== 'bump-missing').map((it) => it.item);
  return { status, err, changes, open };
}

function ignoring(repository: TestRepository, ...entries: object[]): void {
  repository.write({ [FILE]: JSON.stringify({ ignore: entries }) });
}

describe('on the command line', () => {
  it('one change passes by its fingerprint, and its neighbours do not', async () => {
    const repository = changed();
    const { changes, open } = await breaking(repository);
    expect(open).toEqual(['api.f.a', 'api.g', 'api.h']);
    const { fingerprint } = changes.find((it) => it.item === 'api.g') ?? expect.fail();
    ignoring(repository, { fingerprint, item: 'shop:cart/api.g', reason: 'nobody calls it' });
    expect(await breaking(repository)).toMatchObject({ status: 1, open: ['api.f.a', 'api.h'], err: '' });
    // The same change from another commit, in another file.
    repository.commit(OLD);
    repository.git('mv', 'wit/a.wit', 'wit/b.wit');
    repository.write({ 'wit/b.wit': `// moved\n${NEW['wit/a.wit']}` });
    expect((await breaking(repository)).open).toEqual(['api.f.a', 'api.h']);
    // What changes further is another change.
    repository.commit();
    repository.write({ 'wit/b.wit': wit('f: func(a: u16);') });
    const after = await breaking(repository);
    expect(after.open).toEqual(['api.f.a']);
    expect(after.err).toContain(`${FILE}: shop:cart/api.g raises nothing that the entry ${fingerprint} would be for`);
  });

  it('everything passes that is accepted with a reason, and what comes later does not', async () => {
    const repository = changed();
    expect(await breaking(repository, '--accept', 'agreed on in #12')).toMatchObject({ status: 0, open: [] });
    const { ignore } = JSON.parse(repository.read(FILE));
    expect(ignore).toHaveLength(3);
    expect(ignore[0]).toMatchObject({
      code: 'semver/param-added',
      item: 'shop:cart/api.f.a',
      reason: 'agreed on in #12',
    });
    expect(await breaking(repository)).toMatchObject({ status: 0, open: [], err: '' });
    repository.write({ 'wit/a.wit': wit('f: func(a: u8, b: u8);') });
    // The function is not the one that was looked at.
    expect(await breaking(repository)).toMatchObject({ status: 1, open: ['api.f.a', 'api.f.b'] });
    expect(await breaking(repository, '--accept', 'and this')).toMatchObject({ status: 0, open: [] });
    const items = JSON.parse(repository.read(FILE)).ignore.map((it: { item: string }) => it.item);
    expect(items).toEqual(['shop:cart/api.g', 'shop:cart/api.h', 'shop:cart/api.f.a', 'shop:cart/api.f.b']);
    expect((await breaking(repository, '--accept', ' ')).status).toBe(2);
  });

  it.each([
    ['a path', { path: 'wit', reason: 'a draft' }, []],
    ['another path', { path: 'wi', reason: 'a draft' }, ['api.f.a', 'api.g', 'api.h']],
    ['a package', { package: 'shop:cart', reason: 'internal' }, []],
    ['another package', { package: 'shop:car', reason: 'internal' }, ['api.f.a', 'api.g', 'api.h']],
    ['a kind', { path: 'wit', codes: ['semver/func-removed'], reason: 'gone' }, ['api.f.a']],
    ['until a version that is to come', { path: 'wit', until: '1.1.0', reason: 'soon' }, []],
    ['until the last day', { path: 'wit', expires: '2999-12-31', owner: 'team', reason: 'soon' }, []],
  ])('all of %s passes', async (_, entry, open) => {
    const repository = changed();
    ignoring(repository, entry);
    expect(await breaking(repository)).toMatchObject({ status: open.length > 0 ? 1 : 0, open, err: '' });
    expect((await breaking(repository, 'wit')).open).toEqual(open);
  });

  it.each([
    ['{', 'this is not JSON'],
    ['{}', 'this has no list `ignore`'],
    ['{"ignore":[{"path":"wit"}]}', 'entry 1 has no `reason`'],
    ['{"ignore":[{"reason":"x"}]}', 'entry 1 needs one of `fingerprint`, `package` and `path`'],
    ['{"ignore":[{"path":"wit","package":"a:b","reason":"x"}]}', 'needs one of'],
    ['{"ignore":[{"path":"wit","reason":" "}]}', '`reason` must be a text'],
    ['{"ignore":[{"path":"wit","reason":"x","code":"semver/func-removed"}]}', 'rules are listed as `codes`'],
    ['{"ignore":[{"path":"wit","reason":"x","codes":"semver/func-removed"}]}', '`codes` must be a list'],
    ['{"ignore":[{"path":"wit","reason":"x","codes":[]}]}', '`codes` must be a list'],
    ['{"ignore":[{"path":"wit","reason":"x","codes":["semver/func-remove"]}]}', 'is not a rule'],
    ['{"ignore":[{"path":"wit","reason":"x","codes":[3]}]}', 'must be the code of a rule'],
    ['{"ignore":[{"path":"wit","reason":"x","untill":"1.1.0"}]}', 'unknown key `untill`; did you mean `until`?'],
    ['{"ignore":[{"path":"wit","reason":"x","until":"2026-12-31"}]}', 'a date is written as `expires`'],
    ['{"ignore":[{"path":"wit","reason":"x","until":"next"}]}', '`until` must be a version'],
    ['{"ignore":[{"path":"wit","reason":"x","until":1}]}', '`until` must be a version'],
    ['{"ignore":[{"path":"wit","reason":"x","until":"1.0.0"}]}', 'the version compared with is 1.0.0'],
    ['{"ignore":[{"path":"wit","reason":"x","expires":"1.1.0"}]}', '`expires` must be a date'],
    ['{"ignore":[{"path":"wit","reason":"x","expires":"2999-02-30"}]}', '`expires` must be a date'],
    ['{"ignore":[{"path":"wit","reason":"x","expires":"2020-01-01"}]}', 'it has expired on 2020-01-01'],
    ['{"ignore":[{"fingerprint":"XYZ","reason":"x"}]}', '`fingerprint` must be the hexadecimal digits'],
    ['{"ignore":[{"package":"shop:cart@1.0.0","reason":"x"}]}', '`package` must be `namespace:name`'],
    ['{"ignore":[{"path":"wit","path":"x","reason":"x"}]}', 'has `path` twice'],
    ['{"ignore":["wit"]}', 'entry 1 must be an object'],
    ['{"ignore":{"path":"wit"}}', '`ignore` must be a list'],
    ['{"ignores":[]}', 'unknown key `ignores`; did you mean `ignore`?'],
    ['{"ignore":[],"levels":[]}', '`levels` must be an object'],
    ['{"ignore":[],} // no', 'this is not JSON'],
    ['[]', 'the file must be an object'],
  ])('a file that says %s is no success', async (text, message) => {
    const repository = changed();
    repository.write({ [FILE]: text });
    const { status, err } = await breaking(repository);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it.each<[string, Record<string, string>, object]>([
    ['as little', { 'semver/func-removed': 'minor', 'hazard:link': 'minor' }, { status: 1, required: '1.1.0' }],
    ['nothing', { 'hazard:link': 'none' }, { status: 0, required: '1.0.0' }],
    ['nothing of one rule', { 'semver/func-removed': 'none' }, { status: 1, required: '2.0.0' }],
  ])('rules ask for %s where the file says so', async (_, levels, expected) => {
    const repository = changed();
    repository.write({ [FILE]: JSON.stringify({ levels }) });
    const { status, out, err } = await run(repository.path, ['breaking', '--format', 'json', '--fail-on', 'minor']);
    expect({ status, err, required: JSON.parse(out).packages[0].required }).toEqual({ err: '', ...expected });
  });

  it.each([
    [{ 'semver/func-remove': 'minor' }, '`levels` names `semver/func-remove`, which is no rule and no hazard'],
    [{ 'hazard:none': 'minor' }, '`levels` names `hazard:none`, which is no rule and no hazard'],
    [
      { 'semver/func-removed': 'tiny' },
      'the level of `semver/func-removed` must be one of major, dangerous, minor, patch, none',
    ],
  ])('levels that mean nothing are no success: %j', async (levels, message) => {
    const repository = changed();
    repository.write({ [FILE]: JSON.stringify({ levels }) });
    const { status, err } = await breaking(repository);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it('the file of the base, and one outside of the repository, count for nothing', async () => {
    const repository = changed();
    ignoring(repository, { path: 'wit', reason: 'a draft' });
    repository.commit(OLD);
    repository.remove(FILE);
    repository.write(NEW);
    const inner = new TestRepository(`${repository.path}/inner`);
    ignoring(repository, { path: 'inner', reason: 'a draft' });
    inner.write(OLD);
    inner.git('init', '-q', '-b', 'main');
    inner.commit();
    inner.write(NEW);
    expect(await breaking(inner)).toMatchObject({ status: 1, open: ['api.f.a', 'api.g', 'api.h'] });
    expect(await breaking(repository, 'wit')).toMatchObject({ status: 1, open: ['api.f.a', 'api.g', 'api.h'] });
  });
});

it('in the server it is seen when it comes, when it changes, and when it is of no use', async () => {
  const repository = changed();
  const { changes } = await breaking(repository);
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  await client.initialize({ rootUri: folder });
  const uri = `${folder}/wit/a.wit`;
  client.open(uri, NEW['wit/a.wit']);
  const expectCodes = async (...expected: string[]): Promise<void> => {
    await vi.waitFor(() => {
      const told = client.notifications.findLast((it) => it.params?.uri === uri)?.params.diagnostics;
      expect(told.map((it: { code: string }) => it.code).sort()).toEqual(expected);
    }, 20_000);
  };
  await expectCodes('semver/bump-missing', 'semver/func-removed', 'semver/func-removed', 'semver/param-added');
  const entries = changes
    .filter((it) => it.kind !== 'bump-missing')
    .map(({ fingerprint, item }) => ({ fingerprint, item: `shop:cart/${item}`, reason: 'agreed' }));
  ignoring(repository, ...entries);
  const saw = (type: number) =>
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${folder}/${FILE}`, type }] });
  saw(1);
  await expectCodes('semver/bump-missing');
  ignoring(repository, ...entries, { fingerprint: '0', item: 'shop:cart/api.x', reason: 'old' });
  saw(2);
  await expectCodes('lint/unused-suppression', 'semver/bump-missing');
  ignoring(repository, { path: 'wit', until: '2026-12-31', reason: 'soon' });
  saw(2);
  const { params } = await client.notified(
    'textDocument/publishDiagnostics',
    (it) => it.uri === `${folder}/${FILE}` && it.diagnostics.length > 0,
  );
  expect(params.diagnostics).toMatchObject([{ severity: 1, code: 'lint/invalid-suppression' }]);
  expect(repository.read(FILE).slice(params.diagnostics[0].range.start.character)).toMatch(/^"2026-12-31"/);
  // It is no WIT, also where an editor opens it as a document of ours.
  client.open(`${folder}/${FILE}`, repository.read(FILE));
  const uris = { textDocument: { uri: `${folder}/${FILE}` } };
  expect((await client.request('textDocument/documentSymbol', uris)).result ?? []).toEqual([]);
  const codes = client.notifications
    .filter((it) => it.params?.uri === `${folder}/${FILE}`)
    .flatMap((it) => it.params.diagnostics.map((one: { code: string }) => one.code));
  expect(new Set(codes)).toEqual(new Set(['lint/invalid-suppression']));
  repository.write({ [FILE]: JSON.stringify({ levels: { 'semver/func-removed': 'none', 'hazard:link': 'minor' } }) });
  saw(2);
  await expectCodes('semver/bump-missing');
  repository.write({ [FILE]: JSON.stringify({ levels: { 'semver/param-added': 'none' } }) });
  saw(2);
  await expectCodes('semver/bump-missing', 'semver/func-removed', 'semver/func-removed');
  repository.remove(FILE);
  saw(3);
  await expectCodes('semver/bump-missing', 'semver/func-removed', 'semver/func-removed', 'semver/param-added');
});

it('in the server a quick fix writes it', async () => {
  const repository = changed();
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create'] };
  const textDocument = { codeAction: { codeActionLiteralSupport: {} } };
  await client.initialize({ rootUri: folder, capabilities: { workspace: { workspaceEdit }, textDocument } });
  const uri = `${folder}/wit/a.wit`;
  client.open(uri, NEW['wit/a.wit']);
  await client.request('wit/contractChanges', { textDocument: { uri } });
  const place = { line: 2, character: 10 };
  const pass = async () => {
    const range = { start: place, end: place };
    const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
    const { result } = await client.request('textDocument/codeAction', params);
    return result.find((it: { title: string }) => it.title.includes(FILE));
  };
  const { title, edit } = await pass();
  expect(title).toBe(`Ignore \`semver/func-removed\` in \`${FILE}\``);
  const [create, fill] = edit.documentChanges;
  expect(create).toEqual({ kind: 'create', uri: `${folder}/${FILE}` });
  repository.write({ [FILE]: fill.edits[0].newText });
  // One function that is gone, and nothing else.
  expect(await breaking(repository)).toMatchObject({ status: 1, open: ['api.f.a', 'api.h'] });
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${folder}/${FILE}`, type: 1 }] });
  await vi.waitFor(async () => expect((await pass()).edit.documentChanges).toHaveLength(1), 20_000);
  repository.write({ [FILE]: (await pass()).edit.documentChanges[0].edits[0].newText });
  expect(await breaking(repository)).toMatchObject({ status: 1, open: ['api.f.a'] });
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${folder}/${FILE}`, type: 2 }] });
  await vi.waitFor(async () => expect(await pass()).toBeUndefined(), 20_000);
  client.change(uri, 2, { text: wit('f: func(a: u8); g: func();') });
  place.line = 3;
  place.character = 10;
  const second = await pass();
  expect(second.title).toContain('param-added');
  expect(second.edit.documentChanges).toHaveLength(1);
  const { ignore } = JSON.parse(second.edit.documentChanges[0].edits[0].newText);
  expect(ignore.map((it: { item: string }) => it.item)).toEqual([
    'shop:cart/api.g',
    'shop:cart/api.h',
    'shop:cart/api.f.a',
  ]);
});

it('the schema knows the same keys and rules', () => {
  const schema = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../schemas/wit-ignore.schema.json', import.meta.url)), 'utf8'),
  );
  const { properties } = schema.definitions.entry;
  const rules = RULES.map((it) => `semver/${it.id}`).sort();
  expect(schema.definitions.rule.enum).toEqual(rules);
  const values: Record<string, unknown> = {
    ...{ fingerprint: '0', code: rules[0], item: 'a:b/i', package: 'a:b', path: 'wit', codes: [rules[0]] },
    ...{ until: '1.0.0', expires: '2999-01-01', owner: 'team', reason: 'x' },
  };
  expect(Object.keys(values).sort()).toEqual(Object.keys(properties).sort());
  const { fingerprint, code, package: name, path: _, ...rest } = values;
  for (const entry of [
    { ...rest, fingerprint, code },
    { ...rest, package: name },
    { ...rest, path: 'wit' },
  ])
    expect(readIgnoreFile('file:///w/.wit-ignore.json', JSON.stringify({ ignore: [entry] })).problems).toEqual([]);
});

describe('a comment', () => {
  function commented(words: string, old = ''): TestRepository {
    const line = (text: string): string => (text === '' ? '' : `// wit-ignore: ${text}\n  `);
    const repository = TestRepository.create({ 'wit/a.wit': wit(`${line(old)}f: func();`) });
    repository.write({ 'wit/a.wit': wit(`${line(words)}f: func(a: u8);`) });
    return repository;
  }

  it.each([
    'semver/param-added agreed',
    'semver/param-added until=1.1.0 agreed',
    'semver/param-added expires=2999-12-31 owner=team agreed',
    'semver/param-added agreed until=1.1.0',
    'semver/param-added, semver/param-removed agreed with the team: see #12',
  ])('accepts: %s', async (words) => {
    expect(await breaking(commented(words))).toMatchObject({ status: 0, err: '', open: [] });
  });

  it.each([
    ['semver/param-added untill=1.1.0 agreed', '`untill` is not known here'],
    ['semver/param-added until=2020-01-01 agreed', 'a date is written as `expires`'],
    ['semver/param-added until=next agreed', '`until` must be a version'],
    ['semver/param-added until=1.0.0 agreed', 'the version compared with is 1.0.0'],
    ['semver/param-added expires=2020-01-01 agreed', 'it has expired on 2020-01-01'],
    ['semver/param-added expires=1.0.0 agreed', '`expires` must be a date'],
    ['semver/param-added owner= agreed', '`owner` must say who'],
    ['semver/param-added until=1.1.0 until=1.2.0 agreed', '`until` is there twice'],
    ['semver/param-add agreed', '`semver/param-add` is not a rule'],
  ])('is no success: %s', async (words, message) => {
    const { status, err } = await breaking(commented(words));
    expect(status).toBe(2);
    expect(err).toContain('wit/a.wit:4: this comment silences nothing');
    expect(err).toContain(message);
  });

  it.each([
    ['', 'base', 1],
    ['semver/param-added agreed', 'base', 0],
    ['semver/func-removed agreed', 'base', 1],
    ['', undefined, 0],
  ])('that the base has as %j, with %j trusted, ends with %d', async (old, trusted, status) => {
    const args = trusted === undefined ? [] : ['--trusted-ignores', trusted];
    expect((await breaking(commented('semver/param-added agreed', old), ...args)).status).toBe(status);
  });
});

describe('what this very change accepts', () => {
  const entry = { path: 'wit', reason: 'a draft', owner: 'team' };

  it('is said to be new, and what the base accepts is not', async () => {
    const repository = changed();
    ignoring(repository, entry);
    const accepted = async () => {
      const { out } = await run(repository.path, ['breaking', '--format', 'json', '--against', 'HEAD']);
      return JSON.parse(out).packages[0].changes[0].accepted;
    };
    expect(await accepted()).toMatchObject({ by: 'file', reason: 'a draft', owner: 'team', isNew: true, path: FILE });
    repository.commit(OLD);
    repository.write(NEW);
    expect(await accepted()).toMatchObject({ by: 'file', isNew: false });
  });

  it('does not count where only the base is trusted', async () => {
    const repository = changed();
    ignoring(repository, entry);
    const trusted = ['--against', 'HEAD', '--trusted-ignores', 'base'];
    expect((await breaking(repository, ...trusted)).status).toBe(1);
    repository.commit(OLD);
    repository.write(NEW);
    expect((await breaking(repository, ...trusted)).status).toBe(0);
    expect((await breaking(repository, '--against', 'HEAD', '--trusted-ignores', 'HEAD~1')).status).toBe(1);
    expect((await breaking(repository, '--against', 'HEAD', '--trusted-ignores', 'nope')).status).toBe(2);
    // An entry that was made wider is another one.
    ignoring(repository, { ...entry, path: '.' });
    expect((await breaking(repository, ...trusted)).status).toBe(1);
  });

  it('nor do levels', async () => {
    const repository = changed();
    repository.write({ [FILE]: JSON.stringify({ levels: { 'hazard:link': 'none' } }) });
    expect((await breaking(repository, '--against', 'HEAD')).status).toBe(0);
    const trusted = ['--against', 'HEAD', '--trusted-ignores', 'base'];
    expect((await breaking(repository, ...trusted)).status).toBe(1);
    repository.commit(OLD);
    repository.write(NEW);
    expect((await breaking(repository, ...trusted)).status).toBe(0);
  });
});

it.each([
  ['a link to a file outside', '../outside.json', '{"ignore":[{"path":"wit","reason":"x"}]}'],
  ['a link to nothing outside', '../outside.json', undefined],
])('%s is neither believed nor written to', async (_, target, text) => {
  const repository = changed();
  const outside = path.join(repository.path, target);
  onTestFinished(() => rmSync(outside, { force: true }));
  if (text !== undefined) writeFileSync(outside, text);
  symlinkSync(target, path.join(repository.path, FILE));
  expect((await breaking(repository)).status).toBe(text === undefined ? 1 : 2);
  const { status, err } = await breaking(repository, '--accept', 'agreed');
  expect(status).toBe(2);
  expect(err).toContain('leads out of the repository');
  expect(existsSync(outside) ? readFileSync(outside, 'utf8') : undefined).toBe(text);
});
