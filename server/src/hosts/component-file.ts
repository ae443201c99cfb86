// A component's file without its code: core modules are megabytes, and say nothing of its imports and exports.

import { type FileHandle, open } from 'node:fs/promises';

/** Bytes read at once. */
const CHUNK = 16 * 1024;

const PREAMBLE = 8;
const CORE_MODULE = 1;
const COMPONENT = 4;
/** A size is written in so many bytes, whatever it is: it is known only at the end. */
const PADDED = 5;

/** The sections of a component but for its core modules, nested components likewise. What is no component, or is cut off, is whole. */
export async function readWithoutCode(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    return (await withoutCode(handle)) ?? (await handle.readFile());
  } finally {
    await handle.close();
  }
}

async function withoutCode(handle: FileHandle): Promise<Uint8Array | undefined> {
  const { size } = await handle.stat();
  const window = new FileWindow(handle);
  const preamble = await window.bytes(0, PREAMBLE);
  if (!isComponent(preamble)) return undefined;
  const kept: Uint8Array[] = [preamble];
  let length = PREAMBLE;
  const keep = (bytes: Uint8Array): void => {
    kept.push(bytes);
    length += bytes.length;
  };
  /** The components that are open: where each ends in the file, its size in what is kept, and where that begins to count. */
  const inside: { readonly end: number; readonly size: Uint8Array; readonly from: number }[] = [];
  for (let at = PREAMBLE; ; ) {
    const end = inside.at(-1)?.end ?? size;
    if (at === end) {
      const done = inside.pop();
      if (done === undefined) return Buffer.concat(kept, length);
      writePadded(done.size, length - done.from);
      continue;
    }
    const section = sectionOf(await window.bytes(at, 1 + PADDED));
    if (section === undefined || at + section.length > end) return undefined;
    const next = at + section.length;
    if (section.id === COMPONENT && section.length >= section.header + PREAMBLE) {
      const padded = new Uint8Array(PADDED);
      keep(Uint8Array.of(COMPONENT));
      keep(padded);
      inside.push({ end: next, size: padded, from: length });
      keep(await window.bytes(at + section.header, PREAMBLE));
      at += section.header + PREAMBLE;
      continue;
    }
    if (section.id !== CORE_MODULE) keep(await window.bytes(at, section.length));
    at = next;
  }
}

/** Id and size (LEB128, at most five bytes) at the start of a section. `length`: of all of it, the header included. */
function sectionOf(bytes: Uint8Array): { id: number; header: number; length: number } | undefined {
  let size = 0;
  for (let index = 0; index < PADDED; index++) {
    const byte = bytes[1 + index];
    if (byte === undefined) return undefined;
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { id: bytes[0] ?? 0, header: 2 + index, length: 2 + index + size };
  }
  return undefined;
}

function writePadded(into: Uint8Array, size: number): void {
  for (let index = 0; index < PADDED; index++)
    into[index] = (Math.floor(size / 2 ** (7 * index)) & 0x7f) | (index < PADDED - 1 ? 0x80 : 0);
}

function isComponent(bytes: Uint8Array): boolean {
  return [0x00, 0x61, 0x73, 0x6d].every((byte, index) => bytes[index] === byte) && bytes[6] === 1;
}

/** A file of which parts are read. */
class FileWindow {
  readonly #handle: FileHandle;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array();

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Fewer than `count` only at the end of the file. Reads on a little further: what follows is asked for next. */
  async bytes(at: number, count: number): Promise<Uint8Array> {
    const offset = at - this.#start;
    if (offset < 0 || offset + count > this.#bytes.length) {
      const wanted = Buffer.allocUnsafe(Math.max(count, CHUNK));
      let read = 0;
      while (read < wanted.length) {
        const { bytesRead } = await this.#handle.read(wanted, read, wanted.length - read, at + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      this.#start = at;
      this.#bytes = wanted.subarray(0, read);
    }
    return this.#bytes.subarray(at - this.#start, at - this.#start + count);
  }
}
