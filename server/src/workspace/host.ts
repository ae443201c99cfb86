// Everything the core asks of the world outside. All of it is asynchronous; nothing of it fails: what is not there, or
// cannot be read, is undefined.

import type { Clock } from '../base/task.ts';

export interface DirectoryEntry {
  readonly name: string;
  /** What it is after all symbolic links: a link to a directory is a directory, a dead link is `other`. */
  readonly kind: FileKind;
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
  /** Undefined for whatever is no plain file, too: a pipe would never end. */
  readFile(uri: string): Promise<Uint8Array | undefined>;
  /** In no particular order, without `.` and `..`. */
  readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined>;
  stat(uri: string): Promise<FileStat | undefined>;
  /** Without symbolic links; equal for two ways to one place. */
  realPath(uri: string): Promise<string | undefined>;
}
