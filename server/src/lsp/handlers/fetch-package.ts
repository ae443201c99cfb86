// Fetching a published package into `deps/`, and moving to another version of one: an edit of the client, with the row in the
// lock file.

import {
  ApplyWorkspaceEditRequest,
  type CancellationToken,
  ConnectionError,
  type DeleteFile,
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { LineIndex, type Span } from '../../base/text.ts';
import { basename, dirname, joinUri } from '../../base/uri.ts';
import { placesNaming } from '../../features/published/editor.ts';
import { lockRow } from '../../features/published/fetch.ts';
import { type LeftOver, leftOver } from '../../features/published/left-over.ts';
import { overrideFor } from '../../features/published/overrides.ts';
import { type GroupSource, readGroup } from '../../model/source.ts';
import { isRegistryFailure } from '../../registry/failure.ts';
import { readPackageName } from '../../registry/reference.ts';
import type { DependencyGroup, PackageRoot } from '../../workspace/package-folders.ts';
import { mergeLocked, readWkgLock, wkgLockText } from '../../workspace/wkg-lock.ts';
import type { FetchedPackages, OpenedFile, Session } from '../session.ts';

type Done = Promise<null | ResponseError<void>>;

type Edits = NonNullable<WorkspaceEdit['documentChanges']>;

function unusable(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

function failed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** Arguments: the URI of a file, and `ns:name@version`. */
export async function fetchPackage(session: Session, [uri, named]: readonly unknown[], token: CancellationToken): Done {
  const wanted = typeof named === 'string' ? readPackageName(named) : undefined;
  if (typeof uri !== 'string' || wanted?.version === undefined)
    return unusable('`wit.fetchPackage` needs the URI of a file and `ns:name@version`');
  return bring(session, uri, { name: wanted.name, version: wanted.version, from: undefined }, token);
}

/** Arguments: the URI of a file, `ns:name`, the version that is named, and the one to be named. */
export async function updateDependency(session: Session, args: readonly unknown[], token: CancellationToken): Done {
  const [uri, name, from, version] = args;
  if (![uri, name, from, version].every((it) => typeof it === 'string'))
    return unusable('`wit.updateDependency` needs the URI of a file, `ns:name`, the old and the new version');
  return bring(session, `${uri}`, { name: `${name}`, version: `${version}`, from: `${from}` }, token);
}

interface Wanted {
  readonly name: string;
  readonly version: string;
  /** The version in the text that is replaced. */
  readonly from: string | undefined;
}

async function bring(session: Session, uri: string, { name, version, from }: Wanted, token: CancellationToken): Done {
  const file = await session.file(uri, token);
  const root = file?.snapshot.rootOf(file.uri);
  const { published, client } = session;
  if (file === undefined || root?.kind !== 'directory' || published === undefined)
    return failed('this is not a file of a package');
  const refused = published.refusal(file.uri);
  if (refused !== undefined) return failed(refused);
  if (!client.createsFiles) return failed('this client cannot create files by an edit: run `wkg fetch`');
  const [namespace = '', own = ''] = name.split(':');
  const manifest = await wkgManifest(session, root);
  const override = overrideFor(manifest?.text ?? '', { name, version, from });
  if ('refusal' in override) return failed(override.refusal);
  const found = await published.fetched([{ namespace, name: own, version }], file.uri);
  if (isRegistryFailure(found)) return failed(found.message);
  const { edits, left } = await editsFor(session, file, root, found, { name, version, from, manifest });
  if (manifest !== undefined && override.edit !== undefined)
    edits.push(replaced(session, manifest, override.edit.span, override.edit.text));
  const label = from === undefined ? `Fetch ${name}@${version}` : `Update ${name} to ${version}`;
  await session.send(ApplyWorkspaceEditRequest.method, async () => {
    // Clients that know it save what they have changed: package tools read the disk.
    const metadata = client.savesEdits ? { metadata: { isRefactoring: true } } : {};
    const params = { label, edit: { documentChanges: edits }, ...metadata };
    const answer = session.connection.sendRequest(ApplyWorkspaceEditRequest.type, params);
    const { applied, failureReason } = await answer.catch((error: unknown) => {
      if (error instanceof ConnectionError) throw error;
      return { applied: false, failureReason: 'it answered with an error' };
    });
    // Neovim before 0.10 makes no file in a folder that is not there.
    const why = `the editor did not apply the edit (${failureReason ?? 'it does not say why'})`;
    if (!applied) await warn(session, `${label}: ${why}; \`wkg fetch\` does the same`);
    else if (left.length > 0)
      await warn(session, `Nothing needs ${left.map((it) => `deps/${basename(it)}`).join(', ')} any more: delete it.`);
  });
  return null;
}

async function warn(session: Session, message: string): Promise<void> {
  await session.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
}

/** `left`: entries of `deps/` that should go, and that the client, or we, cannot delete without asking. */
async function editsFor(
  session: Session,
  file: OpenedFile,
  root: PackageRoot,
  found: FetchedPackages,
  { name, version, from, manifest }: Wanted & { readonly manifest: Text | undefined },
): Promise<{ readonly edits: Edits; readonly left: readonly string[] }> {
  const edits: Edits = [];
  const coming = found.files.map((it) => groupOf(session, joinUri(root.uri, ...it.path.split('/')), it.text));
  const environment = file.snapshot.semantics.environment(root);
  const keys = { from: `${name}@${from ?? version}`, to: `${name}@${version}` };
  const { unused, kept } = leftOver(environment, coming, keys);
  for (const [at, { path, text }] of found.files.entries()) {
    const uri = joinUri(root.uri, ...path.split('/'));
    // What is there under another name stays, and must not be there twice.
    const known = kept.get(coming[at]?.main?.key ?? '');
    if (known === undefined || known.uri === dirname(uri)) edits.push(...(await written(session, uri, text)));
  }
  const gone = new Set(from === undefined ? [] : [keys.from]);
  const rows = found.packages.map((it) => {
    const own = `${it.id.namespace}:${it.id.name}`;
    const move = own === name ? { name, version, from } : { name: own, version: it.id.version ?? '', from: undefined };
    const override = overrideFor(manifest?.text ?? '', move);
    return lockRow(it, 'refusal' in override ? undefined : override.requirement);
  });
  edits.push(...(await lockEdit(session, root, rows, gone)));
  if (from === undefined) return { edits, left: [] };
  edits.push(...renamings(session, file, root, { name, from, version }));
  const { deletions, left } = await deletionsOf(session, unused);
  return { edits: [...edits, ...deletions], left };
}

function groupOf(session: Session, uri: string, text: string): GroupSource {
  return readGroup([{ uri, tree: session.workspace.parser.read(text) }]);
}

/** Entries of `deps/` that hold nothing but their WIT files, and lead nowhere else. */
async function deletionsOf(
  session: Session,
  unused: LeftOver['unused'],
): Promise<{ readonly deletions: readonly DeleteFile[]; readonly left: readonly string[] }> {
  const deletions: DeleteFile[] = [];
  const left: string[] = [];
  for (const group of unused) {
    const uri = session.convert.uri(group.uri);
    if (!session.client.deletesFiles || !(await isWhole(session, group))) left.push(group.uri);
    else if (group.kind === 'directory') deletions.push({ kind: 'delete', uri, options: { recursive: true } });
    else deletions.push({ kind: 'delete', uri });
  }
  return { deletions, left };
}

async function isWhole(session: Session, { uri, kind, files }: DependencyGroup): Promise<boolean> {
  if (kind !== 'directory') return files.length === 1 && files[0] === uri;
  const known = new Set(files);
  const entries = (await session.workspace.entries(uri)) ?? [];
  return entries.every((it) => it.link !== true && known.has(joinUri(uri, it.name)));
}

function renamings(
  session: Session,
  { snapshot }: OpenedFile,
  root: PackageRoot,
  { name, from, version }: { readonly name: string; readonly from: string; readonly version: string },
): TextDocumentEdit[] {
  const files = new Map<string, { start: number; end: number; text: string }[]>();
  for (const { uri, span } of placesNaming(snapshot, root, name, from))
    files.set(uri, [...(files.get(uri) ?? []), { ...span, text: version }]);
  const edits = [...files].map(([uri, own]) => ({ uri, edits: own }));
  // Beside files that are made, whatever the client says of edits alone.
  return session.convert.documentEdits(snapshot, edits);
}

interface Text {
  readonly uri: string;
  readonly text: string;
}

/** The `wkg.toml` that speaks for a package, as it is edited. */
async function wkgManifest(session: Session, root: PackageRoot): Promise<Text | undefined> {
  const found = (await session.workspace.manifestsOf(root)).find((it) => it.uri.endsWith('/wkg.toml'));
  if (found === undefined) return undefined;
  const open = session.manifests.lines(session.workspace.spelling(found.uri))?.text;
  return { uri: found.uri, text: open ?? found.text };
}

function replaced({ convert }: Session, { uri, text }: Text, span: Span, newText: string): TextDocumentEdit {
  const range = convert.range(new LineIndex(text), span);
  return { textDocument: { uri: convert.uri(uri), version: null }, edits: [{ range, newText }] };
}

/** A file with a text: a new one, or in place of what it has. */
async function written(session: Session, uri: string, text: string): Promise<Edits> {
  const { workspace, convert } = session;
  const open = workspace.snapshot().file(uri);
  const old = open?.version === undefined ? await workspace.readText(uri) : open.items.text;
  const target = { uri: convert.uri(uri), version: null };
  if (old === text) return [];
  const lines = new LineIndex(old ?? '');
  const range = convert.range(lines, { start: 0, end: (old ?? '').length });
  const edit = { textDocument: target, edits: [{ range, newText: text }] };
  return old === undefined ? [{ kind: 'create' as const, uri: target.uri }, edit] : [edit];
}

/** The nearest `wkg.lock`; without one, a new one where `wkg` would put it: beside `wkg.toml`, or beside the folder `wit`. */
async function lockEdit(
  session: Session,
  root: PackageRoot,
  rows: Parameters<typeof mergeLocked>[1],
  gone: ReadonlySet<string>,
): Promise<Edits> {
  const manifests = await session.workspace.manifestsOf(root);
  const lock = manifests.find((it) => it.uri.endsWith('/wkg.lock'));
  const manifest = manifests.find((it) => it.uri.endsWith('/wkg.toml'));
  const beside = basename(root.uri) === 'wit' ? dirname(root.uri) : root.uri;
  const uri = lock?.uri ?? joinUri(manifest === undefined ? beside : dirname(manifest.uri), 'wkg.lock');
  const open = session.manifests.lines(session.workspace.spelling(uri))?.text;
  const before = lock === undefined ? [] : readWkgLock(open ?? lock.text);
  // What is not understood is not written over.
  if (before === undefined) return [];
  return written(session, uri, wkgLockText(mergeLocked(before, rows, gone)));
}
