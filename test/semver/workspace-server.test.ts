// What the server says of a whole workspace: packages that are gone, compositions that break, and what was accepted by whom.

import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { type Message, TestClient } from '../support/server.ts';
import { TestRepository, wit } from './repository.ts';

interface Opened {
  readonly client: TestClient;
  readonly folder: string;
}

async function opened(repository: TestRepository, base = 'HEAD'): Promise<Opened> {
  const client = TestClient.spawned();
  const folder = pathToFileURL(repository.path).href;
  await client.initialize({ rootUri: folder, initializationOptions: { semver: { base } } });
  return { client, folder };
}

async function told({ client }: Opened): Promise<Message['params'][]> {
  return (await client.request('wit/contractChanges', {})).result.packages;
}

const kindsOf = (packages: Message['params'][]): string[] =>
  packages.flatMap((it) => it.changes.map((change: { kind: string }) => `${it.name} ${change.kind}`)).sort();

it('lists a package of which nothing is left, and forgets it when it is back', async () => {
  const text = wit('f: func();', '1.0.0', 'shop:gone');
  const repository = TestRepository.create({ 'a/a.wit': wit('f: func();'), 'b/b.wit': text });
  const server = await opened(repository);
  expect(kindsOf(await told(server))).toEqual([]);
  const moved = (type: number): void =>
    server.client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${server.folder}/b/b.wit`, type }] });
  repository.remove('b');
  moved(FileChangeType.Deleted);
  await vi.waitFor(async () => expect(kindsOf(await told(server))).toEqual(['shop:gone package-removed']));
  const [gone] = (await told(server)).filter((it) => it.name === 'shop:gone');
  expect(gone).toMatchObject({ baseVersion: '1.0.0', version: null, level: 'major', covered: false, location: null });
  expect(gone.changes[0].baseLocation).not.toBeNull();
  const { result: report } = await server.client.request('wit/contractReport', {});
  expect(report).toContain('shop:gone');
  repository.write({ 'b/b.wit': text });
  moved(FileChangeType.Created);
  await vi.waitFor(async () => expect(kindsOf(await told(server))).toEqual([]));
});

it('lists the last package of a folder when it is gone', async () => {
  const repository = TestRepository.create({ 'readme.md': '', 'a/a.wit': wit('f: func();') });
  repository.remove('a');
  const server = await opened(repository);
  await vi.waitFor(async () => expect(kindsOf(await told(server))).toEqual(['shop:cart package-removed']));
});

it('says once that a package was moved and renamed', async () => {
  const body = 'f: func(a: u8); g: func(b: u8); h: func(c: u8);';
  const repository = TestRepository.create({ 'a/a.wit': wit(body, '1.0.0', 'shop:old') });
  repository.remove('a');
  repository.write({ 'b/b.wit': wit(body, '1.0.0', 'shop:new') });
  const server = await opened(repository);
  await vi.waitFor(async () => expect(kindsOf(await told(server))).toContain('shop:new package-renamed'));
  expect(kindsOf(await told(server))).not.toContain('shop:new package-added');
});

it('knows the compositions that break, saved and unsaved', async () => {
  const wac = (name: string): string => `package shop:${name};\nlet o = new shop:cart { ... };\nexport o...;\n`;
  const repository = TestRepository.create({ 'wit/a.wit': wit('f: func();'), 'app/all.wac': wac('all') });
  repository.write({ 'wit/a.wit': wit('f: func(a: u8);') });
  const server = await opened(repository);
  const importers = async (): Promise<string[]> => (await told(server))[0].changes[0].breaks.importers;
  await vi.waitFor(async () => expect(await importers()).toEqual(['app/all.wac']));
  const uri = `${server.folder}/app/new.wac`;
  const document = { uri, languageId: 'wac', version: 1, text: wac('new') };
  server.client.notify('textDocument/didOpen', { textDocument: document });
  await vi.waitFor(async () => expect(await importers()).toEqual(['app/all.wac', 'app/new.wac']));
  const place = { textDocument: { uri: `${server.folder}/wit/a.wit` }, position: { line: 3, character: 11 } };
  const { result: hover } = await server.client.request('textDocument/hover', place);
  expect(JSON.stringify(hover)).toContain('app/new.wac');
  server.client.notify('textDocument/didClose', { textDocument: { uri } });
  await vi.waitFor(async () => expect(await importers()).toEqual(['app/all.wac']));
});

it('says who accepts a change, why, and whether this very change does', async () => {
  const repository = TestRepository.create({ 'wit/a.wit': wit('f: func();\n  g: func();') });
  const comment = '// wit-ignore: semver/param-added owner=team-a agreed on\n  ';
  repository.write({ 'wit/a.wit': wit(`${comment}f: func(a: u8);\n  g: func();`) });
  const server = await opened(repository);
  const find = async () => {
    const changes = (await told(server)).flatMap((it) => it.changes);
    return changes.find((it: { kind: string }) => it.kind === 'param-added');
  };
  const accepted = { by: 'comment', reason: 'agreed on', owner: 'team-a', isNew: true };
  await vi.waitFor(async () => expect(await find()).toMatchObject({ suppressed: true, accepted }));
});
