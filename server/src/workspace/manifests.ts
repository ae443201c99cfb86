// What package tools say about dependencies: `wkg.toml` (overrides with a path) and `deps.toml`, `deps.lock` of wit-deps
// say where they are; `wkg.lock` and `deps.lock` say which were fetched before. Nothing is fetched.

import { parse } from 'smol-toml';
import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';

/** How many directories above a package a `wkg.toml` is looked for; `wkg` walks up too. */
const LEVELS = 6;

/** URIs of directories or files that the manifests beside a package name as dependencies. */
export async function dependencyPaths(root: string, host: Host): Promise<string[]> {
  const found: string[] = [];
  const wkg = await nearestToml(root, 'wkg.toml', host);
  if (wkg !== undefined) found.push(...pathsIn(wkg.table.overrides, wkg.directory));
  for (const name of ['deps.toml', 'deps.lock']) {
    const deps = await readToml(joinUri(root, name), host);
    if (deps !== undefined) found.push(...pathsIn(deps, root));
  }
  return [...new Set(found)];
}

/**
 * What lock files say of packages that may not have been fetched: a sentence by `namespace:name`, or by the last part of the
 * name alone, which is all that `deps.lock` has.
 */
export async function lockedPackages(root: string, host: Host): Promise<ReadonlyMap<string, string>> {
  const locked = new Map<string, string>();
  for (const name of Object.keys((await readToml(joinUri(root, 'deps.lock'), host)) ?? {}))
    locked.set(name, '`deps.lock` names it: `wit-deps` fetches it');
  const wkg = await nearestToml(root, 'wkg.lock', host);
  const packages: readonly unknown[] = Array.isArray(wkg?.table.packages) ? wkg.table.packages : [];
  for (const it of packages) {
    if (!isTable(it) || typeof it.name !== 'string') continue;
    const versions = (Array.isArray(it.versions) ? it.versions : [])
      .filter(isTable)
      .flatMap((row) => (typeof row.version === 'string' ? [row.version] : []));
    const which = versions.length === 0 ? '' : ` in version ${versions.join(' and ')}`;
    locked.set(it.name, `\`wkg.lock\` has it${which}: \`wkg wit fetch\` fetches it`);
  }
  return locked;
}

/** The manifests and lock files that speak for a package: the nearest of `wkg`, and those of wit-deps beside its files. */
export async function manifestsOf(
  root: string,
  host: Host,
): Promise<readonly { readonly uri: string; readonly text: string }[]> {
  const found = await Promise.all([
    ...['wkg.lock', 'wkg.toml'].map((name) => nearest(root, (directory) => readText(joinUri(directory, name), host))),
    ...['deps.lock', 'deps.toml'].map((name) => readText(joinUri(root, name), host)),
  ]);
  return found.filter((it) => it !== undefined);
}

async function readText(uri: string, host: Host): Promise<{ readonly uri: string; readonly text: string } | undefined> {
  const bytes = await host.readFile(uri);
  return bytes === undefined ? undefined : { uri, text: decodeUtf8(bytes).text };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function nearestToml(
  root: string,
  name: string,
  host: Host,
): Promise<{ readonly table: Record<string, unknown>; readonly directory: string } | undefined> {
  return nearest(root, async (directory) => {
    const table = await readToml(joinUri(directory, name), host);
    return table === undefined ? undefined : { table, directory };
  });
}

/** What is found in a directory or in the nearest one above it. */
async function nearest<T>(root: string, find: (directory: string) => Promise<T | undefined>): Promise<T | undefined> {
  let directory = root;
  for (let level = 0; level < LEVELS; level++) {
    const found = await find(directory);
    if (found !== undefined) return found;
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
  return undefined;
}

async function readToml(uri: string, host: Host): Promise<Record<string, unknown> | undefined> {
  const file = await readText(uri, host);
  if (file === undefined) return undefined;
  try {
    return parse(file.text);
  } catch {
    // A broken manifest is for its own tool to report.
    return undefined;
  }
}

/** `name = "path"` and `name = { path = "…" }`; what looks like an address is none. */
function pathsIn(table: unknown, directory: string): string[] {
  if (typeof table !== 'object' || table === null) return [];
  const paths: string[] = [];
  for (const value of Object.values(table)) {
    const path: unknown =
      typeof value === 'string'
        ? value
        : typeof value === 'object' && value !== null && 'path' in value
          ? value.path
          : undefined;
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
