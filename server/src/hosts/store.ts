// Old texts as files of the user's cache, for clients that can open nothing else: named by what they contain, so they are
// written once and are true for ever.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { TEXTS_FOLDER } from '../base/made-files.ts';

export function textStore(uriOf: (file: string) => string): (uri: string, text: string) => string | undefined {
  return (uri, text) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 40);
    const directory = path.join(cacheDirectory(), TEXTS_FOLDER, hash);
    const file = path.join(directory, safeName(uri));
    try {
      if (!existsSync(file)) {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        // Another server may write the same text at the same time.
        const part = `${file}.${process.pid}`;
        writeFileSync(part, text, { mode: 0o400 });
        renameSync(part, file);
      }
    } catch {
      // A machine without a place to write: then there is no link.
      return undefined;
    }
    return uriOf(file);
  };
}

export function cacheDirectory(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  return process.platform === 'win32' && LOCALAPPDATA !== undefined ? LOCALAPPDATA : path.join(homedir(), '.cache');
}

/** The last part of a URI as a file's name. */
function safeName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_');
  return name === '' || name.startsWith('.') ? `base${name}` : name;
}
