// A disk on which components with code are files of WIT: what they import and export.

import { decodeUtf8 } from '../base/utf8.ts';
import { componentText } from '../binary/component-text.ts';
import type { Host } from './host.ts';

/** `fileOf`: the component that a URI of this disk stands for. There are no directories. */
export function componentHost(host: Host, fileOf: (uri: string) => string): Host {
  return {
    clock: host.clock,
    async readFile(uri) {
      const bytes = await host.readFile(fileOf(uri));
      const text = bytes === undefined ? undefined : componentText(bytes, (part) => decodeUtf8(part).text);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    readDirectory: async () => undefined,
    stat: (uri) => host.stat(fileOf(uri)),
    realPath: async (uri) => uri,
  };
}
