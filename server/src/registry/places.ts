// Where packages of a name are published: the repository in which a registry keeps them. `wkg` puts `ns:name` at
// PREFIX + `ns/name` of the OCI registry that the user's configuration or the registry's own
// `/.well-known/wasm-pkg/registry.json` names.

import { hostnameOf, isHost, isRepository } from './address.ts';
import {
  type Mapping,
  mappingFor,
  metadataOf,
  NO_OPTIONS,
  type RegistryConfig,
  type RegistryMetadata,
  type RegistryOptions,
} from './config.ts';
import type { Credentials } from './credentials.ts';
import { failure, isRegistryFailure, type RegistryFailure } from './failure.ts';
import { parseTable } from './json.ts';
import type { Site, Transport } from './transport.ts';

export interface PackageAddress {
  readonly site: Site;
  /** `prefix/ns/name`. */
  readonly repository: string;
  /** How a message names the registry: the name that was configured. */
  readonly registry: string;
}

const WELL_KNOWN = '/.well-known/wasm-pkg/registry.json';
const WELL_KNOWN_LIMIT = 1 << 16;
/** Milliseconds. */
const WELL_KNOWN_TIME = 10_000;

type FindCredentials = (
  host: string,
  options: RegistryOptions | undefined,
) => Promise<Credentials | RegistryFailure | undefined>;

export class Places {
  readonly #config: RegistryConfig;
  readonly #transport: Transport | undefined;
  readonly #findCredentials: FindCredentials;
  readonly #metadata = new Map<string, Promise<RegistryMetadata | RegistryFailure>>();
  readonly #sites = new Map<string, Site>();
  readonly #stored: MetadataStore;

  /** Without a transport nothing is asked: what was stored is all there is. */
  constructor(
    config: RegistryConfig,
    transport: Transport | undefined,
    findCredentials: FindCredentials,
    stored: MetadataStore,
  ) {
    this.#config = config;
    this.#transport = transport;
    this.#findCredentials = findCredentials;
    this.#stored = stored;
  }

  /** Has the user said where packages of this name are? */
  isConfigured(namespace: string, name: string): boolean {
    return mappingFor(this.#config, namespace, name) !== undefined;
  }

  async of(namespace: string, name: string): Promise<PackageAddress | RegistryFailure> {
    const mapping = mappingFor(this.#config, namespace, name);
    if (mapping === undefined) {
      const where =
        this.#config.source === undefined
          ? "wkg's configuration is not there"
          : `\`${this.#config.source}\` names none`;
      return failure('not-configured', `no registry is configured for \`${namespace}:${name}\`: ${where}`);
    }
    const metadata = await this.#metadataOf(mapping);
    if (isRegistryFailure(metadata)) return metadata;
    const backend = this.#config.registries.get(mapping.registry)?.backend ?? metadata.protocol ?? 'oci';
    if (backend !== 'oci')
      return failure(
        'not-configured',
        `\`${namespace}:${name}\` is in a registry of the kind \`${backend}\`, which is not read`,
      );
    const repository = `${metadata.prefix}${namespace}/${name}`;
    if (!isRepository(repository))
      return failure(
        'invalid',
        `\`${repository}\` is no name of a repository: ${mapping.registry} names a wrong prefix`,
      );
    return { site: this.#siteFor(mapping, metadata), repository, registry: mapping.registry };
  }

  /** All registries that are configured, with what stands before the names of packages there. */
  async all(): Promise<
    readonly (RegistryFailure | { readonly site: Site; readonly prefix: string; readonly registry: string })[]
  > {
    const { defaultRegistry, namespaces, packages } = this.#config;
    const mappings = [
      ...(defaultRegistry === undefined ? [] : [{ registry: defaultRegistry }]),
      ...namespaces.values(),
      ...packages.values(),
    ];
    const found = new Map<
      string,
      RegistryFailure | { readonly site: Site; readonly prefix: string; readonly registry: string }
    >();
    for (const mapping of mappings) {
      const metadata = await this.#metadataOf(mapping);
      if (isRegistryFailure(metadata)) {
        found.set(mapping.registry, metadata);
        continue;
      }
      const site = this.#siteFor(mapping, metadata);
      found.set(`${site.host} ${metadata.prefix}`, { site, prefix: metadata.prefix, registry: mapping.registry });
    }
    return [...found.values()];
  }

  /** The user's credentials for a registry go to another host only where the user says so, not where the registry does. */
  #siteFor({ registry, metadata: chosen }: Mapping, { registry: host = registry }: RegistryMetadata): Site {
    return this.site(host, registry, chosen !== undefined);
  }

  /** `registry` has the options for a host; what the user says of the host itself comes first. */
  site(host: string, registry = host, isChosen = false): Site {
    const key = `${host} ${registry} ${isChosen}`;
    const known = this.#sites.get(key);
    if (known !== undefined) return known;
    const own = this.#config.registries.get(host);
    const options = own ?? this.#config.registries.get(registry) ?? NO_OPTIONS;
    let credentials: ReturnType<Site['credentials']> | undefined;
    const site: Site = {
      ...{ host, scheme: options.scheme },
      tls: { unverified: options.unverified, authorities: options.authorities },
      credentials: () => {
        credentials ??= this.#findCredentials(host, isChosen ? options : own);
        return credentials;
      },
    };
    this.#sites.set(key, site);
    return site;
  }

  #metadataOf({ registry, metadata }: Mapping): Promise<RegistryMetadata | RegistryFailure> {
    if (metadata !== undefined) return Promise.resolve(metadata);
    const known = this.#metadata.get(registry) ?? this.#readMetadata(registry);
    this.#metadata.set(registry, known);
    return known;
  }

  /** A registry without the file, or with one that cannot be read, is an OCI registry itself: wkg takes it so. */
  async #readMetadata(registry: string): Promise<RegistryMetadata | RegistryFailure> {
    const none: RegistryMetadata = { protocol: undefined, registry: undefined, prefix: '' };
    const key = `well-known/${registry.replace(/[^a-z0-9-]/g, '_')}`;
    if (this.#transport === undefined) {
      const stored = await this.#stored.read(key);
      return stored === undefined ? none : this.#checked(registry, stored);
    }
    const name = hostnameOf(registry);
    const scheme = name === 'localhost' || name === '127.0.0.1' ? 'http' : 'https';
    const { tls } = this.site(registry);
    const site: Site = { host: registry, scheme, tls, credentials: async () => undefined };
    const limits = { limit: WELL_KNOWN_LIMIT, time: WELL_KNOWN_TIME };
    const answer = await this.#transport.ask(site, {
      path: WELL_KNOWN,
      accept: 'application/json',
      scope: undefined,
      ...limits,
    });
    if (isRegistryFailure(answer) || answer.status !== 200) return none;
    await this.#stored.write(key, answer.body);
    return this.#checked(registry, answer.body);
  }

  #checked(registry: string, bytes: Uint8Array): RegistryMetadata | RegistryFailure {
    const table = parseTable(bytes);
    if (table === undefined) return failure('invalid', `${registry}${WELL_KNOWN} is no JSON`);
    const found = metadataOf(table);
    if (found.protocol === 'local') return failure('invalid', `${registry}${WELL_KNOWN} names files of this machine`);
    if (found.registry !== undefined && !isHost(found.registry))
      return failure('invalid', `${registry}${WELL_KNOWN} names no host`);
    return found;
  }
}

interface MetadataStore {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, bytes: Uint8Array): Promise<boolean>;
}
