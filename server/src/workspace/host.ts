// Everything the core asks of the world outside. All of it is asynchronous; nothing of it fails: what is not there, or
// cannot be read, is undefined.

import type { Clock } from '../base/task.ts';
import type { Network } from './network.ts';

export interface DirectoryEntry {
  readonly name: string;
  /** What it is after all symbolic links: a link to a directory is a directory, a dead link is `other`. */
  readonly kind: FileKind;
  /** It is a symbolic link. */
  readonly link?: true;
}

export type FileKind = 'file' | 'directory' | 'other';

export interface FileStat {
  readonly kind: FileKind;
  readonly size: number;
  /** Milliseconds since 1970; only ever compared for equality. */
  readonly modified: number;
}

export interface Host {
  readonly clock: Clock;
  /** Everything here is under version control: a commit. */
  readonly tracked?: true;
  /** Undefined for whatever is no plain file, too (a pipe would never end), and for files of more than `limit` bytes. */
  readFile(uri: string, limit?: number): Promise<Uint8Array | undefined>;
  /** As `readFile`, without the core modules of a component. Absent where the whole costs no more. */
  readWithoutCode?(uri: string, limit?: number): Promise<Uint8Array | undefined>;
  /** In no particular order, without `.` and `..`. */
  readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined>;
  stat(uri: string): Promise<FileStat | undefined>;
  /** Without symbolic links; equal for two ways to one place. */
  realPath(uri: string): Promise<string | undefined>;
  /** What the pointer of Git LFS in a file stands for, by its SHA-256; absent where the files themselves lie beside a `.git`. */
  lfsObject?(uri: string, object: string): Promise<Uint8Array | undefined>;
  /** Puts a text that the server made into a file that goes away with the server, and gives its URI. */
  temporary?(name: string, text: string): Promise<string | undefined>;
  /** Absent where there is none, and where it must not be asked: in a browser, in an untrusted workspace. */
  readonly git?: Git;
  /** Absent in a browser and in an untrusted workspace. */
  readonly network?: Network;
}

/** Git's plumbing. Whatever the repository configures, nothing but git itself runs, and nothing goes over the network. */
export interface Git {
  run(directory: string, args: readonly string[]): Promise<GitAnswer>;
  /** Keeps one process that reads objects; close it. */
  objects(directory: string): GitObjects;
  /** The id that a file of this content has, where ids have `length` hexadecimal digits. Starts nothing. */
  blobId(content: string | Uint8Array, length: number): string;
  /** Calls back when something in a directory of git's own was replaced. Gives a function that ends it. */
  watch(directory: string, changed: () => void): () => void;
}

export type GitAnswer =
  | { readonly kind: 'done'; readonly status: number; readonly out: Uint8Array; readonly err: string }
  /** There is no git, it took too long, or it said too much. */
  | { readonly kind: 'missing' | 'timeout' | 'too-large' };

export interface GitObjects {
  /** The content of an object. Undefined when it is not there, cannot be had in time, or is too large for a text. */
  read(oid: string): Promise<Uint8Array | undefined>;
  close(): void;
}
