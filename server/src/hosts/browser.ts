// A host without a disk: asks the client for files, if it answers such questions. What comes back is looked at before it is
// believed.

import type { Clock } from '../base/task.ts';
import { FILE_REQUESTS } from '../lsp/requests.ts';
import type { DirectoryEntry, FileKind, FileStat, Host } from '../workspace/host.ts';

/** Sends a request to the client. */
export type Ask = (method: string, params: { readonly uri: string }) => Promise<unknown>;

/** `ask` is undefined for a client that reads no files: then only open files exist. */
export function browserHost(clock: Clock, ask: () => Ask | undefined): Host {
  const answer = async (method: string, uri: string): Promise<unknown> => {
    try {
      return await ask()?.(method, { uri });
    } catch {
      // A client that fails has no such file.
      return undefined;
    }
  };
  return {
    clock,
    async readFile(uri) {
      const content = await answer(FILE_REQUESTS.readFile, uri);
      return typeof content === 'string' ? fromBase64(content) : undefined;
    },
    async readDirectory(uri) {
      const entries = await answer(FILE_REQUESTS.readDirectory, uri);
      return Array.isArray(entries) ? entries.filter(isEntry) : undefined;
    },
    async stat(uri) {
      const stat = await answer(FILE_REQUESTS.stat, uri);
      return isStat(stat) ? stat : undefined;
    },
    // Where a link leads cannot be seen from here.
    realPath: async (uri) => uri,
  };
}

const KINDS: readonly unknown[] = ['file', 'directory', 'other'] satisfies FileKind[];

function isEntry(value: unknown): value is DirectoryEntry {
  return isObject(value) && typeof value.name === 'string' && KINDS.includes(value.kind);
}

function isStat(value: unknown): value is FileStat {
  return (
    isObject(value) &&
    KINDS.includes(value.kind) &&
    typeof value.size === 'number' &&
    typeof value.modified === 'number'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
