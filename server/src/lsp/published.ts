// Asks registries for what an editor shows, and remembers it. Only in trusted workspaces, and only when the user's setting or a
// command allows it; nothing is asked for a keystroke.

import type { CheckSettings } from '../check/settings.ts';
import { declaredIn } from '../contract/package-contracts.ts';
import { type PublishedTree, PublishedVersions } from '../contract/published-base.ts';
import { type FetchedPackage, fetchedFiles } from '../features/published/fetch.ts';
import type { Knowledge, KnownPackage, KnownText, KnownVersion } from '../features/published/knowledge.ts';
import { namedDependencies, newerVersions } from '../features/published/outdated.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import { failure, isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import { Registry } from '../registry/registry.ts';
import { neighboursOf } from '../registry/versions.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { FetchedPackages, NamedVersions, PublishedSource, Session } from './session.ts';
import { settingsFor } from './settings.ts';

/** Maximum number of packages that are remembered, and of versions whose date is asked for. */
const MOST = 500;
const DATED = 8;

interface Wanted {
  readonly versions: ReadonlySet<string>;
  readonly check: CheckSettings;
}

export class PublishedKeeper implements PublishedSource {
  readonly #session: Session;
  readonly #host: Host;
  readonly #changed: () => void;
  readonly #trees: PublishedVersions;
  #registry: Promise<Registry | RegistryFailure> | undefined;
  #knowledge: Knowledge = new Map();
  #asked = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(session: Session, host: Host, changed: () => void) {
    this.#session = session;
    this.#host = host;
    this.#changed = changed;
    const { parser, trees } = session.workspace;
    this.#trees = new PublishedVersions(host, { parser, trees });
  }

  /** What is known now; the same object until that changes. */
  get knowledge(): Knowledge {
    return this.#knowledge;
  }

  /** Why no registry may be asked for a file: the workspace is not trusted, or the setting says so. */
  refusal(uri: string): string | undefined {
    if (!this.#session.client.trusted) return 'the workspace is not trusted: no registry is asked';
    if (this.#host.network === undefined) return 'there is no network here';
    return settingsFor(this.#session, uri).registryCheck === 'off' ? '`wit.registry.check` is off' : undefined;
  }

  /** For a file that is looked at: asks once, where the setting says `on open`. */
  want(uri: string, names?: NamedVersions): void {
    const root = names === undefined ? this.#session.workspace.snapshot().rootOf(uri) : undefined;
    const key = names === undefined ? root?.uri : `${uri} ${[...names.keys()].join()}`;
    if (key === undefined || this.#asked.has(key) || this.refusal(uri) !== undefined) return;
    if (settingsFor(this.#session, uri).registryCheck !== 'on open') return;
    if (this.#asked.size >= MOST) this.#asked.clear();
    this.#asked.add(key);
    void this.look({ ...(root === undefined ? {} : { roots: [root] }), ...(names === undefined ? {} : { names }) });
  }

  look(wanted: Parameters<PublishedSource['look']>[0], again = false): Promise<void> {
    const turn = this.#queue.then(() => this.#look(wanted, again));
    this.#queue = turn.catch((error: unknown) => this.#session.fault('asking a registry failed', error));
    return this.#queue;
  }

  registry(): Promise<Registry | RegistryFailure> {
    if (!this.#session.client.trusted) return Promise.resolve(failure('unreachable', 'the workspace is not trusted'));
    this.#registry ??= Registry.open(this.#host, { offline: false });
    return this.#registry;
  }

  async #look(
    { roots = [], names = new Map() }: Parameters<PublishedSource['look']>[0],
    again: boolean,
  ): Promise<void> {
    if (again) this.#registry = undefined;
    const registry = await this.registry();
    const found = new Map(this.#knowledge);
    const { settings } = this.#session;
    for (const [name, { versions, check }] of await this.#wanted(roots, names, settings.check)) {
      const known = found.get(name);
      if (known !== undefined && !again && [...versions].every((it) => known.texts.has(it))) continue;
      found.set(name, await this.#read(registry, name, versions, check));
    }
    const [...entries] = found;
    this.#knowledge = new Map(entries.slice(-MOST));
    this.#changed();
  }

  /** Every name once, with all the versions whose text is of use. */
  async #wanted(
    roots: readonly PackageRoot[],
    others: NamedVersions,
    check: CheckSettings,
  ): Promise<ReadonlyMap<string, Wanted>> {
    const wanted = new Map<string, { readonly versions: Set<string>; readonly check: CheckSettings }>();
    const add = (names: NamedVersions, settings: CheckSettings): void => {
      for (const [name, versions] of names) {
        const known = wanted.get(name) ?? { versions: new Set<string>(), check: settings };
        wanted.set(name, known);
        for (const it of versions) known.versions.add(it);
      }
    };
    for (const root of roots) add(await this.#namesOf(root), settingsFor(this.#session, root.uri).check);
    add(others, check);
    return wanted;
  }

  /** The names that matter to a root, each with the versions whose text is of use. */
  async #namesOf(root: PackageRoot): Promise<NamedVersions> {
    const snapshot = this.#session.workspace.snapshot();
    const names = new Map<string, Set<string>>();
    const add = (name: string, version: string | undefined): void => {
      const known = names.get(name) ?? new Set<string>();
      names.set(name, known);
      if (version !== undefined) known.add(version);
    };
    const own = declaredIn(snapshot, root);
    if (own !== undefined) add(own.name, own.version);
    for (const { id } of namedDependencies(snapshot, root, [])) add(`${id.namespace}:${id.name}`, id.version);
    return names;
  }

  async #read(
    registry: Registry | RegistryFailure,
    name: string,
    wanted: ReadonlySet<string>,
    check: CheckSettings,
  ): Promise<KnownPackage> {
    const nothing = { name, registry: '', versions: [], texts: new Map() };
    if (isRegistryFailure(registry)) return { ...nothing, failure: registry.message };
    const published = await registry.versions(name);
    if (isRegistryFailure(published)) return { ...nothing, failure: published.message };
    const { place, versions } = published;
    const dated = new Set(versions.slice(-DATED));
    const known: KnownVersion[] = [];
    for (const version of versions) {
      const release = dated.has(version) ? await registry.release(place, version) : undefined;
      known.push({
        version,
        created: release === undefined || isRegistryFailure(release) ? undefined : release.created,
      });
    }
    const texts = new Map<string, KnownText>();
    for (const version of worthReading(versions, wanted)) {
      const tree = await this.#trees.at(registry, place, version, check);
      if (!isRegistryFailure(tree)) texts.set(version, textOf(tree));
    }
    return { name, registry: place.registry, versions: known, texts };
  }

  /** Published packages as files below a root, with what their lock rows say. */
  async fetched(ids: readonly PackageId[], uri: string): Promise<FetchedPackages | RegistryFailure> {
    const registry = await this.registry();
    if (isRegistryFailure(registry)) return registry;
    const { check } = settingsFor(this.#session, uri);
    const packages: FetchedPackage[] = [];
    for (const id of ids) {
      const place = await registry.place(`${id.namespace}:${id.name}`);
      const tree = isRegistryFailure(place) ? place : await this.#trees.at(registry, place, id.version ?? '', check);
      if (isRegistryFailure(place) || isRegistryFailure(tree))
        return isRegistryFailure(tree) ? tree : failure('invalid', '');
      const items = tree.tree.workspace.snapshot().tree(tree.uri);
      if (items === undefined || tree.kind === 'component')
        return failure('invalid', `\`${packageKey(id)}\` is a component, and \`deps/\` holds packages`);
      packages.push({ id, registry: place.registry, digest: tree.release.content.digest, tree: items });
    }
    const files = fetchedFiles(packages);
    return 'conflict' in files
      ? failure(
          'invalid',
          `\`${files.conflict}\` is brought by several packages in parts: \`wkg fetch\` puts them together`,
        )
      : { files, packages };
  }

  /** The text of a published version that was read. */
  textAt(uri: string): string | undefined {
    for (const { texts } of this.#knowledge.values())
      for (const it of texts.values()) if (it.uri === uri) return it.snapshot.tree(uri)?.text;
    return undefined;
  }
}

/** What is compared: the versions that are named, the newest of their tracks, the newest of all. */
function worthReading(versions: readonly string[], wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const version of wanted) {
    const { inTrack, newest } = newerVersions(version, versions);
    const near = neighboursOf(versions, version);
    for (const it of [version, inTrack, newest, near.newest, near.release])
      if (it !== undefined && versions.includes(it)) found.add(it);
  }
  return found;
}

function textOf({ uri, tree, packages }: PublishedTree): KnownText {
  return { uri, snapshot: tree.workspace.snapshot(), packages };
}
