// Real registries, wkg as the other writer and reader, wac as the other judge, components of componentize-js: started by
// scripts/registry-test.sh.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fetchedFiles, lockRow } from '../../server/src/features/published/fetch.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { isRegistryFailure } from '../../server/src/registry/failure.ts';
import { publishedText } from '../../server/src/registry/published-text.ts';
import { WitParser } from '../../server/src/syntax/parser.ts';
import { mergeLocked, readWkgLock, wkgLockText } from '../../server/src/workspace/wkg-lock.ts';
import { applyToDisk, filesBelow as treeOf } from '../support/apply-edit.ts';
import { TestClient } from '../support/server.ts';
import { tool } from '../support/tools.ts';
import { execute, fromJavaScript, log, METADATA, RICH, Scene } from './live-scene.ts';
import { componentBytes } from './published.ts';

const money = (version: string): string =>
  `package acme:money@${version};\n\ninterface types {\n  record amount { cents: u64, %type: string }\n  resource wallet { constructor(); pay: func(a: amount) -> result; }\n}\n`;
const store = (version: string, of: string): string =>
  `package acme:store@${version};\n\ninterface sales {\n  use acme:money/types@${of}.{amount};\n  use acme:log/api@${of}.{level};\n  sell: func(a: amount, l: level);\n}\n\nworld shop {\n  import acme:log/api@${of};\n  export sales;\n}\n`;
const SITE = 'package acme:site@0.1.0;\nworld site { import acme:log/api@0.1.0; export go: func(); }\n';
const IMPL = 'package acme:impl@0.1.0;\nworld impl { export acme:log/api@0.1.0; }\n';
/** The two components, in JavaScript. */
const SITE_JS = "import { log } from 'acme:log/api@0.1.0';\nexport function go() {\n  log('a', 'x');\n}\n";
const IMPL_JS = 'export const api = { log(level, text) {} };\n';

let made: { readonly site: Uint8Array; readonly impl: Uint8Array };
beforeAll(async () => {
  const [site, impl] = await Promise.all([
    fromJavaScript('site', SITE, SITE_JS),
    fromJavaScript('impl', IMPL, IMPL_JS),
  ]);
  made = { site, impl };
}, 480_000);

describe.each([
  ['open', process.env.WIT_REGISTRY_OPEN ?? '', false],
  ['closed', process.env.WIT_REGISTRY_CLOSED ?? '', true],
])('a registry that is %s', (name, host, password) => {
  const scene = new Scene(name, host, password);

  beforeAll(() => {
    for (const track of ['0.1', '0.2']) {
      scene.publish('log', log(`${track}.0`, track === '0.1' ? 'a, b' : 'a, b, c'));
      scene.publish('log', log(`${track}.1`, track === '0.1' ? 'a, b' : 'a, b, c', '  flush: func();\n'));
      scene.publish('money', money(`${track}.0`));
      scene.publish('store', store(`${track}.0`, `${track}.0`));
    }
    scene.publish('rich', RICH);
    scene.push('acme/site:0.1.0', made.site);
    scene.push('acme/impl:0.1.0', made.impl);
  });

  it('has the versions that wkg published', async () => {
    const registry = await scene.registry();
    expect(await registry.versions('acme:log')).toMatchObject({ versions: ['0.1.0', '0.1.1', '0.2.0', '0.2.1'] });
    const { packages, failures } = await registry.everything();
    expect(failures).toEqual([]);
    const names = packages.map((it) => it.name).sort();
    expect(names).toEqual(['acme:impl', 'acme:log', 'acme:money', 'acme:rich', 'acme:site', 'acme:store']);
  });

  it('gives the bytes that wkg gets', async () => {
    const registry = await scene.registry();
    for (const one of ['acme:log@0.1.0', 'acme:store@0.2.0', 'acme:site@0.1.0']) {
      const [own = '', version = ''] = one.split('@');
      const place = await registry.place(own);
      const release = isRegistryFailure(place) ? place : await registry.release(place, version);
      if (isRegistryFailure(place) || isRegistryFailure(release)) throw new Error(`${one} is not there`);
      const bytes = await registry.content(place, release);
      const folder = scene.folder('get', {});
      expect(scene.wkg(folder, 'get', '--format', 'wasm', '--output', './it.wasm', one)).toMatchObject({ status: 0 });
      expect(Buffer.from(bytes as Uint8Array).equals(readFileSync(path.join(folder, 'it.wasm')))).toBe(true);
    }
  });

  it('breaking: the newest of the track, one version, an address, a component', () => {
    const folder = scene.folder('work', { 'wit/main.wit': log('0.1.2', 'a, b, c', '  flush: func();\n') });
    const first = scene.ours(folder, 'breaking', 'wit', '--against', 'registry');
    expect(first.out).toMatch(/0\.1\.1 → 0\.1\.2 {2}1 breaking against acme:log@0\.1\.1/);
    expect(first.out).toMatch(/required: 0\.2\.0 \(published already; 0\.2\.2 is free\)/);
    expect(first.status).toBe(1);
    expect(scene.ours(folder, 'breaking', 'wit', '--against', 'registry:acme:log@0.2.1').out).toMatch(
      /0\.2\.1 is lower|0\.1\.2 is lower than 0\.2\.1/,
    );
    expect(scene.ours(folder, 'breaking', 'wit', '--against', `oci://${host}/acme/log:0.1.0`).out).toMatch(
      /function added: `flush`/,
    );
    const offline = scene.ours(folder, 'breaking', 'wit', '--against', 'registry', '--offline');
    expect(offline.out).toBe(first.out);
    const component = scene.folder('component', { 'c.wasm': componentBytes(SITE, 'site', [log('0.1.0', 'a')]) });
    expect(scene.ours(component, 'breaking', 'c.wasm', '--against', 'registry:acme:site').out).toMatch(
      /enum case removed: `b`/,
    );
  });

  // What `wkg publish` says of a version beside the published ones, and what we say that it will.
  const CANDIDATES: readonly [string, string][] = [
    ['the same', log('0.1.2', 'a, b', '  flush: func();\n')],
    ['a function more', log('0.1.2', 'a, b', '  flush: func();\n  close: func();\n')],
    ['a function less', log('0.1.2')],
    ['a case more', log('0.1.2', 'a, b, c', '  flush: func();\n')],
    ['a case less', log('0.1.2', 'a', '  flush: func();\n')],
    ['taken', log('0.1.1', 'a, b', '  flush: func();\n')],
    ['a new track', log('0.3.0', 'x')],
    ['build metadata', log('0.3.0+b')],
  ];

  // What registries say of credentials makes no difference to verdicts.
  it.each(password ? [] : CANDIDATES)('publish-check foresees what wkg publish says: %s', (_, text) => {
    const folder = scene.folder('candidate', { 'wit/main.wit': text, 'wkg.toml': METADATA });
    const { out, status } = scene.ours(folder, 'publish-check', 'wit', '--format', 'json');
    const codes: string[] = JSON.parse(out).diagnostics.map((it: { code: string }) => it.code);
    const build = text.includes('+b;');
    const wkg = build ? { status: 1 } : scene.wkg(folder, 'publish', '--dry-run', 'wit');
    const foreseen = codes.some((it) =>
      ['publish/refused-by-wkg', 'publish/version-taken', 'publish/build-metadata'].includes(it),
    );
    expect([codes, foreseen]).toEqual([codes, wkg.status !== 0]);
    expect(status).toBe(codes.some((it) => it.startsWith('semver/') || /taken|build/.test(it)) ? 1 : 0);
  });

  it('build metadata cannot be published, as is said before the attempt', () => {
    const folder = scene.folder('build', { 'wit/main.wit': log('0.4.0+b'), 'wkg.toml': METADATA });
    expect(scene.wkg(folder, 'publish', 'wit').status).not.toBe(0);
  });

  it('publish-check knows dependencies, and components', () => {
    const wanting = scene.folder('wanting', { 'wit/main.wit': store('0.3.0', '0.1.7'), 'wkg.toml': METADATA });
    const { out, status } = scene.ours(wanting, 'publish-check', 'wit', '--format', 'github');
    expect(out).toMatch(
      /title=publish\/dependency::`acme:log@0\.1\.7` is not published; 0\.1\.1, 0\.2\.0, 0\.2\.1 are/,
    );
    expect(status).toBe(1);
    const component = scene.folder('component', { 'c.wasm': componentBytes(SITE, 'site', [log('0.1.0', 'a')]) });
    const check = (version: string) =>
      scene.ours(component, 'publish-check', 'c.wasm', '--package', `acme:site@${version}`);
    expect(check('0.1.1').out).toMatch(/0\.1\.1 does not make room for what changed since 0\.1\.0: .*0\.2\.0 would/);
    expect(check('0.2.0')).toMatchObject({ status: 0 });
    // What we say of wkg: components are refused by `publish`.
    expect(check('0.2.0').out).toMatch(/wkg oci push 127\.0\.0\.1:\d+\/acme\/site:0\.2\.0 FILE/);
    expect(scene.wkg(component, 'publish', '--package', 'acme:site@0.2.0', 'c.wasm').status).not.toBe(0);
  });

  it('outdated: wanted, locked, in deps/, newest, and whether it breaks', () => {
    const folder = scene.folder('old', { 'wit/main.wit': store('0.3.0', '0.1.0') });
    expect(scene.wkg(folder, 'fetch')).toMatchObject({ status: 0 });
    const { out, status } = scene.ours(folder, 'outdated', 'wit', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(out).dependencies).toMatchObject([
      {
        ...{ name: 'acme:log', wanted: '0.1.0', locked: ['0.1.0'], vendored: '0.1.0', published: true },
        inTrack: { version: '0.1.1', breaking: false },
        newest: { version: '0.2.1', breaking: true, effects: [{ item: 'api.level.c', how: 'link' }] },
      },
      { name: 'acme:money', wanted: '0.1.0', inTrack: null, newest: { version: '0.2.0', breaking: false } },
    ]);
  });

  // Each change of the contract, as wac judges it and as we do.
  const VARIANTS: readonly [string, string][] = [
    ['the same', log('0.1.2')],
    ['a function more', log('0.1.2', 'a, b', '  flush: func();\n')],
    ['a case more', log('0.1.2', 'a, b, c')],
    ['a case less', log('0.1.2', 'a')],
    ['a parameter more', log('0.1.2').replace('text: string', 'text: string, n: u8')],
    ['another type', log('0.1.2').replace('text: string', 'text: list<u8>')],
    ['a result', log('0.1.2').replace('string);', 'string) -> u8;')],
    ['the function is gone', log('0.1.2').replace(/ {2}log: .*\n/, '  set: func(l: level);\n')],
    ['the interface is gone', log('0.1.2').replaceAll('api', 'other')],
  ];

  it.each(password ? [] : VARIANTS)('impact says what wac says: %s', (_, text) => {
    const folder = scene.folder('impact', { 'log/wit/main.wit': text });
    const { out } = scene.ours(folder, 'impact', 'acme:log', '--format', 'json');
    const consumers: { name: string; breaks: boolean; sameTrack: boolean }[] = JSON.parse(out).consumers;
    const breaks = (one: string) => consumers.find((it) => it.name === one && it.sameTrack)?.breaks;
    // The version that consumers name: wac goes by names.
    const same = text.replace('@0.1.2', '@0.1.0');
    const interfaceName = /interface (\w+)/.exec(text)?.[1] ?? '';
    const world = `package t:t;\nworld plug { export acme:log/${interfaceName}@0.1.0; }\nworld host { import acme:log/${interfaceName}@0.1.0; export go: func(); }\nworld wanted { export acme:log/${interfaceName}@0.1.0; }\n`;
    const judge = scene.folder('judge', {
      'site.wasm': made.site,
      'impl.wasm': made.impl,
      'plug.wasm': componentBytes(world, 'plug', [same]),
      'wit/main.wit': world,
      'wit/deps/log.wit': same,
    });
    const wac = (...args: string[]): boolean => execute(tool('wac') ?? 'wac', args, judge, {}).status === 0;
    expect([breaks('acme:site@0.1.0'), breaks('acme:impl@0.1.0')]).toEqual([
      !wac('plug', 'site.wasm', '--plug', 'plug.wasm', '-o', 'out.wasm'),
      !wac('targets', 'impl.wasm', '--wit', 'wit', '--world', 'wanted'),
    ]);
    expect(breaks('acme:site@0.1.0')).toBe(!wac('targets', 'site.wasm', '--wit', 'wit', '--world', 'host'));
    // The two as they were published fit each other, whatever comes.
    expect(wac('plug', 'site.wasm', '--plug', 'impl.wasm', '-o', 'both.wasm')).toBe(true);
  });

  it('impact finds packages, components and paths, and other tracks', () => {
    const files = {
      'log/wit/main.wit': log('0.1.2', 'a'),
      'own/wit/main.wit': store('0.9.0', '0.1.0'),
      'own/wit/deps/log.wit': log('0.1.0'),
      'own/wit/deps/money.wit': money('0.1.0'),
    };
    const folder = scene.folder('impact', files);
    const ran = scene.ours(folder, 'impact', 'acme:log', '.', '--registry', 'acme:*', '--format', 'json');
    const consumers: { name: string; breaks: boolean; sameTrack: boolean }[] = JSON.parse(ran.out).consumers;
    expect(consumers.map(({ name: one, breaks, sameTrack }) => [one, breaks, sameTrack])).toEqual([
      ['acme:impl@0.1.0', true, true],
      ['acme:site@0.1.0', true, true],
      ['acme:store@0.1.0', true, true],
      ['acme:store@0.9.0', true, true],
      ['acme:store@0.2.0', false, false],
    ]);
    expect(ran.status).toBe(1);
    expect(scene.ours(folder, 'impact', 'acme:log', 'own', '--candidate', 'log/wit').out).toMatch(
      /1 consumer, 1 breaks/,
    );
  });

  it.each([
    ['packages', store('0.3.0', '0.1.0'), ['log', 'money']],
    ['what a package brings', 'package acme:mall@0.1.0;\nworld mall { import acme:store/sales@0.1.0; }\n', ['store']],
  ])(
    'fetches what wkg fetch does, byte for byte, with the lock file; and wkg accepts it: %s',
    async (_, text, names) => {
      const theirs = scene.folder('theirs', { 'wit/main.wit': text });
      expect(scene.wkg(theirs, 'fetch')).toMatchObject({ status: 0 });
      const registry = await scene.registry();
      const packages = [];
      for (const own of names) {
        const place = await registry.place(`acme:${own}`);
        if (isRegistryFailure(place)) throw new Error(place.message);
        const release = await registry.release(place, '0.1.0');
        if (isRegistryFailure(release)) throw new Error(release.message);
        const read = await publishedText(registry, place, release);
        if (isRegistryFailure(read)) throw new Error(read.message);
        const tree = new WitParser().read(read.text);
        packages.push({
          id: { namespace: 'acme', name: own, version: '0.1.0' },
          registry: place.registry,
          digest: release.content.digest,
          tree,
        });
      }
      const files = fetchedFiles(packages);
      if ('conflict' in files) throw new Error(files.conflict);
      const lock = wkgLockText(
        mergeLocked(
          [],
          packages.map((it) => lockRow(it)),
        ),
      );
      const mine = scene.folder('mine', {
        'wit/main.wit': text,
        'wkg.lock': lock,
        ...Object.fromEntries(files.map((it) => [`wit/${it.path}`, it.text])),
      });
      expect(treeOf(mine)).toEqual(treeOf(theirs));
      expect(readWkgLock(lock)).toHaveLength(names.length);
      // wkg builds the same package from it, and changes nothing.
      const before = treeOf(mine);
      for (const folder of [mine, theirs])
        expect(scene.wkg(folder, 'build', '-o', '../built.wasm')).toMatchObject({ status: 0 });
      expect(treeOf(mine)).toEqual(before);
      expect(scene.ours(mine, 'check', 'wit', '--locked')).toMatchObject({ status: 0 });
      // What one package brings that another one does, too.
      expect(existsSync(path.join(mine, 'wit/deps/acme-log-0.1.0/package.wit'))).toBe(true);
      cpSync(mine, `${mine}-copy`, { recursive: true });
      expect(scene.wkg(`${mine}-copy`, 'fetch')).toMatchObject({ status: 0 });
      expect(treeOf(`${mine}-copy`)).toEqual(before);
      rmSync(`${mine}-copy`, { recursive: true });
    },
  );
});

describe.each([
  ['open', process.env.WIT_REGISTRY_OPEN ?? '', false],
  ['closed', process.env.WIT_REGISTRY_CLOSED ?? '', true],
])('the language server beside wkg, with a registry that is %s', (name, host, password) => {
  const scene = new Scene(`editor-${name}`, host, password);

  /** What the server has done to a folder by these commands, each an edit that an editor applies and saves. */
  async function edited(folder: string, ...commands: readonly (readonly string[])[]): Promise<void> {
    const before = { ...process.env };
    Object.assign(process.env, scene.env);
    const client = TestClient.spawned();
    process.env = before;
    const uri = pathToUri(path.join(folder, 'wit/main.wit'));
    const changed = new Set<string>();
    client.answers.set('workspace/applyEdit', ({ edit }) => {
      applyToDisk(edit);
      for (const it of edit.documentChanges) changed.add(it.uri ?? it.textDocument.uri);
      return { applied: true };
    });
    await client.initialize({
      workspaceFolders: [{ uri: pathToUri(folder), name: 'w' }],
      capabilities: {
        workspace: {
          workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'delete'] },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
      },
    });
    client.open(uri, readFileSync(path.join(folder, 'wit/main.wit'), 'utf8'));
    for (const [command = '', ...args] of commands) {
      const answer = await client.request('workspace/executeCommand', { command, arguments: [uri, ...args] });
      expect([command, answer.error?.message]).toEqual([command, undefined]);
      const changes = [...changed].map((it) => ({ uri: it, type: 2 }));
      client.notify('workspace/didChangeWatchedFiles', { changes });
    }
  }

  it('fetches what wkg fetch does: the same files, the same lock', async () => {
    const text = `${store('0.3.0', '0.1.0')}world more { import acme:rich/api@0.1.0; }\n`;
    const [mine, theirs] = [
      scene.folder('mine', { 'wit/main.wit': text }),
      scene.folder('theirs', { 'wit/main.wit': text }),
    ];
    const names = ['acme:log@0.1.0', 'acme:money@0.1.0', 'acme:rich@0.1.0'];
    await edited(mine, ...names.map((it) => ['wit.fetchPackage', it]));
    expect(scene.wkg(theirs, 'fetch')).toMatchObject({ status: 0 });
    expect(treeOf(mine)).toEqual(treeOf(theirs));
    expect(Object.keys(treeOf(mine))).toHaveLength(5);
  });

  it('updates to what wkg fetch gives for the new version, and wkg finds nothing to do', async () => {
    const text = 'package acme:web@0.1.0;\nworld web { import acme:log/api@0.1.0; }\n';
    const [mine, theirs] = [
      scene.folder('mine', { 'wit/main.wit': text }),
      scene.folder('theirs', { 'wit/main.wit': text }),
    ];
    for (const folder of [mine, theirs]) expect(scene.wkg(folder, 'fetch')).toMatchObject({ status: 0 });
    await edited(mine, ['wit.checkRegistry'], ['wit.updateDependency', 'acme:log', '0.1.0', '0.1.1']);
    writeFileSync(path.join(theirs, 'wit/main.wit'), text.replace('api@0.1.0', 'api@0.1.1'));
    // wkg 0.16.1 leaves rows that nothing asks for any more, and its `update` is not there yet: it begins anew.
    rmSync(path.join(theirs, 'wkg.lock'));
    expect(scene.wkg(theirs, 'fetch')).toMatchObject({ status: 0 });
    const after = treeOf(mine);
    expect(after).toEqual(treeOf(theirs));
    expect(Object.keys(after)).toEqual(['wit/deps/acme-log-0.1.1/package.wit', 'wit/main.wit', 'wkg.lock']);
    expect(scene.wkg(mine, 'fetch')).toMatchObject({ status: 0 });
    expect(treeOf(mine)).toEqual(after);
  });

  // What an update leaves of an override is what `wkg` finds in its lock, and nothing is fetched anew.
  it.each([
    ['"acme:log" = { version = "=0.1.0" }', '"acme:log" = { version = "=0.1.1" }'],
    ['"acme:log" = { version = "0.1.0" }', '"acme:log" = { version = "0.1.1" }'],
    ['"acme:log".version = ">=0.1.0, <0.1.2"', '"acme:log".version = ">=0.1.0, <0.1.2"'],
  ])('updates with the override %s as wkg does', async (before, after) => {
    const text = 'package acme:web@0.1.0;\nworld web { import acme:log/api@0.1.0; }\n';
    const toml = (entry: string): string => `# mine\n[overrides]\n${entry} # kept\n`;
    // Of bounds, wkg takes the newest that fits, which this text does not name.
    const files = { 'wit/main.wit': text, 'wkg.toml': toml('"acme:log" = { version = "=0.1.0" }') };
    const [mine, theirs] = [scene.folder('mine', files), scene.folder('theirs', files)];
    for (const folder of [mine, theirs]) expect(scene.wkg(folder, 'fetch')).toMatchObject({ status: 0 });
    writeFileSync(path.join(mine, 'wkg.toml'), toml(before));
    await edited(mine, ['wit.checkRegistry'], ['wit.updateDependency', 'acme:log', '0.1.0', '0.1.1']);
    writeFileSync(path.join(theirs, 'wit/main.wit'), text.replace('api@0.1.0', 'api@0.1.1'));
    writeFileSync(path.join(theirs, 'wkg.toml'), toml(after));
    rmSync(path.join(theirs, 'wkg.lock'));
    expect(scene.wkg(theirs, 'fetch')).toMatchObject({ status: 0 });
    const now = treeOf(mine);
    expect(now).toEqual(treeOf(theirs));
    expect(now['wkg.toml']).toBe(toml(after));
    expect(scene.wkg(mine, 'fetch')).toMatchObject({ status: 0 });
    expect(treeOf(mine)).toEqual(now);
  });

  it('wkg takes what lies at the path of an override, whatever is published: an update says so', async () => {
    const text = 'package acme:web@0.1.0;\nworld web { import acme:log/api@0.1.0; }\n';
    const files = {
      'wit/main.wit': text,
      'log/log.wit': log('0.1.0', 'a, local'),
      'wkg.toml': '[overrides]\n"acme:log" = { path = "log", version = "0.1.1" }\n',
    };
    const folder = scene.folder('local', files);
    expect(scene.wkg(folder, 'fetch')).toMatchObject({ status: 0 });
    const before = treeOf(folder);
    expect(JSON.stringify(before)).toContain('local,');
    await expect(
      edited(folder, ['wit.checkRegistry'], ['wit.updateDependency', 'acme:log', '0.1.0', '0.1.1']),
    ).rejects.toMatchObject({
      actual: ['wit.updateDependency', expect.stringContaining('takes acme:log from log: a published version')],
    });
    expect(treeOf(folder)).toEqual(before);
  });
});

it('nothing goes to a registry that wants a password from a user who has none', () => {
  const scene = new Scene('stranger', process.env.WIT_REGISTRY_CLOSED ?? '', false);
  const folder = scene.folder('work', { 'wit/main.wit': log('0.1.2') });
  const { status, err } = scene.ours(folder, 'breaking', 'wit', '--against', 'registry');
  expect(status).toBe(2);
  expect(err).toMatch(/wants credentials, and none are configured for it/);
});
