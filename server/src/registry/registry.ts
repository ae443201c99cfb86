// Published packages: which versions there are, what a registry says of each, and their bytes. Reads what the OCI distribution
// specification calls tags, manifests and blobs. No client library of npm fits: those that there are write to the disk
// themselves, follow redirects with credentials, or are not kept; the protocol is four GETs.
//
// Measured of wkg 0.16.1 with a logging proxy before docker-registry 2.8 (scripts/registry-test.sh repeats the parts we rely on):
// - reading asks `/.well-known/wasm-pkg/registry.json`, `/v2/` before each step, `/v2/NS/NAME/tags/list`, the manifest of the tag,
//   its configuration, its layer; a tag is the version; only the first page of a list is read; a `+` in a version ends in 404.
// - publishing writes the layer, `application/vnd.wasm.config.v0+json`, then the manifest; of a package, `exports` names its
//   interfaces, its worlds and what these export, and `imports` is empty; of a component, both are those of its world.
// - `wkg.lock` has, for each package that is named with a version, `requirement = "=V"`, the version and the digest of the layer.
// - its own cache names files after digests and `ns:name-version.json` without the registry, and never asks again.
//
// What is named by its digest is kept for ever, whoever asks; what has a tag is asked for again with its ETag. Offline, what
// was stored is all there is.

import { encodeUtf8 } from '../base/encode.ts';
import { compareVersions, parseVersion } from '../model/names.ts';
import { versionFault } from '../syntax/words.ts';
import type { Host } from '../workspace/host.ts';
import type { Network, Store } from '../workspace/network.ts';
import { isRepository, isTag } from './address.ts';
import { loadConfig, type RegistryConfig } from './config.ts';
import { credentialsFor } from './credentials.ts';
import { failure, isRegistryFailure, type RegistryFailure, shown } from './failure.ts';
import { listAt, parseTable, textAt, textsIn } from './json.ts';
import { type PackageAddress, Places } from './places.ts';
import { type Blob, MANIFEST_LIMIT, MANIFEST_TYPE, type Release, readManifest, releaseOf } from './release.ts';
import { type Answered, type Site, Transport } from './transport.ts';

export interface Published {
  readonly place: PackageAddress;
  /** Ascending. Empty for a package that was never published. */
  readonly versions: readonly string[];
  /** Tags that are no versions, such as `latest` or those of signatures. */
  readonly otherTags: readonly string[];
}

/** A package that a registry has, `ns:name`. */
export interface ListedPackage {
  readonly name: string;
  readonly place: PackageAddress;
}

export interface RegistryChoice {
  /** Nothing goes over the network. */
  readonly offline: boolean;
}

const LIST_LIMIT = 4 << 20;
const PAGES = 100;
const MOST_TAGS = 20_000;
const MOST_REPOSITORIES = 100_000;
/** Milliseconds for the bytes of a package. */
const CONTENT_TIME = 120_000;
const MOST_KNOWN = 20_000;

const ACCEPTED = [
  MANIFEST_TYPE,
  // Asked for only so that what is there can be named.
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export class Registry {
  readonly #network: Network;
  readonly #transport: Transport | undefined;
  readonly #places: Places;
  readonly #published = new Map<string, Promise<Published | RegistryFailure>>();
  readonly #releases = new Map<string, Promise<Release | RegistryFailure>>();

  /** A host without a network cannot ask any registry. */
  static async open(host: Host, choice: RegistryChoice): Promise<Registry | RegistryFailure> {
    const { network } = host;
    if (network === undefined)
      return failure('unreachable', 'there is no network here, or the workspace is not trusted');
    const config = await loadConfig(host, network);
    return isRegistryFailure(config) ? config : new Registry(host, network, config, choice);
  }

  private constructor(host: Host, network: Network, config: RegistryConfig, { offline }: RegistryChoice) {
    this.#network = network;
    this.#transport = offline ? undefined : new Transport(network, host.clock);
    const find = (name: string, options: Parameters<typeof credentialsFor>[3]) =>
      credentialsFor(host, network, name, options);
    this.#places = new Places(config, this.#transport, find, network.store);
  }

  /** Where what was made of published bytes is kept, too. */
  get store(): Store {
    return this.#network.store;
  }

  /** Has the user said where `ns:name` is published? Asks nobody. */
  isConfigured(name: string): boolean {
    const colon = name.indexOf(':');
    return this.#places.isConfigured(name.slice(0, colon), name.slice(colon + 1));
  }

  /** Every published version of `ns:name`. */
  versions(name: string): Promise<Published | RegistryFailure> {
    const known = this.#published.get(name) ?? this.#readVersions(name);
    if (this.#published.size >= MOST_KNOWN) this.#published.clear();
    this.#published.set(name, known);
    return known;
  }

  async #readVersions(name: string): Promise<Published | RegistryFailure> {
    const place = await this.place(name);
    return isRegistryFailure(place) ? place : this.versionsAt(place);
  }

  place(name: string): Promise<PackageAddress | RegistryFailure> {
    const colon = name.indexOf(':');
    return this.#places.of(name.slice(0, colon), name.slice(colon + 1));
  }

  /** A repository that is named by its host and path. */
  placeAt(host: string, repository: string): PackageAddress | RegistryFailure {
    if (!isRepository(repository)) return failure('invalid', `\`${shown(repository)}\` is no name of a repository`);
    return { site: this.#places.site(host), repository, registry: host };
  }

  async versionsAt(place: PackageAddress): Promise<Published | RegistryFailure> {
    const { site, repository } = place;
    const tags = await this.#list(
      site,
      `/v2/${repository}/tags/list?n=1000`,
      'tags',
      MOST_TAGS,
      `repository:${repository}:pull`,
    );
    if (isRegistryFailure(tags)) return tags.reason === 'not-found' ? { place, versions: [], otherTags: [] } : tags;
    const versions = tags.filter((it) => parseVersion(it) !== undefined && versionFault(it) === undefined);
    const isVersion = new Set(versions);
    const otherTags = tags.filter((it) => !isVersion.has(it)).map(shown);
    return { place, versions: [...isVersion].sort(compareVersions), otherTags };
  }

  /** The packages of every configured registry that lists what it has. */
  async everything(): Promise<{
    readonly packages: readonly ListedPackage[];
    readonly failures: readonly RegistryFailure[];
  }> {
    const packages = new Map<string, ListedPackage>();
    const failures: RegistryFailure[] = [];
    for (const it of await this.#places.all()) {
      if (isRegistryFailure(it)) {
        failures.push(it);
        continue;
      }
      const { site, prefix, registry } = it;
      const listed = await this.#list(
        site,
        '/v2/_catalog?n=1000',
        'repositories',
        MOST_REPOSITORIES,
        'registry:catalog:*',
      );
      if (isRegistryFailure(listed)) {
        failures.push(failure(listed.reason, `${site.host} does not list its packages: ${listed.message}`));
        continue;
      }
      for (const repository of listed) {
        const name = repository.startsWith(prefix) ? repository.slice(prefix.length) : '';
        if (!isRepository(repository) || !/^[^/]+\/[^/]+$/.test(name)) continue;
        packages.set(`${site.host}/${repository}`, {
          name: name.replace('/', ':'),
          place: { site, repository, registry },
        });
      }
    }
    return { packages: [...packages.values()], failures };
  }

  /** The pages of a list, in order. Offline, as it was when it was last read. */
  async #list(
    site: Site,
    first: string,
    field: 'tags' | 'repositories',
    most: number,
    scope: string,
  ): Promise<readonly string[] | RegistryFailure> {
    const found: string[] = [];
    const seen = new Set<string>();
    for (let path: string | undefined = first; path !== undefined; ) {
      if (seen.has(path)) return failure('invalid', `${site.host} links a page of its list to itself`);
      if (seen.size >= PAGES) return failure('limit', `${site.host} has a list of more than ${PAGES} pages`);
      seen.add(path);
      const page: Page | RegistryFailure = await this.#page(site, path, scope);
      if (isRegistryFailure(page)) return page;
      const list = listAt(parseTable(page.body), field);
      // Go writes an empty list as null.
      if (list === undefined && parseTable(page.body)?.[field] !== null)
        return failure('invalid', `${site.host} answers with something that is no list of ${field}`);
      for (const it of textsIn(list)) found.push(it);
      if (found.length > most) return failure('limit', `${site.host} lists more than ${most} ${field}`);
      path = page.next;
    }
    return found;
  }

  async #page(site: Site, path: string, scope: string): Promise<Page | RegistryFailure> {
    const key = `lists/${await this.#keyOf(site, path)}`;
    const stored = readStored(await this.#network.store.read(key));
    if (this.#transport === undefined) return stored ?? offline(`the list of ${site.host}${path.replace(/\?.*$/, '')}`);
    const question = { path, accept: 'application/json', limit: LIST_LIMIT, scope, etag: stored?.etag };
    const answer = await this.#transport.ask(site, question);
    if (isRegistryFailure(answer)) return answer;
    if (answer.status === 304 && stored !== undefined) return stored;
    if (answer.status === 404) return failure('not-found', `${site.host} has no \`${path.replace(/\?.*$/, '')}\``);
    if (answer.status !== 200) return unexpected(site, answer);
    const page = { body: answer.body, next: nextPage(answer.headers.link), etag: answer.headers.etag };
    await this.#network.store.write(key, storedPage(page));
    return page;
  }

  /** What the registry says of a version, or of another tag. */
  release(place: PackageAddress, tag: string): Promise<Release | RegistryFailure> {
    const key = `${place.site.scheme}://${place.site.host}/${place.repository}:${tag}`;
    const known = this.#releases.get(key) ?? this.#readRelease(place, tag);
    if (this.#releases.size >= MOST_KNOWN) this.#releases.clear();
    this.#releases.set(key, known);
    return known;
  }

  async #readRelease(place: PackageAddress, tag: string): Promise<Release | RegistryFailure> {
    const { site, repository } = place;
    const name = `${site.host}/${repository}:${shown(tag)}`;
    if (!isTag(tag))
      return failure(
        'invalid',
        `\`${shown(tag)}\` is no tag of a registry${tag.includes('+') ? ': a `+` is not allowed' : ''}`,
      );
    const found = await this.#manifest(place, tag);
    if (isRegistryFailure(found)) return found;
    const manifest = readManifest(parseTable(found.bytes), found.type);
    if (typeof manifest === 'string') return failure('invalid', `${name} is not a WebAssembly package: ${manifest}`);
    const config = await this.#blob(place, manifest.config);
    if (isRegistryFailure(config)) return config;
    return releaseOf(tag, found.digest, manifest, parseTable(config));
  }

  async #manifest(
    { site, repository }: PackageAddress,
    tag: string,
  ): Promise<
    { readonly bytes: Uint8Array; readonly digest: string; readonly type: string | undefined } | RegistryFailure
  > {
    const path = `/v2/${repository}/manifests/${tag}`;
    const name = `${site.host}/${repository}:${tag}`;
    const key = `tags/${await this.#keyOf(site, path)}`;
    const stored = parseTable((await this.#network.store.read(key)) ?? new Uint8Array());
    const digest = textAt(stored, 'digest');
    const bytes = digest === undefined ? undefined : await this.#kept(digest);
    if (this.#transport === undefined)
      return bytes === undefined || digest === undefined ? offline(name) : { bytes, digest, type: undefined };
    const etag = bytes === undefined ? undefined : textAt(stored, 'etag');
    const answer = await this.#transport.ask(site, {
      path,
      accept: ACCEPTED,
      limit: MANIFEST_LIMIT,
      scope: `repository:${repository}:pull`,
      etag,
    });
    if (isRegistryFailure(answer)) return answer;
    if (answer.status === 304 && bytes !== undefined && digest !== undefined) return { bytes, digest, type: undefined };
    if (answer.status === 404) return failure('not-found', `${name} is not published`);
    if (answer.status !== 200) return unexpected(site, answer);
    const own = `sha256:${await this.#network.sha256(answer.body)}`;
    const said = answer.headers['docker-content-digest'];
    if (said?.startsWith('sha256:') === true && said !== own)
      return failure('invalid', `the manifest of ${name} is not the one that its digest names`);
    const type = answer.headers['content-type'];
    // Only what is understood is kept.
    if (typeof readManifest(parseTable(answer.body), type) !== 'string') {
      await this.#network.store.write(`blobs/${own.slice(7)}`, answer.body);
      await this.#network.store.write(key, encodeUtf8(JSON.stringify({ digest: own, etag: answer.headers.etag })));
    }
    return { bytes: answer.body, digest: own, type };
  }

  /** The bytes of a package: exactly those that the manifest names. */
  content(place: PackageAddress, release: Release): Promise<Uint8Array | RegistryFailure> {
    return this.#blob(place, release.content);
  }

  async #blob({ site, repository }: PackageAddress, { digest, size }: Blob): Promise<Uint8Array | RegistryFailure> {
    const kept = await this.#kept(digest);
    if (kept !== undefined) return kept;
    const name = `${site.host}/${repository}@${digest.slice(0, 19)}`;
    if (this.#transport === undefined) return offline(name);
    const path = `/v2/${repository}/blobs/${digest}`;
    const question = { path, accept: '*/*', limit: size, scope: `repository:${repository}:pull`, time: CONTENT_TIME };
    const answer = await this.#transport.ask(site, question);
    if (isRegistryFailure(answer)) return answer;
    if (answer.status === 404) return failure('not-found', `${name} is missing in the registry`);
    if (answer.status !== 200) return unexpected(site, answer);
    if (answer.body.length !== size)
      return failure('invalid', `${name} is ${answer.body.length} bytes, and its manifest says ${size}`);
    if (`sha256:${await this.#network.sha256(answer.body)}` !== digest)
      return failure('invalid', `${name} has other bytes than its digest names`);
    await this.#network.store.write(`blobs/${digest.slice(7)}`, answer.body);
    return answer.body;
  }

  /** From the store; what was damaged there is as good as missing. */
  async #kept(digest: string): Promise<Uint8Array | undefined> {
    const hex = digest.slice('sha256:'.length);
    const bytes = /^[0-9a-f]{64}$/.test(hex) ? await this.#network.store.read(`blobs/${hex}`) : undefined;
    return bytes !== undefined && (await this.#network.sha256(bytes)) === hex ? bytes : undefined;
  }

  #keyOf({ scheme, host }: Site, path: string): Promise<string> {
    return this.#network.sha256(encodeUtf8(`${scheme}://${host}${path}`));
  }
}

interface Page {
  readonly body: Uint8Array;
  /** The path of the next page. */
  readonly next: string | undefined;
  readonly etag: string | undefined;
}

/** RFC 8288, as the distribution specification uses it. */
function nextPage(link: string | undefined): string | undefined {
  return /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link ?? '')?.[1];
}

function storedPage({ body, next, etag }: Page): Uint8Array {
  return encodeUtf8(JSON.stringify({ next, etag, body: parseTable(body) }));
}

function readStored(bytes: Uint8Array | undefined): Page | undefined {
  const table = bytes === undefined ? undefined : parseTable(bytes);
  if (table === undefined) return undefined;
  return { body: encodeUtf8(JSON.stringify(table.body)), next: textAt(table, 'next'), etag: textAt(table, 'etag') };
}

function offline(what: string): RegistryFailure {
  return failure('offline', `${what} is not in the cache, and nothing is fetched while offline`);
}

function unexpected({ host }: Site, { status }: Answered): RegistryFailure {
  return failure('invalid', `${host} answers ${status}, which is not expected here`);
}
