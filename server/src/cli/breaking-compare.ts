// The comparison behind `breaking`: finds what is at the paths and what was there in the base, and compares the two.

import path from 'node:path';
import { Task } from '../base/task.ts';
import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import { pathToUri } from '../hosts/node.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../semver/verdict.ts';
import { type CommitBase, chooseBase, lastRelease } from '../workspace/base.ts';
import {
  contractsAt,
  holds,
  loadAll,
  loadPlaces,
  type OldTree,
  oldContracts,
  openCommit,
  openTree,
  type Place,
  type Reading,
} from '../workspace/contract-base.ts';
import { Trees } from '../workspace/files.ts';
import { isGitFailure, Repository } from '../workspace/git.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { BreakingArguments } from './breaking-args.ts';
import { choicesOf } from './breaking-ignore.ts';
import { type Target, targetsAt } from './engine.ts';
import { type Failure, type Io, isFailure } from './io.ts';

export interface BaseInfo {
  readonly kind: 'commit' | 'directory' | 'file';
  readonly label: string;
  readonly commit: string | undefined;
  readonly note?: string;
}

/** Packages that were compared with one base. */
export interface Compared {
  readonly base: BaseInfo;
  /** The top of the repository that has the base. */
  readonly top?: string;
  readonly reports: readonly PackageReport[];
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** What a person named: a place, and the packages there. */
interface Named {
  readonly uri: string;
  readonly targets: readonly Target[];
}

export async function compareContracts(io: Io, args: BreakingArguments): Promise<readonly Compared[] | Failure> {
  const parser = await io.parser();
  const reading: Reading = { host: io.host, parser, trees: new Trees(parser), settings: args.settings };
  const task = new Task(io.host.clock);
  const named: Named[] = [];
  const failures: string[] = [];
  for (const shown of args.paths) {
    const given = pathToUri(path.resolve(io.cwd, shown));
    const uri = (await io.host.realPath(given)) ?? given;
    const targets = await targetsAt(io.host, uri, shown, task);
    if (typeof targets !== 'string') named.push({ uri, targets });
    // The base may have what is no longer here.
    else if ((await io.host.stat(uri))?.kind === 'directory') named.push({ uri, targets: [] });
    else failures.push(targets);
  }
  if (failures.length > 0) return { failures };
  const comparing = new Comparing(io, args, reading, task);
  return comparing.run(named);
}

class Comparing {
  readonly #io: Io;
  readonly #args: BreakingArguments;
  readonly #reading: Reading;
  readonly #task: Task;

  constructor(io: Io, args: BreakingArguments, reading: Reading, task: Task) {
    this.#io = io;
    this.#args = args;
    this.#reading = reading;
    this.#task = task;
  }

  async run(named: readonly Named[]): Promise<readonly Compared[] | Failure> {
    const { against } = this.#args;
    if (against !== 'auto' && looksLikePath(against)) return this.#withPath(named);
    const groups = await this.#repositories(named);
    if (isFailure(groups)) return against !== 'auto' && (await this.#exists(against)) ? this.#withPath(named) : groups;
    const compared: Compared[] = [];
    try {
      for (const [repository, places] of groups) {
        const found = await this.#withCommit(repository, places);
        if (isFailure(found)) {
          const isPath = against !== 'auto' && compared.length === 0 && (await this.#exists(against));
          return isPath ? await this.#withPath(named) : found;
        }
        compared.push(found);
      }
    } finally {
      for (const repository of groups.keys()) repository.close();
    }
    return compared.some((it) => it.reports.length > 0) ? compared : this.#nothing(named);
  }

  #nothing(_named: readonly Named[]): Failure {
    return { failures: this.#args.paths.map((shown) => `no WIT files in ${shown}, neither here nor in the base`) };
  }

  async #exists(shown: string): Promise<boolean> {
    return (await this.#io.host.stat(pathToUri(path.resolve(this.#io.cwd, shown)))) !== undefined;
  }

  /** What was named, by the repository it is in. */
  async #repositories(named: readonly Named[]): Promise<Map<Repository, Named[]> | Failure> {
    const byTop = new Map<string, Repository>();
    const groups = new Map<Repository, Named[]>();
    for (const it of named) {
      const [target] = it.targets;
      const directory = target?.kind === 'file' ? dirname(it.uri) : it.uri;
      const found = await Repository.at(this.#io.host, directory);
      if (isGitFailure(found)) {
        const { against } = this.#args;
        const hint =
          against === 'auto'
            ? '; name a directory or a file to compare with: `--against PATH`'
            : `, and there is no file or directory \`${against}\``;
        return { failures: [`${found.message}${found.reason === 'no-repository' ? hint : ''}`] };
      }
      const repository = byTop.get(found.top) ?? found;
      byTop.set(found.top, repository);
      groups.set(repository, [...(groups.get(repository) ?? []), it]);
    }
    return groups;
  }

  async #withCommit(repository: Repository, named: readonly Named[]): Promise<Compared | Failure> {
    const { against, policy, role, releaseBase } = this.#args;
    const newTree = openTree(this.#io.host, repository.top, this.#reading);
    const places = named.flatMap((it) => it.targets.map((target) => placeOf(repository.top, target)));
    const roots = await loadPlaces(newTree, places, this.#task);
    const after = contractsAt(newTree.workspace.snapshot(), newTree.top, roots);
    const names = new Set(after.map(nameOf));
    const question = {
      against,
      env: this.#io.env,
      names: tagNames(after, places),
      holds: async (commit: string): Promise<boolean> => {
        const tree = await openCommit(repository, commit, this.#reading);
        return !isGitFailure(tree) && holds(tree, places, names);
      },
    };
    const base = await chooseBase(repository, question);
    if (isGitFailure(base)) return { failures: [`no base to compare with: ${base.message}`] };
    const opened = await this.#old(repository, base.commit, named, names);
    if (isFailure(opened)) return opened;
    const before = await this.#withoutMoved(opened.packages, names, newTree);
    const release = policy === 'at-change' ? undefined : await this.#release(repository, base, question, releaseBase);
    if (release !== undefined && isFailure(release)) return release;
    const released = release === undefined ? undefined : await this.#old(repository, release.commit, named, names);
    if (released !== undefined && isFailure(released)) return released;
    const choices = await choicesOf(this.#io, after);
    const options = { role, policy, choices, ...(released === undefined ? {} : { release: released.packages }) };
    return {
      base: {
        kind: 'commit',
        label: base.label,
        commit: base.commit,
        ...(base.note === undefined ? {} : { note: base.note }),
      },
      top: repository.top,
      reports: compareTrees(before, after, options),
      before: opened.tree.workspace.snapshot(),
      after: newTree.workspace.snapshot(),
    };
  }

  async #release(
    repository: Repository,
    base: CommitBase,
    question: Parameters<typeof lastRelease>[1],
    releaseBase: string,
  ): Promise<{ readonly commit: string } | Failure | undefined> {
    if (releaseBase === 'none') return undefined;
    if (releaseBase !== 'auto') {
      const commit = await repository.commit(releaseBase);
      return isGitFailure(commit) ? { failures: [`no release to count from: ${commit.message}`] } : { commit };
    }
    const head = await repository.commit('HEAD');
    const found = isGitFailure(head) ? undefined : await lastRelease(repository, question, head);
    return found?.commit === base.commit ? undefined : found;
  }

  /** The packages of a commit that lie where those that were named lie, or have their names. */
  async #old(
    repository: Repository,
    commit: string,
    named: readonly Named[],
    names: ReadonlySet<string>,
  ): Promise<{ readonly tree: OldTree; readonly packages: readonly TreePackage[] } | Failure> {
    const tree = await openCommit(repository, commit, this.#reading);
    if (isGitFailure(tree)) return { failures: [`cannot read the base: ${tree.message}`] };
    const places: Place[] = [];
    for (const it of named) {
      const inside = joinUri(tree.top, relativeUri(repository.top, it.uri) ?? '');
      const targets = await targetsAt(tree.host, inside, basename(it.uri), this.#task);
      if (typeof targets !== 'string') places.push(...targets.map((target) => placeOf(tree.top, target)));
    }
    const packages = await oldContracts(tree, places, names, this.#task);
    if (tree.incomplete())
      return { failures: [`the base is incomplete: a partial clone without the files of ${commit.slice(0, 10)}`] };
    return { tree, packages };
  }

  /** Packages that were at the paths and are elsewhere now are not gone. */
  async #withoutMoved(
    before: readonly TreePackage[],
    names: ReadonlySet<string>,
    tree: OldTree,
  ): Promise<readonly TreePackage[]> {
    if (before.every((it) => names.has(nameOf(it)))) return before;
    const roots = await loadAll(tree, this.#task);
    const everywhere = new Set(contractsAt(tree.workspace.snapshot(), tree.top, roots).map(nameOf));
    return before.filter((it) => names.has(nameOf(it)) || !everywhere.has(nameOf(it)));
  }

  /** A directory or a file on the disk. */
  async #withPath(named: readonly Named[]): Promise<readonly Compared[] | Failure> {
    const { against, role, policy } = this.#args;
    const { host } = this.#io;
    const uri = pathToUri(path.resolve(this.#io.cwd, against));
    const stat = await host.stat(uri);
    if (stat === undefined) return { failures: [`no base to compare with: no such file or directory: ${against}`] };
    const targets =
      stat.kind === 'file' && /\.wasm$/.test(against)
        ? [{ uri, kind: 'file' as const }]
        : await targetsAt(host, uri, against, this.#task);
    if (typeof targets === 'string') return { failures: [`no base to compare with: ${targets}`] };
    const old = await this.#at({ uri, targets });
    const unread = old.tree.workspace.snapshot().file(uri)?.fault;
    if (unread !== undefined) return { failures: [`cannot read the base: ${against} is no WIT package`] };
    const compared: Compared[] = [];
    const present: { readonly tree: OldTree; readonly packages: readonly TreePackage[] }[] = [];
    for (const it of named) present.push(await this.#at(it));
    const names = new Set(present.flatMap(({ packages }) => packages.map(nameOf)));
    for (const [index, now] of present.entries()) {
      const own = new Set(now.packages.map(nameOf));
      // What lies under another of the paths is not gone, and what is gone is gone once.
      const before = old.packages.filter((it) => own.has(nameOf(it)) || (index === 0 && !names.has(nameOf(it))));
      const choices = await choicesOf(this.#io, now.packages);
      compared.push({
        base: { kind: stat.kind === 'file' ? 'file' : 'directory', label: against, commit: undefined },
        reports: compareTrees(before, now.packages, { role, policy, choices }),
        before: old.tree.workspace.snapshot(),
        after: now.tree.workspace.snapshot(),
      });
    }
    return compared.some((it) => it.reports.length > 0) ? compared : this.#nothing(named);
  }

  async #at({ uri, targets }: Named): Promise<{ readonly tree: OldTree; readonly packages: readonly TreePackage[] }> {
    const isFile = targets.some((target) => target.kind === 'file');
    const tree = openTree(this.#io.host, isFile ? dirname(uri) : uri, {
      ...this.#reading,
      // What else lies around a single file has nothing to do with it.
      settings: isFile ? { ...this.#args.settings, resolve: 'toolchain' } : this.#args.settings,
    });
    const roots = await loadPlaces(
      tree,
      targets.map((target) => placeOf(tree.top, target)),
      this.#task,
    );
    // A single file stands for the package, wherever it lies.
    const top = isFile ? uri : tree.top;
    return { tree, packages: contractsAt(tree.workspace.snapshot(), top, roots) };
  }
}

function looksLikePath(text: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\~]|[a-zA-Z]:[/\\])/.test(text) || /\.(?:wit|wasm)$/.test(text);
}

function placeOf(top: string, { uri, kind }: Target): Place {
  return { path: relativeUri(top, uri) ?? '', kind };
}

/** The beginnings of a package's release tags. */
function tagNames(packages: readonly TreePackage[], places: readonly Place[]): string[] {
  const names = packages.flatMap(({ stable: { id } }) => [
    id.name,
    `${id.namespace}-${id.name}`,
    `${id.namespace}:${id.name}`,
  ]);
  const directories = places.flatMap(({ path: place }) => [place, place.split('/').at(-1) ?? '']);
  return [...new Set([...names, ...directories])].filter((name) => name !== '');
}
