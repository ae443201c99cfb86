// Is `deps/` what the lock files say? Everything that is missing there, of another version, or not named by any of them.
// Looks at what is on the disk and nowhere else.

import type { Span } from '../../base/text.ts';
import { basename } from '../../base/uri.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import { type PackageSource, packageReferences, sourcesOf } from '../../model/source.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { placeOf } from '../names/name-at.ts';
import { isCalled, lackingVersions, type Mention, mentionsIn } from './manifest.ts';

/** A manifest or lock file with its text. */
export interface ManifestText {
  readonly uri: string;
  readonly text: string;
}

export type DependencyState = 'missing' | 'other-version' | 'not-locked' | 'no-lock';

export interface DependencyFinding {
  readonly state: DependencyState;
  /** `namespace:name`, or the last part alone, which is all that wit-deps has. */
  readonly name: string;
  readonly locked: readonly string[];
  readonly vendored: readonly string[];
  /** A sentence without its full stop. */
  readonly message: string;
  /** Where it is written: in a manifest or in a file of a package. */
  readonly place: { readonly uri: string; readonly span: Span };
}

export interface DependencyStatus {
  readonly root: PackageRoot;
  readonly manifests: readonly ManifestText[];
  /** Names in lock files that `deps/` was held against. */
  readonly checked: number;
  readonly findings: readonly DependencyFinding[];
}

interface Vendored {
  readonly id: PackageId;
  /** The entry of `deps/`. */
  readonly entry: string;
  readonly source: PackageSource | undefined;
}

interface Locked extends Mention {
  readonly manifest: ManifestText;
}

/** `governs`: all packages for which these manifests are the nearest; a lock file of several speaks for each of them in part. */
export function dependencyStatus(
  snapshot: Snapshot,
  root: PackageRoot,
  manifests: readonly ManifestText[],
  governs: readonly PackageRoot[] = [root],
): DependencyStatus {
  const named = manifests.flatMap((manifest) =>
    mentionsIn(manifest.uri, manifest.text).map((it) => ({ ...it, manifest })),
  );
  const locks = named.filter((it) => isLock(it.manifest.uri));
  const concerned = locks.filter((it) => concerns(snapshot, it.name, root, governs));
  const vendored = vendoredOf(snapshot, root);
  const wanted = named.filter(
    (it) => basename(it.manifest.uri) === 'deps.toml' && !locks.some((lock) => lock.name === it.name),
  );
  const findings = [
    ...withoutLock(snapshot, root, manifests, named),
    ...concerned.flatMap((it) => lockedFinding(it, vendored, askedVersions(snapshot, root, governs, it.name))),
    ...wanted.flatMap((it) => unlockedManifestFinding(it, vendored, locks.length > 0)),
    ...(locks.length === 0 ? [] : unlockedFindings(snapshot, root, vendored, named)),
  ];
  return { root, manifests, checked: concerned.length, findings };
}

function isLock(uri: string): boolean {
  return uri.endsWith('.lock');
}

/** What several packages share is held against those that name it; what none of them names, against the first. */
function concerns(snapshot: Snapshot, name: string, root: PackageRoot, governs: readonly PackageRoot[]): boolean {
  if (governs.length < 2) return true;
  const naming = governs.filter((it) => namesPackage(snapshot, it, name));
  return naming.length === 0 ? governs[0] === root : naming.includes(root);
}

function namesPackage(snapshot: Snapshot, root: PackageRoot, name: string): boolean {
  return snapshot.semantics
    .environment(root)
    .groups.flatMap(sourcesOf)
    .some((source) => packageReferences(source).some((it) => isCalled(it.id, name)));
}

/** In `deps/`, and in what `wkg` keeps at the root of a workspace. */
function vendoredOf(snapshot: Snapshot, root: PackageRoot): Vendored[] {
  const shared = (root.named ?? [])
    .filter((uri) => basename(uri) === 'wkg')
    .flatMap((uri) => snapshot.roots.get(uri) ?? []);
  return [root, ...shared].flatMap((it) => vendoredIn(snapshot, it));
}

function vendoredIn(snapshot: Snapshot, root: PackageRoot): Vendored[] {
  const [, ...groups] = snapshot.semantics.environment(root).groups;
  return root.deps.flatMap((entry, index): Vendored[] => {
    const group = groups[index];
    const sources = group === undefined ? [] : sourcesOf(group);
    const named = sources.filter((it) => it.id.name !== '');
    const place = { entry: entry.uri };
    if (named.length > 0) return named.map((source) => ({ ...place, id: source.id, source }));
    // It cannot be read: its own name is all that there is.
    return [{ ...place, id: { namespace: '', name: basename(entry.uri) }, source: undefined }];
  });
}

/** wit-deps calls a package after its place in `deps/`. */
function vendoredAs(vendored: readonly Vendored[], name: string): readonly Vendored[] {
  return vendored.filter((it) => isCalled(it.id, name) || (!name.includes(':') && basename(it.entry) === name));
}

/** Versions of a package that others ask for, in the root, in its `deps/` and in what shares the lock file. */
function askedVersions(
  snapshot: Snapshot,
  root: PackageRoot,
  governs: readonly PackageRoot[],
  name: string,
): ReadonlySet<string | undefined> {
  const own = snapshot.semantics.environment(root).groups;
  const shared = governs.filter((it) => it !== root).map((it) => snapshot.semantics.environment(it).main);
  const asked = [...own, ...shared].flatMap(sourcesOf).flatMap(packageReferences);
  return new Set(asked.filter((it) => isCalled(it.id, name)).map((it) => it.id.version));
}

/** `wkg` leaves unused rows in its lock file; they are ignored. */
function lockedFinding(
  locked: Locked,
  vendored: readonly Vendored[],
  asked: ReadonlySet<string | undefined>,
): DependencyFinding[] {
  const { name, span, manifest } = locked;
  const found = vendoredAs(vendored, name);
  const there = found.map((it) => it.id.version ?? 'no version');
  const isExact = asked.size > 0 && !asked.has(undefined);
  const current = isExact ? locked.versions.filter((it) => asked.has(it)) : locked.versions;
  // What is there and asked for, but not locked, came from elsewhere.
  const isOther = isExact && there.some((it) => asked.has(it) && !locked.versions.includes(it));
  if (current.length === 0 && locked.versions.length > 0 && !isOther) return [];
  const versions = current.length === 0 ? locked.versions : current;
  const lacking = lackingVersions({ ...locked, versions }, there);
  const rest = { name, locked: versions, vendored: there, place: { uri: manifest.uri, span } };
  if (found.length === 0 && asked.size === 0 && basename(manifest.uri) === 'wkg.lock') return [];
  if (found.length === 0) {
    const which = versions.length === 0 ? name : `${name} ${listed(versions)}`;
    return [{ ...rest, state: 'missing', message: `${which} is in ${basename(manifest.uri)}, but not in deps/` }];
  }
  if (lacking.length === 0) return [];
  const message = `${name} is locked at ${listed(versions)}, but deps/ has ${listed(there)}`;
  return [{ ...rest, state: 'other-version', message }];
}

/** `deps.toml` has what `deps.lock` has not. */
function unlockedManifestFinding(
  { name, span, manifest }: Locked,
  vendored: readonly Vendored[],
  hasLock: boolean,
): DependencyFinding[] {
  const there = vendoredAs(vendored, name);
  const rest = { name, locked: [], vendored: versionsOf(there), place: { uri: manifest.uri, span } };
  if (there.length === 0)
    return [{ ...rest, state: 'missing', message: `${name} is in deps.toml, but neither locked nor in deps/` }];
  return hasLock ? [{ ...rest, state: 'not-locked', message: `${name} is in deps.toml, but not in deps.lock` }] : [];
}

/**
 * What is in `deps/` and in no lock file. A package that only others in `deps/` use came with these: tools lock what a
 * package itself names.
 */
function unlockedFindings(
  snapshot: Snapshot,
  root: PackageRoot,
  vendored: readonly Vendored[],
  named: readonly Locked[],
): DependencyFinding[] {
  const { main } = snapshot.semantics.environment(root);
  const own = new Set(
    sourcesOf(main)
      .flatMap(packageReferences)
      .map((it) => it.key),
  );
  const brought = new Set(
    vendored.flatMap((it) => (it.source === undefined ? [] : packageReferences(it.source))).map((it) => it.key),
  );
  const known = new Set(named.flatMap((it) => vendoredAs(vendored, it.name)));
  return vendored.flatMap((it): DependencyFinding[] => {
    const key = packageKey(it.id);
    const [declared] = it.source?.declarations ?? [];
    if (known.has(it) || declared === undefined || (brought.has(key) && !own.has(key))) return [];
    const unused = own.has(key) ? '' : ', and nothing uses it';
    const lock = named.map(({ manifest }) => basename(manifest.uri)).find(isLock) ?? 'the lock file';
    return [
      {
        state: 'not-locked',
        name: `${it.id.namespace}:${it.id.name}`,
        locked: [],
        vendored: versionsOf([it]),
        message: `${key} is in deps/, but ${lock} does not name it${unused}`,
        place: placeOf(snapshot, declared) ?? { uri: declared.uri, span: { start: 0, end: 0 } },
      },
    ];
  });
}

/** A manifest without the lock file that belongs to it, where there is something to lock. */
function withoutLock(
  snapshot: Snapshot,
  root: PackageRoot,
  manifests: readonly ManifestText[],
  named: readonly Locked[],
): DependencyFinding[] {
  return manifests.flatMap((manifest): DependencyFinding[] => {
    const name = basename(manifest.uri);
    const lock = name.replace('.toml', '.lock');
    if (isLock(name) || manifests.some((it) => basename(it.uri) === lock)) return [];
    const needs = named.some((it) => it.manifest === manifest) || (name === 'wkg.toml' && usesOthers(snapshot, root));
    if (!needs) return [];
    const message = `${lock} is missing beside ${name}: nothing was locked yet`;
    return [
      {
        state: 'no-lock',
        name,
        locked: [],
        vendored: [],
        message,
        place: { uri: manifest.uri, span: { start: 0, end: 0 } },
      },
    ];
  });
}

function usesOthers(snapshot: Snapshot, root: PackageRoot): boolean {
  const sources = sourcesOf(snapshot.semantics.environment(root).main);
  const own = new Set(sources.map((it) => it.key));
  return sources.flatMap(packageReferences).some((it) => !own.has(it.key));
}

function versionsOf(vendored: readonly Vendored[]): string[] {
  return vendored.flatMap((it) => it.id.version ?? []);
}

function listed(versions: readonly string[]): string {
  return [...new Set(versions)].join(' and ');
}

/** The tool that brings `deps/` up to date: the one whose file it is. */
export function toolOf({ manifests }: DependencyStatus): 'wkg' | 'wit-deps' {
  return manifests.some((it) => /\/wkg\.(toml|lock)$/.test(it.uri)) ? 'wkg' : 'wit-deps';
}
