// The table of capabilities against the packages themselves: an interface of WASI without a row of its own, or one of a known
// platform that only counts as host-defined, fails. The names of WASI 0.2.12 and 0.3.0 are listed here, for whoever has no corpus.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { itemPath, packageKey } from '../../server/src/model/names.ts';
import type { Interface } from '../../server/src/model/package.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { functionName, hasPower } from '../../server/src/world/capabilities.ts';
import { CAPABILITIES, EXPORTS, FUNCTIONS, IMPORTS } from '../../server/src/world/capability-table.ts';
import { testParser } from '../support/parser.ts';

/** Interfaces with functions or resources. */
const WASI: Readonly<Record<string, string>> = {
  'wasi:io': 'error poll streams',
  'wasi:clocks': 'monotonic-clock wall-clock timezone system-clock',
  'wasi:filesystem': 'types preopens',
  'wasi:random': 'random insecure insecure-seed',
  'wasi:sockets': 'network instance-network tcp tcp-create-socket udp udp-create-socket ip-name-lookup types',
  'wasi:cli':
    'environment exit run stdin stdout stderr terminal-input terminal-output terminal-stdin terminal-stdout terminal-stderr',
  'wasi:http': 'types incoming-handler outgoing-handler client handler',
};

it('has a row for every interface of WASI 0.2 and 0.3', () => {
  const paths = Object.entries(WASI).flatMap(([from, names]) => names.split(' ').map((name) => `${from}/${name}`));
  expect(paths.filter((it) => !IMPORTS.has(it))).toEqual([]);
});

it('names known capabilities and a source in every row', () => {
  const ids = [...[...IMPORTS.values()].map((it) => it.ids), ...Object.values(EXPORTS)].flatMap((it) => it.split(' '));
  expect(ids.filter((it) => it !== '' && CAPABILITIES[it] === undefined)).toEqual([]);
  expect([...IMPORTS.values()].filter((it) => !/\d/.test(it.source))).toEqual([]);
  const used = new Set(ids);
  expect(Object.keys(CAPABILITIES).filter((it) => !used.has(it))).toEqual([]);
});

const CORPORA = ['../shared/corpus', '../shared/more']
  .map((it) => path.resolve(import.meta.dirname, '../..', it))
  .filter((it) => existsSync(it));
if (CORPORA.length === 0)
  console.log('capability-table.test.ts: skipped the packages themselves: there is no ../shared');

/** Packages of hosts; what their test suites and examples make up is none. */
const HOSTS = /^(?:wasi|wasi-gfx|component|fermyon|spin|wasmcloud|golem|fastly|supabase):/;
const MADE_UP =
  /^(?:spin:test|wasmcloud:(?:example|ephemeral-test|resource-test|stream-test|component-go|[\w-]*examples?)|component:(?!usb)[\w-]+|wasi:(?:test|tests|snippets|foo|dep|demo|demo-[\w-]+))$/;
/** A released version of WASI. */
const RELEASED = /^0\.(?:2\.\d+|3\.0)$/;

it.skipIf(CORPORA.length === 0)('knows every interface of the hosts of the corpus', { timeout: 300_000 }, async () => {
  const texts = new Map<string, string>();
  for (const corpus of CORPORA) {
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(corpus, name);
      if (!name.endsWith('.wit') || !existsSync(file) || !statSync(file).isFile()) continue;
      const text = readFileSync(file, 'utf8');
      const declared = /^\s*package\s+([\w-]+:[\w-]+)/m.exec(text)?.[1] ?? packageBeside(file);
      if (declared === undefined || !HOSTS.test(declared) || MADE_UP.test(declared)) continue;
      texts.set(text, file);
    }
  }
  const host = new MemoryHost();
  const workspace = new Workspace(host, await testParser());
  const unknown = new Set<string>();
  const withoutRow = new Set<string>();
  const functions = new Set<string>();
  let seen = 0;
  for (const [index, [text, file]] of [...texts].entries()) {
    const uri = `file:///${index}/a.wit`;
    host.write(uri, text.includes('package ') ? text : `package ${packageBeside(file) ?? 'a:b'};\n${text}`);
    await workspace.load(uri);
    for (const it of workspace
      .snapshot()
      .semantics.packagesOf(uri)
      .flatMap((one) => [...one.interfaces.values()])) {
      if (!hasPower(it) || it.name === undefined) continue;
      seen++;
      const { namespace, name, version = '' } = it.package;
      const own = itemPath({ namespace, name }, it.name);
      for (const func of it.funcs.values()) functions.add(`${own}#${functionName(func)}`);
      if (!HOSTS.test(`${namespace}:${name}`) || MADE_UP.test(`${namespace}:${name}`)) continue;
      if (isGuest(it)) continue;
      if (!IMPORTS.has(own) && !IMPORTS.has(packageKey({ namespace, name }))) unknown.add(own);
      if (`${namespace}:${name}` in WASI && RELEASED.test(version) && !IMPORTS.has(own)) withoutRow.add(own);
    }
  }
  console.log(`capability table: ${seen} interfaces of ${texts.size} files`);
  expect(seen).toBeGreaterThan(500);
  expect([...unknown].sort()).toEqual([]);
  expect([...withoutRow].sort()).toEqual([]);
  // What is said of functions that are nowhere is a slip.
  const noted = Object.entries(FUNCTIONS).flatMap(([of, names]) => Object.keys(names).map((name) => `${of}#${name}`));
  expect(noted.filter((it) => !functions.has(it))).toEqual([]);
});

/** What a component of that host exports, and nobody imports. */
function isGuest({ name = '' }: Interface): boolean {
  return /(?:^|-)(?:guest|handler-guest|save-snapshot|load-snapshot|oplog-processor)$/.test(name);
}

function packageBeside(file: string): string | undefined {
  for (const name of readdirSync(path.dirname(file))) {
    if (!name.endsWith('.wit')) continue;
    const other = path.join(path.dirname(file), name);
    const declared = statSync(other).isFile()
      ? /^\s*package\s+([\w-]+:[\w-]+(?:@[\w.+-]+)?)/m.exec(readFileSync(other, 'utf8'))
      : null;
    if (declared !== null) return declared[1];
  }
  return undefined;
}
