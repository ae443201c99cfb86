// What package tools say about where dependencies are: `wkg.toml` (overrides with a path), `deps.toml` of wit-deps. Only
// paths are followed; nothing is fetched.

import { parse } from 'smol-toml';
import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';

/** How many directories above a package a `wkg.toml` is looked for; `wkg` walks up too. */
const LEVELS = 6;

/** URIs of directories or files that the manifests beside a package name as dependencies. */
export async function dependencyPaths(root: string, host: Host): Promise<string[]> {
  const found: string[] = [];
  let directory = root;
  for (let level = 0; level < LEVELS; level++) {
    const wkg = await readToml(joinUri(directory, 'wkg.toml'), host);
    if (wkg !== undefined) {
      found.push(...pathsIn(wkg.overrides, directory));
      break;
    }
    const parent = dirname(directory);
    if (parent === directory) break;
    directory = parent;
  }
  const deps = await readToml(joinUri(root, 'deps.toml'), host);
  if (deps !== undefined) found.push(...pathsIn(deps, root));
  return [...new Set(found)];
}

async function readToml(uri: string, host: Host): Promise<Record<string, unknown> | undefined> {
  const bytes = await host.readFile(uri);
  if (bytes === undefined) return undefined;
  try {
    return parse(decodeUtf8(bytes).text);
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
