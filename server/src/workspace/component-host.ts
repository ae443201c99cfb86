// A disk on which components with code are files of WIT: what they import and export.

import { decodeUtf8 } from '../base/utf8.ts';
import { decodeBinary } from '../binary/decode.ts';
import type { Host } from './host.ts';

export interface ComponentDisk {
  /** The component that a URI of this disk stands for. */
  fileOf(uri: string): string;
  /** To UTF-8. */
  encode(text: string): Uint8Array;
}

/** There are no directories. */
export function componentHost(host: Host, { fileOf, encode }: ComponentDisk): Host {
  return {
    clock: host.clock,
    async readFile(uri) {
      const file = fileOf(uri);
      const text = textIn(await host.readWithoutCode?.(file)) ?? textIn(await host.readFile(file));
      return text === undefined ? undefined : encode(text);
    },
    readDirectory: async () => undefined,
    stat: (uri) => host.stat(fileOf(uri)),
    realPath: async (uri) => uri,
  };
}

function textIn(bytes: Uint8Array | undefined): string | undefined {
  const decoded = bytes === undefined ? undefined : decodeBinary(bytes, (part) => decodeUtf8(part).text);
  return decoded !== undefined && 'text' in decoded ? decoded.text : undefined;
}
