// Checking what lies at paths, without words or colours: the work behind `check`, for callers that need its result as data.

import { guarded } from '../base/fault.ts';
import { bytesOf, FILE_SIZES } from '../base/file-size.ts';
import { Task } from '../base/task.ts';
import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { policyFindings } from '../features/policy/findings.ts';
import { pathToUri } from '../hosts/node.ts';
import { isWacName, isWitName } from '../workspace/discover.ts';
import { Trees } from '../workspace/files.ts';
import { findRoots } from '../workspace/find-roots.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { NOTHING_CHECKED, type Snapshot } from '../workspace/snapshot.ts';
import { WorkTree } from '../workspace/work-tree.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type CompositionSource, checkCompositions, readCompositions } from './check-composition.ts';
import { type FixedFile, fixPackage } from './fix.ts';
import { byPlace, type CheckOptions, type CheckResult, type Engine, type Located, placedIn } from './found.ts';
import type { Failure } from './io.ts';
import { lockedFindings } from './locked.ts';
import { policyOf } from './policy.ts';
import { projectDirectory } from './project.ts';

/** Checks packages at absolute paths. */
export async function checkPaths(
  engine: Engine,
  paths: readonly { readonly path: string; readonly shown: string }[],
  options: CheckOptions,
): Promise<CheckResult | Failure> {
  const task = new Task(engine.host.clock, options.token);
  const targets: Target[] = [];
  const compositions = new Map<string, CompositionSource>();
  const failures: string[] = [];
  const spellings: Spelling[] = [];
  for (const { path, shown } of paths) {
    const uri = pathToUri(path);
    const real = await engine.host.realPath(uri);
    if (real !== undefined && real !== uri) spellings.push({ real, given: uri });
    if (real !== undefined && isWacName(shown) && (await engine.host.stat(uri))?.kind !== 'directory') {
      compositions.set(real, { uri: real, shown });
      continue;
    }
    const found = await targetsAt(engine.host, uri, shown, task, 'neither a `.wit` nor a `.wac` file');
    if (typeof found === 'string') failures.push(found);
    else targets.push(...found.map((it) => ({ ...it, given: uri })));
  }
  if (failures.length > 0) return { failures };
  const beside = [...compositions.keys()].map(dirname);
  const refused = await options.projects.load([...targets.map(projectDirectory), ...beside]);
  if (refused !== undefined) return refused;
  const texts = await readCompositions(engine, [...compositions.values()], options.projects);
  if ('failures' in texts) return texts;
  const fixed = options.fix === true ? await fixAt(engine, unique(targets), task, options) : [];
  const { files, found } = await checkAll(await workspaces(engine, options, task), unique(targets), task, options);
  const composed = await checkCompositions(engine, texts, options, task);
  const stale = options.locked === true ? await lockedFindings(engine, targets) : [];
  return {
    files: files + compositions.size,
    found: [...[...found, ...composed].sort(byPlace), ...stale].map((it) => respelled(it, spellings)),
    fixed: fixed.map((it) => ({ ...it, uri: spelled(it.uri, spellings) })),
  };
}

/** Before anything is checked, because a repair may change what is wrong in a package that was checked earlier. */
async function fixAt(
  engine: Engine,
  targets: readonly Target[],
  task: Task,
  options: CheckOptions,
): Promise<FixedFile[]> {
  const fixed: FixedFile[] = [];
  const here = pathToUri(options.workspace);
  const tree = await new WorkTree(engine.host, (await engine.host.realPath(here)) ?? here).boundary();
  const inside = (uri: string): boolean => relativeUri(tree, uri) !== undefined;
  for (const target of targets) {
    // What an earlier repair wrote is read again.
    const workspace = (await workspaces(engine, options, task))(target);
    const root = await loadTarget(workspace, target, task);
    if (root === undefined) break;
    const isOutside = inside(target.given ?? root.uri) && !inside(root.uri);
    fixed.push(...(await fixPackage(engine.host, workspace.snapshot(), root, isOutside)));
  }
  return fixed;
}

function loadTarget(workspace: Workspace, { uri, kind }: Target, task: Task): Promise<PackageRoot | undefined> {
  return kind === 'file' ? workspace.loadFile(uri, task) : workspace.loadDirectory(uri, task);
}

/** A path that leads through a link: files are known by their real paths, and shown as the person wrote them. */
interface Spelling {
  readonly real: string;
  readonly given: string;
}

function respelled(it: Located, spellings: readonly Spelling[]): Located {
  if (spellings.length === 0) return it;
  const related = it.related.map((place) => ({ ...place, uri: spelled(place.uri, spellings) }));
  return { ...it, uri: spelled(it.uri, spellings), related };
}

function spelled(uri: string, spellings: readonly Spelling[]): string {
  for (const { real, given } of spellings) {
    const way = relativeUri(real, uri);
    if (way !== undefined) return joinUri(given, way);
  }
  return uri;
}

/** The workspace in which a target is judged. With the toolchain's rules, each has one to itself: nothing else is there. */
export async function workspaces(
  engine: Engine,
  options: Pick<CheckOptions, 'projects' | 'workspace'>,
  task: Task,
): Promise<(target: Target) => Workspace> {
  const { projects } = options;
  const trees = new Trees(engine.parser);
  const create = (...settings: Parameters<Workspace['setSettings']>): Workspace => {
    const workspace = new Workspace(engine.host, engine.parser, trees, 'own');
    workspace.setSettings(...settings);
    return workspace;
  };
  if (projects.settings().resolve === 'toolchain')
    return (target) => create(projects.settings(projectDirectory(target)));
  const directory = pathToUri(options.workspace);
  const roots = (await findRoots(directory, engine.host, task)) ?? [];
  // Errors in the project file of a package that was not named are reported when it is.
  await projects.load(roots);
  const shared = create(projects.settings(), projects.folders);
  shared.setFolders([directory]);
  for (const uri of roots) await shared.loadDirectory(uri, task);
  return () => shared;
}

export interface Target {
  readonly uri: string;
  readonly kind: PackageRoot['kind'];
  /** The path that led here, before links. */
  readonly given?: string;
}

/** What a path means; by real paths. A string says why it means nothing. */
export async function targetsAt(
  host: Host,
  uri: string,
  shown: string,
  task: Task,
  other = 'not a `.wit` file',
): Promise<Target[] | string> {
  if (shown === '') return 'a path is empty';
  const stat = await host.stat(uri);
  const real = await host.realPath(uri);
  if (stat === undefined || real === undefined) return `no such file or directory: ${shown}`;
  if (stat.kind !== 'directory') {
    if (!isWitName(shown) && !/\.wa(?:sm|t)$/.test(shown)) return `${other}: ${shown}`;
    // A large file is not read; it gets a finding that says so.
    const isRead = stat.size > bytesOf(FILE_SIZES.least) || (await host.readFile(uri)) !== undefined;
    return isRead ? [{ uri: real, kind: 'file' }] : `cannot read ${shown}`;
  }
  const entries = await host.readDirectory(uri);
  if (entries === undefined) return `cannot read the directory ${shown}`;
  if (entries.some((entry) => entry.kind !== 'directory' && isWitName(entry.name)))
    return [{ uri: real, kind: 'directory' }];
  const found = (await findRoots(uri, host, task)) ?? [];
  if (found.length === 0) return `no WIT files in ${shown}`;
  return found.map((it) => ({ uri: it, kind: 'directory' as const }));
}

function unique(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.uri, target])).values()];
}

async function checkAll(
  workspaceFor: (target: Target) => Workspace,
  targets: readonly Target[],
  task: Task,
  { progress, projects }: CheckOptions,
): Promise<Omit<CheckResult, 'fixed'>> {
  const found = new Map<string, Located>();
  const files = new Set<string>();
  for (const [index, target] of targets.entries()) {
    const workspace = workspaceFor(target);
    // A component is nothing to check, unless its world is judged.
    const isJudged = BINARY.test(target.uri) && projects.policy(projectDirectory(target)).length > 0;
    const root = await (isJudged ? workspace.loadAt(target.uri, task) : loadTarget(workspace, target, task));
    if (root === undefined) break;
    const policy = await policyOf(projects, workspace, root);
    for (const file of root.files) files.add(file);
    const snapshot = workspace.snapshot();
    for (const it of locate(snapshot, root))
      if (!isJudged || it.diagnostic.severity === 'error') found.set(identity(it), it);
    const policed = guarded(
      `judging the policy of ${root.uri} failed`,
      () => policyFindings(snapshot, root, policy),
      () => new Map(root.files.slice(0, 1).map((uri) => [uri, [NOTHING_CHECKED]] as const)),
    );
    for (const it of placedIn(snapshot, policed)) found.set(identity(it), it);
    progress?.(index + 1, targets.length);
    if (!(await task.yield())) break;
  }
  return { files: files.size, found: [...found.values()].sort(byPlace) };
}

export function* locate(snapshot: Snapshot, root: PackageRoot): Generator<Located> {
  for (const it of placedIn(snapshot, snapshot.check(root))) if (isShown(root, it.uri, it.diagnostic)) yield it;
}

/** What compiled components, packages and their texts are called. */
const BINARY = /\.wa(?:sm|t)$/;

/** What is vendored was written by others: only what makes this package fail is of interest. */
function isShown(root: PackageRoot, file: string, diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' || root.files.includes(file);
}

function identity({ uri, diagnostic: { code, severity, span, message } }: Located): string {
  return `${uri} ${span.start} ${span.end} ${severity} ${code} ${message}`;
}
