// Worlds as clients ask for them: which there are, one as data, as text or drawn, several put together, two compared.

import {
  type CancellationToken,
  type Location,
  LSPErrorCodes,
  ProtocolRequestType,
  ResponseError,
  TextDocumentContentRefreshRequest,
} from 'vscode-languageserver';
import { basename, dirname, normalizeUri, wayTo } from '../../base/uri.ts';
import { compareWorlds } from '../../features/worlds/compare.ts';
import { composeWorlds, compositionOf } from '../../features/worlds/compose.ts';
import {
  explainedText,
  isCalled,
  mermaidText,
  namedText,
  placeOf,
  plainText,
  previewOf,
  svgText,
  type ToPlace,
  worldAt,
  worldsOfFile,
} from '../../features/worlds/preview.ts';
import type { Loc, World } from '../../model/package.ts';
import { buildText } from '../../wac/build-text.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Composition } from '../../world/compose.ts';
import { compositionChart, drawComposition } from '../../world/composition-picture.ts';
import { type CompositionPreview, isSound } from '../../world/composition-preview.ts';
import { drawWorld } from '../../world/picture.ts';
import { worldPath } from '../../world/reasons.ts';
import { svgOf } from '../../world/svg.ts';
import { fileOf, shownBinary } from '../binary-uri.ts';
import { policyMessages } from '../policy.ts';
import type { Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { contentUri, readContentUri, type SeenWorld } from '../world-memory.ts';
import {
  type CompareParams,
  type CompareResult,
  type ComposeParams,
  type ComposeResult,
  type RenderParams,
  type RenderResult,
  SHOW_WORLD,
  WORLD_REQUESTS,
  WORLDS_CHANGED,
  type WorldEntry,
  type WorldParams,
  type WorldRef,
  type WorldResult,
  type WorldState,
  type WorldsParams,
} from '../world-protocol.ts';
import { type Row, row } from './row.ts';

function request<P, R>(
  method: string,
  answer: (session: Session, params: P, token: CancellationToken) => Promise<R>,
): Row {
  return row(new ProtocolRequestType<P, R, never, void, void>(method), () => ({}), answer);
}

export const WORLD_ROWS: readonly Row[] = [
  request<WorldsParams | null, WorldEntry[]>(WORLD_REQUESTS.list, entries),
  request<WorldParams, WorldResult | null>(WORLD_REQUESTS.preview, preview),
  request<RenderParams, RenderResult | null>(WORLD_REQUESTS.render, render),
  request<ComposeParams, ComposeResult | null>(WORLD_REQUESTS.compose, composed),
  request<CompareParams, CompareResult | null>(WORLD_REQUESTS.compare, compared),
];

/** The text of a `wit-world:` document. */
export async function worldContent(session: Session, uri: string, token: CancellationToken): Promise<string> {
  const ref = readContentUri(uri);
  const seen = ref === undefined ? undefined : await find(session, ref, token);
  session.worlds.contents.add(uri);
  return seen === undefined ? '// This world is no longer there.\n' : worldText(session, seen);
}

/** Opens an elaborated world in the client: as a document of ours where it can show one, else as a file. */
export async function showWorld(
  session: Session,
  [uri, world]: readonly unknown[],
  token: CancellationToken,
): Promise<null | ResponseError<void>> {
  const failed = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);
  if (typeof uri !== 'string' || typeof world !== 'string')
    return failed(`\`${SHOW_WORLD}\` needs the URI of a file and the path of a world`);
  const seen = await find(session, { uri, world }, token);
  if (seen === undefined) return failed(`there is no world \`${world}\` in this file`);
  const { name } = seen.world;
  let shown: string | undefined = contentUri(uri, name, world);
  if (!session.client.textDocumentContent) {
    shown = await session.workspace.temporary(`${name}.wit`, worldText(session, seen));
  }
  if (shown === undefined) return failed('the world could not be written into the folder for temporary files');
  session.show(shown);
  return null;
}

/** Tells the client that what it shows of worlds may be old. */
export function tellWorlds(session: Session): void {
  const { connection, client, worlds } = session;
  worlds.changed(() => {
    if (worlds.watched) void session.send(WORLDS_CHANGED, () => connection.sendNotification(WORLDS_CHANGED, {}));
    if (!client.textDocumentContent) return;
    const { type } = TextDocumentContentRefreshRequest;
    for (const uri of worlds.contents) void session.send(type.method, () => connection.sendRequest(type, { uri }));
  });
}

async function entries(session: Session, params: WorldsParams | null, token: CancellationToken): Promise<WorldEntry[]> {
  const textDocument = params?.textDocument;
  if (textDocument != null) {
    const file = await session.file(readable(textDocument.uri), token);
    if (file === undefined) return [];
    return worldsOfFile(file.snapshot, file.uri).map((it) => entry(session, file.snapshot, it));
  }
  await session.ready;
  const snapshot = session.workspace.snapshot();
  const found = new Map<string, WorldEntry>();
  for (const { package: it } of snapshot.semantics.allPackages()) {
    for (const world of it.worlds.values()) {
      const one = entry(session, snapshot, world);
      found.set(`${one.uri} ${one.path}`, one);
    }
  }
  return [...found.values()];
}

function entry(session: Session, snapshot: Snapshot, world: World): WorldEntry {
  const path = worldPath(world);
  const location = placeOf(snapshot, world.loc, locations(session));
  const vendored = snapshot.semantics.environmentOf(world.loc.uri)?.isVendored(world.loc.uri) === true;
  return {
    uri: location.uri,
    name: world.name,
    path,
    location,
    vendored,
    contentUri: contentUri(location.uri, world.name, path),
  };
}

function locations(session: Session): ToPlace<Location> {
  return (uri, span, lines) => ({ uri: session.convert.uri(uri), range: session.convert.range(lines, span) });
}

/** A world as it is; while its package has errors, as it was before. */
async function find(session: Session, ref: WorldRef, token: CancellationToken): Promise<SeenWorld | undefined> {
  const file = await session.file(readable(ref.uri), token);
  if (file === undefined) return undefined;
  const { snapshot, uri, lines } = file;
  const { world: name, position } = ref;
  const world =
    name === undefined
      ? worldAt(snapshot, uri, position === undefined ? 0 : session.convert.offset(lines, position))
      : worldsOfFile(snapshot, uri).find((it) => isCalled(it, name));
  const root = snapshot.rootOf(uri);
  const errors = (root?.files ?? [uri])
    .flatMap((it) => snapshot.diagnostics(it))
    .filter((it) => it.severity === 'error').length;
  const key = `${uri} ${name ?? (world === undefined ? '' : worldPath(world))}`;
  return session.worlds.see(key, world === undefined ? undefined : { snapshot, world, stale: false, errors }, errors);
}

/** A component with code has worlds only as its view. */
function readable(uri: string): string {
  return shownBinary(uri) ?? uri;
}

async function findAll(
  session: Session,
  refs: readonly WorldRef[],
  token: CancellationToken,
): Promise<readonly SeenWorld[] | undefined> {
  const found: SeenWorld[] = [];
  for (const ref of refs) {
    const seen = await find(session, ref, token);
    if (seen === undefined) return undefined;
    found.push(seen);
  }
  return found;
}

function stateOf(seen: readonly SeenWorld[]): WorldState {
  return { stale: seen.some((it) => it.stale), errors: seen.reduce((sum, it) => sum + it.errors, 0) };
}

function capabilities(session: Session, { world }: SeenWorld): ReturnType<typeof settingsFor>['capabilities'] {
  return settingsFor(session, world.loc.uri).capabilities;
}

async function preview(session: Session, params: WorldParams, token: CancellationToken): Promise<WorldResult | null> {
  session.worlds.watch();
  const seen = await find(session, params, token);
  if (seen === undefined) return null;
  const shown = previewOf(seen.snapshot, seen.world, locations(session), capabilities(session, seen));
  const denied = policyMessages(session, seen.snapshot, seen.world);
  const world = denied.length === 0 ? shown : { ...shown, denied };
  const { uri } = world.place;
  return { ...stateOf([seen]), uri, contentUri: contentUri(uri, world.name, world.path), world };
}

function worldText(session: Session, seen: SeenWorld, reasons = true): string {
  const { snapshot, world } = seen;
  if (!reasons) return plainText(snapshot, world);
  const text = explainedText(snapshot, world, (uri) => shown(session, uri), capabilities(session, seen));
  return seen.stale ? `// The package has errors; this is the world as it was before them.\n${text}` : text;
}

/** Relative to the folder that holds it. */
function shown(session: Session, uri: string): string {
  const folder = session.workspace.folders.map(normalizeUri).find((it) => uri.startsWith(`${it}/`));
  return folder === undefined ? basename(uri) : decodeURI(uri.slice(folder.length + 1));
}

async function render(session: Session, params: RenderParams, token: CancellationToken): Promise<RenderResult | null> {
  session.worlds.watch();
  const seen = await findAll(session, params.worlds, token);
  const [only, second] = seen ?? [];
  if (seen === undefined || only === undefined) return null;
  const state = stateOf(seen);
  if (second !== undefined || params.format === 'wac') return { ...state, ...drawnTogether(session, seen, params) };
  const { format, reasons, most, opened, whole } = params;
  if (format === 'wit') {
    const rest = whole === true ? namedText(only.snapshot, only.world) : '';
    return { ...state, text: `${worldText(session, only, reasons)}${rest}` };
  }
  const world = previewOf(only.snapshot, only.world, locations(session), capabilities(session, only));
  if (format === 'picture') return { ...state, picture: drawWorld(world, { most, opened }) };
  return { ...state, text: format === 'svg' ? svgText(world) : mermaidText(world) };
}

function drawnTogether(
  session: Session,
  seen: readonly SeenWorld[],
  params: RenderParams,
): Omit<RenderResult, keyof WorldState> {
  if (params.format === 'wac') return { text: wacOf(session, seen, params) };
  const composition = together(session, seen, params);
  switch (params.format) {
    case 'wit':
      return { text: composition.wit };
    case 'mermaid':
      return { text: compositionChart(composition) };
    case 'svg':
      return { text: svgOf(drawComposition(composition), 'Composition') };
    case 'picture':
      return { picture: drawComposition(composition) };
  }
}

/** The wiring, with the command that builds it. Paths in it begin beside the file, or in the workspace folder where there is none. */
function wacOf(session: Session, seen: readonly SeenWorld[], params: RenderParams): string {
  const file = params.file === undefined ? undefined : normalizeUri(params.file);
  return buildText(composedWorlds(seen, params), {
    file: file === undefined ? 'whole.wac' : basename(file),
    place: (uri) => {
      const binary = fileOf(uri);
      return (file === undefined ? undefined : wayTo(dirname(file), binary)) ?? shown(session, binary);
    },
    sound: isSound(together(session, seen, params)),
  });
}

function together(
  session: Session,
  seen: readonly SeenWorld[],
  { wires = [] }: Pick<ComposeParams, 'wires'>,
): CompositionPreview<Location> {
  return compositionOf(
    composedWorlds(seen, { wires }),
    seen.map((it) => it.snapshot),
    locations(session),
  );
}

function composedWorlds(seen: readonly SeenWorld[], { wires = [] }: Pick<ComposeParams, 'wires'>): Composition {
  return composeWorlds(
    seen.map((it) => it.world),
    { wires },
  );
}

async function composed(
  session: Session,
  params: ComposeParams,
  token: CancellationToken,
): Promise<ComposeResult | null> {
  session.worlds.watch();
  const seen = await findAll(session, params.worlds, token);
  if (seen === undefined || seen.length === 0) return null;
  const composition = together(session, seen, params);
  return { ...stateOf(seen), sound: isSound(composition), composition };
}

/** Several worlds put together, as WIT. Undefined when one of them does not exist. */
export async function composedText(
  session: Session,
  worlds: readonly WorldRef[],
  token: CancellationToken,
): Promise<string | undefined> {
  const seen = await findAll(session, worlds, token);
  return seen === undefined ? undefined : together(session, seen, {}).wit;
}

async function compared(
  session: Session,
  params: CompareParams,
  token: CancellationToken,
): Promise<CompareResult | null> {
  session.worlds.watch();
  const now = await find(session, params.new, token);
  if (now === undefined) return null;
  const before = params.old === 'base' ? baseOf(session, now) : await find(session, params.old, token);
  if (before === undefined) return null;
  if ('reason' in before) return before;
  const toPlace = locations(session);
  const changes = compareWorlds(before.world, now.world, {
    place: (loc: Loc) => placeOf(now.snapshot, loc, toPlace),
    oldPlace: (loc: Loc) => placeOf(before.snapshot, loc, toPlace),
    capabilities: capabilities(session, now),
  });
  const state = stateOf('errors' in before ? [before, now] : [now]);
  const title = 'title' in before ? before.title : worldPath(before.world);
  return { ...state, old: title, new: worldPath(now.world), changes };
}

/** The world of this name in what its package is compared with. */
function baseOf(
  { contractBases }: Session,
  { snapshot, world }: SeenWorld,
): { snapshot: Snapshot; world: World; title: string } | { reason: string } {
  const root = snapshot.rootOf(world.loc.uri);
  const base = root === undefined ? undefined : contractBases.known.get(root.uri);
  if (base === undefined) return { reason: 'nothing is known yet that this package could be compared with' };
  if (base.kind === 'none') return { reason: base.message };
  const { namespace, name } = world.package;
  const packages = base.packages.filter(({ stable: { id } }) => id.namespace === namespace && id.name === name);
  const same = packages.find(({ stable: { id } }) => id.version === world.package.version) ?? packages[0];
  const found = same?.stable.worlds.get(world.name);
  if (found === undefined) return { reason: `there is no world \`${world.name}\` in ${base.label}` };
  return { snapshot: base.snapshot, world: found, title: `${worldPath(found)} (${base.label})` };
}
