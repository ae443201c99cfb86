// Which files git tracks, read from `.git/index` without git: so that untrusted workspaces and the web see the same files.
// The format: https://git-scm.com/docs/index-format.

import { decodeUtf8 } from '../base/utf8.ts';

export interface GitIndex {
  /** Paths of the files asked for, from the top of the work tree. */
  readonly paths: readonly string[];
  /** The object id, in hexadecimal, of the shared index that this one builds on. */
  readonly shared?: string;
}

const HEADER = 12;
const EXTENDED = 0x4000;
/** The extension `link`: this is a split index. */
const LINK = 0x6c696e6b;

/** Regular files, with and without the right to run; links, submodules, and directories of a sparse index. */
const MODES: readonly number[] = [0o100644, 0o100755, 0o120000, 0o160000, 0o040000];

/** `wanted` is asked only about names that end like those of WIT and Wasm files. Undefined for what is not an index, or is cut off. */
export function readGitIndex(bytes: Uint8Array, wanted: (path: string) => boolean): GitIndex | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint32(0) !== 0x44495243) return undefined;
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return undefined;
  for (const hashLength of [20, 32]) {
    const read = new IndexReader(bytes, view, version, hashLength).read(wanted);
    if (read !== undefined) return read;
  }
  return undefined;
}

class IndexReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #version: number;
  readonly #hashLength: number;
  #at = HEADER;
  /** The path of the entry before, which version 4 continues. */
  #last: Uint8Array = new Uint8Array();

  constructor(bytes: Uint8Array, view: DataView, version: number, hashLength: number) {
    this.#bytes = bytes;
    this.#view = view;
    this.#version = version;
    this.#hashLength = hashLength;
  }

  read(wanted: (path: string) => boolean): GitIndex | undefined {
    const paths: string[] = [];
    for (let left = this.#view.getUint32(8); left > 0; left--) {
      const name = this.#entry();
      if (name === undefined) return undefined;
      // Most files are none that we look for: only names that end in `t` (`.wit`, `.wat`) or `m` (`.wasm`) are decoded.
      const end = name[name.length - 1];
      if (end !== 0x74 && end !== 0x6d) continue;
      const path = decodeUtf8(name).text;
      if (wanted(path)) paths.push(path);
    }
    const extensions = this.#extensions();
    return extensions === undefined ? undefined : { paths, ...extensions };
  }

  #entry(): Uint8Array | undefined {
    const begin = this.#at;
    const flagsAt = begin + 40 + this.#hashLength;
    if (flagsAt + 2 > this.#bytes.length) return undefined;
    // An index with hashes of the other length has something else here.
    if (!MODES.includes(this.#view.getUint32(begin + 24))) return undefined;
    const extended = (this.#view.getUint16(flagsAt) & EXTENDED) !== 0;
    const nameAt = flagsAt + (extended ? 4 : 2);
    return this.#version === 4 ? this.#continued(nameAt) : this.#whole(begin, nameAt);
  }

  #whole(begin: number, nameAt: number): Uint8Array | undefined {
    const end = this.#bytes.indexOf(0, nameAt);
    if (end === -1) return undefined;
    // Up to eight zero bytes make the entry's length a multiple of eight.
    this.#at = begin + (Math.floor((end - begin) / 8) + 1) * 8;
    return this.#bytes.subarray(nameAt, end);
  }

  #continued(at: number): Uint8Array | undefined {
    let next = at;
    let byte = this.#bytes[next++] ?? 0;
    let dropped = byte & 0x7f;
    while ((byte & 0x80) !== 0 && next < this.#bytes.length) {
      byte = this.#bytes[next++] ?? 0;
      dropped = (dropped + 1) * 128 + (byte & 0x7f);
    }
    const end = this.#bytes.indexOf(0, next);
    if (end === -1 || dropped > this.#last.length) return undefined;
    const kept = this.#last.length - dropped;
    const name = new Uint8Array(kept + end - next);
    name.set(this.#last.subarray(0, kept));
    name.set(this.#bytes.subarray(next, end), kept);
    this.#last = name;
    this.#at = end + 1;
    return name;
  }

  /** What follows the entries must end at the checksum: with hashes of the other length it does not. */
  #extensions(): { readonly shared?: string } | undefined {
    const end = this.#bytes.length - this.#hashLength;
    let shared: string | undefined;
    let at = this.#at;
    while (at + 8 <= end) {
      if (this.#view.getUint32(at) === LINK) {
        const id = this.#bytes.subarray(at + 8, at + 8 + this.#hashLength);
        shared = [...id].map((it) => it.toString(16).padStart(2, '0')).join('');
      }
      at += 8 + this.#view.getUint32(at + 4);
    }
    if (at !== end) return undefined;
    return shared === undefined ? {} : { shared };
  }
}
