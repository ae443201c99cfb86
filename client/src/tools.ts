// The programs of other projects that can be run on a WIT package: which there are, where they are, what they are told.
// Knows Node and nothing of VS Code. A program is never taken from a workspace.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { wkgBuild, wkgFetch } from './fetch-command.ts';

export interface Tool {
  readonly program: string;
  /** What it makes of the package, for a person. */
  readonly title: string;
  readonly args: (directory: string, version: string | undefined) => readonly string[];
}

export interface Run {
  readonly title: string;
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
}

const OUTPUT = 'bindings';

/** `directory` is that of the package, from the directory in which the program runs. */
const TOOLS: readonly Tool[] = [
  ...['rust', 'c', 'go', 'csharp'].map((language) => ({
    program: 'wit-bindgen',
    title: `wit-bindgen ${language}`,
    args: (directory: string) => [language, directory, '--out-dir', `${OUTPUT}/${language}`],
  })),
  { program: 'jco', title: 'jco types', args: (it) => ['types', it, '-o', `${OUTPUT}/js`] },
  {
    program: 'componentize-py',
    title: 'componentize-py bindings',
    args: (it) => ['-d', it, 'bindings', `${OUTPUT}/python`],
  },
  { program: 'wkg', title: 'wkg fetch', args: wkgFetch },
  { program: 'wkg', title: 'wkg build', args: wkgBuild },
];

export interface Places {
  /** The value of PATH. */
  readonly path: string;
  /** Programs named by a person's own setting, by name. */
  readonly named: Readonly<Record<string, unknown>>;
  /** Directories from which nothing is taken. */
  readonly workspaces: readonly string[];
}

/** What can be run on a package here. `version`: what `wkg --version` says. */
export function runsOf(directory: string, places: Places, version?: string): Run[] {
  return TOOLS.flatMap(({ program, title, args }) => {
    const found = findProgram(program, places);
    return found === undefined ? [] : [{ title, program: found, args: args(directory, version) }];
  });
}

/** A program named by setting is not replaced by another where it is missing. */
export function findProgram(name: string, { path: list, named, workspaces }: Places): string | undefined {
  const usable = (file: string): boolean => path.isAbsolute(file) && !workspaces.some((it) => isInside(file, it));
  const given = named[name];
  if (typeof given === 'string' && given !== '') return usable(given) && isProgram(given) ? given : undefined;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const directory of list.split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(directory, name + ending);
      if (usable(file) && isProgram(file)) return file;
    }
  }
  return undefined;
}

function isInside(file: string, directory: string): boolean {
  const way = path.relative(directory, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
