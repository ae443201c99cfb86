// Is `deps/` what the lock files say? As a list for a client that shows one, and as sentences for any other.

import {
  type CancellationToken,
  type Location,
  MessageType,
  ProtocolRequestType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { LineIndex } from '../../base/text.ts';
import { joinUri, relativeUri } from '../../base/uri.ts';
import {
  type DependencyFinding,
  type DependencyStatus,
  dependencyStatus,
  toolOf,
} from '../../features/dependencies/status.ts';
import { UNNAMED } from '../../model/names.ts';
import { rootDirectoryOf } from '../../workspace/discover.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import { DEPENDENCY_STATUS, type DependencyResult, type PackageDependencies } from '../requests.ts';
import type { Session } from '../session.ts';
import { type Row, row } from './row.ts';

interface Scope {
  /** The package of one file; without it, every package of the workspace. */
  readonly textDocument?: { readonly uri: string };
}

export const DEPENDENCY_ROWS: readonly Row[] = [
  row(
    new ProtocolRequestType<Scope | null, DependencyResult, never, void, void>(DEPENDENCY_STATUS),
    () => ({}),
    async (session, params, token) => {
      const found = await statuses(session, params?.textDocument?.uri, token);
      return { packages: found.map((it) => statusJson(session, it)) };
    },
  ),
];

/** Packages without a manifest and a lock file are left out. */
async function statuses(
  session: Session,
  uri: string | undefined,
  token: CancellationToken,
): Promise<readonly DependencyStatus[]> {
  const { workspace } = session;
  await session.ready;
  await session.indexed();
  if (uri !== undefined) await workspace.load(uri, session.task(token));
  const snapshot = workspace.snapshot();
  const own = uri === undefined ? undefined : snapshot.rootOf(workspace.identity(uri));
  const governed = new Map<string, PackageRoot[]>();
  const found: { root: PackageRoot; manifests: { uri: string; text: string }[] }[] = [];
  const seen = own === undefined ? snapshot.workRoots : snapshot.rootsSeenFrom(own.uri);
  const roots = seen.filter((it) => it.kind === 'directory' && !isVendored(it));
  for (const root of roots.sort((a, b) => a.uri.length - b.uri.length || (a.uri < b.uri ? -1 : 1))) {
    const manifests = (await workspace.manifestsOf(root)).map((it) => ({
      ...it,
      text: session.manifests.lines(workspace.spelling(it.uri))?.text ?? it.text,
    }));
    const [first] = manifests;
    if (first === undefined) continue;
    governed.set(first.uri, [...(governed.get(first.uri) ?? []), root]);
    found.push({ root, manifests });
  }
  return found
    .filter(({ root }) => own === undefined || root === own)
    .map(({ root, manifests }) => dependencyStatus(snapshot, root, manifests, governed.get(manifests[0]?.uri ?? '')));
}

/** A manifest may name a folder below another package's `deps/`: then it was loaded as a package of its own, too. */
function isVendored({ uri }: PackageRoot): boolean {
  return rootDirectoryOf(joinUri(uri, '.wit')) !== uri;
}

function statusJson(session: Session, status: DependencyStatus): PackageDependencies {
  const { root, manifests, checked, findings } = status;
  const lines = (uri: string): LineIndex | undefined => {
    const manifest = manifests.find((it) => it.uri === uri);
    return manifest === undefined ? session.workspace.snapshot().lines(uri) : new LineIndex(manifest.text);
  };
  const location = ({ uri, span }: DependencyFinding['place']): Location | null => {
    const index = lines(uri);
    return index === undefined ? null : { uri: session.convert.uri(uri), range: session.convert.range(index, span) };
  };
  return {
    directory: session.convert.uri(root.uri),
    name: nameOf(session, root),
    tool: toolOf(status),
    manifests: manifests.map((it) => session.convert.uri(it.uri)),
    checked,
    findings: findings.map(({ state, name, locked, vendored, message, place }) => ({
      state,
      name,
      locked,
      vendored,
      message,
      location: location(place),
    })),
  };
}

function nameOf(session: Session, root: PackageRoot): string | null {
  const key = session.workspace.snapshot().semantics.environment(root).main.main?.key;
  return key === undefined || key === UNNAMED ? null : key;
}

/** What a person asked for without a list to show it in. */
export async function showDependencyStatus(session: Session, uri: unknown, token: CancellationToken): Promise<null> {
  const found = await statuses(session, typeof uri === 'string' ? uri : undefined, token);
  const stale = found.filter((it) => it.findings.length > 0);
  const sentences = stale.flatMap((status) => [
    `${placeName(session, status.root)}:`,
    ...status.findings.map((it) => `- ${it.message}.`),
  ]);
  const message =
    found.length === 0
      ? 'No package here has a manifest or lock file of wkg or wit-deps.'
      : stale.length === 0
        ? 'deps/ is up to date: it has what the lock files name.'
        : sentences.join('\n');
  const type = stale.length === 0 ? MessageType.Info : MessageType.Warning;
  await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
  return null;
}

/** A package's directory from the folder that it lies in. */
function placeName(session: Session, root: PackageRoot): string {
  for (const folder of session.workspace.folders) {
    const way = relativeUri(folder, root.uri);
    if (way !== undefined && way !== '') return decodeURIComponent(way);
  }
  return nameOf(session, root) ?? root.uri;
}
