// Outlines, symbols of the workspace, and the hierarchy of types over the protocol.

import {
  type CancellationToken,
  type DocumentSymbol,
  type DocumentSymbolParams,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  SymbolTag,
  type TypeHierarchyItem,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
  type WorkspaceSymbolParams,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';
import { LineIndex } from '../../base/text.ts';
import { containedTypes, containingTypes, type HierarchyItem, typeItem } from '../../features/names/type-hierarchy.ts';
import { documentSymbols, type SymbolKind as Kind, type DocumentSymbol as Outlined } from '../../features/symbols.ts';
import { wacWorkspaceSymbols } from '../../features/wac/symbols.ts';
import { workspaceSymbols } from '../../features/workspace-symbols.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isComposition } from '../compositions.ts';
import { inParts, type Session } from '../session.ts';
import { compositionSymbols } from './compositions.ts';
import { type Row, row } from './row.ts';

export const SYMBOL_ROWS: readonly Row[] = [
  row(DocumentSymbolRequest.type, () => ({ documentSymbolProvider: true }), outline),
  row(WorkspaceSymbolRequest.type, () => ({ workspaceSymbolProvider: true }), everywhere),
  row(
    TypeHierarchyPrepareRequest.type,
    () => ({ typeHierarchyProvider: true }),
    async (session, params, token) => {
      const place = await session.place(params, token);
      const item = place === undefined ? undefined : typeItem(place.snapshot, place.uri, place.offset);
      return place === undefined || item === undefined ? null : hierarchy(session, place.snapshot, [item]);
    },
  ),
  row(
    TypeHierarchySupertypesRequest.type,
    () => ({}),
    (session, { item }, token) => related(session, item, containingTypes, token),
  ),
  row(
    TypeHierarchySubtypesRequest.type,
    () => ({}),
    (session, { item }, token) => related(session, item, containedTypes, token),
  ),
];

/** Maximum number of symbols of compositions in one answer. */
const MOST_SYMBOLS = 256;

const KINDS: Readonly<Record<Kind | HierarchyItem['kind'], SymbolKind>> = {
  package: SymbolKind.Package,
  interface: SymbolKind.Interface,
  world: SymbolKind.Module,
  type: SymbolKind.TypeParameter,
  alias: SymbolKind.TypeParameter,
  use: SymbolKind.TypeParameter,
  record: SymbolKind.Struct,
  field: SymbolKind.Field,
  variant: SymbolKind.Enum,
  enum: SymbolKind.Enum,
  flags: SymbolKind.Enum,
  case: SymbolKind.EnumMember,
  resource: SymbolKind.Class,
  constructor: SymbolKind.Constructor,
  method: SymbolKind.Method,
  func: SymbolKind.Function,
  property: SymbolKind.Property,
  include: SymbolKind.Namespace,
};

async function outline(
  session: Session,
  params: DocumentSymbolParams,
  token: CancellationToken,
): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
  const { uri } = params.textDocument;
  const found = isComposition(uri) ? compositionSymbols(session, uri) : await witSymbols(session, uri, token);
  if (found === undefined) return null;
  const { symbols, lines } = found;
  if (session.client.nestedSymbols) return symbols.map((it) => nested(session, lines, it));
  const flat: SymbolInformation[] = [];
  const add = (it: Outlined, containerName: string | undefined): void => {
    const location = { uri, range: session.convert.range(lines, it.span) };
    flat.push({
      name: it.name,
      kind: KINDS[it.kind],
      location,
      ...(containerName === undefined ? {} : { containerName }),
      ...tags(it),
    });
    for (const child of it.children) add(child, it.name);
  };
  for (const it of symbols) add(it, undefined);
  return flat;
}

async function witSymbols(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<{ readonly symbols: readonly Outlined[]; readonly lines: LineIndex } | undefined> {
  const file = await session.file(uri, token);
  const tree = file?.snapshot.tree(file.uri);
  return file === undefined || tree === undefined ? undefined : { symbols: documentSymbols(tree), lines: file.lines };
}

function nested(session: Session, lines: LineIndex, it: Outlined): DocumentSymbol {
  return {
    name: it.name,
    ...(it.detail === '' ? {} : { detail: it.detail }),
    kind: KINDS[it.kind],
    range: session.convert.range(lines, it.span),
    selectionRange: session.convert.range(lines, it.selection),
    ...tags(it),
    ...(it.children.length === 0 ? {} : { children: it.children.map((child) => nested(session, lines, child)) }),
  };
}

function tags(it: { readonly deprecated: boolean }): { tags?: SymbolTag[] } {
  return it.deprecated ? { tags: [SymbolTag.Deprecated] } : {};
}

async function everywhere(
  session: Session,
  { query, partialResultToken }: WorkspaceSymbolParams,
): Promise<SymbolInformation[]> {
  await session.ready;
  await session.indexed();
  const snapshot = session.workspace.snapshot();
  const found = workspaceSymbols(snapshot, query).flatMap((it) => {
    const lines = snapshot.lines(it.uri);
    if (lines === undefined) return [];
    const location = { uri: session.convert.uri(it.uri), range: session.convert.range(lines, it.span) };
    return [{ name: it.name, kind: KINDS[it.kind], location, containerName: it.container, ...tags(it) }];
  });
  return inParts(session, partialResultToken, [...found, ...(await compositionWorkspaceSymbols(session, query))]);
}

async function compositionWorkspaceSymbols(session: Session, query: string): Promise<SymbolInformation[]> {
  const found: SymbolInformation[] = [];
  for (const [uri, text] of await session.compositions.allTexts(session)) {
    const lines = new LineIndex(text);
    for (const it of wacWorkspaceSymbols(text, query)) {
      const location = { uri: session.convert.uri(uri), range: session.convert.range(lines, it.span) };
      found.push({ name: it.name, kind: KINDS[it.kind], location, containerName: it.container });
    }
  }
  return found.slice(0, MOST_SYMBOLS);
}

async function related(
  session: Session,
  { uri, selectionRange }: TypeHierarchyItem,
  find: (snapshot: Snapshot, uri: string, offset: number) => readonly HierarchyItem[],
  token: CancellationToken,
): Promise<TypeHierarchyItem[] | null> {
  const place = await session.place({ textDocument: { uri }, position: selectionRange.start }, token);
  return place === undefined ? null : hierarchy(session, place.snapshot, find(place.snapshot, place.uri, place.offset));
}

function hierarchy(session: Session, snapshot: Snapshot, items: readonly HierarchyItem[]): TypeHierarchyItem[] {
  return items.flatMap((it) => {
    const lines = snapshot.lines(it.uri);
    if (lines === undefined) return [];
    return [
      {
        name: it.name,
        kind: KINDS[it.kind],
        detail: it.container,
        uri: session.convert.uri(it.uri),
        range: session.convert.range(lines, it.span),
        selectionRange: session.convert.range(lines, it.selection),
      },
    ];
  });
}
