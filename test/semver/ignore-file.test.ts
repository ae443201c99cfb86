// `.wit-ignore.json`: what somebody let pass passes, on the command line and in the server; nothing else does.

import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
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
    ['until a version that is there', { path: 'wit', until: '1.0.0', reason: 'soon' }, ['api.f.a', 'api.g', 'api.h']],
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
      'the level of `semver/func-removed` is none of major, dangerous, minor, patch, none',
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
  await expectCodes('semver/bump-missing', 'semver/func-removed', 'semver/param-added');
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
  repository.write({ [FILE]: JSON.stringify({ levels: { 'semver/func-removed': 'none', 'hazard:link': 'minor' } }) });
  saw(2);
  await expectCodes('semver/bump-missing');
  repository.write({ [FILE]: JSON.stringify({ levels: { 'semver/param-added': 'none' } }) });
  saw(2);
  await expectCodes('semver/bump-missing', 'semver/func-removed');
  repository.remove(FILE);
  saw(3);
  await expectCodes('semver/bump-missing', 'semver/func-removed', 'semver/param-added');
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
  // Both functions that are gone, and nothing else.
  expect(await breaking(repository)).toMatchObject({ status: 1, open: ['api.f.a'] });
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${folder}/${FILE}`, type: 1 }] });
  await vi.waitFor(async () => expect(await pass()).toBeUndefined());
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
