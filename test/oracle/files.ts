// Files that the reference may read: the disk, or a map in memory. Both follow symbolic links, as the native tool does.

import { readdirSync, readFileSync, statSync } from 'node:fs';

export type EntryKind = 'file' | 'directory';

export interface FileSource {
  /** What is behind a path, after all links; undefined for what is not there. */
  kind(path: string): EntryKind | undefined;
  /** Names in a directory, in no particular order. */
  names(path: string): readonly string[];
  /** Undefined for what cannot be read. */
  read(path: string): Uint8Array | undefined;
}

export const DISK: FileSource = {
  kind: (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return stat.isDirectory() ? 'directory' : 'file';
  },
  names: (path) => readdirSync(path),
  read: (path) => {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  },
};

/** Files by absolute path. A directory is there when something lies in it. */
export function memoryFiles(files: ReadonlyMap<string, Uint8Array>): FileSource {
  const children = new Map<string, Set<string>>();
  for (const path of files.keys()) {
    let at = path;
    for (let slash = at.lastIndexOf('/'); slash >= 0; slash = at.lastIndexOf('/')) {
      const parent = at.slice(0, slash) || '/';
      const known = children.get(parent) ?? new Set();
      known.add(at.slice(slash + 1));
      children.set(parent, known);
      if (parent === '/') break;
      at = parent;
    }
  }
  return {
    kind: (path) => (files.has(path) ? 'file' : children.has(path) ? 'directory' : undefined),
    names: (path) => [...(children.get(path) ?? [])],
    read: (path) => files.get(path),
  };
}
