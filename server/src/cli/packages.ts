// Opens packages at paths, for commands that show what is in them.

import path from 'node:path';
import { Task } from '../base/task.ts';
import type { CheckSettings } from '../check/settings.ts';
import { pathToUri } from '../hosts/node.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { targetsAt, workspaces } from './engine.ts';
import type { Failure, Io } from './io.ts';
import { shownPath } from './report.ts';

export interface OpenPackage {
  readonly snapshot: Snapshot;
  readonly root: PackageRoot;
  /** As the person wrote it. */
  readonly shown: string;
}

/**
 * The packages at paths: each a file, a package directory, or a directory with one package somewhere below it; `several`:
 * or with any number of them, none included.
 */
export async function openPackages(
  io: Io,
  paths: readonly string[],
  settings: CheckSettings,
  several = false,
): Promise<{ readonly packages: readonly OpenPackage[] } | Failure> {
  const task = new Task(io.host.clock);
  const workspaceFor = await workspaces(
    { host: io.host, parser: await io.parser() },
    { settings, workspace: io.cwd },
    task,
  );
  const packages: OpenPackage[] = [];
  const failures: string[] = [];
  for (const shown of paths) {
    const found = await targetsAt(io.host, pathToUri(path.resolve(io.cwd, shown)), shown, task);
    if (typeof found === 'string') {
      if (!several) failures.push(found);
      continue;
    }
    if (found.length > 1 && !several) {
      failures.push(`${shown} holds several packages: ${found.map((it) => shownPath(it.uri, io.cwd)).join(', ')}`);
      continue;
    }
    for (const target of found) {
      const workspace = workspaceFor();
      const root = await (target.kind === 'file' ? workspace.loadAt(target.uri) : workspace.loadDirectory(target.uri));
      if (root !== undefined) packages.push({ snapshot: workspace.snapshot(), root, shown });
    }
  }
  return failures.length > 0 ? { failures } : { packages };
}

/** Says on the error stream that what is shown comes from a broken package. True when it does. */
export function warnOfErrors(io: Io, { snapshot, root, shown }: OpenPackage): boolean {
  const found = [...snapshot.check(root).values()].flat().filter((it) => it.severity === 'error');
  if (found.length === 0) return false;
  const errors = found.length === 1 ? 'an error' : `${found.length} errors`;
  io.err(
    `wit-language-server: the package has ${errors}; \`wit-language-server check ${shown}\` shows ${found.length === 1 ? 'it' : 'them'}\n`,
  );
  return true;
}
