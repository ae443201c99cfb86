// `check` of `.wac` files: what an editor shows of them, over the packages beside each and those below the current directory.

import { decodeText } from '../base/encoding.ts';
import { guarded } from '../base/fault.ts';
import { bytesOf } from '../base/file-size.ts';
import type { Task } from '../base/task.ts';
import { LineIndex } from '../base/text.ts';
import { dirname } from '../base/uri.ts';
import { loadComposition, wacDiagnostics } from '../features/wac/load.ts';
import { pathToUri } from '../hosts/node.ts';
import { findRoots } from '../workspace/find-roots.ts';
import { NOTHING_CHECKED } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import { byPlace, type CheckOptions, type Engine, type Located, placedAt } from './found.ts';
import type { Failure } from './io.ts';
import type { ProjectSettings } from './project.ts';

export interface CompositionSource {
  /** Without links. */
  readonly uri: string;
  readonly shown: string;
  /** In place of what is on the disk. */
  readonly bytes?: Uint8Array;
}

export interface CompositionText {
  readonly uri: string;
  readonly text: string;
}

/** The projects of the files are loaded. A failure says why a file cannot be judged at all. */
export async function readCompositions(
  engine: Engine,
  sources: readonly CompositionSource[],
  projects: ProjectSettings,
): Promise<readonly CompositionText[] | Failure> {
  const texts: CompositionText[] = [];
  const failures: string[] = [];
  for (const source of sources) {
    const text = await textOf(engine, source, projects);
    if (typeof text === 'string') texts.push({ uri: source.uri, text });
    else failures.push(...text.failures);
  }
  return failures.length > 0 ? { failures } : texts;
}

export async function checkCompositions(
  engine: Engine,
  texts: readonly CompositionText[],
  options: CheckOptions,
  task: Task,
): Promise<readonly Located[]> {
  if (texts.length === 0) return [];
  const { projects } = options;
  const workspace = await workspaceOf(engine, options, task);
  const found: Located[] = [];
  for (const { uri, text } of texts) {
    const { capabilities = {}, dependencies = {} } = projects.project(dirname(uri))?.values ?? {};
    const document = await loadComposition(workspace, uri, text, dependencies);
    const snapshot = workspace.snapshot();
    const diagnostics = guarded(
      `checking ${uri} failed`,
      () => wacDiagnostics(snapshot, document, { rules: projects.policy(dirname(uri)), capabilities }),
      () => [NOTHING_CHECKED],
    );
    const lines = new LineIndex(text);
    for (const it of diagnostics) found.push(placedAt(snapshot, { uri, lines }, it));
    if (!(await task.yield())) break;
  }
  return found.sort(byPlace);
}

async function textOf(
  { host }: Engine,
  { uri, shown, bytes: given }: CompositionSource,
  projects: ProjectSettings,
): Promise<string | Failure> {
  const { maxFileSize } = projects.settings(dirname(uri));
  const size = given?.length ?? (await host.stat(uri))?.size ?? 0;
  if (size > bytesOf(maxFileSize)) return { failures: [`${shown} is larger than ${maxFileSize} MB`] };
  const bytes = given ?? (await host.readFile(uri));
  if (bytes === undefined) return { failures: [`cannot read ${shown}`] };
  const { text, invalidAt } = decodeText(bytes);
  return invalidAt === undefined ? text : { failures: [`${shown} is not UTF-8`] };
}

/** The packages below the current directory, which compositions see as they do in an editor, whatever WIT may see. */
async function workspaceOf(
  engine: Engine,
  { projects, workspace: path }: CheckOptions,
  task: Task,
): Promise<Workspace> {
  const directory = pathToUri(path);
  const roots = (await findRoots(directory, engine.host, task)) ?? [];
  const workspace = new Workspace(engine.host, engine.parser);
  const folders = [...projects.folders].map(([uri, it]) => [uri, { ...it, resolve: 'workspace' as const }] as const);
  workspace.setSettings({ ...projects.settings(), resolve: 'workspace' }, new Map(folders));
  workspace.setFolders([directory]);
  for (const uri of roots) await workspace.loadDirectory(uri, task);
  return workspace;
}
