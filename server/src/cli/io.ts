// What a command may touch: handed in by the entry, replaced by tests.

import { visible } from '../base/escape.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Host } from '../workspace/host.ts';

export interface Io {
  /** Absolute; what relative paths begin at. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: Host;
  /** Is the stream a terminal? */
  readonly terminal: { readonly out: boolean; readonly err: boolean };
  out(text: string): void;
  err(text: string): void;
  parser(): Promise<WitParser>;
  /** The pages about diagnostics, as Markdown, by their codes. */
  pages(): Promise<ReadonlyMap<string, string>>;
  /** Style and scripts of the pages that `docs` writes, by the names of their files. */
  siteAssets(): Promise<ReadonlyMap<string, string>>;
  /** All of standard input. */
  stdin?(): Promise<Uint8Array>;
  /** The program to start as a worker thread when there is much to do. */
  readonly worker?: string;
}

/** Exit codes of every command. */
export const CLEAN = 0;
export const FOUND = 1;
export const FAILED = 2;

/** Why a command could not do its work, in words for the person who called it. */
export interface Failure {
  readonly failures: readonly string[];
}

export function isFailure<T extends object>(result: T | Failure): result is Failure {
  return 'failures' in result;
}

/** Tells what went wrong on the error stream. */
export function fail(io: Pick<Io, 'err'>, failure: Failure): number {
  for (const message of failure.failures) note(io, message);
  return FAILED;
}

/** One line on the error stream. */
export function note(io: Pick<Io, 'err'>, message: string): void {
  io.err(`wit-language-server: ${visible(message)}\n`);
}
