// The disk, through Node. The only host that touches the machine; nothing here follows a name that a workspace chose to
// a program.

import { promises as fs, readFile as readFileBack, rmSync, stat as statBack, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bytesOf, FILE_SIZES } from '../base/file-size.ts';
import { PREVIEWS_FOLDER } from '../base/made-files.ts';
import type { Clock } from '../base/task.ts';
import { uriFromPath, uriToPath } from '../base/uri.ts';
import type { DirectoryEntry, FileKind, FileStat, Host } from '../workspace/host.ts';
import { readWithoutCode } from './component-file.ts';
import { nodeGit } from './git.ts';
import { nodeNetwork } from './network.ts';

/** Larger files are not read unless a limit is given. */
const MAX_BYTES = bytesOf(FILE_SIZES.most);
const WINDOWS = process.platform === 'win32';

// For every file of a workspace: those of `fs/promises` take three times as long.
const readFile = promisify(readFileBack);
const statOf = promisify(statBack);

export function pathToUri(file: string): string {
  return uriFromPath(path.resolve(file), WINDOWS);
}

export function pathOfUri(uri: string): string | undefined {
  return uriToPath(uri, WINDOWS);
}

const clock: Clock = {
  now: () => performance.now(),
  pause: async () => {
    await setImmediate();
  },
};

/** `trusted`: may git and the network be asked? Not in an untrusted workspace. */
export function nodeHost({ git }: { readonly git: boolean } = { git: true }): Host {
  return {
    clock,
    ...(git ? { git: nodeGit(pathOfUri), network: nodeNetwork(pathToUri) } : {}),
    readFile: (uri, limit = MAX_BYTES) => at(uri, (file) => readPlainFile(file, limit, readFile)),
    readWithoutCode: (uri, limit = MAX_BYTES) => at(uri, (file) => readPlainFile(file, limit, readWithoutCode)),
    readDirectory: (uri) => at(uri, readEntries),
    stat: (uri) =>
      at(uri, async (file): Promise<FileStat> => {
        const stat = await statOf(file);
        return { kind: kindOf(stat), size: stat.size, modified: stat.mtimeMs };
      }),
    realPath: (uri) => at(uri, async (file) => uriFromPath(await fs.realpath(file), WINDOWS)),
    temporary,
  };
}

let directory: Promise<string> | undefined;

/** All in one directory that only this user can write to. */
async function temporary(name: string, text: string): Promise<string | undefined> {
  directory ??= fs.mkdtemp(path.join(tmpdir(), 'wit-language-server-')).then((made) => {
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    return made;
  });
  try {
    const folder = path.join(await directory, PREVIEWS_FOLDER);
    await fs.mkdir(folder, { recursive: true });
    const file = path.join(folder, path.basename(name));
    await fs.writeFile(file, text);
    return pathToUri(file);
  } catch {
    return undefined;
  }
}

async function at<T>(uri: string, read: (file: string) => Promise<T>): Promise<T | undefined> {
  const file = pathOfUri(uri);
  if (file === undefined || file.includes('\0')) return undefined;
  try {
    return await read(file);
  } catch {
    // Not there, no right to it, too long a name, a loop of links: for the core all the same.
    return undefined;
  }
}

/** Nothing is opened that is no plain file, that is larger than `limit`, or that the kernel makes up. */
async function readPlainFile(
  file: string,
  limit: number,
  read: (file: string) => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  const stat = await statOf(file);
  if (!stat.isFile() || stat.size > limit || KERNEL.has(stat.dev)) return undefined;
  return stat.size === 0 ? new Uint8Array() : read(file);
}

/** The devices of file systems whose files are none. */
const KERNEL: ReadonlySet<number> = new Set(
  ['/proc', '/sys', '/dev'].flatMap((place) => {
    const dev = statSync(place, { throwIfNoEntry: false })?.dev;
    return dev === undefined || dev === statSync('/', { throwIfNoEntry: false })?.dev ? [] : [dev];
  }),
);

async function readEntries(directory: string): Promise<DirectoryEntry[]> {
  const entries = await fs.readdir(directory, { withFileTypes: true });
  const listed: DirectoryEntry[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isSymbolicLink()) listed.push({ name, kind: await kindBehind(path.join(directory, name)), link: true });
    else listed.push({ name, kind: kindOf(entry) });
  }
  return listed;
}

async function kindBehind(link: string): Promise<FileKind> {
  try {
    return kindOf(await fs.stat(link));
  } catch {
    return 'other';
  }
}

function kindOf(it: { isFile(): boolean; isDirectory(): boolean }): FileKind {
  if (it.isFile()) return 'file';
  return it.isDirectory() ? 'directory' : 'other';
}
