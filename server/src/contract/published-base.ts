// A published version as the base that a package is compared with: the newest of its track, counted from the last release.

import { Task } from '../base/task.ts';
import { dirname } from '../base/uri.ts';
import type { CheckSettings } from '../check/settings.ts';
import { isBuild } from '../model/names.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import type { PackageAddress } from '../registry/places.ts';
import { PublishedHost, publishedUri } from '../registry/published-host.ts';
import { publishedText } from '../registry/published-text.ts';
import type { PublishedReference } from '../registry/reference.ts';
import type { Published, Registry } from '../registry/registry.ts';
import type { Release } from '../registry/release.ts';
import { type Neighbours, neighboursOf } from '../registry/versions.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Trees } from '../workspace/files.ts';
import type { Host } from '../workspace/host.ts';
import { type NoBase, noBase } from './bases.ts';
import { contractsAt, loadPlaces, type OldTree, openTree } from './old-version.ts';

/** A published version that was read. */
export interface PublishedTree {
  readonly tree: OldTree;
  readonly kind: 'package' | 'component';
  /** Of the whole file: a component has its own package and those that it uses. */
  readonly packages: readonly TreePackage[];
  readonly uri: string;
  readonly release: Release;
}

export interface PublishedBase extends PublishedTree {
  readonly place: PackageAddress;
  /** `ns:name@version`, or the address that was named. */
  readonly label: string;
  readonly neighbours: Neighbours;
  /** All that are published, ascending. */
  readonly versions: readonly string[];
  readonly note?: string;
  /** The packages that versions are counted from, when they are not the base itself. */
  readonly stable?: readonly TreePackage[];
  readonly prerelease?: readonly TreePackage[];
}

/** Maximum number of published versions kept in memory. */
const TREES = 16;

export class PublishedVersions {
  readonly #host: Host;
  readonly #reading: { readonly parser: WitParser; readonly trees: Trees };
  readonly #trees = new Map<string, Promise<PublishedTree | RegistryFailure>>();

  constructor(host: Host, reading: { readonly parser: WitParser; readonly trees: Trees }) {
    this.#host = host;
    this.#reading = reading;
  }

  /** One version; the same object for as long as it is remembered. */
  async at(
    registry: Registry,
    place: PackageAddress,
    version: string,
    check: CheckSettings,
  ): Promise<PublishedTree | RegistryFailure> {
    const release = await registry.release(place, version);
    if (isRegistryFailure(release)) return release;
    const key = `${place.site.host}/${place.repository}:${version} ${release.content.digest} ${JSON.stringify(check)}`;
    const known = this.#trees.get(key) ?? this.#read(registry, place, release, check);
    this.#trees.delete(key);
    this.#trees.set(key, known);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > TREES && oldest !== undefined) this.#trees.delete(oldest);
    const read = await known;
    if (isRegistryFailure(read)) this.#trees.delete(key);
    return read;
  }

  async #read(
    registry: Registry,
    place: PackageAddress,
    release: Release,
    check: CheckSettings,
  ): Promise<PublishedTree | RegistryFailure> {
    const read = await publishedText(registry, place, release);
    if (isRegistryFailure(read)) return read;
    const uri = publishedUri(place.site.host, place.repository, release.version);
    const host = new PublishedHost(this.#host.clock, new Map([[uri, read.text]]));
    // Everything that it needs is in the file.
    const settings = { ...check, resolve: 'toolchain' as const };
    const tree = openTree(host, dirname(uri), { ...this.#reading, settings });
    const path = uri.slice(uri.lastIndexOf('/') + 1);
    const roots = await loadPlaces(tree, [{ path, kind: 'file' }], new Task(host.clock));
    const packages = contractsAt(tree.workspace.snapshot(), tree.top, roots);
    return { tree, kind: read.kind, packages, uri, release };
  }

  /** The base that a reference names, for a package of a name and a declared version. */
  async base(
    registry: Registry,
    reference: Exclude<PublishedReference, { kind: 'wrong' }>,
    own: { readonly name: string | undefined; readonly version: string | undefined },
    check: CheckSettings,
  ): Promise<PublishedBase | NoBase> {
    const found = await this.#published(registry, reference, own.name);
    if ('message' in found) return found.kind === 'none' ? found : fromFailure(found);
    const { published, name, version } = found;
    const { place, versions } = published;
    const neighbours = neighboursOf(versions, own.version);
    const chosen = version ?? neighbours.newest ?? neighbours.release ?? versions.at(-1);
    if (chosen === undefined) {
      const tags =
        published.otherTags.length === 0
          ? ''
          : `: none of its tags is a version (${published.otherTags.slice(0, 3).join(', ')})`;
      return noBase(
        'not-published',
        `\`${name}\` was never published at ${place.site.host}/${place.repository}${tags}`,
      );
    }
    const base = await this.at(registry, place, chosen, check);
    if (isRegistryFailure(base)) return fromFailure(base);
    const counted = version === undefined ? neighbours : undefined;
    const releases = await this.#releases(registry, place, counted, chosen, check);
    if (isRegistryFailure(releases)) return fromFailure(releases);
    const label =
      reference.kind === 'oci' ? `oci://${place.site.host}/${place.repository}:${chosen}` : `${name}@${chosen}`;
    const last = versions.at(-1);
    const newer =
      last !== undefined && version === undefined && last !== chosen
        ? `the newest published version is ${last}`
        : undefined;
    return {
      ...base,
      place,
      label,
      neighbours,
      versions,
      ...releases,
      ...(newer === undefined ? {} : { note: newer }),
    };
  }

  async #published(
    registry: Registry,
    reference: Exclude<PublishedReference, { kind: 'wrong' }>,
    own: string | undefined,
  ): Promise<
    | { readonly published: Published; readonly name: string; readonly version: string | undefined }
    | RegistryFailure
    | NoBase
  > {
    if (reference.kind === 'oci') {
      const { host, repository, tag } = reference;
      const place = registry.placeAt(host, repository);
      const published = isRegistryFailure(place) ? place : await registry.versionsAt(place);
      return isRegistryFailure(published) ? published : { published, name: `${host}/${repository}`, version: tag };
    }
    const name = reference.kind === 'package' ? reference.name : own;
    if (name === undefined)
      return noBase('no-name', 'this does not say which package it is: name it, as in `registry:ns:name`');
    const published = await registry.versions(name);
    if (isRegistryFailure(published)) return published;
    return { published, name, version: reference.kind === 'package' ? reference.version : undefined };
  }

  async #releases(
    registry: Registry,
    place: PackageAddress,
    neighbours: Neighbours | undefined,
    base: string,
    check: CheckSettings,
  ): Promise<Pick<PublishedBase, 'stable' | 'prerelease'> | RegistryFailure> {
    const found: { stable?: readonly TreePackage[]; prerelease?: readonly TreePackage[] } = {};
    for (const [key, version] of [
      ['stable', neighbours?.release],
      ['prerelease', neighbours?.prerelease],
    ] as const) {
      if (version === undefined || version === base) continue;
      const tree = await this.at(registry, place, version, check);
      if (isRegistryFailure(tree)) return tree;
      found[key] = tree.packages;
    }
    return found;
  }
}

export function fromFailure({ reason, message }: RegistryFailure): NoBase {
  return noBase(reason, message);
}

/** Of a file with several packages, those that the new version has, too. */
export function pairedPackages(
  { packages }: Pick<PublishedTree, 'packages'>,
  names: ReadonlySet<string>,
  place: string,
): readonly TreePackage[] {
  const builds = [...names].some(isBuild);
  const isMeant = (name: string): boolean => names.has(name) || (builds && isBuild(name));
  return packages.filter((it) => isMeant(nameOf(it))).map((it) => ({ ...it, all: it.all, root: place }));
}
