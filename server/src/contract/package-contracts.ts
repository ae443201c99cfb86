// The packages of a snapshot as contracts to be compared: both views of each, and whether they can be read at all.

import { WeakPairMap } from '../base/memo.ts';
import type { Span } from '../base/text.ts';
import { basename, dirname, relativeUri } from '../base/uri.ts';
import { isBuild, UNNAMED } from '../model/names.ts';
import type { Loc, Package } from '../model/package.ts';
import type { TreePackage } from '../semver/package-pairs.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import type { FileFault } from '../workspace/files.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { hasFeatures } from '../workspace/semantics.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** The packages that a root itself defines. `place` names the root in the same words on both sides of a comparison. */
export function contractsOf(snapshot: Snapshot, root: PackageRoot, place: string): readonly TreePackage[] {
  const known = contracts.get(snapshot, root) ?? new Map<string, readonly TreePackage[]>();
  contracts.set(snapshot, root, known);
  const found = known.get(place) ?? findContracts(snapshot, root, place);
  known.set(place, found);
  return found;
}

const contracts = new WeakPairMap<Snapshot, PackageRoot, Map<string, readonly TreePackage[]>>();

function findContracts(snapshot: Snapshot, root: PackageRoot, place: string): readonly TreePackage[] {
  let everything: ReadonlyMap<string, Package> | undefined;
  const all = (it: Package): Package => {
    if (!hasFeaturesBelow(snapshot, it)) return it;
    everything ??= new Map(
      snapshot.semantics
        .everything(root)
        .ownPackages()
        .map((one) => [identity(one), one]),
    );
    return everything.get(identity(it)) ?? it;
  };
  return snapshot.semantics
    .environment(root)
    .ownPackages()
    .map((it) => new Contract(snapshot, { root, place, all }, it));
}

/** The view with every feature is resolved when it is asked for: of what is unchanged, nobody asks. */
class Contract implements TreePackage {
  readonly stable: Package;
  readonly root: string;
  readonly broken?: string;
  readonly damaged?: string;
  readonly #snapshot: Snapshot;
  readonly #find: (it: Package) => Package;
  #all: Package | undefined;

  constructor(
    snapshot: Snapshot,
    {
      root,
      place,
      all,
    }: { readonly root: PackageRoot; readonly place: string; readonly all: (it: Package) => Package },
    stable: Package,
  ) {
    this.stable = stable;
    this.#snapshot = snapshot;
    this.root = place;
    this.#find = all;
    const { broken, damaged } = whyBroken(snapshot, root, stable, place);
    if (broken !== undefined) this.broken = broken;
    if (damaged !== undefined) this.damaged = damaged;
  }

  get all(): Package {
    this.#all ??= this.#find(this.stable);
    return this.#all;
  }

  get texts(): readonly object[] {
    return this.stable.files.flatMap((uri) => this.#snapshot.tree(uri) ?? []);
  }
}

/** Does a package, or one that it depends on, have items behind feature gates? Without any, both views are one. */
function hasFeaturesBelow(snapshot: Snapshot, it: Package): boolean {
  const seen = new Set([it]);
  for (const one of seen) {
    if (one.files.some((uri) => hasFeatures(snapshot.tree(uri)))) return true;
    for (const other of one.dependencies.values()) if (other !== undefined) seen.add(other);
  }
  return false;
}

function identity(it: Package): string {
  return `${it.key} ${it.nested} ${it.loc?.node ?? ''} ${it.loc?.uri ?? ''}`;
}

/** Why a package does not mean what its author wrote; undefined when it does. */
function whyBroken(
  snapshot: Snapshot,
  root: PackageRoot,
  it: Package,
  place: string,
): Pick<TreePackage, 'broken' | 'damaged'> {
  let damaged: string | undefined;
  for (const uri of it.files) {
    const file = snapshot.file(uri);
    const name = shownName(root, uri, place);
    const fault = file === undefined ? 'cannot be read' : faultWords(file.fault);
    if (file === undefined || fault !== undefined) return { broken: `\`${name}\` ${fault ?? ''}` };
    if (file.fault?.kind === 'not-utf8') damaged ??= `\`${name}\` is not UTF-8`;
    const problem = file.items.problems.find(({ code }) => !HARMLESS.has(code));
    if (problem === undefined) continue;
    const line = (snapshot.lines(uri)?.lineOf(problem.start) ?? 0) + 1;
    const what = problem.code === 'syntax/merge-conflict' ? 'an unresolved merge conflict' : 'a syntax error';
    damaged ??= `\`${name}\` has ${what} in line ${line}`;
  }
  for (const uri of root.deps.flatMap((group) => group.files)) {
    const why = faultWords(snapshot.file(uri)?.fault);
    if (why !== undefined && ABSENT.has(snapshot.file(uri)?.fault?.kind ?? ''))
      return { broken: `\`${shownName(root, uri, place)}\` ${why}` };
  }
  if (it.key === UNNAMED) damaged ??= 'no file says which package this is';
  return damaged === undefined ? {} : { damaged };
}

/** Problems after which the tree still says what was meant, beyond doubt. */
const HARMLESS: ReadonlySet<string> = new Set(['syntax/unknown-attribute']);

/** Dependencies that are there but whose content is not: what is in them may have changed. */
const ABSENT: ReadonlySet<string> = new Set(['unreadable', 'lfs-pointer']);

/** Why a file says nothing. A text in another encoding, or with bytes that are no text, is there. */
function faultWords(fault: FileFault | undefined): string | undefined {
  if (fault === undefined || ['utf-16', 'not-utf8', 'encoded'].includes(fault.kind)) return undefined;
  if (fault.kind === 'lfs-pointer' && fault.isStored === true) return undefined;
  return fault.kind === 'lfs-pointer' ? 'is a Git LFS pointer: run `git lfs pull`' : 'cannot be read';
}

/** A file by its path, from the top of the tree. */
function shownName(root: PackageRoot, uri: string, place: string): string {
  const directory = root.kind === 'file' ? dirname(root.uri) : root.uri;
  const above = root.kind === 'file' ? place.split('/').slice(0, -1).join('/') : place;
  const name = relativeUri(directory, uri) ?? basename(uri);
  return above === '' ? name : `${above}/${name}`;
}

/** The place of a change in the current text of a snapshot. */
export function placeOf(snapshot: Pick<Snapshot, 'tree'>, loc: Loc, word?: string): Span | undefined {
  const tree = snapshot.tree(loc.uri);
  if (tree === undefined) return undefined;
  const span = spanOf(tree, loc.node);
  if (word === undefined) return span;
  const text = tree.text.slice(span.start, span.end);
  const at = word === 'async' ? text.search(ASYNC) : text.lastIndexOf(word);
  return at === -1 ? span : { start: span.start + at, end: span.start + at + word.length };
}

const ASYNC = /\basync(?=\s+func\b)/;

/** The names (`ns:name`) of the packages that the files of a root declare. */
export function namesOfRoot(snapshot: Snapshot, root: PackageRoot): readonly string[] {
  return root.files.flatMap((uri) => {
    const tree = snapshot.tree(uri);
    return tree === undefined ? [] : namesIn(tree);
  });
}

/** The package that a root is about, and the version that it declares; undefined where no file says it. */
export function declaredIn(
  snapshot: Snapshot,
  root: PackageRoot,
): { readonly name: string; readonly version: string | undefined } | undefined {
  for (const uri of root.files) {
    for (const { chunk } of snapshot.tree(uri)?.entries ?? []) {
      if (chunk.decl.kind !== 'package') continue;
      const { namespace, name, version } = chunk.decl.name;
      const found = { name: `${namespace.text}:${name.text}`, version: version?.text };
      return isBuild(found.name) ? undefined : found;
    }
  }
  return undefined;
}

const declared = new WeakMap<ItemTree, readonly string[]>();

function namesIn(tree: ItemTree): readonly string[] {
  const cached = declared.get(tree);
  if (cached !== undefined) return cached;
  const found = tree.entries.flatMap(({ chunk: { decl } }) =>
    decl.kind === 'package' || decl.kind === 'nested-package'
      ? [`${decl.name.namespace.text}:${decl.name.name.text}`]
      : [],
  );
  declared.set(tree, found);
  return found;
}
