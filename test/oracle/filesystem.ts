// WASI's file system for the reference, read-only and in this thread: the shim's own asks a worker for every byte, which
// makes a directory ten times as slow, and refuses absolute symbolic links, which the native tool follows. And its standard
// error, which says why there was no verdict.

import type { FileSource } from './files.ts';

/** The part of `@bytecodealliance/preview2-shim` that matters here. Its classes are only needed to pass `instanceof`. */
export interface Shim {
  readonly filesystem: {
    readonly preopens: { getDirectories(): [object, string][] };
    readonly types: {
      readonly Descriptor: { prototype: object };
      readonly DirectoryEntryStream: { prototype: object };
    };
    _setPreopens(preopens: Record<string, string>): void;
  };
  readonly io: {
    readonly streams: { readonly InputStream: { prototype: object }; readonly OutputStream: { prototype: object } };
  };
  readonly cli: { _setStderr(stream: object): void };
}

/** Node 20 has it, its types have not; the Wasm's glue calls it on what it lets go. */
const DISPOSE: symbol = (Symbol as { dispose?: symbol }).dispose ?? Symbol.for('dispose');

const TIME = { seconds: 0n, nanoseconds: 0 };

/** An object that passes for one of the shim's. */
function as<T extends object>(kind: { prototype: object }, methods: T): object {
  return Object.assign(Object.create(kind.prototype) as object, methods, { [DISPOSE]: () => {} });
}

/** Hands what is written to standard error to `heard`. */
export function listen({ cli, io }: Shim, heard: (text: string) => void): void {
  const decoder = new TextDecoder();
  const write = (bytes: Uint8Array): void => heard(decoder.decode(bytes, { stream: true }));
  const nothing = (): void => {};
  cli._setStderr(
    as(io.streams.OutputStream, {
      checkWrite: () => 65_536n,
      write,
      blockingWriteAndFlush: write,
      flush: nothing,
      blockingFlush: nothing,
    }),
  );
}

/** Shows `source()` to whatever is instantiated with the shim after this. */
export function mount({ filesystem, io }: Shim, source: () => FileSource): void {
  const { Descriptor, DirectoryEntryStream } = filesystem.types;
  const { InputStream } = io.streams;

  const directory = (names: readonly string[], kindOf: (name: string) => string): object => {
    const rest = [...names];
    return as(DirectoryEntryStream, {
      readDirectoryEntry: () => {
        const name = rest.shift();
        return name === undefined ? undefined : { name, type: kindOf(name) };
      },
    });
  };

  const stream = (bytes: Uint8Array, offset: bigint): object => {
    let at = Number(offset);
    const read = (length: bigint): Uint8Array => {
      if (at >= bytes.length) throw { tag: 'closed' };
      const part = bytes.slice(at, at + Number(length));
      at += part.length;
      return part;
    };
    return as(InputStream, { read, blockingRead: read });
  };

  const stat = (path: string): object => {
    const kind = source().kind(path);
    if (kind === undefined) throw 'no-entry';
    const size = kind === 'file' ? BigInt(source().read(path)?.length ?? 0) : 0n;
    return {
      type: kind === 'file' ? 'regular-file' : 'directory',
      linkCount: 1n,
      size,
      dataAccessTimestamp: TIME,
      dataModificationTimestamp: TIME,
      statusChangeTimestamp: TIME,
    };
  };

  const descriptor = (path: string): object => {
    const under = (name: string): string => join(path, name);
    return as(Descriptor, {
      getFlags: () => ({ read: true }),
      getType: () => (source().kind(path) === 'file' ? 'regular-file' : 'directory'),
      stat: () => stat(path),
      statAt: (_follow: unknown, name: string) => stat(under(name)),
      metadataHash: () => hash(path),
      metadataHashAt: (_follow: unknown, name: string) => hash(under(name)),
      openAt: (_follow: unknown, name: string) => {
        if (source().kind(under(name)) === undefined) throw 'no-entry';
        return descriptor(under(name));
      },
      readDirectory: () =>
        directory(source().names(path), (name) =>
          source().kind(under(name)) === 'directory' ? 'directory' : 'regular-file',
        ),
      readlinkAt: () => {
        throw 'invalid';
      },
      readViaStream: (offset: bigint) => {
        const bytes = source().read(path);
        if (bytes === undefined) throw 'io';
        return stream(bytes, offset);
      },
    });
  };

  filesystem._setPreopens({});
  filesystem.preopens.getDirectories().push([descriptor('/'), '/']);
}

function join(base: string, name: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${name}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Equal for equal paths is all that is asked of it. */
function hash(path: string): { upper: bigint; lower: bigint } {
  let lower = 7;
  for (let at = 0; at < path.length; at++) lower = (Math.imul(lower, 31) + path.charCodeAt(at)) >>> 0;
  return { upper: BigInt(path.length), lower: BigInt(lower) };
}
