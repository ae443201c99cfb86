// What was fetched from registries, in a folder of the user's cache that all processes share. A file appears under its name
// only when it is whole, so a process may be killed at any time; when the folder grows too large, the oldest files go.

import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { Store } from '../workspace/network.ts';

/** Maximum size of the folder in bytes; looked at once in so many writes, and after the first. */
const MOST = 1 << 30;
const LOOK = 64;
/** Milliseconds after which an unfinished part belongs to a process that is gone. */
const ABANDONED = 60 * 60 * 1000;
/** Milliseconds after which a read counts as a use again. */
const USED = 24 * 60 * 60 * 1000;

export function diskStore(directory: string, most = MOST): Store {
  let writes = 0;
  const fileOf = (key: string): string | undefined =>
    /^[\w-]+(?:\/[\w-]+)*$/.test(key) ? path.join(directory, ...key.split('/')) : undefined;
  return {
    async read(key) {
      const file = fileOf(key);
      if (file === undefined) return undefined;
      try {
        const { mtimeMs } = await fs.stat(file);
        const bytes = await fs.readFile(file);
        if (Date.now() - mtimeMs > USED) await fs.utimes(file, new Date(), new Date()).catch(() => {});
        return bytes;
      } catch {
        return undefined;
      }
    },
    async write(key, bytes) {
      const file = fileOf(key);
      if (file === undefined) return false;
      const part = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.part`;
      try {
        await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await fs.writeFile(part, bytes, { mode: 0o600, flag: 'wx' });
        await fs.rename(part, file);
      } catch {
        await fs.rm(part, { force: true }).catch(() => {});
        return false;
      }
      if (writes++ % LOOK === 0) await prune(directory, most);
      return true;
    },
  };
}

/** Removes abandoned parts, and the oldest files until the rest fits. Two processes at once remove nothing twice. */
async function prune(directory: string, most: number): Promise<void> {
  const files: { readonly file: string; readonly size: number; readonly time: number }[] = [];
  const names = await fs.readdir(directory, { recursive: true }).catch(() => []);
  for (const name of names) {
    const file = path.join(directory, name);
    const stat = await fs.stat(file).catch(() => undefined);
    if (stat?.isFile() !== true) continue;
    if (!name.endsWith('.part')) files.push({ file, size: stat.size, time: stat.mtimeMs });
    else if (Date.now() - stat.mtimeMs > ABANDONED) await fs.rm(file, { force: true }).catch(() => {});
  }
  let total = files.reduce((sum, it) => sum + it.size, 0);
  for (const { file, size } of files.sort((a, b) => a.time - b.time)) {
    if (total <= most) return;
    await fs.rm(file, { force: true }).catch(() => {});
    total -= size;
  }
}
