// A `.wac` file with the packages that it can see, and everything that is wrong in it: the same in an editor and for `check`.

import { dirname, joinUri } from '../../base/uri.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import { readWac } from '../../wac/reader.ts';
import { filesOf, type Snapshot } from '../../workspace/snapshot.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { PolicyContext } from '../policy/context.ts';
import { packagesIn } from '../worlds/compose.ts';
import { depsUris } from './places.ts';
import { wacPolicy } from './policy.ts';
import { type Beside, type WacDocument, wacDocument, wacFindings } from './wac.ts';

/**
 * Loads what the text names from `deps/` beside it and from where the project file says. `uri`: without links.
 * `dependencies`: URIs by `ns:name@version`, of the project file.
 */
export async function loadComposition(
  workspace: Workspace,
  uri: string,
  text: string,
  dependencies: Readonly<Record<string, string>>,
): Promise<WacDocument> {
  const beside = await loadBeside(workspace, uri, text);
  return wacDocument(uri, text, await withGiven(workspace, beside, dependencies));
}

/** With the severities of the settings; `policy`: what holds where the file lies. */
export function wacDiagnostics(
  snapshot: Snapshot,
  document: WacDocument,
  policy: Pick<PolicyContext, 'rules' | 'capabilities'>,
): readonly Diagnostic[] {
  const { given = new Map(), places } = document.beside;
  const found = wacPolicy(snapshot, document, { ...policy, packages: { given, places } });
  return [...wacFindings(snapshot, document), ...found];
}

/** Loads what a composition names from `deps/` beside it; gives what is there but cannot be read. */
async function loadBeside(workspace: Workspace, uri: string, text: string): Promise<Beside> {
  const unread: PackageId[] = [];
  const modules: PackageId[] = [];
  const places = new Map<string, string>();
  for (const { namespace, name, version } of packagesIn(readWac(text))) {
    const id: PackageId = { namespace, name, ...(version === undefined ? {} : { version }) };
    for (const at of depsUris(joinUri(dirname(uri), 'deps'), id)) {
      const root = await workspace.visit(at);
      const snapshot = workspace.snapshot();
      if (root !== undefined) places.set(at, root.uri);
      const faults = root === undefined ? [] : filesOf(root).map((it) => snapshot.file(it)?.fault?.kind);
      if (faults.includes('core-module')) modules.push(id);
      else if (faults.some((it) => it === 'component' || it === 'broken-binary')) unread.push(id);
    }
  }
  return { unread, modules, places, present: await packagesBelow(workspace, joinUri(dirname(uri), 'deps')) };
}

/** What the project file says of packages, by their keys, comes before all others. */
async function withGiven(
  workspace: Workspace,
  beside: Beside,
  dependencies: Readonly<Record<string, string>>,
): Promise<Beside> {
  const given = new Map(Object.entries(dependencies));
  const places = new Map(beside.places);
  for (const uri of given.values()) {
    const root = await workspace.visit(uri);
    if (root !== undefined) places.set(uri, root.uri);
  }
  return { ...beside, places, given };
}

/** So many entries of `deps/` are looked at for completion. */
const MOST_ENTRIES = 1000;

/** The packages that lie in `deps/NAMESPACE/NAME` and `deps/NAMESPACE/NAME/VERSION`. */
async function packagesBelow(workspace: Workspace, deps: string): Promise<PackageId[]> {
  const found = new Map<string, PackageId>();
  const add = (id: PackageId): void => void found.set(packageKey(id), id);
  const bare = (name: string): string => name.replace(/\.(wit|wat|wasm)$/, '');
  for (const { name: namespace, kind } of (await workspace.entries(deps)) ?? []) {
    if (kind !== 'directory') continue;
    for (const entry of (await workspace.entries(joinUri(deps, namespace))) ?? []) {
      if (found.size > MOST_ENTRIES) break;
      const name = bare(entry.name);
      if (entry.kind !== 'directory') {
        if (name !== entry.name) add({ namespace, name });
        continue;
      }
      const inside = (await workspace.entries(joinUri(deps, namespace, name))) ?? [];
      if (inside.some((it) => it.name.endsWith('.wit'))) add({ namespace, name });
      for (const it of inside) {
        const version = bare(it.name);
        if (/^\d+\.\d+\.\d+/.test(version)) add({ namespace, name, version });
      }
    }
  }
  return [...found.values()];
}
