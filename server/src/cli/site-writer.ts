// Writes a site into a directory: what has not changed is not touched, what an earlier site left behind is removed, and nothing
// else.

import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SiteFile } from '../site/site.ts';

/** Lists the files of a site, for the next time. */
const MANIFEST = 'wit-site.json';

export interface Written {
  readonly files: number;
  readonly written: number;
  readonly removed: number;
}

/** Files written at once. */
const PARALLEL = 16;
/** Characters of files written at once: some list a whole site. */
const PENDING = 1_000_000;

/** Rejects with the cause when something cannot be written. */
export async function writeSite(directory: string, files: Iterable<SiteFile>): Promise<Written> {
  const before = await filesBefore(directory);
  const now = new Set<string>();
  const made = new Set<string>();
  let written = 0;
  let batch: Promise<boolean>[] = [];
  let pending = 0;
  const finish = async (): Promise<void> => {
    for (const changed of await Promise.all(batch)) if (changed) written++;
    batch = [];
    pending = 0;
  };
  for (const { path: name, text } of files) {
    if (now.has(name)) continue;
    now.add(name);
    const folder = path.join(directory, path.dirname(name));
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    batch.push(writeChanged(path.join(directory, name), text));
    pending += text.length;
    if (batch.length === PARALLEL || pending > PENDING) await finish();
  }
  await finish();
  let removed = 0;
  for (const name of before) {
    if (now.has(name)) continue;
    await rm(path.join(directory, name), { force: true });
    await removeEmpty(directory, path.dirname(name));
    removed++;
  }
  const manifest = { version: 1, files: [...now].sort() };
  await writeChanged(path.join(directory, MANIFEST), `${JSON.stringify(manifest)}\n`);
  return { files: now.size, written, removed };
}

/** Names that the manifest has; those that would lead elsewhere are not from us. */
async function filesBefore(directory: string): Promise<readonly string[]> {
  try {
    const { files } = JSON.parse(await readFile(path.join(directory, MANIFEST), 'utf8')) as { files?: unknown };
    if (!Array.isArray(files)) return [];
    return files.filter((it): it is string => typeof it === 'string' && isInside(it));
  } catch {
    return [];
  }
}

function isInside(name: string): boolean {
  return name !== '' && !path.isAbsolute(name) && !name.split(/[/\\]/).includes('..');
}

async function writeChanged(file: string, text: string): Promise<boolean> {
  const old = await readFile(file, 'utf8').catch(() => undefined);
  if (old === text) return false;
  await writeFile(file, text);
  return true;
}

async function removeEmpty(directory: string, name: string): Promise<void> {
  for (let at = name; at !== '.' && at !== ''; at = path.dirname(at)) {
    try {
      await rmdir(path.join(directory, at));
    } catch {
      // Something else is in it.
      return;
    }
  }
}
