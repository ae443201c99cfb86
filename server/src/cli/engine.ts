// Checking what lies at paths, without words or colours: the work behind `check`, for whoever wants its result as data.

import { type CancellationToken, Task } from '../base/task.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import type { CheckSettings } from '../check/settings.ts';
import { pathToUri } from '../hosts/node.ts';
import type { WitParser } from '../syntax/parser.ts';
import { byCodePoints, isWitName } from '../workspace/discover.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/layout.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Failure } from './io.ts';

export interface Engine {
  readonly host: Host;
  readonly parser: WitParser;
}

export interface CheckOptions {
  readonly settings: CheckSettings;
  /** Where packages are looked for that are not vendored, when the settings allow it. */
  readonly workspace: string;
  readonly token?: CancellationToken;
  /** Told after every package. */
  readonly progress?: (done: number, all: number) => void;
}

export interface CheckedFile {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CheckResult {
  /** Files of the packages at the paths, without what is vendored with them. */
  readonly files: number;
  /** Files with findings, in the order of their paths. */
  readonly checked: readonly CheckedFile[];
  /** Knows the text of every file that is named. */
  readonly snapshot: Snapshot;
}

/** Checks packages at absolute paths. */
export async function checkPaths(
  engine: Engine,
  paths: readonly { readonly path: string; readonly shown: string }[],
  options: CheckOptions,
): Promise<CheckResult | Failure> {
  const workspace = new Workspace(engine.host, engine.parser);
  const task = new Task(engine.host.clock, options.token);
  const targets: Target[] = [];
  const failures: string[] = [];
  for (const { path, shown } of paths) {
    const found = await targetsAt(workspace, engine.host, pathToUri(path), shown, task);
    if (typeof found === 'string') failures.push(found);
    else targets.push(...found);
  }
  if (failures.length > 0) return { failures };
  workspace.setFolders([pathToUri(options.workspace)]);
  workspace.setSettings(options.settings);
  if (options.settings.resolve === 'workspace') await loadAround(workspace, pathToUri(options.workspace), task);
  return checkAll(workspace, unique(targets), task, options.progress ?? (() => {}));
}

interface Target {
  readonly uri: string;
  readonly kind: PackageRoot['kind'];
}

/** What a path means. A string says why it means nothing. */
async function targetsAt(
  workspace: Workspace,
  host: Host,
  uri: string,
  shown: string,
  task: Task,
): Promise<Target[] | string> {
  const stat = await host.stat(uri);
  if (stat === undefined) return `no such file or directory: ${shown}`;
  if (stat.kind !== 'directory') {
    if (!isWitName(shown)) return `not a \`.wit\` file: ${shown}`;
    return (await host.readFile(uri)) === undefined ? `cannot read ${shown}` : [{ uri, kind: 'file' }];
  }
  const entries = await host.readDirectory(uri);
  if (entries === undefined) return `cannot read the directory ${shown}`;
  if (entries.some((entry) => entry.kind !== 'directory' && isWitName(entry.name))) return [{ uri, kind: 'directory' }];
  const found = (await workspace.find(uri, task)) ?? [];
  if (found.length === 0) return `no WIT files in ${shown}`;
  return found.map((it) => ({ uri: it, kind: 'directory' as const }));
}

function unique(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.uri, target])).values()];
}

async function loadAround(workspace: Workspace, directory: string, task: Task): Promise<void> {
  for (const uri of (await workspace.find(directory, task)) ?? []) await workspace.loadDirectory(uri, task);
}

async function checkAll(
  workspace: Workspace,
  targets: readonly Target[],
  task: Task,
  progress: (done: number, all: number) => void,
): Promise<CheckResult> {
  const found = new Map<string, Map<string, Diagnostic>>();
  const files = new Set<string>();
  for (const [index, { uri, kind }] of targets.entries()) {
    const root = await (kind === 'file' ? workspace.loadFile(uri, task) : workspace.loadDirectory(uri, task));
    if (root === undefined) break;
    for (const file of root.files) files.add(file);
    for (const [file, diagnostics] of workspace.snapshot().check(root)) {
      const seen = found.get(file) ?? new Map<string, Diagnostic>();
      found.set(file, seen);
      for (const it of diagnostics) if (isShown(root, file, it)) seen.set(identity(it), it);
    }
    progress(index + 1, targets.length);
    if (!(await task.yield())) break;
  }
  const checked = [...found]
    .map(([uri, diagnostics]) => ({ uri, diagnostics: [...diagnostics.values()].sort(byPosition) }))
    .filter((file) => file.diagnostics.length > 0)
    .sort((a, b) => byCodePoints(a.uri, b.uri));
  return { files: files.size, checked, snapshot: workspace.snapshot() };
}

/** What is vendored was written by others: only what makes this package fail is of interest. */
function isShown(root: PackageRoot, file: string, diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' || root.files.includes(file);
}

function identity({ code, severity, span, message }: Diagnostic): string {
  return `${span.start} ${span.end} ${severity} ${code} ${message}`;
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || byCodePoints(a.code, b.code);
}
