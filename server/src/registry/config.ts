// The configuration of `wkg`, as wkg 0.16.1 reads it (measured; `test/registry/config.test.ts` and scripts/registry-test.sh):
// the file $WKG_CONFIG_FILE, else `wasm-pkg/config.toml` in the user's folder of configurations. A workspace has no part in it.
//
//   default_registry = "HOST"
//   namespace_registries  = { NS = "HOST" | { registry = "HOST", metadata = { … } } }
//   package_registry_overrides = { "NS:NAME" = as above }
//   registry."HOST".oci = { auth = "BASE64" | { username, password }, protocol = "http" | "https",
//                           accept_invalid_certificates, extra_root_certificates = [{ encoding, data }] }
//
// A package is published where the first of these says: its override, its namespace, $WKG_REGISTRY, the default registry, what
// wkg itself knows (`wasi`, `ba`).

import { parse } from 'smol-toml';
import { joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from '../workspace/host.ts';
import type { Network } from '../workspace/network.ts';
import { isHost } from './address.ts';
import { failure, type RegistryFailure } from './failure.ts';
import { isTable, listAt, type Table, tableAt, textAt } from './json.ts';

/** Where a registry keeps packages: what it says itself, or what the user says for it. */
export interface RegistryMetadata {
  /** `oci`, or something that is not read here. */
  readonly protocol: string | undefined;
  /** The host of the OCI registry, where it is another one. */
  readonly registry: string | undefined;
  /** What stands before `ns/name` in the name of a repository. */
  readonly prefix: string;
}

export interface Mapping {
  readonly registry: string;
  readonly metadata?: RegistryMetadata;
}

export interface RegistryOptions {
  /** The default backend, where one is named. */
  readonly backend: string | undefined;
  readonly scheme: 'http' | 'https';
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly unverified: boolean;
  /** PEM. */
  readonly authorities: readonly string[];
}

export interface RegistryConfig {
  readonly defaultRegistry: string | undefined;
  readonly namespaces: ReadonlyMap<string, Mapping>;
  readonly packages: ReadonlyMap<string, Mapping>;
  readonly registries: ReadonlyMap<string, RegistryOptions>;
  /** The file that it was read from, as the user knows it; undefined when there is none. */
  readonly source: string | undefined;
}

/** What wkg knows without any configuration (`DEFAULT_FALLBACK_NAMESPACE_REGISTRIES`). */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['wasi', 'wasi.dev'],
  ['ba', 'bytecodealliance.org'],
]);

export const NO_OPTIONS: RegistryOptions = {
  backend: undefined,
  scheme: 'https',
  auth: undefined,
  unverified: false,
  authorities: [],
};

const EMPTY: RegistryConfig = {
  defaultRegistry: undefined,
  namespaces: new Map(),
  packages: new Map(),
  registries: new Map(),
  source: undefined,
};

export async function loadConfig(host: Host, network: Network): Promise<RegistryConfig | RegistryFailure> {
  const { WKG_CONFIG_FILE: named, WKG_REGISTRY: chosen } = network.env;
  const given = named !== undefined && named !== '';
  const uri = given ? network.uriOf(named) : joinUri(network.config, 'wasm-pkg', 'config.toml');
  const bytes = await host.readFile(uri);
  const source = given ? named : 'wasm-pkg/config.toml';
  if (bytes === undefined && given) return failure('configuration', `\`${named}\` ($WKG_CONFIG_FILE) cannot be read`);
  const read = bytes === undefined ? EMPTY : readConfig(decodeUtf8(bytes).text, source);
  if ('reason' in read) return read;
  if (chosen === undefined || chosen === '') return read;
  if (!isHost(chosen)) return failure('configuration', `$WKG_REGISTRY is \`${chosen}\`, which is no host`);
  return { ...read, defaultRegistry: chosen };
}

function readConfig(text: string, source: string): RegistryConfig | RegistryFailure {
  let table: Table;
  try {
    table = parse(text);
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return failure('configuration', `\`${source}\` is no TOML: ${first}`);
  }
  const wrong: string[] = [];
  const registries = new Map<string, RegistryOptions>();
  for (const [name, it] of Object.entries(tableAt(table, 'registry') ?? {})) {
    const options = optionsOf(it, name, wrong);
    if (isHost(name)) registries.set(name.toLowerCase(), options);
    else wrong.push(`\`${name}\` is no host`);
  }
  const defaultRegistry = textAt(table, 'default_registry')?.toLowerCase();
  if (defaultRegistry !== undefined && !isHost(defaultRegistry)) wrong.push(`\`${defaultRegistry}\` is no host`);
  const namespaces = mappings(table, 'namespace_registries', wrong);
  const packages = mappings(table, 'package_registry_overrides', wrong);
  if (wrong.length > 0) return failure('configuration', `in \`${source}\`, ${wrong.join('; ')}`);
  return { defaultRegistry, namespaces, packages, registries, source };
}

function mappings(table: Table, name: string, wrong: string[]): ReadonlyMap<string, Mapping> {
  const found = new Map<string, Mapping>();
  for (const [key, it] of Object.entries(tableAt(table, name) ?? {})) {
    const registry = (typeof it === 'string' ? it : textAt(it, 'registry'))?.toLowerCase();
    const metadata = isTable(it) ? tableAt(it, 'metadata') : undefined;
    if (registry === undefined || !isHost(registry)) wrong.push(`\`${name}.${key}\` names no host`);
    else found.set(key, { registry, ...(metadata === undefined ? {} : { metadata: metadataOf(metadata) }) });
  }
  return found;
}

/** `registry.json`, or the same in a configuration; with the names that it had before (`ociRegistry`). */
export function metadataOf(table: Table): RegistryMetadata {
  const oci = tableAt(table, 'oci');
  const protocols = Object.keys(table).filter((it) => isTable(table[it]));
  const [only] = protocols.length === 1 ? protocols : [];
  const old = textAt(table, 'ociRegistry');
  return {
    protocol:
      textAt(table, 'preferredProtocol') ?? only ?? (protocols.length === 0 && old !== undefined ? 'oci' : undefined),
    registry: (old ?? textAt(oci, 'registry'))?.toLowerCase(),
    prefix: textAt(table, 'ociNamespacePrefix') ?? textAt(oci, 'namespacePrefix') ?? '',
  };
}

function optionsOf(it: unknown, name: string, wrong: string[]): RegistryOptions {
  const oci = tableAt(it, 'oci');
  const backends = isTable(it) ? Object.keys(it).filter((key) => isTable(it[key])) : [];
  const backend = textAt(it, 'default') ?? textAt(it, 'type') ?? (backends.length === 1 ? backends[0] : undefined);
  const scheme = textAt(oci, 'protocol') ?? 'https';
  if (scheme !== 'http' && scheme !== 'https')
    wrong.push(`the protocol of \`${name}\` is \`${scheme}\`, not http or https`);
  const auth = authOf(oci);
  if (auth === 'wrong') wrong.push(`\`auth\` of \`${name}\` is neither base64 nor username and password`);
  const certificates = listAt(oci, 'extra_root_certificates') ?? [];
  const authorities = certificates.flatMap((one) =>
    textAt(one, 'encoding') === 'pem' ? (textAt(one, 'data') ?? []) : [],
  );
  if (authorities.length < certificates.length) wrong.push(`a certificate of \`${name}\` is not PEM`);
  return {
    backend,
    scheme: scheme === 'http' ? 'http' : 'https',
    auth: auth === 'wrong' ? undefined : auth,
    unverified: isTable(oci) && oci.accept_invalid_certificates === true,
    authorities,
  };
}

function authOf(oci: Table | undefined): RegistryOptions['auth'] | 'wrong' {
  const auth = oci?.auth;
  if (auth === undefined) return undefined;
  if (typeof auth === 'string') return decodeBasic(auth) ?? 'wrong';
  const [username, password] = [textAt(auth, 'username'), textAt(auth, 'password')];
  return username === undefined || password === undefined ? 'wrong' : { username, password };
}

/** Every host has it; the core's library does not name it. */
declare function atob(text: string): string;

/** `user:password` as base64, as wkg and Docker keep it. */
export function decodeBasic(text: string): { readonly username: string; readonly password: string } | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
    const decoded = decodeUtf8(bytes).text;
    const colon = decoded.indexOf(':');
    return colon === -1 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

/** Who has packages of this name; undefined when nobody is configured. */
export function mappingFor(config: RegistryConfig, namespace: string, name: string): Mapping | undefined {
  const own = config.packages.get(`${namespace}:${name}`) ?? config.namespaces.get(namespace);
  const registry = own === undefined ? (config.defaultRegistry ?? KNOWN.get(namespace)) : undefined;
  return own ?? (registry === undefined ? undefined : { registry });
}
