// `new NS:NAME [FOLDER]`: a package to begin with.

import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../base/escape.ts';
import { newPackage } from '../features/new-package.ts';
import { command, flag, usageError } from './command.ts';
import { CLEAN, FAILED, fail, type Io } from './io.ts';
import { writeNew } from './write-file.ts';

export const newCommand = command({
  name: 'new',
  usage: ['NAMESPACE:NAME[@VERSION] [FOLDER] [options]'],
  summary: 'begin a package',
  about: [
    'Makes a package to begin with: `wit/world.wit` in FOLDER, with an interface and a world that exports it. FOLDER is named like the package unless it is given; `.` is the current directory. The version is 0.1.0 unless it is given. Nothing is written when one of the files is there already.',
  ],
  options: { wkg: flag('write a `wkg.toml`, too') },
  positionals: { needs: 'the name of the package, for example `acme:cart`', most: 2 },
  exit: '0 written, 2 the name is not valid, or files are there already.',
  run: (io, { wkg }, [name = '', folder]) => begin(io, name, folder, wkg),
});

async function begin(io: Io, given: string, folder: string | undefined, wkg: boolean): Promise<number> {
  const made = newPackage(given, { wkg });
  if ('files' in made) return write(io, folder ?? made.name, made.files);
  if (made.kind === 'part') return fail(io, { failures: [`\`${given}\` is not a valid name: ${made.message}`] });
  const message = `\`${given}\` is not the name of a package, such as \`acme:cart\` or \`acme:cart@0.1.0\``;
  return usageError(io, [message], 'new');
}

async function write(io: Io, shown: string, files: ReadonlyMap<string, string>): Promise<number> {
  const folder = path.resolve(io.cwd, shown);
  const wit = await readdir(path.join(folder, 'wit')).catch(() => []);
  if (wit.some((it) => it.endsWith('.wit')))
    return fail(io, { failures: [`${path.join(shown, 'wit')} already has a package`] });
  const taken = [...files.keys()].filter((name) => existsSync(path.join(folder, name)));
  if (taken.length > 0)
    return fail(io, { failures: taken.map((name) => `${path.join(shown, name)} is there already`) });
  const made: string[] = [];
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    try {
      const directory = path.dirname(file);
      const first = await mkdir(directory, { recursive: true });
      if (first !== undefined) made.push(...foldersBetween(first, directory));
      await writeNew(file, text);
      made.push(file);
    } catch (error) {
      await removeMade(made);
      const why = error instanceof Error ? error.message : error;
      fail(io, { failures: [`cannot write ${path.join(shown, name)}: ${why}`] });
      return FAILED;
    }
  }
  for (const name of files.keys()) io.out(`${visible(path.join(shown, name))}\n`);
  return CLEAN;
}

/** From the outer one on, both included. */
function foldersBetween(outer: string, inner: string): string[] {
  const found = [inner];
  for (let it = inner; it.length > outer.length; ) {
    it = path.dirname(it);
    found.unshift(it);
  }
  return found;
}

/** What was made of a package that could not be finished; folders that others have filled stay. */
async function removeMade(made: readonly string[]): Promise<void> {
  for (const it of [...made].reverse())
    await rmdir(it)
      .catch(() => rm(it, { force: true }))
      .catch(() => undefined);
}
