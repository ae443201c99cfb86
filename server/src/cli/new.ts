// `new NS:NAME [FOLDER]`: a package to begin with.

import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkText } from './check-stdin.ts';
import { command, flag, usageError } from './command.ts';
import { CLEAN, FAILED, fail, type Io, isFailure } from './io.ts';
import { visible } from './visible.ts';

export const newPackage = command({
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

const NAME = /^%?[\w-]+:(%?[\w-]+)(@[\w.+-]+)?$/;

async function begin(io: Io, given: string, folder: string | undefined, wkg: boolean): Promise<number> {
  const [, name, version = '@0.1.0'] = NAME.exec(given) ?? [];
  if (name === undefined)
    return usageError(
      io,
      [`\`${given}\` is not the name of a package, such as \`acme:cart\` or \`acme:cart@0.1.0\``],
      'new',
    );
  const text = witText(given.includes('@') ? given : given + version, name);
  const problem = await problemOf(io, text);
  if (problem !== undefined) return fail(io, { failures: [`\`${given}\` is not a valid name: ${problem}`] });
  const shown = folder ?? name.replace('%', '');
  const files = new Map([['wit/world.wit', text]]);
  if (wkg) files.set('wkg.toml', WKG);
  return write(io, shown, files);
}

function witText(header: string, name: string): string {
  // The world and the interface are names of one package.
  const world = name === 'api' ? 'component' : name;
  return `package ${header};

/// What components of this package offer.
interface api {
  greet: func(name: string) -> string;
}

/// A component that offers \`api\`.
world ${world} {
  export api;
}
`;
}

const WKG = `# Read by wkg: what \`wkg publish\` says about the package.
[metadata]
description = ""
`;

/** The first error of the text: it has nothing but the name from the caller. */
async function problemOf(io: Io, text: string): Promise<string | undefined> {
  const engine = { host: io.host, parser: await io.parser() };
  const settings = { features: [], allFeatures: false, resolve: 'toolchain', levels: {} } as const;
  const result = await checkText(engine, new TextEncoder().encode(text), undefined, { settings, workspace: io.cwd });
  if (isFailure(result)) return result.failures[0];
  return result.found.find((it) => it.diagnostic.severity === 'error')?.diagnostic.message;
}

async function write(io: Io, shown: string, files: ReadonlyMap<string, string>): Promise<number> {
  const folder = path.resolve(io.cwd, shown);
  const wit = await readdir(path.join(folder, 'wit')).catch(() => []);
  if (wit.some((it) => it.endsWith('.wit')))
    return fail(io, { failures: [`${path.join(shown, 'wit')} already has a package`] });
  const taken = [...files.keys()].filter((name) => existsSync(path.join(folder, name)));
  if (taken.length > 0)
    return fail(io, { failures: taken.map((name) => `${path.join(shown, name)} is there already`) });
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    } catch (error) {
      fail(io, {
        failures: [`cannot write ${path.join(shown, name)}: ${error instanceof Error ? error.message : error}`],
      });
      return FAILED;
    }
    io.out(`${visible(path.join(shown, name))}\n`);
  }
  return CLEAN;
}
