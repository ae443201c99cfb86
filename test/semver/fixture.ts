// Two versions of some packages and what their comparison says, as text: a fixture is an archive with `//- before/…` and
// `//- after/…` files, options in lines that begin with `#`, and the expected report after `//- expect`.

import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { contractsOf, placeOf } from '../../server/src/contract/package-contracts.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import type { Loc } from '../../server/src/model/package.ts';
import type { Change } from '../../server/src/semver/changes.ts';
import type { WorldRole } from '../../server/src/semver/levels.ts';
import type { TreePackage } from '../../server/src/semver/package-pairs.ts';
import type { BumpPolicy, PackageReport } from '../../server/src/semver/verdict.ts';
import { compareTrees } from '../../server/src/semver/verdict.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { testParser } from '../support/parser.ts';

const ROOT = 'file:///w';
const parser = await testParser();

export interface Archive {
  readonly files: ReadonlyMap<string, string>;
  readonly options: ReadonlyMap<string, string>;
  readonly expected: string;
}

export interface Tree {
  readonly snapshot: Snapshot;
  readonly packages: readonly TreePackage[];
}

export function readArchive(text: string): Archive {
  const [head = '', ...parts] = text.split(/^\/\/- (\S+)\r?\n/m);
  const options = new Map<string, string>();
  for (const [, name = '', value = ''] of head.matchAll(/^# (\S+) (.*)$/gm)) options.set(name, value);
  const files = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) files.set(parts[at] ?? '', parts[at + 1] ?? '');
  const expected = files.get('expect') ?? '';
  files.delete('expect');
  return { files, options, expected };
}

/** The files below one directory of an archive. */
export function below(files: ReadonlyMap<string, string>, directory: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, text] of files) {
    if (name.startsWith(`${directory}/`)) found.set(name.slice(directory.length + 1), text);
  }
  return found;
}

/** The packages in files, which are given by their paths. */
export async function treeOf(files: ReadonlyMap<string, string>, features: readonly string[] = []): Promise<Tree> {
  const host = new MemoryHost(Object.fromEntries([...files].map(([name, text]) => [`${ROOT}/${name}`, text])));
  const workspace = new Workspace(host, parser);
  workspace.setFolders([ROOT]);
  workspace.setSettings({ ...DEFAULT_SETTINGS, features });
  for (const uri of (await workspace.find(ROOT)) ?? []) await workspace.loadDirectory(uri);
  const snapshot = workspace.snapshot();
  const roots = [...snapshot.roots.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  return { snapshot, packages: roots.flatMap((root) => contractsOf(snapshot, root, root.uri)) };
}

export interface Compared {
  readonly before: Tree;
  readonly after: Tree;
  readonly reports: readonly PackageReport[];
}

export async function compareArchive({ files, options }: Archive): Promise<Compared> {
  const features = (options.get('features') ?? '').split(/\s+/).filter((it) => it !== '');
  const before = await treeOf(below(files, 'before'), features);
  const after = await treeOf(below(files, 'after'), features);
  const released = below(files, 'release');
  const release = released.size === 0 ? {} : { release: (await treeOf(released, features)).packages };
  const role = (options.get('role') ?? 'strict') as WorldRole;
  const policy = (options.get('policy') ?? 'at-release') as BumpPolicy;
  return { before, after, reports: compareTrees(before.packages, after.packages, { role, policy, ...release }) };
}

/** One line for each package and each change. */
export function render({ before, after, reports }: Compared): string {
  const lines: string[] = [];
  for (const report of reports) {
    const versions = `${report.before?.stable.id.version ?? '-'} → ${report.after?.stable.id.version ?? '-'}`;
    const needs = report.required === undefined ? '' : `  needs ${report.required}`;
    const how = report.unread === undefined ? (report.covered ? 'covered' : 'not covered') : `unread: ${report.unread}`;
    lines.push(`package ${report.name}  ${versions}  ${report.level}${needs}  ${how}`);
    for (const change of report.changes) lines.push(`  ${renderChange(before, after, change)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function renderChange(before: Tree, after: Tree, it: Change): string {
  const place = (tree: Tree, loc: Loc | undefined, word?: string): string => {
    if (loc === undefined) return '-';
    const span = placeOf(tree.snapshot, loc, word);
    const lines = tree.snapshot.lines(loc.uri);
    if (span === undefined || lines === undefined) return '?';
    const text = lines.text.slice(span.start, span.end);
    return `${loc.uri.slice(ROOT.length + 1)}:${lines.lineOf(span.start) + 1} ‹${text}›`;
  };
  const sides = `${it.importer}/${it.implementer}`;
  const places = `${place(after, it.loc, it.word)}  ${place(before, it.baseLoc)}`;
  return `${it.kind}  ${it.item}  ${it.level}  ${sides}  ${it.hazard}  ${places}`;
}
