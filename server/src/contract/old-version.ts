// An old version in memory: the packages of a commit, a directory or a file, found by what they are called, wherever they
// lie there.

import { put } from '../base/multimap.ts';
import { Task } from '../base/task.ts';
import { basename, joinUri, relativeUri } from '../base/uri.ts';
import type { CheckSettings } from '../check/settings.ts';
import type { TreePackage } from '../semver/package-pairs.ts';
import { nameOf } from '../semver/package-pairs.ts';
import type { WitParser } from '../syntax/parser.ts';
import { isWitName } from '../workspace/discover.ts';
import type { Trees } from '../workspace/files.ts';
import { findRoots } from '../workspace/find-roots.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import { baseUri, GitTreeHost } from './commit-host.ts';
import { type GitFailure, isGitFailure, Repository, type TreeEntries, type TreeEntry } from './git.ts';
import { contractsOf, namesOfRoot } from './package-contracts.ts';
import type { Hold } from './same-files.ts';

/** A package that is to be compared: where it is, seen from the top of its tree. Empty for the top itself. */
export interface PackageLocation {
  readonly path: string;
  readonly kind: PackageRoot['kind'];
}

/** A part of a version that is not here. */
export interface Absent {
  /** From the top. */
  readonly path: string;
  /** Why, and what to do. */
  readonly message: string;
}

export interface OldTree {
  readonly top: string;
  readonly host: Host;
  readonly workspace: Workspace;
  /** The submodules in it, by their paths. */
  readonly modules: readonly string[];
  /** The files of a commit. */
  readonly entries?: TreeEntries;
  /** What of it cannot be compared although it may have changed. */
  readonly absent: readonly Absent[];
  /** Takes what an object holds, so that it is not read. */
  readonly hold?: Hold;
  /** Something of it was not there: nothing that is missing may count as removed. */
  readonly incomplete: () => boolean;
}

/** What reading an old version takes. `trees` may be shared with the new version: equal texts are read once. */
export interface Reading {
  readonly host: Host;
  readonly parser: WitParser;
  readonly trees: Trees;
  readonly settings: CheckSettings;
  /** Is the version looked at once? Then what its names mean need not be kept. */
  readonly once?: boolean;
}

export async function openCommit(
  repository: Repository,
  commit: string,
  reading: Reading,
): Promise<OldTree | GitFailure> {
  const own = await repository.tree(commit);
  if (isGitFailure(own)) return own;
  const { entries, modules, missing } = await withModules(repository, own, reading.host);
  const head = await repository.commit('HEAD');
  const now = isGitFailure(head) ? head : await repository.tree(head);
  // A submodule that is recorded at the same commit is the same.
  const changed = missing.filter((it) => isGitFailure(now) || now.get(it)?.oid !== own.get(it)?.oid);
  const absent = [
    ...changed.map((path) => ({
      path,
      message: `\`${path}\` is a submodule without the commit that is compared with: ${UPDATE}`,
    })),
    ...withoutLeftOut(entries, await repository.leftOut()),
  ];
  const host = new GitTreeHost(repository, commit, entries, reading.host);
  const tree = openTree(host, baseUri(commit, ''), reading);
  const hold: Hold = (oid, content) => host.hold(oid, content);
  return { ...tree, incomplete: () => host.incomplete, hold, modules, entries, absent };
}

const UPDATE = 'run `git submodule update --init`';

/** Takes out what a sparse checkout leaves out; gives what of it has changed. */
function withoutLeftOut(entries: Map<string, TreeEntry>, leftOut: ReadonlyMap<string, string>): Absent[] {
  const absent: Absent[] = [];
  for (const [path, oid] of leftOut) {
    const old = entries.get(path);
    entries.delete(path);
    if (/\.(?:wit|wasm|wat)$/.test(path) && old !== undefined && old.oid !== oid)
      absent.push({ path, message: `\`${path}\` has changed, and the sparse checkout leaves it out` });
  }
  return absent;
}

/** Maximum number of submodules in one another. */
const DEEP = 8;

/** The files of submodules, out of their own repositories as far as these are here, at the recorded commits. */
async function withModules(
  repository: Repository,
  own: TreeEntries,
  host: Host,
): Promise<{
  readonly entries: Map<string, TreeEntry>;
  readonly modules: readonly string[];
  /** Those whose files are not here. */
  readonly missing: readonly string[];
}> {
  const entries = new Map(own);
  const modules: string[] = [];
  const missing: string[] = [];
  let waiting = [...own].filter(([, it]) => it.kind === 'module');
  for (let depth = 0; waiting.length > 0 && depth < DEEP; depth++) {
    const next: typeof waiting = [];
    for (const [path, { oid }] of waiting) {
      entries.delete(path);
      modules.push(path);
      const place = joinUri(repository.top, path);
      const module = await Repository.at(host, place);
      const files = isGitFailure(module) || module.top !== place ? undefined : await module.tree(oid);
      if (files === undefined || isGitFailure(files) || isGitFailure(module)) {
        missing.push(path);
        continue;
      }
      repository.adopt(module);
      for (const [name, it] of files) {
        const entry = { ...it, from: module };
        entries.set(`${path}/${name}`, entry);
        if (it.kind === 'module') next.push([`${path}/${name}`, entry]);
      }
    }
    waiting = next;
  }
  return { entries, modules, missing };
}

export function openTree(host: Host, top: string, { parser, trees, settings, once }: Omit<Reading, 'host'>): OldTree {
  const workspace = new Workspace(host, parser, trees, once === true ? 'none' : 'all');
  workspace.setFolders([top]);
  workspace.setSettings(settings);
  return { top, host, workspace, incomplete: () => false, modules: [], absent: [] };
}

/** Loads the packages at places, and those they may refer to. Places where nothing is are passed over. */
export async function loadPlaces(
  tree: OldTree,
  places: readonly PackageLocation[],
  task: Task,
  all: () => Promise<unknown> = () => loadAll(tree, task),
): Promise<PackageRoot[]> {
  if (tree.workspace.snapshot().settings(tree.top).resolve === 'workspace') await all();
  const found: PackageRoot[] = [];
  for (const place of places) found.push(...(await loadPlace(tree, place, task)));
  return found;
}

async function loadPlace(
  { top, host, workspace }: OldTree,
  { path, kind }: PackageLocation,
  task: Task,
): Promise<PackageRoot[]> {
  const uri = joinUri(top, path);
  const stat = await host.stat(uri);
  if (kind === 'file') {
    const root = stat?.kind === 'file' ? await workspace.loadAt(uri, task) : undefined;
    return root === undefined ? [] : [root];
  }
  if (stat?.kind !== 'directory') return [];
  const root = await workspace.loadDirectory(uri, task);
  return root === undefined || root.files.length === 0 ? [] : [root];
}

const everything = new WeakMap<OldTree, Promise<PackageRoot[]>>();

/** Every package of the tree; found once, since an old version does not change. */
export function loadAll(tree: OldTree, task: Task): Promise<PackageRoot[]> {
  const known = everything.get(tree) ?? findAll(tree, task);
  everything.set(tree, known);
  return known;
}

/** Every package but those of some places. */
export async function findAll(
  { top, host, workspace }: OldTree,
  task: Task,
  without: ReadonlyMap<string, unknown> = new Map(),
): Promise<PackageRoot[]> {
  const found: PackageRoot[] = [];
  for (const uri of (await findRoots(top, host, task)) ?? []) {
    if (without.has(relativeUri(top, uri) ?? '')) continue;
    const root = await workspace.loadDirectory(uri, task);
    if (root !== undefined) found.push(root);
  }
  return found;
}

/** The contracts of roots, each with its way from the top. */
export function contractsAt(snapshot: Snapshot, top: string, roots: readonly PackageRoot[]): TreePackage[] {
  return roots.flatMap((root) => contractsOf(snapshot, root, relativeUri(top, root.uri) ?? root.uri));
}

const byName = new WeakMap<readonly PackageRoot[], ReadonlyMap<string, readonly PackageRoot[]>>();

/** The roots that declare a package; sorted out once, since an old version does not change. */
function rootsByName(all: readonly PackageRoot[], snapshot: Snapshot): ReadonlyMap<string, readonly PackageRoot[]> {
  const known = byName.get(all);
  if (known !== undefined) return known;
  const found = new Map<string, PackageRoot[]>();
  for (const root of all) for (const name of namesOfRoot(snapshot, root)) put(found, name, root);
  byName.set(all, found);
  return found;
}

/** The old versions of packages: what lies at the same places, and what the rest of the tree has of these names. */
export async function oldContracts(
  tree: OldTree,
  places: readonly PackageLocation[],
  names: ReadonlySet<string>,
  task: Task = new Task(tree.workspace.clock),
  load: () => Promise<PackageRoot[]> = () => loadAll(tree, task),
): Promise<TreePackage[]> {
  const roots = await loadPlaces(tree, places, task, load);
  const all = await load();
  const snapshot = tree.workspace.snapshot();
  const named = new Set([...names].flatMap((name) => rootsByName(all, snapshot).get(name) ?? []));
  const others = [...named].filter((root) => !roots.some((it) => it.uri === root.uri));
  const elsewhere = contractsAt(snapshot, tree.top, others).filter((it) => names.has(nameOf(it)));
  return [...contractsAt(snapshot, tree.top, roots), ...elsewhere];
}

/** Does the tree have a package at the place, or one of the name elsewhere? Reads no more than it must. */
export async function holds(
  tree: OldTree,
  places: readonly PackageLocation[],
  names: ReadonlySet<string>,
): Promise<boolean> {
  for (const { path, kind } of places) {
    const uri = joinUri(tree.top, path);
    const entries = kind === 'directory' ? await tree.host.readDirectory(uri) : undefined;
    if (entries?.some((entry) => entry.kind === 'file' && isWitName(entry.name)) === true) return true;
    if (kind === 'file' && (await tree.host.stat(uri))?.kind === 'file' && isWitName(basename(uri))) return true;
  }
  const found = await oldContracts(tree, [], names);
  return found.length > 0;
}
