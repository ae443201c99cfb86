// Opens packages at paths, for commands that show what is in them.

import path from 'node:path';
import { Task } from '../base/task.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { pathToUri } from '../hosts/node.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { type Target, targetsAt, workspaces } from './engine.ts';
import { type Failure, type Io, note } from './io.ts';
import { policyOf } from './policy.ts';
import { type ProjectSettings, projectDirectory } from './project.ts';
import { shownPath } from './shown-path.ts';

export interface OpenPackage {
  readonly snapshot: Snapshot;
  readonly root: PackageRoot;
  /** As the person wrote it. */
  readonly shown: string;
  readonly policy: PolicyContext;
}

/**
 * The packages at paths: each a file, a package directory, or a directory with one package somewhere below it; `several`:
 * or with any number of them, none included.
 */
export async function openPackages(
  io: Io,
  paths: readonly string[],
  projects: ProjectSettings,
  several = false,
): Promise<{ readonly packages: readonly OpenPackage[] } | Failure> {
  const task = new Task(io.host.clock);
  const packages: OpenPackage[] = [];
  const failures: string[] = [];
  const chosen: { readonly target: Target; readonly shown: string }[] = [];
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
    chosen.push(...found.map((target) => ({ target, shown })));
  }
  if (failures.length > 0) return { failures };
  const refused = await projects.load(chosen.map((it) => projectDirectory(it.target)));
  if (refused !== undefined) return refused;
  const engine = { host: io.host, parser: await io.parser() };
  const workspaceFor = await workspaces(engine, { projects, workspace: io.cwd }, task);
  for (const { target, shown } of chosen) {
    const workspace = workspaceFor(target);
    const root = await (target.kind === 'file' ? workspace.loadAt(target.uri) : workspace.loadDirectory(target.uri));
    if (root === undefined) continue;
    const policy = await policyOf(projects, workspace, root);
    packages.push({ snapshot: workspace.snapshot(), root, shown, policy });
  }
  return { packages };
}

/** Says on the error stream that what is shown comes from a broken package. True when it does. */
export function warnOfErrors(io: Io, { snapshot, root, shown }: OpenPackage): boolean {
  const found = [...snapshot.check(root).values()].flat().filter((it) => it.severity === 'error');
  if (found.length === 0) return false;
  const errors = found.length === 1 ? 'an error' : `${found.length} errors`;
  note(
    io,
    `the package has ${errors}; \`wit-language-server check ${shown}\` shows ${found.length === 1 ? 'it' : 'them'}`,
  );
  return true;
}
