// Changes on the disk that no client tells of are seen within two seconds.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { TestClient } from '../support/server.ts';

const USE = 'package a:b;\ninterface i {\n  use c:d/j.{t};\n  f: func(x: t);\n}\n';
const DEPENDENCY = 'package c:d;\ninterface j {\n  type t = u8;\n}\n';
/** Milliseconds. */
const LIMIT = 2000;

interface Opened {
  readonly client: TestClient;
  readonly uri: string;
  readonly directory: string;
  write(name: string, text: string): void;
  remove(name: string): void;
  /** Waits until the findings of the open file are these; gives the milliseconds. */
  until(codes: readonly string[]): Promise<number>;
}

async function opened(capabilities: object = {}): Promise<Opened> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-disk-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  };
  write('wit/a.wit', USE);
  const client = TestClient.spawned();
  await client.initialize({ rootUri: pathToUri(directory), capabilities });
  const uri = pathToUri(path.join(directory, 'wit/a.wit'));
  client.open(uri, USE);
  const last = (): string[] | undefined =>
    client.notifications
      .findLast((it) => it.method === 'textDocument/publishDiagnostics' && it.params.uri === uri)
      ?.params.diagnostics.map((it: { code: string }) => it.code);
  return {
    client,
    uri,
    directory,
    write,
    remove: (name) => rmSync(path.join(directory, name), { recursive: true }),
    until: async (codes) => {
      const start = performance.now();
      await expect.poll(last, { timeout: 4 * LIMIT, interval: 20 }).toEqual(codes);
      return performance.now() - start;
    },
  };
}

const MISSING = ['package/not-found'];

it('a dependency that is fetched, changed and removed while the file is open', async () => {
  const { until, write, remove } = await opened();
  await until(MISSING);
  // The first look has been.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  write('wit/deps/d/d.wit', DEPENDENCY);
  expect(await until([])).toBeLessThan(LIMIT);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  write('wit/deps/d/d.wit', DEPENDENCY.replace('type t', 'type other'));
  const renamed = await until(['name/not-in-interface']);
  expect(renamed).toBeLessThan(LIMIT);
  remove('wit/deps');
  expect(await until(MISSING)).toBeLessThan(LIMIT);
});

it('a directory in deps/ that is made empty and filled later', async () => {
  const { until, write, directory } = await opened();
  await until(MISSING);
  mkdirSync(path.join(directory, 'wit/deps/d'), { recursive: true });
  // It is seen, and loaded without a file.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  write('wit/deps/d/d.wit', DEPENDENCY);
  expect(await until([])).toBeLessThan(LIMIT);
});

it('a save is asked for, and looks at once', async () => {
  const { client, uri, until, write } = await opened();
  await until(MISSING);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  write('wit/deps/d/d.wit', DEPENDENCY);
  client.notify('textDocument/didSave', { textDocument: { uri } });
  expect(await until([])).toBeLessThan(LIMIT);
});

it('a client that registers watchers and tells nothing', async () => {
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const { until, write } = await opened(capabilities);
  await until(MISSING);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  write('wit/deps/d/d.wit', DEPENDENCY);
  expect(await until([])).toBeLessThan(LIMIT);
});
