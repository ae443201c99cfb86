// What package tools say about dependencies. Paths: overrides of `wkg.toml`, `deps.toml` and `deps.lock` of wit-deps, the target
// of `Cargo.toml` (cargo-component); the packages that `wkg` keeps at the root of a workspace. Versions that were fetched
// before: `wkg.lock` and `deps.lock`. Nothing is fetched.

import { parse } from 'smol-toml';
import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';

type Table = Readonly<Record<string, unknown>>;

/** How many directories above a package are searched for a manifest. */
const LEVELS = 32;

/** Number of files whose text, or absence, is remembered. */
const MAX_TEXTS = 10_000;

/** The texts of manifests, each read once until something changes. */
export class ManifestTexts {
  readonly #host: Host;
  readonly #texts = new Map<string, Promise<string | undefined>>();

  constructor(host: Host) {
    this.#host = host;
  }

  text(uri: string): Promise<string | undefined> {
    const known = this.#texts.get(uri) ?? this.#read(uri);
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear();
    this.#texts.set(uri, known);
    return known;
  }

  async #read(uri: string): Promise<string | undefined> {
    const bytes = await this.#host.readFile(uri);
    return bytes === undefined ? undefined : decodeUtf8(bytes).text;
  }

  async table(uri: string): Promise<Table | undefined> {
    const text = await this.text(uri);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch {
      // A broken manifest is for its own tool to report.
      return undefined;
    }
  }

  /** A table in the directory or the nearest one above it that has what is looked for. */
  async nearest(
    directory: string,
    name: string,
    fits: (table: Table) => boolean = () => true,
  ): Promise<Found | undefined> {
    let at = directory;
    for (let level = 0; level < LEVELS; level++) {
      const table = await this.table(joinUri(at, name));
      if (table !== undefined && fits(table)) return { table, directory: at };
      const parent = dirname(at);
      if (parent === at) return undefined;
      at = parent;
    }
    return undefined;
  }

  forget(): void {
    this.#texts.clear();
  }
}

interface Found {
  readonly table: Table;
  readonly directory: string;
}

export function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Is this the name of a file that may say where packages are? */
export function namesDependencies(name: string): boolean {
  return /^(?:(?:wkg|deps)\.(?:toml|lock)|Cargo\.toml)$/.test(name);
}

/** URIs of directories or files that manifests name as dependencies of the package in a directory. */
export async function dependencyPaths(root: string, texts: ManifestTexts): Promise<string[]> {
  const found: string[] = [];
  const wkg = await texts.nearest(root, 'wkg.toml');
  if (wkg !== undefined) found.push(...pathsIn(wkg.table.overrides, wkg.directory));
  for (const name of ['deps.toml', 'deps.lock']) {
    const deps = await texts.table(joinUri(root, name));
    if (deps !== undefined) found.push(...pathsIn(deps, root));
  }
  const cargo = await texts.nearest(root, 'Cargo.toml', (it) => tableAt(it, 'package') !== undefined);
  const component = cargo === undefined ? undefined : tableAt(cargo.table, 'package', 'metadata', 'component');
  if (cargo !== undefined && component !== undefined) {
    found.push(...pathsIn(tableAt(component, 'target', 'dependencies'), cargo.directory));
    found.push(...pathsIn(component.dependencies, cargo.directory));
  }
  return [...new Set(found)];
}

/** Where `wkg` keeps the packages of a whole workspace: `wkg/deps` at the root, whose `wkg.toml` has `[workspace]`. */
export async function workspaceDependencies(root: string, texts: ManifestTexts): Promise<string | undefined> {
  const found = await texts.nearest(root, 'wkg.toml', (it) => isTable(it.workspace));
  return found === undefined ? undefined : joinUri(found.directory, 'wkg', 'deps');
}

/**
 * What lock files say of packages that may not have been fetched: a sentence by `namespace:name`, or by the last part of the
 * name alone, which is all that `deps.lock` has.
 */
export async function lockedPackages(root: string, texts: ManifestTexts): Promise<ReadonlyMap<string, string>> {
  const locked = new Map<string, string>();
  for (const name of Object.keys((await texts.table(joinUri(root, 'deps.lock'))) ?? {}))
    locked.set(name, '`deps.lock` names it: `wit-deps` fetches it');
  const wkg = await texts.nearest(root, 'wkg.lock');
  const packages: readonly unknown[] = Array.isArray(wkg?.table.packages) ? wkg.table.packages : [];
  for (const it of packages) {
    if (!isTable(it) || typeof it.name !== 'string') continue;
    const versions = (Array.isArray(it.versions) ? it.versions : [])
      .filter(isTable)
      .flatMap((row) => (typeof row.version === 'string' ? [row.version] : []));
    const which = versions.length === 0 ? '' : ` in version ${versions.join(' and ')}`;
    locked.set(it.name, `\`wkg.lock\` has it${which}: \`wkg fetch\` fetches it`);
  }
  return locked;
}

/** The manifests and lock files that speak for a package: the nearest of `wkg`, and those of wit-deps beside its files. */
export async function manifestsOf(
  root: string,
  texts: ManifestTexts,
): Promise<readonly { readonly uri: string; readonly text: string }[]> {
  const found: { uri: string; text: string }[] = [];
  for (const name of ['wkg.lock', 'wkg.toml']) {
    for (let at = root, level = 0; level < LEVELS; at = dirname(at), level++) {
      const uri = joinUri(at, name);
      const text = await texts.text(uri);
      if (text !== undefined) found.push({ uri, text });
      if (text !== undefined || dirname(at) === at) break;
    }
  }
  for (const name of ['deps.lock', 'deps.toml']) {
    const uri = joinUri(root, name);
    const text = await texts.text(uri);
    if (text !== undefined) found.push({ uri, text });
  }
  return found;
}

/** `[metadata]` of a `wkg.toml`, or that of its workspace: the fields that are texts. Undefined where the text is no TOML. */
export function wkgMetadata(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const table = parse(text);
    const metadata = { ...tableAt(table, 'workspace', 'metadata'), ...tableAt(table, 'metadata') };
    return Object.fromEntries(
      Object.entries(metadata).filter((it): it is [string, string] => typeof it[1] === 'string'),
    );
  } catch {
    return undefined;
  }
}

/** The entry of a package below `[overrides]` of a `wkg.toml`. Undefined where there is none, and where the text is no TOML. */
export function wkgOverride(text: string, name: string): Table | undefined {
  try {
    return tableAt(parse(text), 'overrides', name);
  } catch {
    return undefined;
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tableAt(table: Table, ...path: readonly string[]): Table | undefined {
  let at: unknown = table;
  for (const name of path) at = isTable(at) ? at[name] : undefined;
  return isTable(at) ? at : undefined;
}

/** `name = "path"` and `name = { path = "…" }`; what looks like an address, or a version, is no path. */
function pathsIn(table: unknown, directory: string): string[] {
  if (!isTable(table)) return [];
  const paths: string[] = [];
  for (const value of Object.values(table)) {
    const path: unknown = typeof value === 'string' ? value : isTable(value) ? value.path : undefined;
    if (typeof path !== 'string' || path === '' || /^[a-z][a-z0-9+.-]*:/i.test(path)) continue;
    paths.push(resolve(directory, path));
  }
  return paths;
}

/** A relative path from a directory; an absolute one stays below the same root. */
function resolve(directory: string, path: string): string {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  let at = directory;
  if (path.startsWith('/')) for (let up = dirname(at); up !== at; up = dirname(at)) at = up;
  for (const part of parts) at = part === '..' ? dirname(at) : joinUri(at, part);
  return at;
}
