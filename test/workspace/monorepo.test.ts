// A repository as large ones are: 300 packages that find each other by links, copies and name, among folders that git ignores,
// an environment of Python with WIT in it, and links that lead out, up and in circles. Only its own files are the work.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { type Files, TestRepository, temporary } from '../semver/repository.ts';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const PACKAGES = 300;
const COPIES = ['east', 'north', 'west'];

function nameOf(index: number): string {
  return `p${String(index).padStart(3, '0')}`;
}

function folderOf(index: number): string {
  return `${['apps', 'libs/core', 'libs/extra', 'services'][index % 4]}/${nameOf(index)}/wit`;
}

/** Formatted as no formatter would. */
function textOf(index: number): string {
  const used = index === 0 ? '' : `  use corp:${nameOf(index - 1)}/types@1.0.0.{item as below};\n`;
  return `package corp:${nameOf(index)}@1.0.0;\n\ninterface types {\n    type item = u32;\n}\n\ninterface api {\n${used}  use types.{item};\n  get: func() -> ${index === 0 ? 'item' : 'tuple<item, below>'};\n}\n`;
}

function textOfShared(body: string): string {
  return `package corp:shared@1.0.0;\n\ninterface api {\n  ${body}\n}\n`;
}

/** The package of an own file: each is called like its package. */
function packageOf(file: string): string {
  return `corp:${path.basename(file, '.wit')}`;
}

/** In which files `breaking` sees changes of each kind. */
async function changes(repository: TestRepository): Promise<ReadonlyMap<string, readonly string[]>> {
  const { out } = await run(repository.path, ['breaking', '.', '--format', 'json']);
  const packages = JSON.parse(out).packages as { changes: { kind: string; location: { path: string } }[] }[];
  const found = new Map<string, string[]>();
  for (const { kind, location } of packages.flatMap((it) => it.changes))
    found.set(kind, [...(found.get(kind) ?? []), location.path].sort());
  return found;
}

interface Monorepo {
  readonly repository: TestRepository;
  /** Paths of the packages' own files. */
  readonly own: readonly string[];
  /** Copies in `deps/`, which others wrote. */
  readonly vendored: readonly string[];
  /** Texts of what is not the work. */
  readonly foreign: Files;
  readonly outside: TestRepository;
}

function generate(): Monorepo {
  const own: Record<string, string> = {};
  const vendored: Record<string, string> = {};
  const links: [string, string][] = [];
  for (let index = 0; index < PACKAGES; index++) {
    const folder = folderOf(index);
    own[`${folder}/${nameOf(index)}.wit`] = textOf(index);
    if (index % 3 === 1) links.push([`${folder}/deps/${nameOf(index - 1)}`, folderOf(index - 1)]);
  }
  const copier = 'tools/copier/wit';
  own[`${copier}/copier.wit`] =
    'package corp:copier;\n\ninterface i {\n    use corp:p000/types@1.0.0.{item};\n  get: func() -> item;\n}\n';
  vendored[`${copier}/deps/p000/p000.wit`] = textOf(0);
  // Several copies of one package that are all somebody's work.
  for (const region of COPIES) own[`regions/${region}/wit/shared.wit`] = textOfShared('  get: func() -> u32;');
  const foreign: Record<string, string> = {};
  for (let index = 0; index < 245; index++)
    foreign[`.venv/lib/python3.12/site-packages/pkg${index % 7}/wit/f${index}.wit`] =
      `package corp:${nameOf(index)}@1.0.0;\n interface broken${index} { f: func(a: missing) }\n`;
  for (const folder of ['build', 'apps/p000/dist', 'node_modules/x', 'libs/core/p001/target'])
    foreign[`${folder}/wit/gen.wit`] = 'package corp:p001@1.0.0;\n  interface types { type item = missing; }\n';
  const repository = TestRepository.create({
    ...own,
    ...vendored,
    '.gitignore': '.venv/\nbuild/\ndist/\nnode_modules/\ntarget/\nbazel-*\n',
  });
  repository.write(foreign);
  const outside = new TestRepository(temporary());
  outside.write({ 'wit/out.wit': 'package other:out;\n  interface out { f: func(a: missing); }\n' });
  for (const [name, target] of [
    ...links,
    ['apps/loop', 'apps'],
    ['up', '.'],
    ['root', '/'],
    ['bazel-out', outside.path],
    ['third-party', outside.path],
    ['libs/again', 'libs/core'],
  ] as const)
    repository.link(name, target);
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'links');
  return { repository, own: Object.keys(own).sort(), vendored: Object.keys(vendored), foreign, outside };
}

describe('a large repository', () => {
  it('is checked, formatted and compared: its own files, and no others', { timeout: 180_000 }, async () => {
    const { repository, own, vendored, foreign, outside } = generate();
    const before = process.cpuUsage();
    const checked = await run(repository.path, ['check', '.', '--resolve', 'workspace', '--format', 'json']);
    const report = JSON.parse(checked.out);
    expect(report.files).toBe(own.length);
    // Two of three packages find what they need elsewhere in the workspace; nothing else is said.
    const found = report.diagnostics as { path: string; code: string }[];
    expect(new Set(found.map((it) => it.code))).toEqual(new Set(['package/resolved-from-workspace']));
    expect(found.map((it) => it.path).filter((file) => !own.includes(file))).toEqual([]);

    const listed = await run(repository.path, ['format', '.', '--check']);
    expect(listed.out.trim().split('\n').sort()).toEqual(own);
    expect(await run(repository.path, ['format', '.'])).toMatchObject({ status: 0 });
    const text = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8');
    for (const [file, was] of Object.entries(foreign)) expect(text(repository.path, file)).toBe(was);
    expect(text(outside.path, 'wit/out.wit')).toContain('\n  interface');
    expect(repository.git('status', '--porcelain').split('\n')).toHaveLength(own.length);

    repository.write({ [`${folderOf(7)}/p007.wit`]: textOf(7).replace('get: func()', 'get: func(more: u8)') });
    const compared = JSON.parse((await run(repository.path, ['breaking', '.', '--format', 'json'])).out);
    const packages = compared.packages as { name: string; changes: { kind: string }[] }[];
    expect(packages.filter((it) => it.changes.length > 0).map((it) => it.name)).toEqual(['corp:p007']);
    expect(packages.map((it) => it.name).sort()).toEqual(own.map(packageOf).sort());
    expect(process.cpuUsage(before).user).toBeLessThan(60_000_000);

    // Everything changes, what is not the work, too; each copy is compared with its own past.
    const files = [...own, ...vendored, ...Object.keys(foreign)];
    const after = files.map((file) => [file, text(repository.path, file).replace('func()', 'func(more: u8)')] as const);
    const north = 'regions/north/wit/shared.wit';
    repository.write({ ...Object.fromEntries(after), [north]: textOfShared('') });
    const all = await changes(repository);
    expect(all.get('param-added')).toEqual(own.filter((it) => it !== north));
    expect(all.get('func-removed')).toEqual([north]);
  });

  it('is opened: its own files, and no others', async () => {
    const { repository, own, vendored } = generate();
    const client = await TestClient.inside(nodeHost({ git: false }));
    const folder = pathToUri(repository.path);
    await client.initialize({
      workspaceFolders: [{ uri: folder, name: 'w' }],
      capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    });
    const all = async (): Promise<string[]> => {
      const { result } = await client.request('workspace/diagnostic', { previousResultIds: [] });
      return result.items.map((it: { uri: string }) => it.uri.slice(folder.length + 1)).sort();
    };
    await expect.poll(all, { timeout: 30_000, interval: 100 }).toEqual([...own, ...vendored].sort());
    const { result } = await client.request('workspace/symbol', { query: 'corp:p' });
    const symbols = (result as { name: string }[]).map((it) => it.name);
    expect(new Set(symbols).size).toBe(symbols.length);
    expect(symbols.length).toBeGreaterThan(200);
  });
});
